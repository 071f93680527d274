/*
 * indexer/inspect/entropy/entropy.h - how few bits numbers could take that somebody knows to be as they are.
 */
#ifndef NH_INDEXER_ENTROPY_H
#define NH_INDEXER_ENTROPY_H

#include <stddef.h>
#include <stdint.h>

/* Bits of all things counted, each by itself: the sum of n log2(all / n) over the `kinds` numbers
 * of which counts[i] are of kind i. 0 where nothing is. Any thread. */
double nh_entropy_bits(const uint64_t *counts, size_t kinds);

/* Bits that say which `n` of `of` places are meant, if all choices are alike: log2 of their number.
 * 0 where n is 0, or not below `of`. Any thread. Cost: min(n, of - n)
 * logarithms. */
double nh_choice_bits(uint32_t n, uint32_t of);

#endif
