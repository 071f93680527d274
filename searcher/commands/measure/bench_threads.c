/* searcher/commands/measure/bench_threads.c - questions a second, asked by several threads. */
#include <pthread.h>
#include <stdatomic.h>

#include "common/base/error.h"
#include "searcher/commands/measure/bench_numbers.h"
#include "searcher/commands/measure/bench_rounds.h"

/* What the threads of a round share. */
typedef struct round_work {
    const nh_bench_work *work;
    const nh_bench_times *times;
    atomic_size_t next; /* question that nobody has taken yet */
} round_work;

typedef struct asker {
    round_work *round;
    pthread_t thread;
    nh_status status;
    nh_error error; /* if status is not NH_OK */
} asker;

static void *ask_in_turn(void *context)
{
    asker *a = (asker *)context;
    round_work *round = a->round;
    nh_searcher *searcher = NULL;
    double ms = 0;
    uint64_t found = 0;

    a->status = nh_searcher_new(round->work->reader, &searcher, &a->error);
    while (a->status == NH_OK) {
        const size_t i = atomic_fetch_add(&round->next, 1);

        if (i >= round->times->count)
            break;
        if (round->times->median[i] >= 0)
            a->status = nh_bench_ask(round->work, searcher, i, &ms, &found, &a->error);
    }
    nh_searcher_free(searcher);
    return NULL;
}

/* One round: milliseconds from the start of the first thread to the end of the last. */
static nh_status run_round(round_work *round, asker *askers, unsigned n, double *ms,
                           nh_error *err)
{
    const double began = nh_bench_clock();
    unsigned started = 0;
    nh_status st = NH_OK;

    atomic_store(&round->next, 0);
    for (; started < n; started++) {
        askers[started] = (asker){.round = round};
        const int code =
            pthread_create(&askers[started].thread, NULL, ask_in_turn, &askers[started]);

        if (code != 0) {
            atomic_store(&round->next, round->times->count); /* nothing is left to take */
            st = nh_fail_errno(err, code, NULL, "start a thread");
            break;
        }
    }
    for (unsigned i = 0; i < started; i++) {
        pthread_join(askers[i].thread, NULL);
        if (st == NH_OK && askers[i].status != NH_OK) {
            st = askers[i].status;
            if (err != NULL)
                *err = askers[i].error;
        }
    }
    *ms = nh_bench_clock() - began;
    return st;
}

nh_status nh_bench_throughput(const nh_bench_work *work, const nh_bench_times *times,
                              unsigned threads, uint64_t rounds, double *out, nh_error *err)
{
    const nh_env *env = nh_env_system();
    round_work round = {.work = work, .times = times};
    asker *askers = (asker *)nh_zeroed(env, threads, sizeof *askers);
    double *all = (double *)nh_zeroed(env, (size_t)rounds, sizeof *all);
    nh_status st = NH_OK;

    if (askers == NULL || all == NULL)
        st = nh_fail_memory(err, "threads");
    for (uint64_t i = 0; st == NH_OK && i < rounds; i++)
        st = run_round(&round, askers, threads, &all[i], err);
    if (st == NH_OK) {
        nh_bench_sort(all, (size_t)rounds);
        *out = (double)(times->count - times->failed) * 1e3 /
               nh_bench_median(all, (size_t)rounds);
    }
    nh_release(env, askers);
    nh_release(env, all);
    return st;
}
