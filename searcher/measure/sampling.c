/* searcher/measure/sampling.c - chance that is the same on every machine, and what it says of sums. */
#include "searcher/measure/sampling.h"

#include <stdatomic.h>
#include <stdlib.h>

/* SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): 64 bits a step, any seed is a good one. */
static uint64_t next_bits(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static bool is_stopped(const nh_sampling *s)
{
    return s->stop != NULL && atomic_load(s->stop) != 0;
}

static int64_t absolute(int64_t v)
{
    return v < 0 ? -v : v;
}

static int64_t sum_of(const nh_sampling *s)
{
    int64_t sum = 0;

    for (size_t i = 0; i < s->count; i++)
        sum += s->differences[i];
    return sum;
}

/* The place of the lowest bit that is set; `v` is not 0. */
static size_t lowest_bit(uint64_t v)
{
    return (size_t)__builtin_ctzll(v);
}

/* Walks the sign changes in Gray's order: each differs from the one before by one sign. */
double nh_sampling_exact(const nh_sampling *s, size_t n)
{
    const uint64_t ways = UINT64_C(1) << n;
    const int64_t seen = absolute(sum_of(s));
    int64_t signs[64] = {0};
    int64_t sum = sum_of(s);
    uint64_t far = 1; /* the differences as they are */
    size_t held = 0;

    for (size_t i = 0; i < s->count && held < n; i++)
        if (s->differences[i] != 0)
            signs[held++] = s->differences[i];
    for (uint64_t way = 1; way < ways; way++) {
        int64_t *changed = &signs[lowest_bit(way)];

        sum -= 2 * *changed;
        *changed = -*changed;
        far += absolute(sum) >= seen;
    }
    return (double)far / (double)ways;
}

static int64_t sum_with_signs(const nh_sampling *s, uint64_t *state)
{
    uint64_t bits = 0;
    int64_t sum = 0;

    for (size_t i = 0; i < s->count; i++) {
        if (i % 64 == 0)
            bits = next_bits(state);
        sum += (bits & 1) != 0 ? s->differences[i] : -s->differences[i];
        bits >>= 1;
    }
    return sum;
}

bool nh_sampling_signs(const nh_sampling *s, double *out)
{
    const int64_t seen = absolute(sum_of(s));
    uint64_t state = s->seed;
    uint64_t far = 1;

    for (uint64_t i = 0; i < s->samples; i++) {
        if (is_stopped(s))
            return false;
        far += absolute(sum_with_signs(s, &state)) >= seen;
    }
    *out = (double)far / ((double)s->samples + 1);
    return true;
}

bool nh_sampling_bootstrap(const nh_sampling *s, int64_t *sums)
{
    uint64_t state = ~s->seed; /* other numbers than those of the signs */

    for (uint64_t i = 0; i < s->samples; i++) {
        sums[i] = 0;
        if (is_stopped(s))
            return false;
        for (size_t j = 0; j < s->count; j++)
            sums[i] += s->differences[((next_bits(&state) >> 32) * s->count) >> 32];
    }
    return true;
}
