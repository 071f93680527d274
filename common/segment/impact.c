/* common/segment/impact.c - the most that a posting can add to a score, in a byte. */
#include "common/segment/impact.h"

#define MILLION 1000000u

/* 255 tf / (tf + k) with k in millionths of millionths, rounded up. The largest numerator,
 * 255 * 255 * 10^12, has 56 bits. */
uint8_t nh_impact(uint32_t tf, uint32_t length, uint32_t k1, uint32_t b, uint32_t reference)
{
    const uint64_t one = (uint64_t)MILLION * MILLION;
    /* b length / reference in millionths, rounded down so that the bound stays above */
    const uint64_t scaled = (uint64_t)b * length * 256 / reference;
    const uint64_t k = (uint64_t)k1 * (MILLION - b + scaled);
    const uint64_t top = 255 * (uint64_t)tf * one;
    const uint64_t bottom = (uint64_t)tf * one + k;
    const uint64_t impact = (top + bottom - 1) / bottom;

    return (uint8_t)(impact > 255 ? 255 : impact);
}
