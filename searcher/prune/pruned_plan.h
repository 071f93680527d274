/*
 * searcher/prune/pruned_plan.h - which queries are pruned, and their words.
 */
#ifndef NH_SEARCHER_PRUNED_PLAN_H
#define NH_SEARCHER_PRUNED_PLAN_H

#include "searcher/prune/pruning.h"

/* Is it plain words, any or all, or a phrase, asked for in a way that is pruned? Sets p->all
 * and p->phrase. */
bool nh_pruned_shape(const nh_evaluation *e, nh_pruning *p);

/*
 * The words of a query of that shape, in p, and all that an evaluation holds of its segments.
 *
 * taken  false: some word or the phrase is not plain, or its scores need exhaustive
 *        evaluation; then nothing has changed but the arena
 * NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT
 */
NH_MUST_USE nh_status nh_pruned_plan(nh_pruning *p, bool *taken, nh_error *err);

/* Is every passage an article of its own, in all segments? */
bool nh_pruned_flat(const nh_evaluation *e);

#endif
