/*
 * indexer/invert/occurrences/run_pairs_impl.h - private to run_pairs*.c: what both ways to find pairs share.
 */
#ifndef NH_INDEXER_RUN_PAIRS_IMPL_H
#define NH_INDEXER_RUN_PAIRS_IMPL_H

#include "indexer/invert/occurrences/run_pairs.h"

/* Bit of a number: the word is a joined one, and covers several positions. */
#define NH_PAIR_JOINED 128u

/* The number of a word of the analyzer, with NH_PAIR_JOINED; 0: it is no pair word. */
static inline uint8_t nh_run_pairs_number(const nh_run_pairs *p, uint32_t word)
{
    const uint32_t closing = (uint32_t)p->numbers.size - 1;

    return p->numbers.bytes[word < closing ? word : closing];
}

/* Room for `more` pairs in the list. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_run_pairs_room(nh_run_pairs *p, size_t more, nh_error *err);

/* Finds the pairs of any article, token by token. There is a pair word. As nh_run_pairs_find(). */
NH_MUST_USE nh_status nh_run_pairs_walk(nh_run_pairs *p, const nh_analyzer *analyzer,
                                        const nh_cut *cut, nh_error *err);

#endif
