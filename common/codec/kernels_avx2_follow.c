/* common/codec/kernels_avx2_follow.c - places of two words that follow each other, for processors with AVX2. */
#include "common/codec/kernels_impl.h"

#if defined(NH_HAVE_AVX2)

#include <immintrin.h>
#include <string.h>

#include "common/codec/kernels_avx2_unpack.h"

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
                            __m256i apart)
{
    const unpacking ua = unpacking_of(a->width), ub = unpacking_of(b->width);
    size_t bit = a->bit;
    unsigned count = 0;

    for (size_t k = 0; k < a->count; k += ua.step, bit += ua.bits) {
        const uint64_t some = unpack_places(a->in, bit, &ua);
        size_t at = b->bit;

        for (size_t j = 0; j < b->count; j += ub.step, at += ub.bits)
            count += count_equal(some, least(a->count - k, ua.step),
                                 unpack_places(b->in, at, &ub),
                                 least(b->count - j, ub.step), apart);
    }
    return count;
}

/* By width: a one at the foot of each of the places that 56 bits hold, which are in a load
 * wherever they begin; and how many these are. */
static const uint64_t feet[9] = {
    1,
    UINT64_C(0x00ffffffffffffff),
    UINT64_C(0x0055555555555555),
    UINT64_C(0x0009249249249249),
    UINT64_C(0x0011111111111111),
    UINT64_C(0x0004210842108421),
    UINT64_C(0x0001041041041041),
    UINT64_C(0x0002040810204081),
    UINT64_C(0x0001010101010101),
};
static const uint8_t places_of_load[9] = {1, 56, 28, 18, 14, 11, 9, 8, 7};

static uint64_t load_bits(const uint8_t *in, size_t bit)
{
    uint64_t word;

    memcpy(&word, in + bit / 8, sizeof word);
    return word >> (bit % 8);
}

/* Bits in the first `n` places of a load that equal those of `pattern`; not 0 if there are any. */
static uint64_t equal_of(uint64_t word, uint64_t pattern, unsigned n, unsigned width)
{
    const uint64_t foot = feet[width];
    const uint64_t differ = (word ^ pattern) | (UINT64_MAX << (n * width));

    return (differ - foot) & ~differ & foot << (width - 1);
}

/* The first two loads of places, which hold nearly all there are. */
typedef struct two_loads {
    uint64_t first, second;
    unsigned n_first, n_second; /* places in them                                      */
    size_t next;                /* bit where a third would begin                        */
} two_loads;

static two_loads load_two(const nh_packed_places *p)
{
    const unsigned step = places_of_load[p->width], n = p->count;
    const size_t bits = (size_t)step * p->width;
    two_loads l = {.n_first = n < step ? n : step, .next = p->bit + 2 * bits};

    l.n_second = n - l.n_first < step ? n - l.n_first : step;
    l.first = load_bits(p->in, p->bit);
    l.second = load_bits(p->in, p->bit + bits);
    return l;
}

static bool has_packed(const nh_packed_places *p, const two_loads *l, unsigned place)
{
    const unsigned width = p->width, step = places_of_load[width];
    const uint64_t pattern = place * feet[width];
    uint64_t equal = equal_of(l->first, pattern, l->n_first, width) |
                     equal_of(l->second, pattern, l->n_second, width);
    size_t bit = l->next;

    for (unsigned k = 2 * step; k < p->count; k += step, bit += (size_t)step * width)
        equal |= equal_of(load_bits(p->in, bit), pattern,
                          p->count - k < step ? p->count - k : step, width);
    return equal != 0 && place >> width == 0;
}

static unsigned count_few(const nh_packed_places *few, const nh_packed_places *many,
                          unsigned add)
{
    const two_loads loads = load_two(many);
    const unsigned mask = (1u << few->width) - 1;
    size_t bit = few->bit;
    unsigned count = 0;

    for (unsigned k = 0; k < few->count; k++, bit += few->width)
        count += has_packed(many, &loads, ((unsigned)load_bits(few->in, bit) & mask) + add);
    return count;
}

/* One load each, at one width. */
static unsigned count_load(const nh_packed_places *a, const nh_packed_places *b,
                           const unpacking *u, __m256i apart)
{
    return count_equal(unpack_places(a->in, a->bit, u), a->count,
                       unpack_places(b->in, b->bit, u), b->count, apart);
}

#define FEW 2u /* places that are sought one by one */

static unsigned count_more(const nh_packed_places *a, const nh_packed_places *b,
                           unsigned apart)
{
    const __m256i by = _mm256_set1_epi8((char)(uint8_t)apart);

    if (a->width > 0 && b->width > 0 && (a->count <= FEW || b->count <= FEW))
        return a->count <= b->count ? count_few(a, b, apart) : count_few(b, a, 0 - apart);
    if (a->width == b->width) {
        const unpacking u = unpacking_of(a->width);

        if (a->count <= u.step && b->count <= u.step)
            return count_load(a, b, &u, by);
    }
    return count_loads(a, b, by);
}

/* Mostly one of the words stands once, and the places of the other are one load. */
static inline unsigned count_following(const nh_packed_places *a, const nh_packed_places *b,
                                       unsigned apart)
{
    const nh_packed_places *one = a->count <= b->count ? a : b;
    const nh_packed_places *some = a->count <= b->count ? b : a;
    const unsigned width = some->width;
    unsigned place;

    if (one->count > 1 || some->count > places_of_load[width] || width == 0)
        return count_more(a, b, apart);
    place = (unsigned)load_bits(one->in, one->bit) & ((1u << one->width) - 1);
    place += one == a ? apart : 0 - apart;
    return place >> width == 0 && equal_of(load_bits(some->in, some->bit),
                                           place * feet[width], some->count, width) != 0;
}

size_t nh_avx2_places_follow(const nh_packed_places *a, const nh_packed_places *b,
                             unsigned apart, uint8_t *which, size_t n, uint8_t *counts)
{
    size_t kept = 0;

    for (size_t k = 0; k < n; k++) {
        const uint8_t i = which[k];

        counts[i] = (uint8_t)least(count_following(&a[i], &b[i], apart), 255);
        which[kept] = i;
        kept += counts[i] > 0;
    }
    return kept;
}

#else

typedef int nh_kernels_avx2_follow_absent; /* a file may not be empty */

#endif
