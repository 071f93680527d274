/*
 * searcher/query/tree/query_filter.h - a query narrowed down by another one.
 */
#ifndef NH_SEARCHER_QUERY_FILTER_H
#define NH_SEARCHER_QUERY_FILTER_H

#include "searcher/query/tree/query_tree.h"

/*
 * Makes `tree` true only where `filter` is, too; what matches and scores in it stays as it is, and
 * nothing of the filter scores. Bare words of the filter are required, whatever --match says.
 * A tree without a clause still finds nothing, and a filter without one changes nothing.
 *
 * filter  parsed with rules.filter into the same arena. In the new tree its places count on
 *         behind the text of the query and a blank
 * NH_E_NOMEM (NH_E_LIMIT if the arena is full): the tree is as before
 */
NH_MUST_USE nh_status nh_query_tree_filter(nh_query_tree *tree, const nh_query_tree *filter,
                                           nh_arena *arena, nh_error *err);

#endif
