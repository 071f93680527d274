/* common/base/bytes/crc32c_x86.c - the checksum of every block by the processor's own instruction. */
#include "common/base/bytes/crc32c_impl.h"

#if defined(NH_CRC32C_X86)

#include <immintrin.h>
#include <string.h>

/*
 * The instruction takes eight bytes in three cycles, and three of them at once where none waits for
 * another. So three pieces that lie one behind the other are summed at the same time, and the sums
 * of the first two are moved behind the bytes that follow them: multiplied by x^(8 n) modulo the
 * polynomial, for n bytes (Gopal, Ozturk, Guilford and others 2011). The carry-less product has one
 * bit less than 64, and the instruction itself reduces it, by 32 bits: so the factors are
 * x^(8 n - 33), with the highest power in the lowest bit, as in the sums.
 */
typedef struct pieces {
    size_t size;          /* bytes of each, a multiple of 8 */
    uint32_t once, twice; /* factors of one piece, and of two */
} pieces;

static const pieces large = {5456, 0x5d4c91fc,
                             0x562cc096}; /* three, and 16 bytes: 16 KiB */
static const pieces small = {336, 0xa60ce07b, 0xcec3662e};

/*
 * The instruction leaves the carry-less multiplier idle. Where that makes two products at once,
 * what lies before the pieces is folded by it in the meantime: 64 bytes onto the 64 behind them,
 * while the instruction takes 96.
 */
#define FOLDED 64u      /* bytes that are folded at once       */
#define STEP 32u        /* bytes of each of three pieces, then */
#define WIDE_STEPS 102u /* in 16 KiB, which leave 64 bytes     */
#define WIDE_PIECE (WIDE_STEPS * STEP)
#define WIDE_SIZE (WIDE_STEPS * (FOLDED + 3 * STEP))

static const uint32_t wide_once = 0x95ffd7dc, wide_twice = 0xfab852fc,
                      wide_thrice = 0x606dfba1;
static const uint32_t by_64[2] = {0x740eef02,
                                  0x9e4addf8}; /* x^(8 * 72 - 33), x^(8 * 64 - 33) */

#define WITH_INSTRUCTIONS __attribute__((target("sse4.2,pclmul")))
#define WITH_WIDE __attribute__((target("avx2,vpclmulqdq,sse4.2,pclmul")))

static inline uint64_t eight_bytes(const uint8_t *b)
{
    uint64_t v;

    memcpy(&v, b, sizeof v); /* this processor is little-endian */
    return v;
}

WITH_INSTRUCTIONS static __m128i product(uint64_t sum, uint32_t factor)
{
    return _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)sum),
                                _mm_cvtsi64_si128((long long)factor), 0);
}

/* The sum so far, continued over three pieces. */
WITH_INSTRUCTIONS static uint64_t three_pieces(uint64_t sum, const uint8_t *b,
                                               const pieces *p)
{
    uint64_t second = 0, third = 0;
    __m128i moved;

    for (const uint8_t *end = b + p->size; b < end; b += 8) {
        sum = _mm_crc32_u64(sum, eight_bytes(b));
        second = _mm_crc32_u64(second, eight_bytes(b + p->size));
        third = _mm_crc32_u64(third, eight_bytes(b + 2 * p->size));
    }
    moved = _mm_xor_si128(product(sum, p->twice), product(second, p->once));
    return _mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(moved)) ^ third;
}

WITH_WIDE static inline __m256i fold(__m256i sum, __m256i factors, const uint8_t *b)
{
    const __m256i next = _mm256_loadu_si256((const __m256i *)(const void *)b);
    const __m256i low = _mm256_clmulepi64_epi128(sum, factors, 0x00);
    const __m256i high = _mm256_clmulepi64_epi128(sum, factors, 0x11);

    return _mm256_xor_si256(_mm256_xor_si256(low, high), next);
}

/* The sum of the bytes that are left of those that were folded. */
WITH_WIDE static uint64_t sum_of_folded(const __m256i folded[2])
{
    uint64_t left[FOLDED / 8], sum = 0;

    memcpy(left, folded, sizeof left);
    for (size_t i = 0; i < FOLDED / 8; i++)
        sum = _mm_crc32_u64(sum, left[i]);
    return sum;
}

/* The sum so far, continued over WIDE_SIZE bytes. */
WITH_WIDE static uint64_t wide_run(uint64_t sum, const uint8_t *b)
{
    const __m256i factors = _mm256_setr_epi64x(by_64[0], by_64[1], by_64[0], by_64[1]);
    const uint8_t *p = b + (size_t)WIDE_STEPS * FOLDED;
    __m256i folded[2];
    uint64_t first = 0, second = 0, third = 0;
    __m128i moved;

    folded[0] = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(const void *)b),
                                 _mm256_setr_epi64x((long long)sum, 0, 0, 0));
    folded[1] = _mm256_loadu_si256((const __m256i *)(const void *)(b + FOLDED / 2));
    for (const uint8_t *end = p + WIDE_PIECE; p < end;) {
        for (size_t i = 0; i < STEP / 8; i++, p += 8) {
            first = _mm_crc32_u64(first, eight_bytes(p));
            second = _mm_crc32_u64(second, eight_bytes(p + WIDE_PIECE));
            third = _mm_crc32_u64(third, eight_bytes(p + 2 * (size_t)WIDE_PIECE));
        }
        if (p < end) {
            b += FOLDED;
            folded[0] = fold(folded[0], factors, b);
            folded[1] = fold(folded[1], factors, b + FOLDED / 2);
        }
    }
    moved = _mm_xor_si128(_mm_xor_si128(product(sum_of_folded(folded), wide_thrice),
                                        product(first, wide_twice)),
                          product(second, wide_once));
    return _mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(moved)) ^ third;
}

bool nh_crc32c_x86_usable(void)
{
    return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul");
}

WITH_INSTRUCTIONS uint32_t nh_crc32c_x86(uint32_t crc, const void *bytes, size_t size)
{
    const uint8_t *b = (const uint8_t *)bytes;
    uint64_t sum = (uint32_t)~crc;

    for (; size >= 3 * large.size; size -= 3 * large.size, b += 3 * large.size)
        sum = three_pieces(sum, b, &large);
    for (; size >= 3 * small.size; size -= 3 * small.size, b += 3 * small.size)
        sum = three_pieces(sum, b, &small);
    for (; size >= 8; size -= 8, b += 8)
        sum = _mm_crc32_u64(sum, eight_bytes(b));
    for (; size > 0; size--)
        sum = _mm_crc32_u8((uint32_t)sum, *b++);
    return (uint32_t)~sum;
}

bool nh_crc32c_wide_usable(void)
{
    return nh_crc32c_x86_usable() && __builtin_cpu_supports("avx2") &&
           __builtin_cpu_supports("vpclmulqdq");
}

WITH_WIDE uint32_t nh_crc32c_wide(uint32_t crc, const void *bytes, size_t size)
{
    const uint8_t *b = (const uint8_t *)bytes;
    uint64_t sum = (uint32_t)~crc;

    for (; size >= WIDE_SIZE; size -= WIDE_SIZE, b += WIDE_SIZE)
        sum = wide_run(sum, b);
    return nh_crc32c_x86((uint32_t)~sum, b, size);
}

#else

typedef int nh_crc32c_x86_absent; /* a file may not be empty */

#endif
