/*
 * searcher/match/truth.h - which articles of a segment a query is true of.
 *
 * Each node of the tree has a bit for each article; children come before their parents, so one
 * walk over the array decides them all.
 */
#ifndef NH_SEARCHER_TRUTH_H
#define NH_SEARCHER_TRUTH_H

#include "searcher/match/plan/plan.h"

/* Bits of one segment. */
typedef struct nh_truth {
    uint64_t **nodes; /* parallel to the tree; NULL: inside a leaf, or dropped          */
    uint32_t count;   /* articles                                                       */
} nh_truth;

/* Room for every node that counts, zeroed, in the plan's arena. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_truth_begin(nh_truth *t, const nh_plan *plan, uint32_t articles,
                                     nh_error *err);

/*
 * Decides all nodes above the leaves and filters, whose bits are set already. The root's bits,
 * or NULL where nothing is left of the query.
 *
 * any  how LISTs read bare clauses that hold words: false: all of them are needed; true: one
 *      is enough, none if there is a must-clause with words. Bare filters are always needed.
 */
const uint64_t *nh_truth_decide(nh_truth *t, const nh_plan *plan, bool any);

#endif
