/*
 * searcher/prune/plan/pruned_plan.h - which queries are pruned, and their words.
 */
#ifndef NH_SEARCHER_PRUNED_PLAN_H
#define NH_SEARCHER_PRUNED_PLAN_H

#include "searcher/prune/pruning.h"

/*
 * The words of a query of a shape that is pruned, in p, and all that an evaluation holds of its
 * segments. Where p->needs is, or becomes, NH_NEEDS_TRUTH, all articles are decided.
 *
 * taken  false: articles are the units and have several passages, or scores need exhaustive
 *        evaluation, which may go on from here
 * NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT, NH_E_CANCELLED
 */
NH_MUST_USE nh_status nh_pruned_plan(nh_pruning *p, bool *taken, nh_error *err);

/* Is every passage an article of its own, in all segments? */
bool nh_pruned_flat(const nh_evaluation *e);

#endif
