/* searcher/measure/comparison.c - is the difference between two runs chance? */
#include <stdlib.h>

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/measure/evaluation.h"
#include "searcher/measure/sampling.h"

#define UNIT 1099511627776.0 /* 2^40 units of a difference are 1                  */
#define QUERIES_MAX 4194304u /* so many differences of at most 1 fit a sum thrice */
#define EXACT_MAX 15u        /* differences that all 2^n sign changes are tried of */
#define SAMPLES_MAX 10000000u
#define SAMPLES 100000u
#define CONFIDENCE 0.95

/* What is compared. */
typedef struct pairs {
    int64_t *differences; /* owned: other minus baseline, in units of 2^-40 */
    size_t count;
    size_t unequal; /* of them, those that are not 0 */
} pairs;

static nh_status read_options(const nh_comparison_options *given, nh_comparison_options *o,
                              nh_error *err)
{
    const nh_status st = nh_sized_read(o, sizeof *o, given, "options of a comparison", err);

    if (st != NH_OK)
        return st;
    if (o->samples == 0)
        o->samples = SAMPLES;
    if (o->confidence == 0)
        o->confidence = CONFIDENCE;
    if (o->samples > SAMPLES_MAX)
        return nh_fail(err, NH_E_ARG, "samples", NH_NO_OFFSET, "must be at most %u",
                       SAMPLES_MAX);
    if (!(o->confidence > 0 && o->confidence < 1))
        return nh_fail(err, NH_E_ARG, "confidence", NH_NO_OFFSET,
                       "must be above 0 and below 1");
    return NH_OK;
}

static nh_status check(const nh_evaluation *a, const nh_evaluation *b, size_t measure,
                       nh_error *err)
{
    if (measure >= a->n_measures || measure >= b->n_measures ||
        a->measures[measure].kind != b->measures[measure].kind ||
        a->measures[measure].cutoff != b->measures[measure].cutoff)
        return nh_fail(err, NH_E_ARG, "measure", NH_NO_OFFSET,
                       "both runs must have been measured by it");
    if (nh_measure_is_count(a->measures[measure]))
        return nh_fail(err, NH_E_ARG, "measure", NH_NO_OFFSET,
                       "what is counted is not compared");
    if (a->n_queries > QUERIES_MAX)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "more than %u questions",
                       QUERIES_MAX);
    return NH_OK;
}

/* The differences of the questions that both have; both are in order of ids. */
static nh_status find_pairs(const nh_evaluation *a, const nh_evaluation *b, size_t measure,
                            pairs *out, nh_error *err)
{
    size_t i = 0;
    size_t j = 0;

    out->differences =
        (int64_t *)nh_zeroed(&a->env, a->n_queries, sizeof *out->differences);
    if (out->differences == NULL)
        return nh_fail_memory(err, "differences");
    while (i < a->n_queries && j < b->n_queries) {
        const int order = nh_str_compare(a->queries[i], b->queries[j]);

        if (order == 0) {
            const double d =
                nh_evaluation_value(b, j, measure) - nh_evaluation_value(a, i, measure);
            const int64_t units = (int64_t)(d * UNIT + (d < 0 ? -0.5 : 0.5));

            out->differences[out->count++] = units;
            out->unequal += units != 0;
        }
        i += order <= 0;
        j += order >= 0;
    }
    if (out->count == 0)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET,
                       "the runs have no question in common that counts");
    return NH_OK;
}

static int compare_sums(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static double mean_of(int64_t sum, size_t count)
{
    return (double)sum / UNIT / (double)count;
}

static nh_status find_interval(const nh_env *env, const nh_sampling *s, double confidence,
                               nh_comparison *out, nh_error *err)
{
    const size_t n = (size_t)s->samples;
    const size_t outside = (size_t)((1 - confidence) / 2 * (double)n);
    int64_t *sums = (int64_t *)nh_zeroed(env, n, sizeof *sums);
    nh_status st = NH_OK;

    if (sums == NULL)
        return nh_fail_memory(err, "samples");
    if (nh_sampling_bootstrap(s, sums)) {
        qsort(sums, n, sizeof *sums, compare_sums);
        out->low = mean_of(sums[outside], s->count);
        out->high = mean_of(sums[n - 1 - outside], s->count);
    } else {
        st = nh_fail_stopped(err);
    }
    nh_release(env, sums);
    return st;
}

static nh_status find_p(const nh_sampling *s, const pairs *p, nh_comparison *out,
                        nh_error *err)
{
    out->exact = p->unequal <= EXACT_MAX;
    if (out->exact)
        out->p = nh_sampling_exact(s, p->unequal);
    else if (!nh_sampling_signs(s, &out->p))
        return nh_fail_stopped(err);
    return NH_OK;
}

static void count(const pairs *p, nh_comparison *out)
{
    int64_t sum = 0;

    out->queries = p->count;
    for (size_t i = 0; i < p->count; i++) {
        out->better += p->differences[i] > 0;
        out->worse += p->differences[i] < 0;
        sum += p->differences[i];
    }
    out->difference = mean_of(sum, p->count);
}

nh_status nh_evaluation_compare(const nh_evaluation *baseline, const nh_evaluation *other,
                                size_t measure, const nh_comparison_options *options,
                                nh_comparison *out, nh_error *err)
{
    nh_comparison found = {.size = sizeof found};
    nh_comparison_options o;
    pairs p = {0};
    nh_status st = read_options(options, &o, err);

    if (st == NH_OK)
        st = nh_sized_check(out, "figures of a comparison", err);
    if (st == NH_OK)
        st = check(baseline, other, measure, err);
    if (st == NH_OK)
        st = find_pairs(baseline, other, measure, &p, err);
    if (st == NH_OK) {
        const nh_sampling s = {p.differences, p.count, o.samples, o.seed, o.stop};

        count(&p, &found);
        st = find_p(&s, &p, &found, err);
        if (st == NH_OK)
            st = find_interval(&baseline->env, &s, o.confidence, &found, err);
    }
    nh_release(&baseline->env, p.differences);
    if (st == NH_OK)
        nh_sized_give(out, &found, sizeof found);
    return st;
}
