/*
 * searcher/commands/measure/bench_report.h - what rounds of questions took, for people and as JSON.
 */
#ifndef NH_SEARCHER_BENCH_REPORT_H
#define NH_SEARCHER_BENCH_REPORT_H

#include "common/base/bytes/buffer.h"
#include "searcher/commands/measure/bench_rounds.h"

/* What there is to say. All borrowed. */
typedef struct nh_bench_report {
    const nh_bench_work *work;
    const nh_bench_times *times;
    uint64_t warm, rounds;
    const double *throughput; /* questions a second of 1, 2, ... threads */
    unsigned threads;
    uint64_t worst;    /* slowest questions to name             */
    const char *timed; /* what is inside the timed part         */
} nh_bench_report;

/* For people. NH_E_NOMEM */
NH_MUST_USE nh_status nh_bench_report_text(const nh_bench_report *report, nh_buffer *out,
                                           nh_error *err);

/* One JSON object, version 1. As above. */
NH_MUST_USE nh_status nh_bench_report_json(const nh_bench_report *report, nh_buffer *out,
                                           nh_error *err);

#endif
