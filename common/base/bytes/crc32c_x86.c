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

#define WITH_INSTRUCTIONS __attribute__((target("sse4.2,pclmul")))

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

#else

typedef int nh_crc32c_x86_absent; /* a file may not be empty */

#endif
