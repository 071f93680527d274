/* indexer/order/bisect.c - ranges are halved by several threads until they are small. */
#include "indexer/order/bisect.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/threads.h"
#include "indexer/order/halve.h"

#define LEAF 32u           /* things of a range that is not halved                    */
#define SHARED_MOST 128u   /* ranges that wait for any thread                         */
#define SHARED_LEAST 1024u /* things of a range that is worth waking a thread for    */
#define LEVELS_MOST 33u    /* ranges that a thread keeps for itself                   */
#define BESIDE 4096u       /* bytes for everything small      */

/* All below `lock` belongs to whoever holds it. */
typedef struct bisecting {
    nh_halving h;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    nh_thing_range shared[SHARED_MOST];
    uint32_t n_shared;
    uint32_t working; /* threads that may share more */
    nh_status status; /* the first failure           */
    nh_error error;
    uint64_t done; /* entries of lists               */
    uint64_t told; /* of them; the caller's          */
} bisecting;

typedef struct bisector {
    bisecting *all;
    bool is_caller;
    nh_half_counts counts;
    nh_thing_range own[LEVELS_MOST];
    uint32_t n_own;
} bisector;

/* ---- a range ------------------------------------------------------------------------ */

static bool is_stopped(const bisecting *all)
{
    const atomic_int *stop = all->h.job->stop;

    return stop != NULL && atomic_load_explicit(stop, memory_order_relaxed) != 0;
}

static void fail(bisecting *all, nh_status st, const nh_error *err)
{
    (void)pthread_mutex_lock(&all->lock);
    if (all->status == NH_OK) {
        all->status = st;
        all->error = *err;
    }
    (void)pthread_cond_broadcast(&all->changed);
    (void)pthread_mutex_unlock(&all->lock);
}

/* The right half waits: for anybody if it is large, and few wait already. */
static void put_off(bisector *b, nh_thing_range range)
{
    bisecting *all = b->all;
    bool shared = false;

    if (range.end - range.from >= SHARED_LEAST) {
        (void)pthread_mutex_lock(&all->lock);
        shared = all->n_shared < SHARED_MOST && all->n_shared < 2 * all->h.job->threads;
        if (shared)
            all->shared[all->n_shared++] = range;
        (void)pthread_cond_signal(&all->changed);
        (void)pthread_mutex_unlock(&all->lock);
    }
    if (!shared)
        b->own[b->n_own++] = range;
}

static int compare_things(const void *a, const void *b)
{
    const uint32_t x = ((const nh_ranked_thing *)a)->thing;
    const uint32_t y = ((const nh_ranked_thing *)b)->thing;

    return (x > y) - (x < y);
}

/* Tells how far all are, from the caller's thread. */
static void note(bisector *b, nh_thing_range range)
{
    bisecting *all = b->all;
    const nh_halving *h = &all->h;
    uint64_t sum = 0;
    uint64_t news = 0;

    for (uint32_t i = range.from; i < range.end; i++)
        sum += h->job->at[h->ranked[i].thing + 1] - h->job->at[h->ranked[i].thing];
    (void)pthread_mutex_lock(&all->lock);
    all->done += sum;
    if (b->is_caller) {
        news = all->done - all->told;
        all->told = all->done;
    }
    (void)pthread_mutex_unlock(&all->lock);
    if (b->is_caller)
        nh_ticker_go_on(h->job->ticker, news * sizeof *h->job->lists);
}

/* Halves the range, and the left half, and so on. */
static void descend(bisector *b, nh_thing_range range)
{
    const nh_halving *h = &b->all->h;

    while (range.end - range.from > LEAF && !is_stopped(b->all)) {
        const uint32_t middle = range.from + (range.end - range.from) / 2;
        const uint32_t numbers = nh_halve(h, &b->counts, range);

        if (range.end - range.from >= SHARED_LEAST)
            note(b, range);
        put_off(b, (nh_thing_range){middle, range.end, numbers});
        range.end = middle;
        range.numbers = numbers;
    }
    qsort(h->ranked + range.from, range.end - range.from, sizeof *h->ranked,
          compare_things);
}

/* ---- threads ------------------------------------------------------------------------ */

/* The largest range that waits. */
static nh_thing_range take(bisecting *all)
{
    uint32_t best = 0;
    nh_thing_range range;

    for (uint32_t i = 1; i < all->n_shared; i++)
        if (all->shared[i].end - all->shared[i].from >
            all->shared[best].end - all->shared[best].from)
            best = i;
    range = all->shared[best];
    all->shared[best] = all->shared[--all->n_shared];
    return range;
}

/* Waits for a range, or until there will be none. Holds the lock. */
static void wait_for_range(bisector *b)
{
    bisecting *all = b->all;

    if (b->is_caller)
        nh_ticker_wait(all->h.job->ticker, &all->changed, &all->lock);
    else
        (void)pthread_cond_wait(&all->changed, &all->lock);
}

static void *run_bisector(void *self)
{
    bisector *b = (bisector *)self;
    bisecting *all = b->all;
    nh_error err = {0};
    nh_status st =
        nh_half_counts_make(all->h.job->env, all->h.job->numbers, &b->counts, &err);

    if (st != NH_OK)
        fail(all, st, &err);
    (void)pthread_mutex_lock(&all->lock);
    while (all->status == NH_OK && !is_stopped(all)) {
        if (all->n_shared == 0 && all->working == 0)
            break;
        if (all->n_shared == 0) {
            wait_for_range(b);
            continue;
        }
        b->own[b->n_own++] = take(all);
        all->working++;
        (void)pthread_mutex_unlock(&all->lock);
        while (b->n_own > 0)
            descend(b, b->own[--b->n_own]);
        (void)pthread_mutex_lock(&all->lock);
        all->working--;
    }
    (void)pthread_cond_broadcast(&all->changed);
    (void)pthread_mutex_unlock(&all->lock);
    nh_half_counts_free(all->h.job->env, &b->counts);
    return NULL;
}

/* All threads, the caller's among them, until everything is done. */
static nh_status run_all(bisecting *all, nh_error *err)
{
    const unsigned threads = all->h.job->threads;
    bisector *list = (bisector *)nh_zeroed(all->h.job->env, threads, sizeof *list);

    if (list == NULL)
        return nh_fail_memory(err, "threads");
    for (unsigned i = 0; i < threads; i++) {
        list[i].all = all;
        list[i].is_caller = i == 0;
    }
    nh_threads_run(run_bisector, list, threads, sizeof *list);
    nh_release(all->h.job->env, list);
    if (all->status != NH_OK && err != NULL)
        *err = all->error;
    return all->status == NH_OK && is_stopped(all) ? nh_fail_stopped(err) : all->status;
}

static nh_status bisect(bisecting *all, const int32_t *steps, uint32_t *order,
                        nh_error *err)
{
    const nh_bisection *job = all->h.job;
    nh_halving *h = &all->h;
    nh_status st;

    h->steps = steps;
    if (h->ranked == NULL || h->sizes == NULL || steps == NULL)
        return nh_fail_memory(err, "ordering articles");
    for (uint32_t i = 0; i < job->things; i++) {
        h->ranked[i].thing = i;
        h->sizes[i] = (uint32_t)(job->at[i + 1] - job->at[i]);
    }
    all->shared[all->n_shared++] = (nh_thing_range){0, job->things, job->numbers};
    (void)pthread_mutex_init(&all->lock, NULL);
    (void)pthread_cond_init(&all->changed, NULL);
    st = run_all(all, err);
    (void)pthread_cond_destroy(&all->changed);
    (void)pthread_mutex_destroy(&all->lock);
    for (uint32_t i = 0; st == NH_OK && i < job->things; i++)
        order[i] = h->ranked[i].thing;
    return st;
}

nh_status nh_bisect(const nh_bisection *b, uint32_t *order, nh_error *err)
{
    bisecting all = {.h = {.job = b}};
    int32_t *steps = nh_halving_steps(b->env, b->things / 2 + 1);
    nh_status st;

    all.h.ranked = (nh_ranked_thing *)nh_zeroed(b->env, b->things, sizeof *all.h.ranked);
    all.h.sizes = (uint32_t *)nh_zeroed(b->env, b->things, sizeof *all.h.sizes);
    st = bisect(&all, steps, order, err);
    nh_release(b->env, steps);
    nh_release(b->env, all.h.ranked);
    nh_release(b->env, all.h.sizes);
    return st;
}

uint64_t nh_bisect_memory(uint32_t things, uint32_t numbers, unsigned threads)
{
    const uint64_t a_thing =
        sizeof(nh_ranked_thing) + sizeof(uint32_t) + sizeof(int32_t) / 2;
    const uint64_t a_number = 2 * sizeof(uint32_t) + 2 * sizeof(int32_t);

    return BESIDE + things * a_thing + (numbers * a_number + sizeof(bisector)) * threads;
}

uint64_t nh_bisect_work(const nh_bisection *b)
{
    uint64_t levels = 0;

    for (uint32_t n = b->things; n >= SHARED_LEAST; n = n / 2)
        levels++;
    return b->at[b->things] * sizeof *b->lists * levels;
}
