/*
 * common/codec/numbers/bit_writer.h - bits one after the other into a row of bytes, lowest first.
 *
 * They gather in a word, of which 32 at a time go out. So no byte is touched twice, and none
 * behind the last bit.
 */
#ifndef NH_CODEC_BIT_WRITER_H
#define NH_CODEC_BIT_WRITER_H

#include <stddef.h>
#include <stdint.h>

/* Zero-initialise with `nh_bit_writer w = {.next = bytes}`, which have room for all bits. */
typedef struct nh_bit_writer {
    uint8_t *next;
    uint64_t word; /* the bits that did not go out yet */
    unsigned held; /* how many: 0..31                  */
} nh_bit_writer;

/* The four low bytes of `v`, lowest first; compilers make one store of it. */
static inline void nh_bits_store(uint8_t *to, uint64_t v)
{
    to[0] = (uint8_t)v;
    to[1] = (uint8_t)(v >> 8);
    to[2] = (uint8_t)(v >> 16);
    to[3] = (uint8_t)(v >> 24);
}

/* All eight bytes of `v`, likewise. */
static inline void nh_bits_store_word(uint8_t *to, uint64_t v)
{
    nh_bits_store(to, v);
    nh_bits_store(to + 4, v >> 32);
}

/* Appends `bits`, below 2^width; width 0..32. */
static inline void nh_bits_put(nh_bit_writer *w, uint64_t bits, unsigned width)
{
    w->word |= bits << w->held;
    w->held += width;
    if (w->held >= 32) {
        nh_bits_store(w->next, w->word);
        w->next += 4;
        w->word >>= 32;
        w->held -= 32;
    }
}

/* Appends so many zeros, a one, and `bits`, below 2^width; width 0..31. */
static inline void nh_bits_put_unary(nh_bit_writer *w, uint64_t zeros, uint64_t bits,
                                     unsigned width)
{
    for (; zeros >= 32; zeros -= 32)
        nh_bits_put(w, 0, 32);
    if (zeros + width >= 32) {
        nh_bits_put(w, 0, (unsigned)zeros);
        zeros = 0;
    }
    nh_bits_put(w, (bits << 1 | 1) << zeros, (unsigned)zeros + 1 + width);
}

/* Appends zeros up to a whole byte. */
static inline void nh_bits_end(nh_bit_writer *w)
{
    for (; w->held > 0; w->held -= w->held < 8 ? w->held : 8, w->word >>= 8)
        *w->next++ = (uint8_t)w->word;
}

#endif
