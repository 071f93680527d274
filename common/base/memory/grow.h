/*
 * common/base/memory/grow.h - lists that grow by one element at a time.
 */
#ifndef NH_BASE_GROW_H
#define NH_BASE_GROW_H

#include "common/base/env.h"

/*
 * A list of `count` elements of `size` bytes with room for one more: as it is, or with twice the
 * capacity, or with `first` where it has none. New bytes are not zeroed.
 *
 * list, *capacity  NULL and 0 at first
 * NULL without memory: then `list` and *capacity are as they were.  Cost: constant, on average
 */
static inline void *nh_grown(const nh_env *env, void *list, size_t count, size_t *capacity,
                             size_t first, size_t size)
{
    const size_t n = *capacity > 0 ? *capacity * 2 : first;
    void *grown;

    if (count < *capacity)
        return list;
    grown = nh_resized(env, list, n, size);
    if (grown != NULL)
        *capacity = n;
    return grown;
}

#endif
