/*
 * searcher/rank/evaluate_leaves.h - the first step of evaluation: every leaf and filter decided.
 */
#ifndef NH_SEARCHER_EVALUATE_LEAVES_H
#define NH_SEARCHER_EVALUATE_LEAVES_H

#include "searcher/rank/evaluate.h"

/*
 * The views of all segments, with room for what is found in them, and counts in which no unit has
 * a leaf yet (e->own).
 * NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT
 */
NH_MUST_USE nh_status nh_evaluation_open(nh_evaluation *e, nh_error *err);

/*
 * Opens all segments for the query, decides its leaves and filters for their articles, and
 * counts how many units have each leaf (e->own).
 * NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT, NH_E_CANCELLED
 */
NH_MUST_USE nh_status nh_evaluate_leaves(nh_evaluation *e, nh_error *err);

#endif
