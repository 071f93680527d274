/*
 * common/base/checked.h - arithmetic on sizes that came from a file or a caller.
 *
 * Each returns true and stores the result, or returns false and stores nothing.
 * Rule of the house: a length that was not computed by us in this function goes
 * through here before it is added, multiplied, or handed to an allocator.
 */
#ifndef NH_BASE_CHECKED_H
#define NH_BASE_CHECKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool nh_add_size(size_t a, size_t b, size_t *sum)
{
    size_t r;

    if (__builtin_add_overflow(a, b, &r))
        return false;
    *sum = r;
    return true;
}

static inline bool nh_mul_size(size_t a, size_t b, size_t *product)
{
    size_t r;

    if (__builtin_mul_overflow(a, b, &r))
        return false;
    *product = r;
    return true;
}

static inline bool nh_add_u64(uint64_t a, uint64_t b, uint64_t *sum)
{
    uint64_t r;

    if (__builtin_add_overflow(a, b, &r))
        return false;
    *sum = r;
    return true;
}

static inline bool nh_mul_u64(uint64_t a, uint64_t b, uint64_t *product)
{
    uint64_t r;

    if (__builtin_mul_overflow(a, b, &r))
        return false;
    *product = r;
    return true;
}

#endif
