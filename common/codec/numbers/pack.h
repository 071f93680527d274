/*
 * common/codec/numbers/pack.h - numbers side by side at one width (FORMAT.md: "packed at w").
 */
#ifndef NH_CODEC_PACK_H
#define NH_CODEC_PACK_H

#include "common/base/bytes/buffer.h"
#include "common/base/bytes/cursor.h"
#include "common/base/bytes/little_endian.h"

/* Binary digits of `x`; 0 for 0. */
static inline unsigned nh_bits(uint32_t x)
{
    return x == 0 ? 0 : 32u - (unsigned)__builtin_clz(x);
}

/* Ones of a word: sums of two, four and eight bits side by side, then those of the bytes in the
 * highest one. Processors that count them by themselves cannot be taken for granted. */
static inline uint32_t nh_ones(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word =
        (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

/* Bytes of `n` values packed at `width` bits. */
static inline size_t nh_packed_size(size_t n, unsigned width)
{
    return (n * width + 7) / 8;
}

/* The number of `width` (0..32) bits at bit `at` of `bytes`, of which eight can be read from
 * at / 8 on. */
static inline uint32_t nh_packed_at(const uint8_t *bytes, uint64_t at, unsigned width)
{
    return (uint32_t)(nh_le64(bytes + at / 8) >> at % 8) &
           (uint32_t)((UINT64_C(1) << width) - 1);
}

/* Appends the `n` values, each below 2^width, packed at `width` (0..32). */
void nh_pack(const uint32_t *values, size_t n, unsigned width, nh_buffer *out);

/* Reads what nh_pack() wrote into values[0..n). False if bytes are missing, the width is
 * over 32, or a spare bit is set. */
bool nh_unpack(nh_cursor *in, size_t n, unsigned width, uint32_t *values);

/* Appends 256 values in eight lanes at `width` (0..32): 32 * width bytes. */
void nh_lanes_pack(const uint32_t *values, unsigned width, nh_buffer *out);

/* Reads what nh_lanes_pack() wrote into values[0..256). False if bytes are missing or the
 * width is over 32. */
bool nh_lanes_unpack(nh_cursor *in, unsigned width, uint32_t *values);

/* The same at width 0..8, as bytes. */
bool nh_lanes_bytes(nh_cursor *in, unsigned width, uint8_t *values);

/* False if one of the bits of `bytes` from number `used` on is set. */
bool nh_spare_clear(const uint8_t *bytes, size_t size, size_t used);

#endif
