/*
 * searcher/commands/measure/bench_rounds.h - questions asked round after round, by one thread and by several.
 *
 * What is timed is all from the text of a question to its answer: parsing, looking words up,
 * matching, ranking, and reading the texts that would be shown, unless the options do without
 * them. Not timed are opening the index, rendering an answer, and freeing it.
 */
#ifndef NH_SEARCHER_BENCH_ROUNDS_H
#define NH_SEARCHER_BENCH_ROUNDS_H

#include "newshound/searcher.h"
#include "searcher/commands/measure/bench_questions.h"

/* What is asked, and how. All borrowed. */
typedef struct nh_bench_work {
    nh_reader *reader;
    const nh_bench_questions *questions;
    const nh_query_options *query;
    const nh_search_options *search;
} nh_bench_work;

/* What rounds by one thread say of each question. */
typedef struct nh_bench_times {
    double
        *median;   /* owned: milliseconds, of the rounds; negative: the question failed   */
    double *best;  /* owned: milliseconds, the least                                      */
    size_t count;  /* questions                                                           */
    size_t failed; /* of them                                                             */
    uint64_t
        found; /* articles that match, over all questions: to compare systems by      */
    nh_error
        error; /* of the last question that failed; code NH_OK if none did            */
} nh_bench_times;

/* Milliseconds of a clock that never goes back. */
double nh_bench_clock(void);

/*
 * Asks question `i`: *ms is how long it took, and *found the articles that match.
 * As nh_query_parse(), nh_query_like() and nh_search()
 */
NH_MUST_USE nh_status nh_bench_ask(const nh_bench_work *work, nh_searcher *searcher,
                                   size_t i, double *ms, uint64_t *found, nh_error *err);

/*
 * Asks every question `warm` times untimed and `rounds` (at least 1) times timed, in rounds over
 * all of them. A question that fails is not asked again. Free *out in any case.
 * NH_E_CANCELLED, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_bench_rounds(const nh_bench_work *work, uint64_t warm,
                                      uint64_t rounds, nh_bench_times *out, nh_error *err);

/* Frees the times. */
void nh_bench_times_free(nh_bench_times *times);

/*
 * Questions a second of `threads` threads that share the reader and take in turn the questions
 * that did not fail in `times`: the median of `rounds` rounds, each from the start of the first
 * thread to the end of the last.
 * NH_E_CANCELLED, NH_E_NOMEM, NH_E_IO (no thread can be made), and what a question fails with
 */
NH_MUST_USE nh_status nh_bench_throughput(const nh_bench_work *work,
                                          const nh_bench_times *times, unsigned threads,
                                          uint64_t rounds, double *out, nh_error *err);

#endif
