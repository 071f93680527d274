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

/* Those in front of v[at], which is an id already and was `gap`. */
static void finish_gaps(uint32_t *v, size_t at, uint32_t gap)
{
    uint32_t id = v[at];

    while (at-- > 0) {
        const uint32_t before = v[at];

        id -= gap + 1;
        v[at] = id;
        gap = before;
    }
}

/* Rows from behind, where the last id is known: so nothing has to be summed up first. From row to
 * row only a sum is carried: the running sums of all rows are independent. */
static void ids_from_gaps(uint32_t *v, size_t n, uint32_t last)
{
    const __m256i steps = _mm256_setr_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    const __m256i eighth = _mm256_set1_epi32(7), eight = _mm256_set1_epi32(8);
    const size_t left = n % 8;
    const uint32_t gap = v[n < 8 ? n - 1 : left];
    __m256i base = _mm256_sub_epi32(_mm256_set1_epi32((int)last), steps);
    size_t i = n;

    for (; i >= 8; i -= 8) {
        __m256i row, sums, sum;

        memcpy(&row, v + i - 8, sizeof row);
        sums = running_sums(row);
        sum = _mm256_permutevar8x32_epi32(sums, eighth);
        base = _mm256_sub_epi32(base, sum);
        row = _mm256_add_epi32(sums, base);
        memcpy(v + i - 8, &row, sizeof row);
        base = _mm256_sub_epi32(base, eight);
    }
    if (n < 8)
        v[n - 1] = last;
    finish_gaps(v, n < 8 ? n - 1 : left, gap);
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
 * eight. How many bits there are. */
static inline size_t put_places(uint8_t bits, __m256i first, uint32_t *ids)
{
    const __m128i eight = _mm_cvtsi64_si128((long long)nh_byte_ones[bits]);
    const __m256i found = _mm256_add_epi32(_mm256_cvtepu8_epi32(eight), first);

    memcpy(ids, &found, sizeof found);
    return (size_t)__builtin_popcount(bits);
}

/* How many bits are set in the eight bytes at `in`. */
static inline size_t count_eight(const uint8_t *in)
{
    uint64_t word;

    memcpy(&word, in, sizeof word);
    return (size_t)__builtin_popcountll(word);
}

/* Byte by byte, each behind the ids of those before: adding up their counts takes less than telling
 * all eight places at once. Eight ids at most come from a byte: where that many have no room, the
 * portable loop goes on. */
static size_t bitset_expand(const uint8_t *in, size_t size, uint32_t first, size_t room,
                            uint32_t *ids)
{
    const __m256i eight = _mm256_set1_epi32(8);
    __m256i base = _mm256_set1_epi32((int)first);
    size_t i = 0, k = 0;

    for (; i + 8 <= size && k + count_eight(in + i) + 8 <= room; i += 8)
        for (size_t b = 0; b < 8; b++) {
            k += put_places(in[i + b], base, ids + k);
            base = _mm256_add_epi32(base, eight);
        }
    for (; i < size && k + 8 <= room; i++) {
        k += put_places(in[i], base, ids + k);
        base = _mm256_add_epi32(base, eight);
    }
    return k + nh_kernels_scalar.bitset_expand(in + i, size - i, first + (uint32_t)i * 8,
                                               room - k, ids + k);
}

#define ALL_BYTES UINT64_C(0x0101010101010101)

/* The places of a byte's bits, of which bit 0 is the place that each byte of `first` says. How many
 * bits there are. */
static inline size_t put_low_places(uint8_t bits, uint64_t first, uint8_t *out)
{
    const uint64_t eight = nh_byte_ones[bits] + first;

    memcpy(out, &eight, sizeof eight);
    return (size_t)__builtin_popcount(bits);
}

/* Each less the one before it, 32 at a time from behind; before the first one is -1. The first 32
 * are put aside, since their differences overlap those of the next. */
static void take_differences(uint8_t *out, size_t n)
{
    const bool many = n >= 32;
    __m256i first = _mm256_setzero_si256(), before;

    if (many)
        memcpy(&first, out, sizeof first);
    for (; n >= 33; n -= 32) {
        __m256i here;

        memcpy(&here, out + n - 32, sizeof here);
        memcpy(&before, out + n - 33, sizeof before);
        here = _mm256_sub_epi8(here, before);
        memcpy(out + n - 32, &here, sizeof here);
    }
    if (many) {
        before = _mm256_permute2x128_si256(first, _mm256_set1_epi8(-1), 0x02);
        first = _mm256_sub_epi8(first, _mm256_alignr_epi8(first, before, 15));
        memcpy(out, &first, sizeof first);
        return;
    }
    for (; n > 1; n--)
        out[n - 1] = (uint8_t)(out[n - 1] - out[n - 2]);
    if (n == 1)
        out[0]++;
}

/* Where each of 32 bytes begins, in bits, eight times over. */
#define FOUR_BYTES(i)                                                          \
    (i) * 8 * ALL_BYTES, ((i) + 1) * 8 * ALL_BYTES, ((i) + 2) * 8 * ALL_BYTES, \
        ((i) + 3) * 8 * ALL_BYTES
static const uint64_t begins[32] = {FOUR_BYTES(0),  FOUR_BYTES(4),  FOUR_BYTES(8),
                                    FOUR_BYTES(12), FOUR_BYTES(16), FOUR_BYTES(20),
                                    FOUR_BYTES(24), FOUR_BYTES(28)};

/* Places as bytes are enough, since distances are told modulo 256 only. */
static size_t bits_distances(const uint8_t *in, size_t size, size_t room, uint8_t *out)
{
    size_t i = 0, k = 0;

    for (; i + 8 <= size && k + count_eight(in + i) <= room; i += 8)
        for (size_t b = 0; b < 8; b++)
            k += put_low_places(in[i + b], begins[i % 32 + b], out + k);
    for (; i < size && k <= room; i++)
        k += put_low_places(in[i], begins[i % 32], out + k);
    if (k <= room)
        take_differences(out, k);
    for (; i < size; i++)
        k += (size_t)__builtin_popcount(in[i]);
    return k;
}

/* Those in front of v[at], which is an id already and was the low part `gap`. */
static void finish_split(const uint32_t *places, size_t at, unsigned low, uint32_t gap,
                         uint32_t *v)
{
    uint32_t id = v[at];

    while (at-- > 0) {
        const uint32_t before = v[at];

        id -= gap + 1 + ((places[at + 1] - places[at] - 1) << low);
        v[at] = id;
        gap = before;
    }
}

/* An id is the last, less the low parts behind it, less what follows from its place alone. */
static void ids_from_split(const uint32_t *places, size_t n, unsigned low, uint32_t last,
                           uint32_t *v)
{
    const uint32_t ones = ((uint32_t)1 << low) - 1;
    const __m128i by = _mm_cvtsi32_si128((int)low);
    const __m256i steps = _mm256_setr_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    const __m256i eighth = _mm256_set1_epi32(7);
    const __m256i step = _mm256_set1_epi32((int)(8 * ones));
    const size_t left = n % 8;
    const uint32_t gap = v[n < 8 ? n - 1 : left];
    __m256i base = _mm256_add_epi32(_mm256_set1_epi32((int)(last - (places[n - 1] << low))),
                                    _mm256_sub_epi32(_mm256_sll_epi32(steps, by), steps));
    size_t i = n;

    for (; i >= 8; i -= 8) {
        __m256i row, place, sums, sum;

        memcpy(&row, v + i - 8, sizeof row);
        memcpy(&place, places + i - 8, sizeof place);
        sums = running_sums(row);
        sum = _mm256_permutevar8x32_epi32(sums, eighth);
        base = _mm256_sub_epi32(base, sum);
        row = _mm256_add_epi32(_mm256_add_epi32(sums, base), _mm256_sll_epi32(place, by));
        memcpy(v + i - 8, &row, sizeof row);
        base = _mm256_add_epi32(base, step);
    }
    if (n < 8)
        v[n - 1] = last;
    finish_split(places, n < 8 ? n - 1 : left, low, gap, v);
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
    .bytes_most = nh_avx2_bytes_most, \
    .bits_count = nh_avx2_bits_count, \
    .sums_take = nh_avx2_sums_take, \
    .scores_keep = nh_avx2_scores_keep, \
    .scores_fill = nh_avx2_scores_fill, \
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
