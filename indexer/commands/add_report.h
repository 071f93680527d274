/*
 * indexer/commands/add_report.h - what the verbs that write say while they work and when they are done.
 */
#ifndef NH_INDEXER_ADD_REPORT_H
#define NH_INDEXER_ADD_REPORT_H

#include "newshound/indexer.h"

#define NH_REPORT_REASONS 48u
#define NH_REPORT_LINES 1000u /* notices printed in full; the rest are only counted */

/* How often something was skipped or warned of, for one reason. */
typedef struct nh_reason_count {
    char reason[32];
    bool skipped;
    uint64_t count;
} nh_reason_count;

/* Zero-initialise, then nh_report_begin(). */
typedef struct nh_report {
    bool quiet;     /* notices are counted, not printed; no progress, no summary */
    bool progress;  /* stderr is a terminal                                      */
    bool drawn;     /* a progress line stands on the terminal                    */
    double started; /* seconds, monotonic                                        */
    double shown;   /* when progress was last drawn                              */
    uint64_t printed;
    uint64_t skipped;
    nh_reason_count reasons[NH_REPORT_REASONS];
    size_t n_reasons;
} nh_report;

/* Starts the clock; progress is drawn if stderr is a terminal and `quiet` is not set. */
void nh_report_begin(nh_report *report, bool quiet);

/* The on_notice of nh_corpus_options; `self` is the report. */
void nh_report_notice(void *self, const nh_notice *notice);

/* The writer refused `article`, and `err` says why ("reason: sentence"). */
void nh_report_refusal(nh_report *report, const nh_article *article, const nh_error *err);

/* Takes a progress line off the terminal, before something else is said. */
void nh_report_clear(nh_report *report);

/* Draws progress on a terminal, at most ten times a second. */
void nh_report_progress(nh_report *report, const nh_corpus *corpus);

/* The on_progress of nh_writer_options; `self` is the report. Draws on a terminal. */
void nh_report_phase(void *self, const nh_writer_progress *progress);

/* The summary line on stderr, and bytes by section; `stats` may be NULL. */
void nh_report_end(nh_report *report, const nh_commit_facts *facts,
                   const nh_index_stats *stats);

#endif
