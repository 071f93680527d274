/* common/codec/kernels/kernels_avx2.c - the inner loops for processors with AVX2. */
#include "common/codec/kernels/kernels_impl.h"

#if defined(NH_HAVE_AVX2)

#include <immintrin.h>
#include <string.h>

#include "common/codec/kernels/byte_ones.h"
#include "common/codec/kernels/kernels_avx2_lanes.h"

/* Running sums of eight numbers. */
static __m256i running_sums(__m256i v)
{
    __m256i low;

    v = _mm256_add_epi32(v, _mm256_slli_si256(v, 4));
    v = _mm256_add_epi32(v, _mm256_slli_si256(v, 8));
    low = _mm256_permute2x128_si256(v, v, 0x08); /* zero, and the low half above it */
    return _mm256_add_epi32(v, _mm256_shuffle_epi32(low, 0xff));
}

static uint32_t sum_of(const uint32_t *v, size_t n)
{
    __m256i rows = _mm256_setzero_si256();
    uint32_t parts[8], sum = 0;
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        __m256i row;

        memcpy(&row, v + i, sizeof row);
        rows = _mm256_add_epi32(rows, row);
    }
    memcpy(parts, &rows, sizeof parts);
    for (size_t k = 0; k < 8; k++)
        sum += parts[k];
    for (; i < n; i++)
        sum += v[i];
    return sum;
}

/* From row to row only a sum is carried: the running sums of all rows are independent. */
static void ids_from_gaps(uint32_t *v, size_t n, uint32_t last)
{
    const __m256i steps = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const __m256i eighth = _mm256_set1_epi32(7), eight = _mm256_set1_epi32(8);
    const uint32_t first = last - (uint32_t)(n - 1) - sum_of(v, n);
    __m256i base = _mm256_add_epi32(_mm256_set1_epi32((int)first), steps);
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        __m256i row, sums;

        memcpy(&row, v + i, sizeof row);
        sums = running_sums(row);
        row = _mm256_add_epi32(sums, base);
        memcpy(v + i, &row, sizeof row);
        sums = _mm256_add_epi32(_mm256_permutevar8x32_epi32(sums, eighth), eight);
        base = _mm256_add_epi32(base, sums);
    }
    if (i == 0)
        v[i++] = first;
    for (; i < n; i++)
        v[i] += v[i - 1] + 1;
}

/* Eight values take `width` bytes. Up to 25 bits each, the first four lie in 16 bytes from the
 * first of these on, the others in 16 from the middle one on: each value's four bytes are
 * moved into its place, and there to the right. */
typedef struct spread {
    __m256i bytes, shifts, mask;
} spread;

static spread spread_of(unsigned width)
{
    const __m256i values = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const int half = (int)(width / 2 * 8);
    const __m256i from = _mm256_setr_epi32(0, 0, 0, 0, half, half, half, half);
    const __m256i bits =
        _mm256_sub_epi32(_mm256_mullo_epi32(values, _mm256_set1_epi32((int)width)), from);
    const __m256i first =
        _mm256_mullo_epi32(_mm256_srli_epi32(bits, 3), _mm256_set1_epi32(0x01010101));

    return (spread){_mm256_add_epi32(first, _mm256_set1_epi32(0x03020100)),
                    _mm256_and_si256(bits, _mm256_set1_epi32(7)),
                    _mm256_set1_epi32((int)(((uint32_t)1 << width) - 1))};
}

static void bits_unpack(const uint8_t *in, size_t size, unsigned width, size_t n,
                        uint32_t *out)
{
    const spread s = spread_of(width <= 25 ? width : 0);
    size_t i = 0, at = 0;

    for (; width <= 25 && i + 8 <= n && at + width / 2 + 16 <= size; i += 8, at += width) {
        __m128i low, high;
        __m256i v;

        memcpy(&low, in + at, sizeof low);
        memcpy(&high, in + at + width / 2, sizeof high);
        v = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
        v = _mm256_srlv_epi32(_mm256_shuffle_epi8(v, s.bytes), s.shifts);
        v = _mm256_and_si256(v, s.mask);
        memcpy(out + i, &v, sizeof v);
    }
    nh_kernels_scalar.bits_unpack(in + at, size - at, width, n - i, out + i);
}

/* The ids of a byte's bits, of which bit 0 is id `first`, and behind them as many as make
 * eight. */
static void put_places(uint8_t bits, uint32_t first, uint32_t *ids)
{
    const __m128i eight = _mm_cvtsi64_si128((long long)nh_byte_ones[bits]);
    const __m256i found =
        _mm256_add_epi32(_mm256_cvtepu8_epi32(eight), _mm256_set1_epi32((int)first));

    memcpy(ids, &found, sizeof found);
}

/* How many bits are set in the bytes of a word up to and with each. */
static uint64_t running_counts(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word =
        (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return word * UINT64_C(0x0101010101010101);
}

/* Eight bytes at once, whose ids go where the counts of those before say; then byte by byte.
 * Eight ids at most come from a byte: where that many have no room, the portable loop goes on. */
static size_t bitset_expand(const uint8_t *in, size_t size, uint32_t first, size_t room,
                            uint32_t *ids)
{
    size_t i = 0, k = 0;

    for (; i + 8 <= size; i += 8) {
        uint64_t word, counts;

        memcpy(&word, in + i, sizeof word);
        counts = running_counts(word);
        if (k + (counts >> 56) + 8 > room)
            break;
        put_places(in[i], first + (uint32_t)i * 8, ids + k);
        for (unsigned b = 1; b < 8; b++)
            put_places(in[i + b], first + (uint32_t)(i + b) * 8,
                       ids + k + (counts >> (8 * b - 8) & 255));
        k += counts >> 56;
    }
    for (; i < size && k + 8 <= room; i++) {
        put_places(in[i], first + (uint32_t)i * 8, ids + k);
        k += (size_t)__builtin_popcount(in[i]);
    }
    return k + nh_kernels_scalar.bitset_expand(in + i, size - i, first + (uint32_t)i * 8,
                                               room - k, ids + k);
}

/* The places of a byte's bits, of which bit 0 is place `first` modulo 256. */
static void put_low_places(uint8_t bits, size_t first, uint8_t *out)
{
    const uint64_t eight =
        nh_byte_ones[bits] + (first & 255) * UINT64_C(0x0101010101010101);

    memcpy(out, &eight, sizeof eight);
}

/* Each less the one before it, 32 at a time from behind. */
static void take_differences(uint8_t *out, size_t n)
{
    for (; n >= 33; n -= 32) {
        __m256i here, before;

        memcpy(&here, out + n - 32, sizeof here);
        memcpy(&before, out + n - 33, sizeof before);
        here = _mm256_sub_epi8(here, before);
        memcpy(out + n - 32, &here, sizeof here);
    }
    for (; n > 1; n--)
        out[n - 1] = (uint8_t)(out[n - 1] - out[n - 2]);
    if (n == 1)
        out[0]++;
}

/* Places as bytes are enough, since distances are told modulo 256 only. */
static size_t bits_distances(const uint8_t *in, size_t size, size_t room, uint8_t *out)
{
    size_t i = 0, k = 0;

    for (; i + 8 <= size; i += 8) {
        uint64_t word, counts;

        memcpy(&word, in + i, sizeof word);
        counts = running_counts(word);
        if (k + (counts >> 56) > room)
            break;
        put_low_places(in[i], i * 8, out + k);
        for (unsigned b = 1; b < 8; b++)
            put_low_places(in[i + b], (i + b) * 8, out + k + (counts >> (8 * b - 8) & 255));
        k += counts >> 56;
    }
    for (; i < size && k <= room; i++) {
        put_low_places(in[i], i * 8, out + k);
        k += (size_t)__builtin_popcount(in[i]);
    }
    if (k <= room)
        take_differences(out, k);
    for (; i < size; i++)
        k += (size_t)__builtin_popcount(in[i]);
    return k;
}

/* An id is the first, the low parts up to it, and what follows from its place alone. */
static void ids_from_split(const uint32_t *places, size_t n, unsigned low, uint32_t last,
                           uint32_t *v)
{
    const uint32_t high = (places[n - 1] + 1 - (uint32_t)(n - 1)) << low;
    const uint32_t first = last - (uint32_t)(n - 1) - high - sum_of(v, n);
    const __m128i by = _mm_cvtsi32_si128((int)low);
    const __m256i steps = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const __m256i eighth = _mm256_set1_epi32(7);
    const __m256i step = _mm256_set1_epi32((int)(8u - (8u << low)));
    __m256i base = _mm256_add_epi32(_mm256_set1_epi32((int)(first + ((uint32_t)1 << low))),
                                    _mm256_sub_epi32(steps, _mm256_sll_epi32(steps, by)));
    uint32_t id = first;
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        __m256i row, place, sums;

        memcpy(&row, v + i, sizeof row);
        memcpy(&place, places + i, sizeof place);
        sums = running_sums(row);
        row = _mm256_add_epi32(_mm256_add_epi32(sums, base), _mm256_sll_epi32(place, by));
        memcpy(v + i, &row, sizeof row);
        sums = _mm256_add_epi32(_mm256_permutevar8x32_epi32(sums, eighth), step);
        base = _mm256_add_epi32(base, sums);
    }
    if (i > 0)
        id =
            v[i - 1] - (uint32_t)(i - 1) - ((places[i - 1] + 1 - (uint32_t)(i - 1)) << low);
    for (; i < n; i++) {
        id += v[i];
        v[i] = id + (uint32_t)i + ((places[i] + 1 - (uint32_t)i) << low);
    }
}

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

/* Appends those of eight ids and scores whose bits are set; room for eight. How many are. */
static size_t keep_eight(__m256i ids, __m256i scores, unsigned which, uint32_t *out_ids,
                         int32_t *out_scores)
{
    const __m256i places =
        _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)nh_byte_ones[which]));

    ids = _mm256_permutevar8x32_epi32(ids, places);
    scores = _mm256_permutevar8x32_epi32(scores, places);
    memcpy(out_ids, &ids, sizeof ids);
    memcpy(out_scores, &scores, sizeof scores);
    return (size_t)__builtin_popcount(which);
}

/* Most sums are too low: 32 of them are passed by their maxima. Of the others, all four rows are
 * kept as if each had some, so that nothing has to be foreseen. */
static size_t sums_take(int32_t *sums, size_t n, int32_t least, uint32_t first,
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

static size_t scores_keep(const uint32_t *ids, const int32_t *scores, size_t n,
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
    for (; i < n; i++) {
        const int32_t score = scores[i];

        out_ids[k] = ids[i];
        out_scores[k] = score;
        k += score >= least;
    }
    return k;
}

/* What both sets have. */
/* clang-format off */
#define SHARED_ROWS \
    .bits_unpack = bits_unpack, \
    .lanes_unpack = lanes_unpack, \
    .lanes_bytes = lanes_bytes, \
    .ids_from_gaps = ids_from_gaps, \
    .bitset_expand = bitset_expand, \
    .bits_distances = bits_distances, \
    .bytes_sum = nh_avx2_bytes_sum, \
    .bits_count = nh_avx2_bits_count, \
    .sums_take = sums_take, \
    .scores_keep = scores_keep, \
    .places_unpack = nh_avx2_places_unpack, \
    .places_join = nh_avx2_places_join, \
    .ids_from_split = ids_from_split, \
    .places_follow = nh_avx2_places_follow, \
    .ids_meet = nh_avx2_ids_meet, \
    .bits_meet = nh_avx2_bits_meet, \
    .rows_join = nh_avx2_rows_join, \
    .rows_share = nh_avx2_rows_share, \
    .ids_join = nh_avx2_ids_join, \
    .ids_share = nh_avx2_ids_share, \
    .bytes_gather = nh_avx2_bytes_gather, \
    .bytes_reach = nh_avx2_bytes_reach, \
    .places_measure = nh_avx2_places_measure, \
    .slots_take = nh_avx2_slots_take
/* clang-format on */

const nh_kernels nh_kernels_avx2 = {
    .name = "avx2",
    SHARED_ROWS,
    .places_pack = nh_avx2_places_pack,
};

const nh_kernels nh_kernels_avx2_no_pext = {
    .name = "avx2-no-pext",
    SHARED_ROWS,
    .places_pack = nh_scalar_places_pack,
};

#else

typedef int nh_kernels_avx2_absent; /* a file may not be empty */

#endif
