/* indexer/merge/survivors.c - which articles or passages of a segment a merge keeps. */
#include "indexer/merge/survivors.h"

#include "common/base/error.h"

#define GROUP_WORDS (NH_SURVIVOR_GROUP / 64)

nh_status nh_survivors_make(const nh_env *env, uint32_t count, nh_survivors *out,
                            nh_error *err)
{
    const size_t groups = (size_t)count / NH_SURVIVOR_GROUP + 1;
    nh_survivors s = {.env = env, .count = count, .kept = count};

    *out = (nh_survivors){.env = env};
    s.bits = (uint64_t *)nh_zeroed(env, groups * GROUP_WORDS, sizeof *s.bits);
    s.ranks = (uint32_t *)nh_zeroed(env, groups, sizeof *s.ranks);
    if (s.bits == NULL || s.ranks == NULL) {
        nh_survivors_free(&s);
        return nh_fail_memory(err, "leaving out what is deleted");
    }
    for (uint32_t i = 0; i < count; i++)
        s.bits[i / 64] |= (uint64_t)1 << (i % 64);
    *out = s;
    return NH_OK;
}

void nh_survivors_drop(nh_survivors *s, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++)
        s->bits[i / 64] &= ~((uint64_t)1 << (i % 64));
}

void nh_survivors_number(nh_survivors *s)
{
    const size_t groups = (size_t)s->count / NH_SURVIVOR_GROUP + 1;

    s->kept = 0;
    for (size_t g = 0; g < groups; g++) {
        s->ranks[g] = s->kept;
        for (size_t w = g * GROUP_WORDS; w < (g + 1) * GROUP_WORDS; w++)
            s->kept += (uint32_t)__builtin_popcountll(s->bits[w]);
    }
}

/* The first number at or behind `i` that is kept, or is not, as `kept` says; `count` if none. */
static uint32_t find(const nh_survivors *s, uint32_t i, bool kept)
{
    const uint64_t flip = kept ? 0 : UINT64_MAX;

    while (i < s->count) {
        const uint64_t left = (s->bits[i / 64] ^ flip) >> (i % 64);

        if (left != 0) {
            i += (uint32_t)__builtin_ctzll(left);
            return i < s->count ? i : s->count;
        }
        i += 64 - i % 64;
    }
    return s->count;
}

bool nh_survivors_next(const nh_survivors *s, uint32_t *from, uint32_t *end)
{
    if (s->bits == NULL) {
        *from = *end;
        *end = s->count;
    } else {
        *from = find(s, *end, true);
        *end = find(s, *from, false);
    }
    return *from < *end;
}

void nh_survivors_free(nh_survivors *s)
{
    nh_release(s->env, s->bits);
    nh_release(s->env, s->ranks);
    *s = (nh_survivors){.env = s->env};
}
