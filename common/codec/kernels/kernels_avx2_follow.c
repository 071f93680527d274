/* common/codec/kernels/kernels_avx2_follow.c - places of two words that follow each other, for processors with AVX2. */
#include "common/codec/kernels/kernels_impl.h"

#if defined(NH_HAVE_AVX2)

#include <immintrin.h>
#include <string.h>

#include "common/codec/kernels/kernels_avx2_unpack.h"

/* Each of na places with each of nb others: how many are equal once `apart` is added. */
static unsigned count_equal(uint64_t a, size_t na, uint64_t b, size_t nb, __m256i apart)
{
    const __m256i first =
        _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
    const __m256i second = _mm256_or_si256(first, _mm256_set1_epi8(4));
    const __m256i all_a = _mm256_set1_epi64x((int64_t)a);
    const __m256i all_b = _mm256_set1_epi64x((int64_t)b);
    const __m256i low = _mm256_adds_epu8(_mm256_shuffle_epi8(all_a, first), apart);
    const __m256i high = _mm256_adds_epu8(_mm256_shuffle_epi8(all_a, second), apart);
    uint64_t equal = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all_b));

    equal = equal << 32 | (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all_b));
    equal &= UINT64_MAX >> (64 - 8 * na);
    equal &= (((uint64_t)1 << nb) - 1) * UINT64_C(0x0101010101010101);
    return (unsigned)__builtin_popcountll(equal);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Many places of both: each load of one with each of the other. */
static unsigned count_loads(const nh_packed_places *a, const nh_packed_places *b,
                            unsigned apart)
{
    const __m256i by = _mm256_set1_epi8((char)(uint8_t)apart);
    const unpacking ua = unpacking_of(nh_places_width(a->places));
    const unpacking ub = unpacking_of(nh_places_width(b->places));
    const size_t n = nh_places_count(a->places), m = nh_places_count(b->places);
    size_t bit = nh_places_bit(a->places);
    unsigned count = 0;

    for (size_t k = 0; k < n; k += ua.step, bit += ua.bits) {
        const uint64_t some = unpack_places(a->in, bit, &ua);
        size_t at = nh_places_bit(b->places);

        for (size_t j = 0; j < m; j += ub.step, at += ub.bits)
            count += count_equal(some, least(n - k, ua.step), unpack_places(b->in, at, &ub),
                                 least(m - j, ub.step), by);
    }
    return count;
}

static uint64_t load_bits(const uint8_t *in, size_t bit)
{
    uint64_t word;

    memcpy(&word, in + bit / 8, sizeof word);
    return word >> (bit % 8);
}

/* By width: ones at the feet of the places of a load, which are eight, or seven of eight bits: a
 * load has 57 bits at least, wherever they begin. */
static const uint64_t feet[9] = {
    1,
    UINT64_C(0x00000000000000ff),
    UINT64_C(0x0000000000005555),
    UINT64_C(0x0000000000249249),
    UINT64_C(0x0000000011111111),
    UINT64_C(0x0000000842108421),
    UINT64_C(0x0000041041041041),
    UINT64_C(0x0002040810204081),
    UINT64_C(0x0001010101010101),
};
static const uint8_t places_of_load[9] = {1, 8, 8, 8, 8, 8, 8, 8, 7};

/* Bits in the first `n` places of a load that equal those of `pattern`; not 0 if there are any. */
static uint64_t equal_of(uint64_t word, uint64_t pattern, unsigned n, unsigned width)
{
    const uint64_t foot = feet[width];
    const uint64_t differ = (word ^ pattern) | (UINT64_MAX << (n * width));

    return (differ - foot) & ~differ & foot << (width - 1);
}

/* Four numbers in lanes, times a number of 64 bits; below 2^64 where that matters. */
static __m256i times_feet(__m256i four, uint64_t foot)
{
    const __m256i low = _mm256_set1_epi64x((int64_t)(foot & UINT32_MAX));
    const __m256i high = _mm256_set1_epi64x((int64_t)(foot >> 32));

    return _mm256_add_epi64(_mm256_mul_epu32(four, low),
                            _mm256_slli_epi64(_mm256_mul_epu32(four, high), 32));
}

/* Lanes that say which of four numbers, in their low 32 bits, are among `many`: each load of these
 * is compared with all four. */
static __m256i sought_in(const nh_packed_places *many, __m256i four)
{
    const unsigned width = nh_places_width(many->places), step = places_of_load[width];
    const uint64_t foot = feet[width], tops = foot << (width - 1);
    const __m256i all_feet = _mm256_set1_epi64x((int64_t)foot);
    const __m256i patterns = times_feet(four, foot), zero = _mm256_setzero_si256();
    const __m256i outside = _mm256_srl_epi64(four, _mm_cvtsi32_si128((int)width));
    __m256i equal = zero;
    size_t bit = nh_places_bit(many->places);

    for (unsigned n = nh_places_count(many->places);; n -= step, bit += step * width) {
        const uint64_t some = n < step ? _bzhi_u64(tops, n * width) : tops;
        const __m256i differ = _mm256_xor_si256(
            patterns, _mm256_set1_epi64x((int64_t)load_bits(many->in, bit)));
        const __m256i same =
            _mm256_andnot_si256(differ, _mm256_sub_epi64(differ, all_feet));

        equal = _mm256_or_si256(equal,
                                _mm256_and_si256(same, _mm256_set1_epi64x((int64_t)some)));
        if (n <= step)
            break;
    }
    return _mm256_andnot_si256(_mm256_cmpeq_epi64(equal, zero),
                               _mm256_cmpeq_epi64(outside, zero));
}

/* Four places of the few at a time. */
static unsigned count_few(const nh_packed_places *few, const nh_packed_places *many,
                          unsigned add)
{
    const unsigned width = nh_places_width(few->places), n = nh_places_count(few->places);
    const __m256i by =
        _mm256_mul_epu32(_mm256_setr_epi64x(0, 1, 2, 3), _mm256_set1_epi64x(width));
    const __m256i mask = _mm256_set1_epi64x((1 << width) - 1);
    const __m256i more = _mm256_set1_epi64x(add);
    size_t bit = nh_places_bit(few->places);
    unsigned found = 0;

    for (unsigned k = 0; k < n; k += 4, bit += (size_t)4 * width) {
        const __m256i word = _mm256_set1_epi64x((int64_t)load_bits(few->in, bit));
        const __m256i four =
            _mm256_add_epi32(_mm256_and_si256(_mm256_srlv_epi64(word, by), mask), more);
        const unsigned lanes =
            (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(sought_in(many, four)));

        found += (unsigned)__builtin_popcount(_bzhi_u32(lanes, n - k));
    }
    return found;
}

#define FEW 8u /* places that are sought four by four */

/* One load each, at one width. */
static unsigned count_load(const nh_packed_places *a, const nh_packed_places *b,
                           unsigned apart)
{
    const unpacking u = unpacking_of(nh_places_width(a->places));
    const __m256i by = _mm256_set1_epi8((char)(uint8_t)apart);

    return count_equal(
        unpack_places(a->in, nh_places_bit(a->places), &u), nh_places_count(a->places),
        unpack_places(b->in, nh_places_bit(b->places), &u), nh_places_count(b->places), by);
}

/* Places of `few`, of which there are not more, and `add` added to them. */
static __attribute__((noinline)) unsigned
count_more(const nh_packed_places *few, const nh_packed_places *many, unsigned add)
{
    const unsigned width = nh_places_width(many->places);
    const nh_packed_places *first = add < 256 ? few : many;
    const nh_packed_places *second = add < 256 ? many : few;
    const unsigned apart = add < 256 ? add : 0 - add;

    if (width > 0 && width == nh_places_width(few->places) &&
        nh_places_count(many->places) <= places_of_load[width])
        return count_load(first, second, apart);
    if (width > 0 && nh_places_width(few->places) > 0 &&
        nh_places_count(few->places) <= FEW)
        return count_few(few, many, add);
    return count_loads(first, second, apart);
}

#define SOUGHT 2u /* places that are sought one by one */

/* One or two places of the few, each in load after load of the many. */
static __attribute__((noinline)) unsigned
count_sought(const nh_packed_places *few, const nh_packed_places *many, unsigned add)
{
    const unsigned width = nh_places_width(many->places), step = places_of_load[width];
    const unsigned own = nh_places_width(few->places), n = nh_places_count(few->places);
    const uint64_t word = load_bits(few->in, nh_places_bit(few->places));
    const unsigned first = _bzhi_u32((uint32_t)word, own) + add;
    const unsigned second = _bzhi_u32((uint32_t)(word >> own), own) + add;
    const uint64_t one = first * feet[width], two = second * feet[width];
    uint64_t in_one = 0, in_two = 0;
    size_t bit = nh_places_bit(many->places);
    unsigned left = nh_places_count(many->places);

    for (;; left -= step, bit += (size_t)step * width) {
        const unsigned some = left < step ? left : step;
        const uint64_t load = load_bits(many->in, bit);

        in_one |= equal_of(load, one, some, width);
        in_two |= equal_of(load, two, some, width);
        if (left <= step)
            break;
    }
    return (unsigned)(first >> width == 0 && in_one != 0) +
           (unsigned)(n > 1 && second >> width == 0 && in_two != 0);
}

/* Mostly one of the words stands once, and the places of the other are one load. */
static inline unsigned count_following(const nh_packed_places *a, const nh_packed_places *b,
                                       unsigned apart)
{
    const bool first = nh_places_count(a->places) <= nh_places_count(b->places);
    const nh_packed_places *few = first ? a : b, *some = first ? b : a;
    const unsigned add = first ? apart : 0 - apart;
    const unsigned width = nh_places_width(some->places);
    const unsigned n = nh_places_count(some->places);
    unsigned place;

    if (nh_places_count(few->places) > SOUGHT || width == 0)
        return count_more(few, some, add);
    if (nh_places_count(few->places) > 1 || n > places_of_load[width])
        return count_sought(few, some, add);
    place = _bzhi_u32((uint32_t)load_bits(few->in, nh_places_bit(few->places)),
                      nh_places_width(few->places));
    place += add;
    return place >> width == 0 && equal_of(load_bits(some->in, nh_places_bit(some->places)),
                                           place * feet[width], n, width) != 0;
}

size_t nh_avx2_places_follow(const nh_packed_places *a, const nh_packed_places *b,
                             unsigned apart, uint8_t *which, size_t n, uint8_t *counts)
{
    size_t kept = 0;

    for (size_t k = 0; k < n; k++) {
        const uint8_t i = which[k];
        const uint8_t count = (uint8_t)least(count_following(&a[i], &b[i], apart), 255);

        counts[i] = count;
        which[kept] = i;
        kept += count > 0;
    }
    return kept;
}

#else

typedef int nh_kernels_avx2_follow_absent; /* a file may not be empty */

#endif
