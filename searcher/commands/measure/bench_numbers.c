/* searcher/commands/measure/bench_numbers.c - many times in a few numbers. */
#include "searcher/commands/measure/bench_numbers.h"

#include <stdlib.h>

static int compare_times(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

void nh_bench_sort(double *times, size_t n)
{
    if (n > 0)
        qsort(times, n, sizeof *times, compare_times);
}

double nh_bench_median(const double *sorted, size_t n)
{
    if (n == 0)
        return 0;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/* In thousandths; n is at least 1. */
static double percentile(const double *sorted, size_t n, size_t thousandths)
{
    const size_t rank = n / 1000 * thousandths + (n % 1000 * thousandths + 999) / 1000;

    return sorted[rank > 0 ? rank - 1 : 0];
}

nh_bench_numbers nh_bench_numbers_of(const double *sorted, size_t n)
{
    double sum = 0;

    if (n == 0)
        return (nh_bench_numbers){0};
    for (size_t i = 0; i < n; i++)
        sum += sorted[i];
    return (nh_bench_numbers){.mean = sum / (double)n,
                              .p50 = percentile(sorted, n, 500),
                              .p90 = percentile(sorted, n, 900),
                              .p99 = percentile(sorted, n, 990),
                              .p999 = percentile(sorted, n, 999),
                              .most = sorted[n - 1]};
}
