/*
 * common/base/bytes/hash.h - where a text belongs in a table.
 *
 * Nothing that is written to disk depends on it: seeds differ from table to table, so that
 * nobody can choose texts that fall together.
 */
#ifndef NH_BASE_HASH_H
#define NH_BASE_HASH_H

#include <string.h>

#include "newshound/base.h"

__extension__ typedef unsigned __int128 nh_hash_wide;

/* Multiplies and folds, as wyhash does: each bit of both reaches the low bits. A product of
 * 64 bits would not do: words with six letters in common fell together. */
static inline uint64_t nh_hash_mix(uint64_t a, uint64_t b)
{
    const nh_hash_wide product = (nh_hash_wide)(a ^ UINT64_C(0x9E3779B97F4A7C15)) *
                                 (b ^ UINT64_C(0xD6E8FEB86659FD93));

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* The hash of a text of any size, eight bytes at a time. */
static inline uint64_t nh_hash_text(uint64_t seed, nh_str text)
{
    uint64_t hash = seed ^ text.len;
    uint64_t eight = 0;
    size_t at = 0;

    for (; text.len - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, text.ptr + at, sizeof eight);
        hash = nh_hash_mix(hash ^ eight, hash >> 7);
    }
    eight = 0;
    if (at < text.len)
        memcpy(&eight, text.ptr + at, text.len - at);
    return nh_hash_mix(hash ^ eight, hash >> 7);
}

#endif
