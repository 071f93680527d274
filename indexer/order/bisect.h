/*
 * indexer/order/bisect.h - an order in which things that share numbers stand near each other.
 *
 * Recursive graph bisection (Dhulipala and others, KDD 2016; Mackenzie, Petri and Moffat, SIGIR
 * 2021): the things are halved so that the gaps of the lists which the numbers make of them are
 * cheap to write, by exchanging between the halves what gains most; then each half is halved.
 */
#ifndef NH_INDEXER_BISECT_H
#define NH_INDEXER_BISECT_H

#include <stdatomic.h>

#include "common/base/env.h"
#include "indexer/write/ticker.h"

/* Which things have which numbers. Borrowed. */
typedef struct nh_bisection {
    const nh_env *env;
    uint32_t things;
    uint32_t numbers;   /* all numbers are below                                      */
    const uint64_t *at; /* things + 1: where the numbers of each begin in `lists`      */
    uint32_t *lists;    /* distinct in each thing; used up                            */
    unsigned threads;   /* 1..NH_THREADS_MOST: the caller's is one of them            */
    const atomic_int *stop; /* non-zero: give up; may be NULL                         */
    nh_ticker *ticker;      /* hears how far it is; may be NULL                       */
} nh_bisection;

/*
 * Fills order[0..things): which thing comes first, second, ... The same for any number of
 * threads. Things that nothing tells apart stay as they were.
 *
 * NH_E_CANCELLED, NH_E_NOMEM
 * Memory: nh_bisect_memory().  Cost: log2(things) passes over the lists, of some ten rounds each
 */
NH_MUST_USE nh_status nh_bisect(const nh_bisection *b, uint32_t *order, nh_error *err);

/* Bytes that nh_bisect() allocates. */
uint64_t nh_bisect_memory(uint32_t things, uint32_t numbers, unsigned threads);

/* Bytes of lists that it goes through, about: the total of a ticker's phase. */
uint64_t nh_bisect_work(const nh_bisection *b);

#endif
