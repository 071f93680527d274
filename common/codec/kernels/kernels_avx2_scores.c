/* common/codec/kernels/kernels_avx2_scores.c - scores and their sums, for processors with AVX2. */
#include "common/codec/kernels/kernels_impl.h"

#if defined(NH_HAVE_AVX2)

#include <immintrin.h>
#include <string.h>

#include "common/codec/kernels/byte_ones.h"

static __m256i load_sums(const int32_t *sums)
{
    __m256i v;

    memcpy(&v, sums, sizeof v);
    return v;
}

/* Which of eight sums are above `below`. */
static unsigned sums_above(__m256i sums, __m256i below)
{
    return (unsigned)_mm256_movemask_ps(
        _mm256_castsi256_ps(_mm256_cmpgt_epi32(sums, below)));
}

/* Those of eight whose bits are set, in their order, in front. */
static __m256i to_front(__m256i eight, unsigned which)
{
    return _mm256_permutevar8x32_epi32(
        eight, _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)nh_byte_ones[which])));
}

/* Appends those of eight ids and scores whose bits are set; room for eight. How many are. */
static size_t keep_eight(__m256i ids, __m256i scores, unsigned which, uint32_t *out_ids,
                         int32_t *out_scores)
{
    ids = to_front(ids, which);
    scores = to_front(scores, which);
    memcpy(out_ids, &ids, sizeof ids);
    memcpy(out_scores, &scores, sizeof scores);
    return (size_t)__builtin_popcount(which);
}

/* Most sums are too low: 32 of them are passed by their maxima. Of the others, all four rows are
 * kept as if each had some, so that nothing has to be foreseen. */
size_t nh_avx2_sums_take(int32_t *sums, size_t n, int32_t least, uint32_t first,
                         uint32_t *ids, int32_t *scores)
{
    const __m256i below = _mm256_set1_epi32(least - 1), zero = _mm256_setzero_si256();
    const __m256i eight = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    size_t k = 0;

    for (size_t i = 0; i < n; i += 32) {
        __m256i rows[4], at = _mm256_add_epi32(_mm256_set1_epi32((int)(first + i)), eight);
        unsigned found;

        for (size_t row = 0; row < 4; row++)
            rows[row] = load_sums(sums + i + row * 8);
        found = sums_above(_mm256_max_epi32(_mm256_max_epi32(rows[0], rows[1]),
                                            _mm256_max_epi32(rows[2], rows[3])),
                           below);
        for (size_t row = 0; found != 0 && row < 4; row++) {
            k += keep_eight(at, rows[row], sums_above(rows[row], below), ids + k,
                            scores + k);
            at = _mm256_add_epi32(at, _mm256_set1_epi32(8));
        }
        for (size_t row = 0; row < 32; row += 8)
            memcpy(sums + i + row, &zero, sizeof zero);
    }
    return k;
}

/* The first `n` of eight lanes, n at most 8. */
static __m256i first_lanes(size_t n)
{
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n),
                              _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

/* Lanes behind the last are not read; but eight are written, which is faster than to mask them. */
size_t nh_avx2_scores_keep(const uint32_t *ids, const int32_t *scores, size_t n,
                           int32_t least, uint32_t *out_ids, int32_t *out_scores)
{
    const __m256i below = _mm256_set1_epi32(least - 1);
    size_t i = 0, k = 0;

    for (; i + 8 <= n; i += 8) {
        const __m256i row = load_sums(scores + i);
        __m256i names;

        memcpy(&names, ids + i, sizeof names);
        k += keep_eight(names, row, sums_above(row, below), out_ids + k, out_scores + k);
    }
    if (i < n) {
        const __m256i there = first_lanes(n - i);
        const __m256i row = _mm256_maskload_epi32((const int *)scores + i, there);
        const __m256i names = _mm256_maskload_epi32((const int *)ids + i, there);
        const unsigned which = sums_above(row, below) & ((1u << (n - i)) - 1);

        k += keep_eight(names, row, which, out_ids + k, out_scores + k);
    }
    return k;
}

/* What four parts come to. */
static __m128i four_scores(const double *parts, __m256d factor)
{
    __m256d row;

    memcpy(&row, parts, sizeof row);
    return _mm256_cvttpd_epi32(
        _mm256_add_pd(_mm256_mul_pd(row, factor), _mm256_set1_pd(0.5)));
}

void nh_avx2_scores_fill(const double *parts, size_t n, double factor, int32_t times,
                         int32_t *scores)
{
    const __m256d factors = _mm256_set1_pd(factor);
    const __m256i all = _mm256_set1_epi32(times);

    for (size_t i = 0; i < n; i += 8) {
        const __m256i eight =
            _mm256_mullo_epi32(_mm256_set_m128i(four_scores(parts + i + 4, factors),
                                                four_scores(parts + i, factors)),
                               all);

        memcpy(scores + i, &eight, sizeof eight);
    }
}

#else

typedef int nh_kernels_avx2_scores_absent; /* a file may not be empty */

#endif
