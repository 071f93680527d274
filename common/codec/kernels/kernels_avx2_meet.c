/* common/codec/kernels/kernels_avx2_meet.c - which of some ids are in a row of ids, for processors with AVX2. */
#include "common/codec/kernels/kernels_impl.h"

#if defined(NH_HAVE_AVX2)

#include <immintrin.h>
#include <string.h>

#include "common/codec/kernels/byte_ones.h"
#include "common/codec/kernels/kernels_bit_rows.h"

#define MEET_ROWS 16u /* fewer numbers are sought singly                           */
#define MEET_APART 4u /* and so are those with more than so many others to one      */

/* The last of each sixteen numbers, as if the sign bit stood for the least: that is how they are
 * compared. Behind the last number there are none that are less than any. */
typedef struct pivots {
    __m256i low, high;
    const uint32_t *b;
    size_t n_b;
} pivots;

static __m256i flip_sign(__m256i v)
{
    return _mm256_xor_si256(v, _mm256_set1_epi32((int)0x80000000u));
}

/* The last of each of eight times sixteen numbers. */
static __m256i last_of_eight(const uint32_t *b)
{
    return _mm256_setr_epi32((int)b[15], (int)b[31], (int)b[47], (int)b[63], (int)b[79],
                             (int)b[95], (int)b[111], (int)b[127]);
}

static pivots pivots_of(const uint32_t *b, size_t n_b)
{
    const __m256i ends = _mm256_setr_epi32(15, 31, 47, 63, 79, 95, 111, 127);
    const __m256i more = _mm256_add_epi32(ends, _mm256_set1_epi32(128));
    const __m256i last = _mm256_set1_epi32((int)n_b - 1);
    const __m256i none = _mm256_set1_epi32(INT32_MAX);
    const __m256i low = flip_sign(last_of_eight(b)),
                  high = flip_sign(last_of_eight(b + 128));

    return (pivots){_mm256_blendv_epi8(low, none, _mm256_cmpgt_epi32(ends, last)),
                    _mm256_blendv_epi8(high, none, _mm256_cmpgt_epi32(more, last)), b, n_b};
}

/* Which of two times eight lanes are set. */
static unsigned lanes_set(__m256i low, __m256i high)
{
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(low)) |
           (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(high)) << 8;
}

/* Where the sixteen numbers begin that `id` is among if it is there: the pivots below it say. */
static size_t sixteen_of(__m256i id, const pivots *p)
{
    const __m256i flipped = flip_sign(id);
    const unsigned below = lanes_set(_mm256_cmpgt_epi32(flipped, p->low),
                                     _mm256_cmpgt_epi32(flipped, p->high));

    return 16 * (size_t)__builtin_popcount(below & 0x7fff);
}

/* The place of `id`, or one from n_b on. */
static size_t place_of(uint32_t id, const pivots *p)
{
    const __m256i all = _mm256_set1_epi32((int)id);
    const size_t from = sixteen_of(all, p);
    __m256i low, high;
    unsigned same;

    memcpy(&low, p->b + from, sizeof low);
    memcpy(&high, p->b + from + 8, sizeof high);
    same = lanes_set(_mm256_cmpeq_epi32(low, all), _mm256_cmpeq_epi32(high, all));
    return same == 0 ? p->n_b : from + (size_t)__builtin_ctz(same);
}

/* Each number by itself; nothing hangs on the one before. */
static inline size_t meet_singly(const uint32_t *a, size_t n_a, const pivots *p,
                                 uint8_t *which, uint8_t *at)
{
    size_t n = 0;

    for (size_t i = 0; i < n_a; i++) {
        const size_t place = place_of(a[i], p);

        which[n] = (uint8_t)i;
        at[n] = (uint8_t)place;
        n += place < p->n_b;
    }
    return n;
}

/* Which of eight numbers are among eight others: these are turned seven times. */
static unsigned meet_eight(__m256i a, __m256i b)
{
    const __m256i turn = _mm256_setr_epi32(1, 2, 3, 4, 5, 6, 7, 0);
    __m256i found = _mm256_cmpeq_epi32(a, b);

    for (unsigned i = 1; i < 8; i++) {
        b = _mm256_permutevar8x32_epi32(b, turn);
        found = _mm256_or_si256(found, _mm256_cmpeq_epi32(a, b));
    }
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(found));
}

/* Eight of each at a time, from b[j] on; those with the lower last one make room for the next
 * eight. From a[*done] on nothing is known. */
static size_t meet_rows(const uint32_t *a, size_t n_a, const pivots *p, size_t j,
                        uint8_t *which, size_t *done)
{
    const uint32_t *const b = p->b;
    const size_t n_b = p->n_b;
    size_t i = 0, n = 0;
    unsigned found = 0;

    while (i + 8 <= n_a && j + 8 <= n_b) {
        const uint32_t last_a = a[i + 7], last_b = b[j + 7];
        uint64_t places;
        __m256i row_a, row_b;

        memcpy(&row_a, a + i, sizeof row_a);
        memcpy(&row_b, b + j, sizeof row_b);
        found |= meet_eight(row_a, row_b);
        places = nh_byte_ones[found] + i * UINT64_C(0x0101010101010101);
        memcpy(which + n, &places, sizeof places);
        n += last_a <= last_b ? (size_t)__builtin_popcount(found) : 0;
        found = last_a <= last_b ? 0 : found;
        i += last_a <= last_b ? 8 : 0;
        j += last_b <= last_a ? 8 : 0;
    }
    *done = i;
    return n;
}

/* Many numbers are met in rows, unless they lie far apart, and then the few of them that are in
 * both are placed. */
size_t nh_avx2_ids_meet(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b,
                        uint8_t *which, uint8_t *at)
{
    const pivots p = pivots_of(b, n_b);
    size_t n, rest, done, from;
    uint8_t unwanted[256 + 8];

    if (at == NULL)
        at = unwanted;
    if (n_a < MEET_ROWS)
        return meet_singly(a, n_a, &p, which, at);
    from = sixteen_of(_mm256_set1_epi32((int)a[0]), &p);
    if (sixteen_of(_mm256_set1_epi32((int)a[n_a - 1]), &p) - from > MEET_APART * n_a)
        return meet_singly(a, n_a, &p, which, at);
    n = meet_rows(a, n_a, &p, from, which, &done);
    for (size_t k = 0; at != unwanted && k < n; k++)
        at[k] = (uint8_t)place_of(a[which[k]], &p);
    rest = meet_singly(a + done, n_a - done, &p, which + n, at + n);
    for (size_t k = n; k < n + rest; k++)
        which[k] = (uint8_t)(which[k] + done);
    return n + rest;
}

static size_t count_word(uint64_t word)
{
    return (size_t)__builtin_popcountll(word);
}

static size_t count_at(const uint8_t *in)
{
    uint64_t word;

    memcpy(&word, in, sizeof word);
    return count_word(word);
}

/* Such a processor counts the bits of several words at once, if their sums are apart. */
static size_t count_words(const uint8_t *in, size_t n)
{
    size_t a = 0, b = 0, c = 0, d = 0, i = 0;

    for (; i + 32 <= n; i += 32) {
        a += count_at(in + i);
        b += count_at(in + i + 8);
        c += count_at(in + i + 16);
        d += count_at(in + i + 24);
    }
    for (; i < n; i += 8)
        a += count_at(in + i);
    return a + b + c + d;
}

size_t nh_avx2_bits_count(const uint8_t *in, size_t n)
{
    const size_t whole = n / 64 * 8, left = n % 64;
    uint64_t word = 0;

    if (left > 0)
        memcpy(&word, in + whole, (left + 7) / 8);
    return count_words(in, whole) + count_word(left > 0 ? word << (64 - left) : 0);
}

size_t nh_avx2_rows_join(const nh_counted_row *rows, size_t n, uint64_t *bits)
{
    return nh_bit_rows_join(rows, n, bits, count_word);
}

size_t nh_avx2_rows_share(const nh_counted_row *rows, size_t n, const uint64_t *bits,
                          size_t *both)
{
    return nh_bit_rows_share(rows, n, bits, both, count_word);
}

void nh_avx2_ids_join(const uint32_t *ids, size_t n, uint64_t *bits)
{
    nh_ids_join(ids, n, bits);
}

size_t nh_avx2_ids_share(const uint32_t *ids, size_t n, const uint64_t *bits)
{
    return nh_ids_share(ids, n, bits);
}

#else

typedef int nh_kernels_avx2_meet_absent; /* a file may not be empty */

#endif
