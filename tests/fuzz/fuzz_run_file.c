/* tests/fuzz/fuzz_run_file.c - any bytes as judgments and as a run, measured by themselves. */
#include <stdlib.h>
#include <string.h>

#include "newshound/measure.h"
#include "tests/support/faults/memory_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

/* What went wrong says where, and gives nothing back. */
static void look_at_failure(nh_status st, const void *out, const nh_error *err)
{
    demand(st == NH_E_REFUSED || st == NH_E_LIMIT);
    demand(out == NULL && err->code == st && err->what[0] != '\0');
}

/* Every share is from 0 to 1. */
static void look_at_values(const nh_evaluation *values, size_t n_measures)
{
    for (size_t q = 0; nh_evaluation_query(values, q).ptr != NULL; q++)
        for (size_t m = 0; m < n_measures; m++) {
            const double value = nh_evaluation_value(values, q, m);

            demand(value >= 0 && value <= 1 + 1e-9);
        }
}

static void measure(const nh_qrels *qrels, const nh_trec_run *run)
{
    nh_measure measures[2 * (NH_MEASURE_SUCCESS + 1)];
    size_t n = 0;
    nh_evaluation *values = NULL;
    const nh_evaluation_options how = {.size = sizeof how, .complete = true};
    const nh_comparison_options few = {.size = sizeof few, .samples = 3};
    nh_comparison c = {.size = sizeof c};
    nh_status st;

    for (int kind = NH_MEASURE_MAP; kind <= NH_MEASURE_SUCCESS; kind++) {
        measures[n++] = (nh_measure){(nh_measure_kind)kind, 0};
        measures[n++] = (nh_measure){(nh_measure_kind)kind, 3};
    }
    demand(nh_evaluation_new(qrels, run, measures, n, &how, &values, NULL) == NH_OK);
    look_at_values(values, n);
    st = nh_evaluation_compare(values, values, 0, &few, &c, NULL);
    demand(st == NH_E_ARG || (st == NH_OK && c.p == 1 && c.difference == 0));
    nh_evaluation_free(values);
}

static nh_qrels *read_qrels(const uint8_t *bytes, size_t size)
{
    memory_file file;
    const nh_trec_options options = {.size = sizeof options,
                                     .env = memory_file_begin(&file, bytes, size),
                                     .memory = 1 << 20};
    nh_error err = {0};
    nh_qrels *qrels = NULL;
    const nh_status st = nh_qrels_read("input", &options, &qrels, &err);

    if (st != NH_OK)
        look_at_failure(st, qrels, &err);
    demand(file.open == 0);
    return qrels;
}

static nh_trec_run *read_run(const uint8_t *bytes, size_t size)
{
    memory_file file;
    const nh_trec_options options = {.size = sizeof options,
                                     .env = memory_file_begin(&file, bytes, size),
                                     .memory = 1 << 20};
    nh_error err = {0};
    nh_trec_run *run = NULL;
    const nh_status st = nh_trec_run_read("input", &options, &run, &err);

    if (st != NH_OK)
        look_at_failure(st, run, &err);
    demand(file.open == 0);
    return run;
}

/* Judgments, a byte of 1, and a run. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const uint8_t *cut = size > 0 ? memchr(bytes, 1, size) : NULL;
    const size_t first = cut != NULL ? (size_t)(cut - bytes) : size;
    const size_t skipped = cut != NULL ? first + 1 : 0; /* without a cut, it is both */
    nh_qrels *qrels = read_qrels(bytes, first);
    nh_trec_run *run = read_run(bytes + skipped, size - skipped);

    if (qrels != NULL && run != NULL)
        measure(qrels, run);
    nh_qrels_free(qrels);
    nh_trec_run_free(run);
    return 0;
}
