/*
 * common/codec/numbers/bit_reader.h - the next bits of a row of bytes, lowest first.
 */
#ifndef NH_CODEC_BIT_READER_H
#define NH_CODEC_BIT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/bytes/little_endian.h"

/* `word` holds `held` bits that were loaded, and zeros above them. */
typedef struct nh_bit_reader {
    const uint8_t *next, *end;
    uint64_t word;
    unsigned held;
} nh_bit_reader;

static inline nh_bit_reader nh_bits_of(const uint8_t *bytes, size_t size)
{
    return (nh_bit_reader){.next = bytes, .end = bytes + size};
}

/* Loads until 56 bits or more are held, or all that are left. */
static inline void nh_bits_refill(nh_bit_reader *r)
{
    if (r->end - r->next >= 8) { /* whole bytes of a load that fit above what is held */
        const unsigned bytes = (63 - r->held) / 8;
        const uint64_t mask = ((uint64_t)1 << (8 * bytes)) - 1;

        r->word |= (nh_le64(r->next) & mask) << r->held;
        r->next += bytes;
        r->held += 8 * bytes;
        return;
    }
    while (r->held <= 56 && r->next < r->end) {
        r->word |= (uint64_t)*r->next++ << r->held;
        r->held += 8;
    }
}

/* The next `width` (0..32) bits into *out. False behind the end. */
static inline bool nh_bits_take(nh_bit_reader *r, unsigned width, uint32_t *out)
{
    if (r->held < width)
        nh_bits_refill(r);
    if (r->held < width)
        return false;
    *out = (uint32_t)(r->word & (((uint64_t)1 << width) - 1));
    r->word >>= width;
    r->held -= width;
    return true;
}

/* The number of zeros before the next one, both taken, into *out. False if no one follows. */
static inline bool nh_bits_unary(nh_bit_reader *r, uint32_t *out)
{
    uint32_t zeros = 0;
    unsigned here;

    while (r->word == 0) {
        zeros += r->held;
        r->held = 0;
        if (r->next == r->end)
            return false;
        nh_bits_refill(r);
    }
    here = (unsigned)__builtin_ctzll(r->word);
    *out = zeros + here;
    r->word = r->word >> here >> 1;
    r->held -= here + 1;
    return true;
}

#endif
