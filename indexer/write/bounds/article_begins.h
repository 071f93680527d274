/*
 * indexer/write/bounds/article_begins.h - which passages begin an article, a bit each.
 *
 * Where each passage is an article by itself there are no such bits: NULL.
 */
#ifndef NH_INDEXER_ARTICLE_BEGINS_H
#define NH_INDEXER_ARTICLE_BEGINS_H

#include "common/base/env.h"
#include "indexer/write/file/spool.h"

/* Bits of so many passages, and one behind them, none set; released by the caller. NULL without
 * memory. */
static inline uint64_t *nh_begins_new(const nh_env *env, uint32_t passages)
{
    return (uint64_t *)nh_zeroed(env, passages / 64 + 1, sizeof(uint64_t));
}

static inline void nh_begins_set(uint64_t *begins, uint32_t passage)
{
    begins[passage / 64] |= (uint64_t)1 << passage % 64;
}

static inline bool nh_begins_has(const uint64_t *begins, uint32_t passage)
{
    return (begins[passage / 64] >> passage % 64 & 1) != 0;
}

/* True if no article begins behind passage `before` up to passage `here`, a later one. */
static inline bool nh_begins_none(const uint64_t *begins, uint32_t before, uint32_t here)
{
    const uint32_t from = before + 1, last = here / 64;
    uint64_t word = begins[from / 64] & UINT64_MAX << from % 64;

    for (uint32_t w = from / 64; w < last; word = begins[++w])
        if (word != 0)
            return false;
    return (word & UINT64_MAX >> (63 - here % 64)) == 0;
}

/* Appends the section of articles. NH_E_NOMEM, NH_E_IO, NH_E_SPACE. */
NH_MUST_USE nh_status nh_begins_put(const uint64_t *begins, uint32_t passages, nh_spool *to,
                                    nh_error *err);

#endif
