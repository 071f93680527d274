/* searcher/measure/judged_ranking.c - one question's ranking with its judgments, and what it is worth. */
#include "searcher/measure/judged_ranking.h"

#include <math.h>

#include "searcher/rank/score.h"

/* What a grade adds to a gain. The exponential gain is 2^grade - 1 over 2^largest: the ratio of two
 * sums is the same, and no grade is too large for it. */
static double gain_of(int32_t grade, int32_t largest, bool exponential)
{
    if (!exponential)
        return grade;
    return ldexp(1, grade - largest) - ldexp(1, -largest);
}

/* Discounted by the natural logarithm, since its base leaves the ratio of two sums alone. */
static double discounted(const int32_t *grades, size_t count, int32_t largest,
                         bool exponential)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        if (grades[i] > 0)
            sum += gain_of(grades[i], largest, exponential) / nh_score_ln((double)i + 2);
    return sum;
}

static double normalized(const nh_judged_ranking *r, size_t first, nh_measure measure)
{
    const bool exponential = measure.kind == NH_MEASURE_NDCG_EXP;
    const size_t n_ideal =
        measure.cutoff > 0 && measure.cutoff < r->n_ideal ? measure.cutoff : r->n_ideal;

    if (r->n_ideal == 0)
        return 0;
    return discounted(r->grades, first, r->ideal[0], exponential) /
           discounted(r->ideal, n_ideal, r->ideal[0], exponential);
}

static uint64_t count_from(const nh_judged_ranking *r, size_t first, int32_t least)
{
    uint64_t n = 0;

    for (size_t i = 0; i < first; i++)
        n += r->grades[i] >= least;
    return n;
}

static double average_precision(const nh_judged_ranking *r, size_t first)
{
    uint64_t found = 0;
    double sum = 0;

    for (size_t i = 0; i < first; i++)
        if (r->grades[i] >= r->least)
            sum += (double)++found / ((double)i + 1);
    return sum;
}

static double reciprocal_rank(const nh_judged_ranking *r, size_t first)
{
    for (size_t i = 0; i < first; i++)
        if (r->grades[i] >= r->least)
            return 1 / ((double)i + 1);
    return 0;
}

static uint64_t least_of(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* As trec_eval has it since version 8: only the first R articles that are not relevant count. */
static double binary_preference(const nh_judged_ranking *r)
{
    const uint64_t most = least_of(r->relevant, r->nonrelevant);
    uint64_t before = 0;
    double sum = 0;

    for (size_t i = 0; i < r->count; i++) {
        if (r->grades[i] >= r->least)
            sum +=
                before > 0 ? 1 - (double)least_of(before, r->relevant) / (double)most : 1;
        else
            before += r->grades[i] >= 0;
    }
    return sum;
}

static double ratio(double a, double b)
{
    return b > 0 ? a / b : 0;
}

double nh_judged_ranking_value(const nh_judged_ranking *r, nh_measure measure)
{
    const size_t cut = measure.cutoff > 0 ? measure.cutoff : r->count;
    const size_t first = cut < r->count ? cut : r->count;
    const double relevant = (double)r->relevant;

    switch (measure.kind) {
    case NH_MEASURE_NUM_Q:
        return 1;
    case NH_MEASURE_NUM_RET:
        return (double)r->count;
    case NH_MEASURE_NUM_REL:
        return relevant;
    case NH_MEASURE_NUM_REL_RET:
        return (double)count_from(r, r->count, r->least);
    case NH_MEASURE_MAP:
        return ratio(average_precision(r, first), relevant);
    case NH_MEASURE_NDCG:
    case NH_MEASURE_NDCG_EXP:
        return normalized(r, first, measure);
    case NH_MEASURE_P:
        return ratio((double)count_from(r, first, r->least), (double)cut);
    case NH_MEASURE_RECALL:
        return ratio((double)count_from(r, first, r->least), relevant);
    case NH_MEASURE_RR:
        return reciprocal_rank(r, first);
    case NH_MEASURE_RPREC: {
        const size_t n = r->relevant < r->count ? (size_t)r->relevant : r->count;

        return ratio((double)count_from(r, n, r->least), relevant);
    }
    case NH_MEASURE_BPREF:
        return ratio(binary_preference(r), relevant);
    case NH_MEASURE_JUDGED:
        return ratio((double)count_from(r, first, 0), (double)cut);
    case NH_MEASURE_SUCCESS:
        return count_from(r, first, r->least) > 0;
    }
    return 0;
}
