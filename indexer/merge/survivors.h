/*
 * indexer/merge/survivors.h - which articles or passages of a segment a merge keeps, and their new numbers.
 *
 *     st = nh_survivors_make(env, count, &s, err);
 *     nh_survivors_drop(&s, 3, 5); ...
 *     nh_survivors_number(&s);
 *
 * An eighth of a byte for each number, and a little. Where all are kept nothing is stored.
 */
#ifndef NH_INDEXER_SURVIVORS_H
#define NH_INDEXER_SURVIVORS_H

#include "common/base/env.h"

#define NH_SURVIVOR_GROUP 512u /* numbers whose survivors are counted together */

typedef struct nh_survivors {
    const nh_env *env;
    uint64_t *bits;  /* a bit a number: it is kept; NULL if all are */
    uint32_t *ranks; /* kept ones before each group                 */
    uint32_t count;  /* numbers                                     */
    uint32_t kept;   /* of them                                     */
} nh_survivors;

/* All of `count` numbers are kept. Allocates nothing. */
static inline nh_survivors nh_survivors_all(uint32_t count)
{
    return (nh_survivors){.count = count, .kept = count};
}

/* All of `count` numbers, of which some will be dropped. out: nh_survivors_free() frees it;
 * zeroed on failure. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_survivors_make(const nh_env *env, uint32_t count,
                                        nh_survivors *out, nh_error *err);

/* Drops [from, end). Only before nh_survivors_number(). */
void nh_survivors_drop(nh_survivors *s, uint32_t from, uint32_t end);

/* Numbers what is left, from 0: what follows may be called. */
void nh_survivors_number(nh_survivors *s);

/* True if number i < count is kept. */
static inline bool nh_survivors_has(const nh_survivors *s, uint32_t i)
{
    return s->bits == NULL || (s->bits[i / 64] >> (i % 64) & 1) != 0;
}

/* How many below i <= count are kept: the new number of i. */
static inline uint32_t nh_survivors_rank(const nh_survivors *s, uint32_t i)
{
    const uint32_t group = i / NH_SURVIVOR_GROUP;
    uint32_t rank;

    if (s->bits == NULL)
        return i;
    rank = s->ranks[group];
    for (uint32_t w = group * (NH_SURVIVOR_GROUP / 64); w < i / 64; w++)
        rank += (uint32_t)__builtin_popcountll(s->bits[w]);
    if (i % 64 != 0)
        rank += (uint32_t)__builtin_popcountll(s->bits[i / 64] << (64 - i % 64));
    return rank;
}

/* The next range of kept numbers at or behind *end, which begins as 0; false if there is none. */
bool nh_survivors_next(const nh_survivors *s, uint32_t *from, uint32_t *end);

/* Frees what it holds. Accepts a zeroed one. */
void nh_survivors_free(nh_survivors *s);

#endif
