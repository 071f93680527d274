/*
 * searcher/measure/sampling.h - chance that is the same on every machine, and what it says of sums.
 *
 * Differences are integers in units of 2^-40, so that sums do not depend on their order and "at
 * least as large" is never a matter of rounding.
 */
#ifndef NH_SEARCHER_SAMPLING_H
#define NH_SEARCHER_SAMPLING_H

#include "newshound/base.h"

/* Differences of questions, and how to draw from them. */
typedef struct nh_sampling {
    const int64_t *differences; /* borrowed; the sum of their absolute values fits        */
    size_t count;               /* of them, at least 1, below 2^32                        */
    uint64_t samples;           /* to draw, at least 1                                    */
    uint64_t seed;
    const nh_flag *stop; /* looked at for each sample; may be NULL                        */
} nh_sampling;

/*
 * The share of sign changes whose sum is at least as far from 0 as that of the differences: of
 * all 2^n, where n of them are not 0.
 */
double nh_sampling_exact(const nh_sampling *sampling, size_t n);

/* The same, of samples drawn, the differences as they are counted along. True, or false if it
 * was stopped. */
bool nh_sampling_signs(const nh_sampling *sampling, double *out);

/* For each sample, the sum of `count` differences drawn with replacement, to sums[0..samples).
 * True, or false if it was stopped. */
bool nh_sampling_bootstrap(const nh_sampling *sampling, int64_t *sums);

#endif
