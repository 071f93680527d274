/* common/segment/worth.c - what a posting is worth in its segment, compared exactly. */
#include "common/segment/worth.h"

#include <string.h>

#include "common/base/error.h"

#define MILLION 1000000u
#define SHIFT 42u      /* bits of a double that buckets do not tell apart        */
#define BUCKETS 17408u /* 17 powers of two, of 2^10 each: more than worths span  */

__extension__ typedef unsigned __int128 wide;

/* k1 (1 - b + b length / mean), but for a factor: the more, the less a tf is worth. Below 2^60. */
static uint64_t weight(const nh_worth_rule *r, uint32_t length)
{
    if (r->k1 == 0)
        return 0;
    return (MILLION - r->b) * r->tokens + (uint64_t)r->b * length * r->passages;
}

/* Negative, 0 or positive: a is worth less than b, as much, or more. */
static int compare(const uint64_t weights[256], nh_worth a, nh_worth b)
{
    const wide left = (wide)weights[b.length] * a.tf,
               right = (wide)weights[a.length] * b.tf;

    return (left > right) - (left < right);
}

/* All worths, while they are put in order. */
typedef struct sorting {
    uint64_t weights[256];
    uint32_t starts[BUCKETS + 1];
    nh_worth sorted[NH_WORTHS];
} sorting;

/* The highest bits of tf / weight, which is all that buckets go by. */
static uint32_t high_bits(const sorting *s, uint32_t tf, uint32_t length)
{
    const double ratio = (double)tf / (double)(s->weights[length] | 1);
    uint64_t bits;

    memcpy(&bits, &ratio, sizeof bits);
    return (uint32_t)(bits >> SHIFT);
}

/* Where the worth goes before all is compared exactly: better ones first. */
static uint32_t bucket(const sorting *s, uint32_t best, uint32_t tf, uint32_t length)
{
    const uint32_t at = best - high_bits(s, tf, length);

    return at < BUCKETS ? at : BUCKETS - 1;
}

static void sort_about(sorting *s)
{
    const uint32_t best = high_bits(s, 255, 1);
    uint32_t sum = 0;

    for (uint32_t tf = 1; tf < 256; tf++)
        for (uint32_t length = 1; length < 256; length++)
            s->starts[bucket(s, best, tf, length)]++;
    for (uint32_t i = 0; i < BUCKETS; i++) {
        const uint32_t here = s->starts[i];

        s->starts[i] = sum;
        sum += here;
    }
    for (uint32_t tf = 1; tf < 256; tf++)
        for (uint32_t length = 1; length < 256; length++)
            s->sorted[s->starts[bucket(s, best, tf, length)]++] =
                (nh_worth){(uint8_t)tf, (uint8_t)length};
}

/* Neighbours are out of order at most within a bucket, or by what a double rounds off. */
static void sort_exactly(sorting *s)
{
    for (uint32_t i = 1; i < NH_WORTHS; i++) {
        const nh_worth held = s->sorted[i];
        uint32_t at = i;

        for (; at > 0 && compare(s->weights, held, s->sorted[at - 1]) > 0; at--)
            s->sorted[at] = s->sorted[at - 1];
        s->sorted[at] = held;
    }
}

static bool comes_first(nh_worth a, nh_worth b)
{
    return a.tf < b.tf || (a.tf == b.tf && a.length < b.length);
}

static void number(const sorting *s, nh_worth_ranks *out)
{
    for (uint32_t i = 0; i < NH_WORTHS; i++) {
        const nh_worth w = s->sorted[i];

        if (i == 0 || compare(s->weights, w, s->sorted[i - 1]) != 0)
            out->first[out->count++] = w;
        else if (comes_first(w, out->first[out->count - 1]))
            out->first[out->count - 1] = w;
        out->rank[w.tf][w.length] = (uint16_t)(out->count - 1);
    }
}

nh_status nh_worth_ranks_new(const nh_env *env, const nh_worth_rule *rule,
                             nh_worth_ranks **out, nh_error *err)
{
    sorting *s = nh_new(env, sorting);
    nh_worth_ranks *ranks = nh_new(env, nh_worth_ranks);

    *out = NULL;
    if (s == NULL || ranks == NULL) {
        nh_release(env, s);
        nh_release(env, ranks);
        return nh_fail_memory(err, "the worth of postings");
    }
    for (uint32_t length = 0; length < 256; length++)
        s->weights[length] = weight(rule, length);
    sort_about(s);
    sort_exactly(s);
    number(s, ranks);
    nh_release(env, s);
    *out = ranks;
    return NH_OK;
}
