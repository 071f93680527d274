/* common/codec/kernels/kernels_avx2_places.c - the inner loops over places of words, for processors with AVX2. */
#include "common/codec/kernels/kernels_impl.h"

#if defined(NH_HAVE_AVX2)

#include <immintrin.h>
#include <string.h>

#include "common/codec/kernels/byte_ones.h"
#include "common/codec/kernels/kernels_avx2_unpack.h"

static __m256i load_places(const uint8_t *places)
{
    __m256i v;

    memcpy(&v, places, sizeof v);
    return v;
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

#define MOST_WORDS (65536u / 64)

/* The rank of a number is what the words before its own hold, and the bits below its own. */
size_t nh_avx2_bits_meet(const nh_bit_row *row, const uint32_t *ids, size_t n,
                         uint8_t *which, uint8_t *at)
{
    const uint32_t first = row->first, range = row->range;
    const size_t size = (range + 7) / 8, n_words = (size + 7) / 8;
    uint64_t words[MOST_WORDS];
    uint8_t ranks[MOST_WORDS];
    size_t sum = 0, i = 0, k = 0;

    words[n_words - 1] = 0;
    memcpy(words, row->in, size);
    for (size_t w = 0; w < n_words; w++) {
        ranks[w] = (uint8_t)sum;
        sum += (size_t)__builtin_popcountll(words[w]);
    }
    while (i < n && ids[i] < first)
        i++;
    for (; i < n && ids[i] - first < range; i++) {
        const uint32_t bit = ids[i] - first;
        const uint64_t word = words[bit / 64];

        which[k] = (uint8_t)i;
        at[k] = (uint8_t)(ranks[bit / 64] +
                          (size_t)__builtin_popcountll(_bzhi_u64(word, bit % 64)));
        k += word >> (bit % 64) & 1;
    }
    return k;
}

/* Eight bytes at once, of which those with a bit move together. */
void nh_avx2_bytes_gather(const uint8_t *in, size_t n, const uint8_t *bytes, uint8_t *out)
{
    const size_t whole = n / 8;

    for (size_t i = 0; i < whole; i++) {
        const uint8_t bits = in[i];
        const __m128i ones = _mm_cvtsi64_si128((int64_t)nh_byte_ones[bits]);
        uint64_t eight;

        memcpy(&eight, bytes + 8 * i, sizeof eight);
        eight = (uint64_t)_mm_cvtsi128_si64(
            _mm_shuffle_epi8(_mm_cvtsi64_si128((int64_t)eight), ones));
        memcpy(out, &eight, sizeof eight);
        out += __builtin_popcount(bits);
    }
    nh_kernels_scalar.bytes_gather(in + whole, n % 8, bytes + 8 * whole, out);
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

uint8_t nh_avx2_bytes_most(const uint8_t *in, size_t n)
{
    __m256i most = _mm256_setzero_si256();
    uint8_t all[32], greatest = 0;
    size_t i = 0;

    for (; i + 32 <= n; i += 32)
        most = _mm256_max_epu8(most, load_places(in + i));
    most = _mm256_max_epu8(most, _mm256_srli_si256(most, 8));
    memcpy(all, &most, sizeof all);
    for (size_t k = 0; k < 8; k++) {
        const uint8_t other = all[16 + k];

        greatest = greatest > all[k] ? greatest : all[k];
        greatest = greatest > other ? greatest : other;
    }
    for (; i < n; i++)
        greatest = greatest > in[i] ? greatest : in[i];
    return greatest;
}

uint32_t nh_avx2_bytes_sum(const uint8_t *in, size_t n)
{
    __m256i sums = _mm256_setzero_si256();
    uint64_t four[4], sum = 0;
    size_t i = 0;

    for (; i + 32 <= n; i += 32) {
        __m256i row;

        memcpy(&row, in + i, sizeof row);
        sums = _mm256_add_epi64(sums, _mm256_sad_epu8(row, _mm256_setzero_si256()));
    }
    memcpy(four, &sums, sizeof four);
    for (; i < n; i++)
        sum += in[i];
    return (uint32_t)(sum + four[0] + four[1] + four[2] + four[3]);
}

/* Bits of the highest place, from those of its upper and lower four. */
static __m256i widths_of(__m256i spans)
{
    const __m256i low = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4));
    const __m256i high = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 5, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8));
    const __m256i four = _mm256_set1_epi8(15);
    const __m256i highest = _mm256_subs_epu8(spans, _mm256_set1_epi8(1));

    return _mm256_max_epu8(
        _mm256_shuffle_epi8(low, _mm256_and_si256(highest, four)),
        _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(highest, 4), four)));
}

/* Each of eight numbers and those before it, in both halves. */
static __m256i sums_of(__m256i v)
{
    v = _mm256_add_epi16(v, _mm256_slli_si256(v, 2));
    v = _mm256_add_epi16(v, _mm256_slli_si256(v, 4));
    return _mm256_add_epi16(v, _mm256_slli_si256(v, 8));
}

/* The last of eight sums in each four lanes of their half. */
static __m256i all_of(__m256i sums)
{
    return _mm256_shuffle_epi8(sums, _mm256_set1_epi32((int)0x80800f0e));
}

/* Eight numbers of 16 bits, and heads of them, as eight of 32; those of the high half are 16
 * behind the others. */
static void put_places(__m256i base, __m256i bits, __m256i heads, uint32_t *places)
{
    const __m256i first = _mm256_add_epi32(_mm256_unpacklo_epi16(bits, heads), base);
    const __m256i second = _mm256_add_epi32(_mm256_unpackhi_epi16(bits, heads), base);
    const __m256i low = _mm256_permute2x128_si256(first, second, 0x20);
    const __m256i high = _mm256_permute2x128_si256(first, second, 0x31);

    memcpy(places, &low, sizeof low);
    memcpy(places + 16, &high, sizeof high);
}

/* Four times eight products, whose sums fit into 16 bits, are summed up side by side: `a` holds
 * those from 0 and 16 on, `b` those from 8 and 24 on. */
uint32_t nh_avx2_places_measure(const uint8_t *spans, const uint8_t *tf, size_t n,
                                uint32_t *places)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i base = zero;

    for (size_t k = 0; k < n; k += 32) {
        const __m256i widths = widths_of(load_places(spans + k));
        const __m256i times = load_places(tf + k), high = _mm256_slli_epi16(widths, 4);
        const __m256i a = _mm256_mullo_epi16(_mm256_unpacklo_epi8(widths, zero),
                                             _mm256_unpacklo_epi8(times, zero));
        const __m256i b = _mm256_mullo_epi16(_mm256_unpackhi_epi8(widths, zero),
                                             _mm256_unpackhi_epi8(times, zero));
        const __m256i a_sums = sums_of(a), b_sums = sums_of(b);
        const __m256i all = _mm256_add_epi32(all_of(a_sums), all_of(b_sums));
        const __m256i a_base =
            _mm256_add_epi32(base, _mm256_permute2x128_si256(all, all, 0x08));

        put_places(a_base, _mm256_sub_epi16(a_sums, a), _mm256_unpacklo_epi8(high, times),
                   places + k);
        put_places(_mm256_add_epi32(a_base, all_of(a_sums)), _mm256_sub_epi16(b_sums, b),
                   _mm256_unpackhi_epi8(high, times), places + k + 8);
        base = _mm256_add_epi32(a_base, all);
        base = _mm256_permute2x128_si256(base, base, 0x11);
    }
    if (n == 0)
        return 0;
    return nh_places_bit(places[n - 1]) +
           nh_places_width(places[n - 1]) * nh_places_count(places[n - 1]);
}

#else

typedef int nh_kernels_avx2_places_absent; /* a file may not be empty */

#endif
