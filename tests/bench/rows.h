/*
 * tests/bench/rows.h - what benchmarks share: a clock, and the rows they print.
 *
 * A row is `benchmark,case,value,unit`; measure.py puts machine, commit, corpus and command before
 * it.
 */
#ifndef NH_BENCH_ROWS_H
#define NH_BENCH_ROWS_H

#include <stdio.h>
#include <time.h>

/* Seconds of this thread on a core, which a busy machine disturbs less than a clock on the wall. */
static inline double bench_seconds(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Prints a row. Texts hold neither commas nor quotation marks. */
static inline void bench_row(const char *benchmark, const char *what, double value,
                             const char *unit)
{
    printf("%s,%s,%.4g,%s\n", benchmark, what, value, unit);
}

#endif
