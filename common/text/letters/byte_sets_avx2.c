/* common/text/letters/byte_sets_avx2.c - which bytes are in a set, for processors with AVX2. */
#include "common/text/letters/byte_sets_impl.h"

#if defined(NH_HAVE_AVX2)

#include <immintrin.h>
#include <string.h>

/* Both halves of a register hold the table, since a shuffle looks up within a half. */
static __m256i load_table(const uint8_t table[16])
{
    __m128i t;

    memcpy(&t, table, sizeof t);
    return _mm256_broadcastsi128_si256(t);
}

static __m256i load_bytes(const char *bytes)
{
    __m256i v;

    memcpy(&v, bytes, sizeof v);
    return v;
}

/* The bytes of `v` that are in the set of `low`; `bits` has for each the bit of its row. A
 * byte over 7F looks up 0, as the shuffle does for all with the highest bit. */
static uint32_t mask_of(__m256i v, __m256i low, __m256i bits)
{
    const __m256i rows = _mm256_shuffle_epi8(low, v);
    const __m256i none =
        _mm256_cmpeq_epi8(_mm256_and_si256(rows, bits), _mm256_setzero_si256());

    return ~(uint32_t)_mm256_movemask_epi8(none);
}

/* For each byte the bit of its high four bits, 0 over 7F. */
static __m256i bits_of_rows(__m256i v)
{
    const __m256i bits =
        _mm256_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8,
                         16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);

    return _mm256_shuffle_epi8(
        bits, _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15)));
}

/* A shuffle looks at the low four bits of what has no highest bit: others are left as they
 * are, since bits_of_rows() gives them 0. */
static void mask_half(const __m256i low[NH_BYTE_SETS], const char *bytes, unsigned shift,
                      nh_byte_masks *out)
{
    const __m256i v = load_bytes(bytes);
    const __m256i bits = bits_of_rows(v);

    for (unsigned s = 0; s < NH_BYTE_SETS; s++)
        out->set[s] |= (uint64_t)mask_of(v, low[s], bits) << shift;
    out->high |= (uint64_t)(uint32_t)_mm256_movemask_epi8(v) << shift;
}

void nh_byte_masks_avx2(const nh_byte_sets *sets, const char *bytes, size_t blocks,
                        nh_byte_masks *out)
{
    __m256i low[NH_BYTE_SETS];

    for (unsigned s = 0; s < NH_BYTE_SETS; s++)
        low[s] = load_table(sets->low[s]);
    for (size_t i = 0; i < blocks; i++) {
        out[i] = (nh_byte_masks){0};
        mask_half(low, bytes + i * NH_BYTE_BLOCK, 0, &out[i]);
        mask_half(low, bytes + i * NH_BYTE_BLOCK + 32, 32, &out[i]);
    }
}

size_t nh_set_masks_avx2(const uint8_t low[16], const char *bytes, size_t blocks,
                         uint64_t *in, uint64_t *high)
{
    const __m256i table = load_table(low);
    size_t i = 0;

    do {
        const __m256i v = load_bytes(bytes + i * NH_BYTE_BLOCK);
        const __m256i w = load_bytes(bytes + i * NH_BYTE_BLOCK + 32);

        in[i] = mask_of(v, table, bits_of_rows(v)) |
                (uint64_t)mask_of(w, table, bits_of_rows(w)) << 32;
        *high = (uint32_t)_mm256_movemask_epi8(v) |
                (uint64_t)(uint32_t)_mm256_movemask_epi8(w) << 32;
    } while (++i < blocks && *high == 0);
    return i;
}

#else

/* Without AVX2 this file is empty but for this declaration, as C wants one. */
typedef int nh_byte_sets_avx2_unused;

#endif
