/*
 * searcher/answer/explain.h - the lines that add up to a score.
 */
#ifndef NH_SEARCHER_EXPLAIN_H
#define NH_SEARCHER_EXPLAIN_H

#include "searcher/answer/results.h"
#include "searcher/rank/evaluate.h"

/*
 * Lines for `passage` (in its segment) of the article gathered last, with its occurrences
 * kept: one for each leaf in it, or in the article where that is the unit.
 * NH_E_LIMIT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_explain_passage(const nh_evaluation *e, const nh_gather *g,
                                         uint32_t passage, nh_arena *arena,
                                         nh_result_passage *out, nh_error *err);

#endif
