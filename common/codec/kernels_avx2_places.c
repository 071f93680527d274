/* common/codec/kernels_avx2_places.c - the inner loops over places of words, for processors with AVX2. */
#include "common/codec/kernels_impl.h"

#if defined(NH_HAVE_AVX2)

#include <immintrin.h>
#include <string.h>

#include "common/codec/byte_ones.h"

static __m256i load_places(const uint8_t *places)
{
    __m256i v;

    memcpy(&v, places, sizeof v);
    return v;
}

/* How eight values (seven of eight bits) of one width, which fit into 57 bits that begin
 * anywhere in a byte, are moved down, each in a lane of its own. */
typedef struct unpacking {
    __m256i even, odd, mask;
    size_t step, bits; /* values of one load, and their bits                           */
} unpacking;

static unpacking unpacking_of(unsigned width)
{
    unpacking u = {.step = width < 8 ? 8 : 7};

    u.even = _mm256_mul_epu32(_mm256_setr_epi64x(0, 2, 4, 6), _mm256_set1_epi64x(width));
    u.odd = _mm256_add_epi64(u.even, _mm256_set1_epi64x(width));
    u.mask = _mm256_set1_epi64x((1 << width) - 1);
    u.bits = u.step * width;
    return u;
}

/* A load at bit `bit` as bytes. */
static uint64_t unpack_places(const uint8_t *in, size_t bit, const unpacking *u)
{
    const __m256i low = _mm256_set1_epi32(0x0c080400);
    const __m256i ends = _mm256_setr_epi32(0, 4, 0, 0, 0, 0, 0, 0);
    __m256i word, a, b;
    uint64_t bits;

    memcpy(&bits, in + bit / 8, sizeof bits);
    word = _mm256_set1_epi64x((int64_t)(bits >> (bit % 8)));
    a = _mm256_and_si256(_mm256_srlv_epi64(word, u->even), u->mask);
    b = _mm256_and_si256(_mm256_srlv_epi64(word, u->odd), u->mask);
    a = _mm256_shuffle_epi8(_mm256_or_si256(a, _mm256_slli_epi64(b, 32)), low);
    a = _mm256_permutevar8x32_epi32(a, ends);
    return (uint64_t)_mm_cvtsi128_si64(_mm256_castsi256_si128(a));
}

void nh_avx2_places_unpack(const uint8_t *in, size_t size, size_t bit, unsigned width,
                           size_t n, uint8_t *out)
{
    const unpacking u = unpacking_of(width);
    size_t k = 0;

    for (; k < n && bit / 8 + 8 <= size; k += u.step, bit += u.bits) {
        const uint64_t places = unpack_places(in, bit, &u);

        memcpy(out + k, &places, sizeof places);
    }
    if (k < n)
        nh_kernels_scalar.places_unpack(in, size, bit, width, n - k, out + k);
}

/* Is `place` among m bytes? */
static bool has_place(const uint8_t *places, size_t m, unsigned place)
{
    const __m256i wanted = _mm256_set1_epi8((char)(uint8_t)place);

    for (size_t k = 0; k < m; k += 32) {
        const uint32_t valid = m - k < 32 ? ((uint32_t)1 << (m - k)) - 1 : UINT32_MAX;
        const __m256i here = load_places(places + k);

        if (((uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(here, wanted)) & valid) != 0)
            return true;
    }
    return false;
}

size_t nh_avx2_places_join(uint8_t *starts, size_t n, unsigned shift, const uint8_t *places,
                           size_t m)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        const uint8_t start = starts[i];
        const unsigned place = start + shift;

        starts[kept] = start;
        kept += place < 256 && has_place(places, m, place);
    }
    return kept;
}

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

/* The load that holds the last place begins before the place ends. */
static bool is_inside(const nh_place_row *row, uint8_t i)
{
    return (row->before[i] + (size_t)row->tf[i] * row->widths[i]) / 8 + 8 <= row->size;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Postings with more places than a load has: each load of one with each of the other. */
static unsigned count_loads(const nh_place_row *a, const nh_place_row *b,
                            const nh_place_pair *pair, __m256i apart)
{
    const unpacking ua = unpacking_of(a->widths[pair->a]);
    const unpacking ub = unpacking_of(b->widths[pair->b]);
    const size_t na = a->tf[pair->a], nb = b->tf[pair->b];
    size_t bit = a->before[pair->a];
    unsigned count = 0;

    for (size_t k = 0; k < na; k += ua.step, bit += ua.bits) {
        const uint64_t some = unpack_places(a->in, bit, &ua);
        size_t at = b->before[pair->b];

        for (size_t j = 0; j < nb; j += ub.step, at += ub.bits)
            count +=
                count_equal(some, least(na - k, ua.step), unpack_places(b->in, at, &ub),
                            least(nb - j, ub.step), apart);
    }
    return count;
}

/* Of one load each, at one width, as nearly all are. */
static unsigned count_pair(const nh_place_row *a, const nh_place_row *b,
                           const nh_place_pair *pair, __m256i apart)
{
    const uint8_t width = a->widths[pair->a];
    const unpacking u = unpacking_of(width);

    if (a->tf[pair->a] > u.step || b->tf[pair->b] > u.step || b->widths[pair->b] != width)
        return count_loads(a, b, pair, apart);
    return count_equal(unpack_places(a->in, a->before[pair->a], &u), a->tf[pair->a],
                       unpack_places(b->in, b->before[pair->b], &u), b->tf[pair->b], apart);
}

size_t nh_avx2_places_follow(const nh_place_row *a, const nh_place_row *b, unsigned apart,
                             nh_place_pair *pairs, size_t n)
{
    const __m256i by = _mm256_set1_epi8((char)(uint8_t)apart);
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        nh_place_pair pair = pairs[i];

        if (is_inside(a, pair.a) && is_inside(b, pair.b)) {
            pair.count = (uint16_t)count_pair(a, b, &pair, by);
            pairs[kept] = pair;
            kept += pair.count > 0;
        } else {
            pairs[kept] = pair;
            kept += nh_kernels_scalar.places_follow(a, b, apart, &pairs[kept], 1);
        }
    }
    return kept;
}

#define MOST_WORDS (65536u / 64)

/* The rank of a number is what the words before its own hold, and the bits below its own. */
size_t nh_avx2_bits_meet(const nh_bit_row *row, const uint32_t *ids, size_t from,
                         size_t stop, nh_place_pair *pairs)
{
    const size_t size = (row->range + 7) / 8;
    uint64_t words[MOST_WORDS];
    uint32_t at = 0, rank = 0;
    size_t n = 0;

    words[(size - 1) / 8] = 0;
    memcpy(words, row->in, size);
    for (size_t i = from; i < stop; i++) {
        const uint32_t bit = ids[i] - row->first;

        if (ids[i] < row->first)
            continue;
        if (bit >= row->range)
            break;
        for (; at < bit / 64; at++)
            rank += (uint32_t)__builtin_popcountll(words[at]);
        pairs[n].a = (uint8_t)i;
        pairs[n].b = (uint8_t)(rank + (uint32_t)__builtin_popcountll(
                                          words[at] & (((uint64_t)1 << (bit % 64)) - 1)));
        n += words[at] >> (bit % 64) & 1;
    }
    return n;
}

/* Eight bytes at once, of which those with a bit move together. */
void nh_avx2_bytes_gather(const uint8_t *in, size_t n, const uint8_t *bytes, uint8_t *out)
{
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        const __m128i ones = _mm_cvtsi64_si128((int64_t)nh_byte_ones[in[i / 8]]);
        uint64_t eight;

        memcpy(&eight, bytes + i, sizeof eight);
        eight = (uint64_t)_mm_cvtsi128_si64(
            _mm_shuffle_epi8(_mm_cvtsi64_si128((int64_t)eight), ones));
        memcpy(out, &eight, sizeof eight);
        out += __builtin_popcount(in[i / 8]);
    }
    nh_kernels_scalar.bytes_gather(in + i / 8, n - i, bytes + i, out);
}

/* The places of eight bytes of which `bits` are wanted, the first of them at place `first`. */
static size_t put_eight(uint8_t bits, size_t first, uint8_t *out)
{
    const uint64_t eight = nh_byte_ones[bits] + first * UINT64_C(0x0101010101010101);

    memcpy(out, &eight, sizeof eight);
    return (size_t)__builtin_popcount(bits);
}

size_t nh_avx2_bytes_reach(const uint8_t *bytes, size_t n, uint8_t least, uint8_t *out)
{
    const __m256i bound = _mm256_set1_epi8((char)least);
    size_t i = 0, k = 0;

    for (; i + 32 <= n; i += 32) {
        const __m256i row = load_places(bytes + i);
        const uint32_t bits = (uint32_t)_mm256_movemask_epi8(
            _mm256_cmpeq_epi8(_mm256_max_epu8(row, bound), row));

        for (unsigned b = 0; bits != 0 && b < 32; b += 8)
            k += put_eight((uint8_t)(bits >> b), i + b, out + k);
    }
    for (; i < n; i++) {
        out[k] = (uint8_t)i;
        k += bytes[i] >= least;
    }
    return k;
}

/* Bits of the highest place, from those of its upper and lower four. */
static __m128i widths_of(__m128i spans)
{
    const __m128i low = _mm_setr_epi8(0, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4);
    const __m128i high = _mm_setr_epi8(0, 5, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8);
    const __m128i four = _mm_set1_epi8(15);
    const __m128i highest = _mm_subs_epu8(spans, _mm_set1_epi8(1));

    return _mm_max_epu8(
        _mm_shuffle_epi8(low, _mm_and_si128(highest, four)),
        _mm_shuffle_epi8(high, _mm_and_si128(_mm_srli_epi16(highest, 4), four)));
}

/* Sixteen products, whose sum fits into 16 bits, are summed up side by side. */
void nh_avx2_places_measure(const uint8_t *spans, const uint8_t *tf, size_t n,
                            uint8_t *widths, uint32_t *before)
{
    const __m256i last = _mm256_set1_epi32(7);
    __m256i base = _mm256_setzero_si256();

    before[0] = 0;
    for (size_t k = 0; k < n; k += 16) {
        __m128i some;
        __m256i sums, low, wide;

        memcpy(&some, spans + k, sizeof some);
        some = widths_of(some);
        memcpy(widths + k, &some, sizeof some);
        sums = _mm256_cvtepu8_epi16(some);
        memcpy(&some, tf + k, sizeof some);
        sums = _mm256_mullo_epi16(sums, _mm256_cvtepu8_epi16(some));
        sums = _mm256_add_epi16(sums, _mm256_slli_si256(sums, 2));
        sums = _mm256_add_epi16(sums, _mm256_slli_si256(sums, 4));
        sums = _mm256_add_epi16(sums, _mm256_slli_si256(sums, 8));
        low = _mm256_permute2x128_si256(sums, sums, 0x08); /* zero, the low half above it */
        low = _mm256_shuffle_epi8(low, _mm256_set1_epi16(0x0f0e));
        sums = _mm256_add_epi16(sums, low);
        wide = _mm256_cvtepu16_epi32(_mm256_castsi256_si128(sums));
        wide = _mm256_add_epi32(wide, base);
        memcpy(before + k + 1, &wide, sizeof wide);
        wide = _mm256_cvtepu16_epi32(_mm256_extracti128_si256(sums, 1));
        wide = _mm256_add_epi32(wide, base);
        memcpy(before + k + 9, &wide, sizeof wide);
        base = _mm256_permutevar8x32_epi32(wide, last);
    }
}

#else

typedef int nh_kernels_avx2_places_absent; /* a file may not be empty */

#endif
