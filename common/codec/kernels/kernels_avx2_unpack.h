/*
 * common/codec/kernels/kernels_avx2_unpack.h - private to kernels_avx2*.c: a load of packed places as bytes.
 */
#ifndef NH_CODEC_KERNELS_AVX2_UNPACK_H
#define NH_CODEC_KERNELS_AVX2_UNPACK_H

#if defined(__AVX2__)

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

/* How eight values (seven of eight bits) of one width, which fit into 57 bits that begin
 * anywhere in a byte, are moved down, each in a lane of its own. */
typedef struct unpacking {
    __m256i even, odd, mask;
    size_t step, bits; /* values of one load, and their bits                           */
} unpacking;

/* For places of this width, 0..8. */
static inline unpacking unpacking_of(unsigned width)
{
    unpacking u = {.step = width < 8 ? 8 : 7};

    u.even = _mm256_mul_epu32(_mm256_setr_epi64x(0, 2, 4, 6), _mm256_set1_epi64x(width));
    u.odd = _mm256_add_epi64(u.even, _mm256_set1_epi64x(width));
    u.mask = _mm256_set1_epi64x((1 << width) - 1);
    u.bits = u.step * width;
    return u;
}

/* A load at bit `bit` as bytes. */
static inline uint64_t unpack_places(const uint8_t *in, size_t bit, const unpacking *u)
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

#endif

#endif
