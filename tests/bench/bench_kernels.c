/*
 * tests/bench/bench_kernels.c - numbers a second through each inner loop, on each set of them.
 */
#include <stdlib.h>

#include "common/codec/kernels/kernels.h"
#include "tests/bench/rows.h"

#define N 256u
#define REPEATS 20000
#define ROUNDS 7

/* What the loops read and write. */
typedef struct stage {
    const nh_kernels *k;
    uint8_t in[N * 4 + 64];
    uint32_t values[N * 8];
    uint32_t places[N + 1];
} stage;

static size_t unpack_bits(stage *s)
{
    s->k->bits_unpack(s->in, N * 7 / 8, 7, N, s->values);
    return N;
}

static size_t unpack_lanes(stage *s)
{
    s->k->lanes_unpack(s->in, 5, s->values);
    return N;
}

static size_t add_gaps(stage *s)
{
    s->k->ids_from_gaps(s->values, N, 1u << 20);
    return N;
}

static size_t expand_bits(stage *s)
{
    return s->k->bitset_expand(s->in, N * 4, 0, N * 8, s->values);
}

static size_t add_places(stage *s)
{
    s->k->ids_from_split(s->places, N, 3, 1u << 20, s->values);
    return N;
}

static size_t meet_ids(stage *s)
{
    uint8_t which[N + 8], at[N + 8];

    for (uint32_t i = 0; i < N; i++) {
        s->values[i] = 5 * i;
        s->values[N + i] = 3 * i;
    }
    return s->k->ids_meet(s->values, N, s->values + N, N, which, at) > 0 ? N : 0;
}

static size_t count_bits(stage *s)
{
    s->values[0] = (uint32_t)s->k->bits_count(s->in, (size_t)N * 32);
    return (size_t)N * 32;
}

static const struct {
    const char *name;
    size_t (*run)(stage *s); /* how many numbers it made */
} CASES[] = {
    {"bits of width 7", unpack_bits},    {"lanes of width 5", unpack_lanes},
    {"ids from gaps", add_gaps},         {"bit set expanded", expand_bits},
    {"ids from split gaps", add_places}, {"ids in both rows", meet_ids},
    {"bits counted", count_bits},
};

/* The best of several rounds, in numbers a second. */
static double measure(stage *s, size_t (*run)(stage *s))
{
    double best = 0;

    for (unsigned round = 0; round < ROUNDS; round++) {
        const double start = bench_seconds();
        size_t numbers = 0;
        double rate;

        for (unsigned i = 0; i < REPEATS; i++)
            numbers += run(s);
        rate = (double)numbers / (bench_seconds() - start);
        best = rate > best ? rate : best;
    }
    return best;
}

int main(void)
{
    stage *s = calloc(1, sizeof *s);
    uint32_t random = 1;

    if (s == NULL)
        return 3;
    for (size_t i = 0; i < sizeof s->in; i++) {
        random = random * 1664525u + 1013904223u;
        s->in[i] = (uint8_t)(random >> 24);
    }
    for (uint32_t i = 0; i <= N; i++)
        s->places[i] = i * 3;
    for (size_t set = 0; (s->k = nh_kernels_usable(set)) != NULL; set++)
        for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
            char what[64];

            (void)snprintf(what, sizeof what, "%s: %s", s->k->name, CASES[i].name);
            bench_row("kernels", what, measure(s, CASES[i].run) / 1e9, "G numbers/s");
        }
    free(s);
    return 0;
}
