/*
 * searcher/prune/phrase/phrase_list.h - the passages of a phrase in a segment, and how often each has it.
 *
 * The same list as nh_leaf_find() makes, for phrases whose words are one term each: the rarest
 * word leads, and only where the next rarest stands in its passage are places looked at, the
 * form codes last.
 */
#ifndef NH_SEARCHER_PHRASE_LIST_H
#define NH_SEARCHER_PHRASE_LIST_H

#include "searcher/prune/phrase/phrase_shape.h"

/* The list of a leaf that fits, in the finder's arena; f->work grows.
 * NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT, NH_E_CANCELLED */
NH_MUST_USE nh_status nh_phrase_find(nh_finder *f, const nh_segment_view *view,
                                     uint32_t segment, const nh_leaf *leaf,
                                     nh_leaf_list *out, nh_error *err);

/* An nh_leaf_faster: phrases of such a shape, where they fit. As above. */
NH_MUST_USE nh_status nh_phrase_faster(nh_finder *f, const nh_segment_view *view,
                                       uint32_t segment, const nh_leaf *leaf,
                                       nh_leaf_list *out, bool *taken, nh_error *err);

#endif
