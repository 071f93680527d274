/*
 * indexer/order/halve.h - one step of a bisection: a range of things becomes two.
 */
#ifndef NH_INDEXER_HALVE_H
#define NH_INDEXER_HALVE_H

#include "indexer/order/bisect.h"

/* A thing in the order that is being made. */
typedef struct nh_ranked_thing {
    int64_t key;       /* what its half loses if it goes over, seen from the left */
    uint32_t thing;    /* its number                                    */
    uint32_t is_right; /* it was in the right half                    */
} nh_ranked_thing;

/* What all threads share; each works on ranges of its own. */
typedef struct nh_halving {
    const nh_bisection *job;
    nh_ranked_thing *ranked; /* in the order so far                                  */
    uint32_t *sizes;         /* by thing: numbers left in its list                   */
    const int32_t *steps;    /* by d: what the d-th entry of a list costs, in 2^-16 bits */
} nh_halving;

/* How often each number occurs in the halves of a range: one thread's. */
typedef struct nh_half_counts {
    uint32_t *left, *right;      /* by number                                     */
    int32_t *to_right, *to_left; /* what is gained where one entry goes over   */
} nh_half_counts;

/* Things [from, end) of the order, whose numbers are below `numbers`. */
typedef struct nh_thing_range {
    uint32_t from, end;
    uint32_t numbers;
} nh_thing_range;

/* Room for `numbers`. out: nh_half_counts_free() frees it, after failures too. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_half_counts_make(const nh_env *env, uint32_t numbers,
                                          nh_half_counts *out, nh_error *err);

/* Frees what it holds. Accepts zeroed ones. */
void nh_half_counts_free(const nh_env *env, nh_half_counts *c);

/*
 * Exchanges things of a range between its halves, of which the first ends in the middle, until
 * little is gained. Numbers that tell nothing in the range leave its lists, and the others are
 * numbered anew: returns below what they are.
 */
uint32_t nh_halve(const nh_halving *h, nh_half_counts *c, nh_thing_range range);

/* The costs for lists of up to `most` entries, most + 2 of them; NULL if memory is short. The
 * caller's. */
int32_t *nh_halving_steps(const nh_env *env, uint32_t most);

#endif
