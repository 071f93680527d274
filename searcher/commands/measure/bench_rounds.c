/* searcher/commands/measure/bench_rounds.c - questions asked round after round by one thread. */
#include "searcher/commands/measure/bench_rounds.h"

#include <time.h>

#include "common/base/checked.h"
#include "common/base/error.h"
#include "searcher/commands/measure/bench_numbers.h"

#define LIKE_WORDS \
    0 /* of a question that is an article: as many as the library thinks best */

double nh_bench_clock(void)
{
    struct timespec t = {0};

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static nh_status make_query(const nh_bench_work *w, const nh_topic *topic, nh_query **out,
                            nh_error *err)
{
    nh_query_options how = *w->query;

    if (topic->like.len > 0)
        return nh_query_like(w->reader, topic->like.ptr, topic->like.len, LIKE_WORDS, out,
                             err);
    if (topic->has_now) {
        how.has_now = true;
        how.now = topic->now;
    }
    how.filter = topic->filter;
    return nh_query_parse(w->reader, topic->text.ptr, topic->text.len, &how, out, err);
}

nh_status nh_bench_ask(const nh_bench_work *w, nh_searcher *searcher, size_t i, double *ms,
                       uint64_t *found, nh_error *err)
{
    const nh_topic *topic = &w->questions->list[i];
    nh_search_options how = *w->search;
    nh_results_facts facts = {.size = sizeof facts};
    nh_query *query = NULL;
    nh_results *results = NULL;
    const double began = nh_bench_clock();
    nh_status st = make_query(w, topic, &query, err);

    if (topic->n > 0)
        how.limit = topic->n;
    if (st == NH_OK)
        st = nh_search(searcher, query, &how, &results, err);
    *ms = nh_bench_clock() - began;
    if (st == NH_OK) {
        nh_results_facts_get(results, &facts);
        *found = facts.articles;
    }
    nh_results_free(results);
    nh_query_free(query);
    return st;
}

/* ---- by one thread ------------------------------------------------------------------------- */

/* Rounds under way: those that only warm up come first. */
typedef struct rounds {
    uint64_t warm, timed;
    double *times; /* owned: of question i at [i * timed, (i + 1) * timed) */
} rounds;

static nh_status begin(size_t n, rounds *r, nh_bench_times *out, nh_error *err)
{
    const nh_env *env = nh_env_system();
    size_t n_times = 0;

    out->count = n;
    if (!nh_mul_size(n, (size_t)r->timed, &n_times))
        return nh_fail_memory(err, "times");
    r->times = (double *)nh_zeroed(env, n_times, sizeof *r->times);
    out->median = (double *)nh_zeroed(env, n, sizeof *out->median);
    out->best = (double *)nh_zeroed(env, n, sizeof *out->best);
    if (r->times == NULL || out->median == NULL || out->best == NULL)
        return nh_fail_memory(err, "times");
    return NH_OK;
}

/* A failure of one question is its own matter; of the machine, or of patience, all of them's. */
static bool ends_all(nh_status st)
{
    return st == NH_E_CANCELLED || st == NH_E_NOMEM;
}

static nh_status run_round(const nh_bench_work *w, nh_searcher *searcher, uint64_t round,
                           const rounds *r, nh_bench_times *out)
{
    for (size_t i = 0; i < out->count; i++) {
        double ms = 0;
        uint64_t found = 0;

        if (out->median[i] < 0)
            continue;
        const nh_status st = nh_bench_ask(w, searcher, i, &ms, &found, &out->error);

        if (ends_all(st))
            return st;
        if (st != NH_OK) {
            out->median[i] = out->best[i] = -1;
            out->failed++;
            continue;
        }
        out->found += round == 0 ? found : 0;
        if (round >= r->warm)
            r->times[i * r->timed + (round - r->warm)] = ms;
    }
    return NH_OK;
}

static void sum_up(const rounds *r, nh_bench_times *out)
{
    for (size_t i = 0; i < out->count; i++) {
        double *times = r->times + i * r->timed;

        if (out->median[i] < 0)
            continue;
        nh_bench_sort(times, (size_t)r->timed);
        out->median[i] = nh_bench_median(times, (size_t)r->timed);
        out->best[i] = times[0];
    }
}

nh_status nh_bench_rounds(const nh_bench_work *work, uint64_t warm, uint64_t timed,
                          nh_bench_times *out, nh_error *err)
{
    rounds r = {.warm = warm, .timed = timed};
    nh_searcher *searcher = NULL;
    nh_status st;

    *out = (nh_bench_times){0};
    st = begin(work->questions->count, &r, out, err);
    if (st == NH_OK)
        st = nh_searcher_new(work->reader, &searcher, err);
    for (uint64_t round = 0; st == NH_OK && round < warm + timed; round++) {
        st = run_round(work, searcher, round, &r, out);
        if (st != NH_OK && err != NULL)
            *err = out->error;
    }
    if (st == NH_OK)
        sum_up(&r, out);
    nh_searcher_free(searcher);
    nh_release(nh_env_system(), r.times);
    return st;
}

void nh_bench_times_free(nh_bench_times *times)
{
    nh_release(nh_env_system(), times->median);
    nh_release(nh_env_system(), times->best);
    *times = (nh_bench_times){0};
}
