/*
 * searcher/commands/measure/eval_report.h - measures of runs written out: in columns, TSV, JSON.
 */
#ifndef NH_SEARCHER_EVAL_REPORT_H
#define NH_SEARCHER_EVAL_REPORT_H

#include "common/base/bytes/buffer.h"
#include "newshound/measure.h"

#define NH_EVAL_MEASURES_MAX 64
#define NH_EVAL_RUNS_MAX 64

/* A run that was measured. */
typedef struct nh_eval_run {
    const char *path; /* as it was given                                              */
    nh_evaluation *values;
    nh_comparison compared[NH_EVAL_MEASURES_MAX]; /* with the first run, by measure; not for
                                                     the first run, nor for what is counted */
} nh_eval_run;

/* What there is to say. */
typedef struct nh_eval_report {
    const nh_measure *measures;
    size_t n_measures;
    const nh_eval_run *runs;
    size_t n_runs;
    bool per_query; /* values of each question, before those of all             */
    bool compare;   /* `compared` holds                                         */
    double confidence;
} nh_eval_report;

/* For people: a line for each measure, a column for each run; comparisons below. */
void nh_eval_report_columns(const nh_eval_report *report, nh_buffer *out);

/* Lines of measure, question or "all", value, as trec_eval has them; with several runs, the run.
 * Comparisons are lines on "all:difference", "all:low", "all:high" and "all:p". */
void nh_eval_report_tsv(const nh_eval_report *report, nh_buffer *out);

/* JSON lines, version 1: objects of type "query", "run" and "comparison". */
void nh_eval_report_json(const nh_eval_report *report, nh_buffer *out);

#endif
