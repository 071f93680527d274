/*
 * searcher/match/bits.h - a bit for each article of a segment.
 */
#ifndef NH_SEARCHER_BITS_H
#define NH_SEARCHER_BITS_H

#include <stddef.h>
#include <stdint.h>

#include "common/codec/kernels/kernels.h"

/* Words of 64 bits that hold `count` bits. */
static inline size_t nh_bits_words(uint32_t count)
{
    return ((size_t)count + 63) / 64;
}

static inline void nh_bits_set(uint64_t *bits, uint32_t i)
{
    bits[i / 64] |= (uint64_t)1 << (i % 64);
}

static inline int nh_bits_get(const uint64_t *bits, uint32_t i)
{
    return (int)(bits[i / 64] >> (i % 64) & 1);
}

/* Sets the first `count` bits; those behind them stay 0. */
static inline void nh_bits_fill(uint64_t *bits, uint32_t count)
{
    for (uint32_t w = 0; w < count / 64; w++)
        bits[w] = UINT64_MAX;
    if (count % 64 != 0)
        bits[count / 64] = ((uint64_t)1 << (count % 64)) - 1;
}

static inline uint64_t nh_bits_count(const uint64_t *bits, uint32_t count)
{
    return nh_kernels_get()->bits_count((const uint8_t *)(const void *)bits,
                                        nh_bits_words(count) * 64);
}

/* The first bit set at or after `from`; `count` if there is none. */
static inline uint32_t nh_bits_next(const uint64_t *bits, uint32_t count, uint32_t from)
{
    size_t w = from / 64;
    uint64_t left;

    if (from >= count)
        return count;
    left = bits[w] & (UINT64_MAX << (from % 64));
    while (left == 0) {
        if (++w == nh_bits_words(count))
            return count;
        left = bits[w];
    }
    return (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
}

#endif
