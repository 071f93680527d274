/*
 * searcher/commands/measure/bench_numbers.h - many times in a few numbers.
 */
#ifndef NH_SEARCHER_BENCH_NUMBERS_H
#define NH_SEARCHER_BENCH_NUMBERS_H

#include <stddef.h>

/* Of times in milliseconds. A percentile is the least time that so many are not above. */
typedef struct nh_bench_numbers {
    double mean, p50, p90, p99, p999, most;
} nh_bench_numbers;

/* Puts `times` in rising order. */
void nh_bench_sort(double *times, size_t n);

/* The middle one of times in order, or the mean of the two in the middle; 0 of none. */
double nh_bench_median(const double *sorted, size_t n);

/* What there is to say of times in order; all 0 of none. */
nh_bench_numbers nh_bench_numbers_of(const double *sorted, size_t n);

#endif
