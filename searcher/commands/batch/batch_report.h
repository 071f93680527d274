/*
 * searcher/commands/batch/batch_report.h - what a batch says on stderr: failures, progress, a summary.
 */
#ifndef NH_SEARCHER_BATCH_REPORT_H
#define NH_SEARCHER_BATCH_REPORT_H

#include "newshound/batch.h"

/* Zero-initialise, then nh_batch_report_begin(). */
typedef struct nh_batch_report {
    bool quiet;
    bool progress;    /* it is told                                     */
    bool counts_only; /* no hits were asked for: it is not told who had none */
    bool terminal;    /* in one line that is drawn again and again      */
    bool drawn;       /* that line stands there                         */
    double told;      /* seconds of the batch when it was told last     */
    uint64_t printed; /* failures                                       */
} nh_batch_report;

/* Decides what is told; `progress` wants it where stderr is no terminal, too. */
void nh_batch_report_begin(nh_batch_report *report, bool progress, bool quiet);

/* nh_batch_options.on_failure; `self` is the report: "file:row:column: sentence";
 * where a file of the index failed, its path and byte stand before the sentence. */
void nh_batch_report_failure(void *self, const nh_topic *topic, const nh_error *why);

/* nh_batch_options.on_progress; `self` is the report. About once a second. */
void nh_batch_report_progress(void *self, const nh_batch_facts *facts);

/* The progress line goes, so that something else can be printed. */
void nh_batch_report_clear(nh_batch_report *report);

/* "10000 queries, 3 failed, 12 without hits; 9.41 s, 1063 queries/s, 2 threads". */
void nh_batch_report_end(nh_batch_report *report, const nh_batch_facts *facts);

#endif
