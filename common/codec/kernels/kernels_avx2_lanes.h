/*
 * common/codec/kernels/kernels_avx2_lanes.h - private to kernels_avx2.c: 256 numbers of one width, packed in eight lanes.
 */
#ifndef NH_CODEC_KERNELS_AVX2_LANES_H
#define NH_CODEC_KERNELS_AVX2_LANES_H

#if defined(__AVX2__)

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

/* Word j of the eight lanes. */
static inline __m256i load_words(const uint8_t *in, unsigned j)
{
    __m256i v;

    memcpy(&v, in + (size_t)32 * j, sizeof v);
    return v;
}

/* Number i of each lane; other bits may stand above it. */
static inline __m256i take_row(const uint8_t *in, unsigned width, unsigned i)
{
    const unsigned bit = i * width % 32, word = i * width / 32;
    __m256i v = _mm256_srl_epi32(load_words(in, word), _mm_cvtsi32_si128((int)bit));

    if (bit + width > 32)
        v = _mm256_or_si256(v, _mm256_sll_epi32(load_words(in, word + 1),
                                                _mm_cvtsi32_si128((int)(32 - bit))));
    return v;
}

/* Number i of each lane is the i-th vector: the eight values of a row stand together. Where the
 * width is known to the compiler, so is each shift. */
__attribute__((always_inline)) static inline void
unpack_lanes(const uint8_t *in, unsigned width, uint32_t *out)
{
    const __m256i mask =
        _mm256_set1_epi32(width == 32 ? -1 : (int)(((uint32_t)1 << width) - 1));

#pragma GCC unroll 32
    for (unsigned i = 0; i < 32; i++) {
        const __m256i v = _mm256_and_si256(take_row(in, width, i), mask);

        memcpy(out + (size_t)8 * i, &v, sizeof v);
    }
}

/* The same for any width, in a loop. */
static inline void unpack_wide_lanes(const uint8_t *in, unsigned width, uint32_t *out)
{
    const __m256i mask =
        _mm256_set1_epi32(width == 32 ? -1 : (int)(((uint32_t)1 << width) - 1));

    for (unsigned i = 0; i < 32; i++) {
        const __m256i v = _mm256_and_si256(take_row(in, width, i), mask);

        memcpy(out + (size_t)8 * i, &v, sizeof v);
    }
}

/* Nearly all blocks have one of these widths. */
static inline void lanes_unpack(const uint8_t *in, unsigned width, uint32_t *out)
{
    switch (width) {
    case 0:
        memset(out, 0, 256 * sizeof *out);
        break;
    case 1:
        unpack_lanes(in, 1, out);
        break;
    case 2:
        unpack_lanes(in, 2, out);
        break;
    case 3:
        unpack_lanes(in, 3, out);
        break;
    case 4:
        unpack_lanes(in, 4, out);
        break;
    case 5:
        unpack_lanes(in, 5, out);
        break;
    case 6:
        unpack_lanes(in, 6, out);
        break;
    case 7:
        unpack_lanes(in, 7, out);
        break;
    case 8:
        unpack_lanes(in, 8, out);
        break;
    case 9:
        unpack_lanes(in, 9, out);
        break;
    case 10:
        unpack_lanes(in, 10, out);
        break;
    default:
        unpack_wide_lanes(in, width, out);
    }
}

/* Four rows are packed together, which leaves four values of a row beside four of the next. */
static inline void lanes_bytes(const uint8_t *in, unsigned width, uint8_t *out)
{
    const __m256i mask = _mm256_set1_epi32((1 << width) - 1);
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);

    if (width == 0) {
        memset(out, 0, 256);
        return;
    }
    for (unsigned i = 0; i < 32; i += 4) {
        __m256i v[4];

        for (unsigned k = 0; k < 4; k++)
            v[k] = _mm256_and_si256(take_row(in, width, i + k), mask);
        v[0] = _mm256_packus_epi16(_mm256_packus_epi32(v[0], v[1]),
                                   _mm256_packus_epi32(v[2], v[3]));
        v[0] = _mm256_permutevar8x32_epi32(v[0], order);
        memcpy(out + (size_t)8 * i, &v[0], sizeof v[0]);
    }
}

#endif

#endif
