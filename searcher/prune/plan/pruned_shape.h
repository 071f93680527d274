/*
 * searcher/prune/plan/pruned_shape.h - what a query needs of an article, as far as pruning minds.
 */
#ifndef NH_SEARCHER_PRUNED_SHAPE_H
#define NH_SEARCHER_PRUNED_SHAPE_H

#include "searcher/prune/pruning.h"

/*
 * May the query be pruned, as far as its tree and the options tell? Then p->needs, p->relaxes,
 * p->relaxed and p->phrase are set. Whether its words are plain is not looked at here.
 * NH_E_LIMIT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_pruned_shape(const nh_evaluation *e, nh_pruning *p, bool *out,
                                      nh_error *err);

#endif
