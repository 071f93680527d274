/* common/codec/kernels/kernels_avx2_scores.c - scores and their sums, for processors with AVX2. */
#include "common/codec/kernels/kernels_impl.h"

#if defined(NH_HAVE_AVX2)

#include <immintrin.h>
#include <string.h>

#include "common/codec/kernels/byte_ones.h"

#define TAKE_SUMS 1024u /* that are passed before the high ones among them are taken */

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

/* Which of eight sums are below `least`, all ones each; these become 0. */
static __m256i clear_low(int32_t *sums, __m256i least)
{
    const __m256i row = load_sums(sums), low = _mm256_cmpgt_epi32(least, row);
    const __m256i high = _mm256_andnot_si256(low, row);

    memcpy(sums, &high, sizeof high);
    return low;
}

/* Which of 32 sums are `least` or more; the others become 0. */
static inline uint32_t keep_high(int32_t *sums, __m256i least)
{
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    const __m256i a = clear_low(sums, least), b = clear_low(sums + 8, least);
    const __m256i c = clear_low(sums + 16, least), d = clear_low(sums + 24, least);
    const __m256i low =
        _mm256_packs_epi16(_mm256_packs_epi32(a, b), _mm256_packs_epi32(c, d));

    return ~(uint32_t)_mm256_movemask_epi8(_mm256_permutevar8x32_epi32(low, order));
}

/* High ones among TAKE_SUMS sums at most, a bit for each: words that are not 0, behind them one
 * that is, and which sums they begin with. */
typedef struct high_sums {
    uint64_t words[TAKE_SUMS / 64 + 1];
    size_t starts[TAKE_SUMS / 64 + 1];
    size_t n;
} high_sums;

/* Sums that are not high become 0. */
static void find_high(int32_t *sums, size_t n, int32_t least, high_sums *high)
{
    const __m256i leasts = _mm256_set1_epi32(least);
    size_t k = 0;

    for (size_t i = 0; i < n; i += 64) {
        uint64_t word = keep_high(sums + i, leasts);

        if (i + 32 < n)
            word |= (uint64_t)keep_high(sums + i + 32, leasts) << 32;
        high->words[k] = word;
        high->starts[k] = i;
        k += word != 0;
    }
    high->words[k] = 0;
    high->n = k;
}

/* The high ones, which become 0, bit after bit. Where a word ends is not asked of the processor,
 * which cannot foresee it. */
static size_t take_high(int32_t *sums, const high_sums *high, uint32_t first, uint32_t *ids,
                        int32_t *scores)
{
    uint64_t word = high->words[0];
    size_t k = 0;

    for (size_t at = 0; at < high->n; k++) {
        const size_t i = high->starts[at] + (size_t)__builtin_ctzll(word);
        const uint64_t next = high->words[at + 1];
        uint64_t ends;

        ids[k] = first + (uint32_t)i;
        scores[k] = sums[i];
        sums[i] = 0;
        word &= word - 1;
        ends = word == 0;
        at += ends;
        word |= next & (0 - ends);
    }
    return k;
}

/* Most sums are too low, and nobody can foresee which are not: they are told as bits first. */
size_t nh_avx2_sums_take(int32_t *sums, size_t n, int32_t least, uint32_t first,
                         uint32_t *ids, int32_t *scores)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i += TAKE_SUMS) {
        const size_t some = n - i < TAKE_SUMS ? n - i : TAKE_SUMS;
        high_sums high;

        find_high(sums + i, some, least, &high);
        k += take_high(sums + i, &high, first + (uint32_t)i, ids + k, scores + k);
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
