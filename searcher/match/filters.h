/*
 * searcher/match/filters.h - articles by their keywords, ids and dates.
 */
#ifndef NH_SEARCHER_FILTERS_H
#define NH_SEARCHER_FILTERS_H

#include "searcher/match/segment_view.h"
#include "searcher/query/tree/query_tree.h"

/*
 * Sets the bits of the articles that have the keyword: the value of `node` without regard to
 * case and accents, or one that begins with it. An id that is written exactly so is found
 * alone. Fields without any article in this segment set nothing.
 * NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT.  Cost: linear in the values of the column.
 */
NH_MUST_USE nh_status nh_filter_keyword(const nh_segment_view *view, const nh_node *node,
                                        nh_arena *arena, uint64_t *bits, nh_error *err);

/* Sets the bits of the articles whose date, as exactly as it is known, overlaps that of
 * `node`; or of those without a date. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_filter_date(const nh_segment_view *view, const nh_node *node,
                                     uint64_t *bits, nh_error *err);

/* Is `value`, of the field of `node`, one that nh_filter_keyword() finds? Sets *out. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_filter_value_fits(const nh_env *env, const nh_node *node,
                                           nh_str value, bool *out, nh_error *err);

/* Does a date, as exactly as it is known, overlap that of `node`? */
bool nh_filter_date_fits(const nh_node *node, nh_date date);

#endif
