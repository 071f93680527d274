/*
 * common/codec/kernels/kernels_bit_rows.h - private to kernels*.c: ids and rows of bits among other bits.
 */
#ifndef NH_CODEC_KERNELS_BIT_ROWS_H
#define NH_CODEC_KERNELS_BIT_ROWS_H

#include "common/base/bytes/little_endian.h"
#include "common/codec/kernels/kernels.h"

/* How many bits of a word are set, as a set of kernels counts them. */
typedef size_t nh_count_word(uint64_t word);

/* The bits of a row from `at` on, 64 of them or what is left. */
static inline uint64_t nh_bit_row_word(const nh_bit_row *row, uint32_t at)
{
    const uint32_t left = row->range - at;
    const uint64_t word = nh_le64(row->in + at / 8);

    return left < 64 ? word & (((uint64_t)1 << left) - 1) : word;
}

/* As nh_kernels.bits_join() says. What falls into the next word is carried there. */
static inline size_t nh_bit_row_join(const nh_bit_row *row, uint64_t *bits,
                                     nh_count_word *count)
{
    const unsigned shift = row->first % 64;
    uint64_t *to = bits + row->first / 64, carry = 0;
    size_t n = 0;

    for (uint32_t at = 0; at < row->range; at += 64) {
        const uint64_t word = nh_bit_row_word(row, at);

        n += count(word);
        *to++ |= word << shift | carry;
        carry = word >> 1 >> (63 - shift);
    }
    *to |= carry;
    return n;
}

/* As nh_kernels.bits_share() says. */
static inline size_t nh_bit_row_share(const nh_bit_row *row, const uint64_t *bits,
                                      size_t *both, nh_count_word *count)
{
    const unsigned shift = row->first % 64;
    const uint64_t *in = bits + row->first / 64;
    size_t n = 0, shared = 0;

    for (uint32_t at = 0; at < row->range; at += 64, in++) {
        const uint64_t word = nh_bit_row_word(row, at);

        n += count(word);
        shared += count(word & (in[0] >> shift | in[1] << 1 << (63 - shift)));
    }
    *both = shared;
    return n;
}

static inline void nh_bit_set(uint64_t *bits, uint32_t id)
{
    bits[id / 64] |= (uint64_t)1 << id % 64;
}

/* As nh_kernels.ids_join() says. Four quarters in turn, since the word that was written last may
 * not be read at once: of one quarter, the next id often falls into it. */
static inline void nh_ids_join(const uint32_t *ids, size_t n, uint64_t *bits)
{
    const size_t quarter = n / 4;

    for (size_t k = 0; k < quarter; k++) {
        nh_bit_set(bits, ids[k]);
        nh_bit_set(bits, ids[quarter + k]);
        nh_bit_set(bits, ids[2 * quarter + k]);
        nh_bit_set(bits, ids[3 * quarter + k]);
    }
    for (size_t k = 4 * quarter; k < n; k++)
        nh_bit_set(bits, ids[k]);
}

/* As nh_kernels.ids_share() says. */
static inline size_t nh_ids_share(const uint32_t *ids, size_t n, const uint64_t *bits)
{
    size_t both = 0;

    for (size_t k = 0; k < n; k++)
        both += bits[ids[k] / 64] >> ids[k] % 64 & 1;
    return both;
}

#endif
