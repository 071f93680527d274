/*
 * common/codec/kernels/kernels_bit_rows.h - private to kernels*.c: ids and rows of bits among other bits.
 */
#ifndef NH_CODEC_KERNELS_BIT_ROWS_H
#define NH_CODEC_KERNELS_BIT_ROWS_H

#include "common/base/bytes/little_endian.h"
#include "common/codec/kernels/kernels.h"

/* How many bits of a word are set, as a set of kernels counts them. */
typedef size_t nh_count_word(uint64_t word);

/* What is left of a row behind its whole words. */
static inline uint64_t nh_bit_row_rest(const nh_bit_row *row)
{
    const uint32_t whole = row->range / 64;

    return nh_le64(row->in + (size_t)8 * whole) & (((uint64_t)1 << row->range % 64) - 1);
}

/* Sets what the row has among other bits; what falls into the next word is carried there. How many
 * are set in the row. */
static inline size_t nh_bit_row_join(const nh_bit_row *row, uint64_t *bits,
                                     nh_count_word *count)
{
    const unsigned shift = row->first % 64;
    const uint64_t rest = nh_bit_row_rest(row);
    uint64_t *const to = bits + row->first / 64;
    const uint32_t whole = row->range / 64;
    uint64_t carry = 0;
    size_t n = count(rest);

    for (uint32_t i = 0; i < whole; i++) {
        const uint64_t word = nh_le64(row->in + (size_t)8 * i);

        n += count(word);
        to[i] |= word << shift | carry;
        carry = word >> 1 >> (63 - shift);
    }
    to[whole] |= rest << shift | carry;
    to[whole + 1] |= rest >> 1 >> (63 - shift);
    return n;
}

/* The bits of a row's word that are set among other bits, too, which begin with in[0]. */
static inline uint64_t nh_bit_row_both(uint64_t word, const uint64_t *in, unsigned shift)
{
    return word & (in[0] >> shift | in[1] << 1 << (63 - shift));
}

/* The same question without setting any; *both: of how many that is set in `bits`, too, more. */
static inline size_t nh_bit_row_share(const nh_bit_row *row, const uint64_t *bits,
                                      size_t *both, nh_count_word *count)
{
    const unsigned shift = row->first % 64;
    const uint64_t rest = nh_bit_row_rest(row);
    const uint64_t *const in = bits + row->first / 64;
    const uint32_t whole = row->range / 64;
    size_t n = count(rest), shared = count(nh_bit_row_both(rest, in + whole, shift));

    for (uint32_t i = 0; i < whole; i++) {
        const uint64_t word = nh_le64(row->in + (size_t)8 * i);

        n += count(word);
        shared += count(nh_bit_row_both(word, in + i, shift));
    }
    *both += shared;
    return n;
}

/* As nh_kernels.rows_join() says. */
static inline size_t nh_bit_rows_join(const nh_counted_row *rows, size_t n, uint64_t *bits,
                                      nh_count_word *count)
{
    size_t i = 0;

    while (i < n && nh_bit_row_join(&rows[i].row, bits, count) == rows[i].count)
        i++;
    return i;
}

/* As nh_kernels.rows_share() says. */
static inline size_t nh_bit_rows_share(const nh_counted_row *rows, size_t n,
                                       const uint64_t *bits, size_t *both,
                                       nh_count_word *count)
{
    size_t i = 0, shared = 0;

    while (i < n && nh_bit_row_share(&rows[i].row, bits, &shared, count) == rows[i].count)
        i++;
    *both = shared;
    return i;
}

static inline void nh_bit_set(uint64_t *bits, uint32_t id)
{
    bits[id / 64] |= (uint64_t)1 << id % 64;
}

/* As nh_kernels.ids_join() says. Eight parts in turn, since the word that was written last may not
 * be read at once: of one part, the next id often falls into it. */
static inline void nh_ids_join(const uint32_t *ids, size_t n, uint64_t *bits)
{
    const size_t part = n / 8;

    for (size_t k = 0; k < part; k++)
        for (size_t i = 0; i < 8; i++)
            nh_bit_set(bits, ids[i * part + k]);
    for (size_t k = 8 * part; k < n; k++)
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
