/* indexer/order/halve.c - one step of a bisection: a range of things becomes two. */
#include "indexer/order/halve.h"

#include <math.h>
#include <string.h>

#include "common/base/error.h"

#define ROUNDS_MOST 20u
#define MOVED_LEAST 100u /* a round that moves less than one thing of so many is the last */
#define NO_NUMBER UINT32_MAX

nh_status nh_half_counts_make(const nh_env *env, uint32_t numbers, nh_half_counts *out,
                              nh_error *err)
{
    const size_t n = numbers;

    out->left = (uint32_t *)nh_zeroed(env, n, sizeof *out->left);
    out->right = (uint32_t *)nh_zeroed(env, n, sizeof *out->right);
    out->to_right = (int32_t *)nh_zeroed(env, n, sizeof *out->to_right);
    out->to_left = (int32_t *)nh_zeroed(env, n, sizeof *out->to_left);
    if (out->left == NULL || out->right == NULL || out->to_right == NULL ||
        out->to_left == NULL)
        return nh_fail_memory(err, "ordering articles");
    return NH_OK;
}

void nh_half_counts_free(const nh_env *env, nh_half_counts *c)
{
    nh_release(env, c->left);
    nh_release(env, c->right);
    nh_release(env, c->to_right);
    nh_release(env, c->to_left);
}

/*
 * A list with d of n things takes about d log2(n / (d + 1)) bits. Of this, n is the same on both
 * sides; what the d-th entry changes in d log2(d + 1) is left.
 */
int32_t *nh_halving_steps(const nh_env *env, uint32_t most)
{
    int32_t *steps = (int32_t *)nh_zeroed(env, (size_t)most + 2, sizeof *steps);

    for (uint32_t d = 1; steps != NULL && d < most + 2; d++) {
        const double n = d;

        steps[d] = (int32_t)lround(65536 * (n * log2(n + 1) - (n - 1) * log2(n)));
    }
    return steps;
}

static uint32_t *list_of(const nh_halving *h, uint32_t thing)
{
    return h->job->lists + h->job->at[thing];
}

/* ---- numbers ------------------------------------------------------------------------ */

/* The numbers that a range keeps, by their old ones in `number`; returns how many. */
static uint32_t number_anew(uint32_t *number, uint32_t numbers, uint32_t things)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < numbers; i++)
        number[i] = number[i] > 1 && number[i] < things ? n++ : NO_NUMBER;
    return n;
}

static void rewrite(const nh_halving *h, const uint32_t *number, uint32_t thing)
{
    uint32_t *list = list_of(h, thing);
    const uint32_t n = h->sizes[thing];
    uint32_t left = 0;

    for (uint32_t k = 0; k < n; k++)
        if (number[list[k]] != NO_NUMBER)
            list[left++] = number[list[k]];
    h->sizes[thing] = left;
}

/* What a single thing has, or all have, tells nothing. */
static uint32_t compact(const nh_halving *h, uint32_t *number, nh_thing_range r)
{
    uint32_t n;

    memset(number, 0, r.numbers * sizeof *number);
    for (uint32_t i = r.from; i < r.end; i++) {
        const uint32_t *list = list_of(h, h->ranked[i].thing);

        for (uint32_t k = 0; k < h->sizes[h->ranked[i].thing]; k++)
            number[list[k]]++;
    }
    n = number_anew(number, r.numbers, r.end - r.from);
    for (uint32_t i = r.from; i < r.end; i++)
        rewrite(h, number, h->ranked[i].thing);
    return n;
}

/* ---- who goes over ------------------------------------------------------------------ */

static bool goes_before(const nh_ranked_thing *a, const nh_ranked_thing *b)
{
    if (a->key != b->key)
        return a->key < b->key;
    if (a->is_right != b->is_right)
        return a->is_right < b->is_right; /* for nothing, nobody moves */
    return a->thing < b->thing;
}

static void swap(nh_ranked_thing *a, nh_ranked_thing *b)
{
    const nh_ranked_thing held = *a;

    *a = *b;
    *b = held;
}

/* What comes before list[at] moves before it; returns where that one stands then. */
static size_t partition(nh_ranked_thing *list, size_t n, size_t at)
{
    size_t end = 0;

    swap(&list[at], &list[n - 1]);
    for (size_t i = 0; i + 1 < n; i++)
        if (goes_before(&list[i], &list[n - 1]))
            swap(&list[i], &list[end++]);
    swap(&list[end], &list[n - 1]);
    return end;
}

/*
 * The `first` things that go before all others come first. Linear on average: places to part at
 * come from a fixed sequence, which no order of the things can foresee.
 */
static void select_first(nh_ranked_thing *list, size_t n, size_t first)
{
    uint64_t chance = 0x9e3779b97f4a7c15;

    while (n > 1) {
        size_t at;

        chance = chance * 6364136223846793005 + 1442695040888963407;
        at = partition(list, n, (size_t)((chance >> 33) % n));
        if (at == first || at + 1 == first)
            return;
        if (at < first) {
            list += at + 1;
            n -= at + 1;
            first -= at + 1;
        } else {
            n = at;
        }
    }
}

/* ---- rounds ------------------------------------------------------------------------- */

static void count(const nh_halving *h, uint32_t *counts, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        const uint32_t *list = list_of(h, h->ranked[i].thing);

        for (uint32_t k = 0; k < h->sizes[h->ranked[i].thing]; k++)
            counts[list[k]]++;
    }
}

static void find_gains(const nh_halving *h, nh_half_counts *c, uint32_t numbers)
{
    for (uint32_t i = 0; i < numbers; i++) {
        const uint32_t l = c->left[i];
        const uint32_t r = c->right[i];

        c->to_right[i] = h->steps[r + 1] - h->steps[l];
        c->to_left[i] = h->steps[l + 1] - h->steps[r];
    }
}

static int64_t sum_of(const nh_halving *h, const int32_t *gains, uint32_t thing)
{
    const uint32_t *list = list_of(h, thing);
    int64_t sum = 0;

    for (uint32_t k = 0; k < h->sizes[thing]; k++)
        sum += gains[list[k]];
    return sum;
}

/* A thing of the left half wants to go where it gains; one of the right half, to stay. */
static void rank(const nh_halving *h, const nh_half_counts *c, nh_thing_range r,
                 uint32_t middle)
{
    for (uint32_t i = r.from; i < r.end; i++) {
        nh_ranked_thing *t = &h->ranked[i];

        t->is_right = i >= middle;
        t->key = t->is_right ? -sum_of(h, c->to_left, t->thing)
                             : sum_of(h, c->to_right, t->thing);
    }
}

/* The counts follow who went over; returns how many did to either side. */
static uint32_t move(const nh_halving *h, nh_half_counts *c, nh_thing_range r,
                     uint32_t middle)
{
    uint32_t moved = 0;

    for (uint32_t i = r.from; i < r.end; i++) {
        const nh_ranked_thing *t = &h->ranked[i];
        const uint32_t *list = list_of(h, t->thing);
        uint32_t *from = t->is_right ? c->right : c->left;
        uint32_t *to = t->is_right ? c->left : c->right;

        if (t->is_right == (i >= middle))
            continue;
        for (uint32_t k = 0; k < h->sizes[t->thing]; k++) {
            from[list[k]]--;
            to[list[k]]++;
        }
        moved++;
    }
    return moved;
}

uint32_t nh_halve(const nh_halving *h, nh_half_counts *c, nh_thing_range range)
{
    const uint32_t n = range.end - range.from;
    const uint32_t middle = range.from + n / 2;
    uint32_t moved = n;

    range.numbers = compact(h, c->left, range);
    memset(c->left, 0, range.numbers * sizeof *c->left);
    memset(c->right, 0, range.numbers * sizeof *c->right);
    count(h, c->left, range.from, middle);
    count(h, c->right, middle, range.end);
    for (uint32_t i = 0; i < ROUNDS_MOST && moved > n / MOVED_LEAST; i++) {
        find_gains(h, c, range.numbers);
        rank(h, c, range, middle);
        select_first(h->ranked + range.from, n, n / 2);
        moved = move(h, c, range, middle);
    }
    return range.numbers;
}
