/* common/codec/numbers/unary.c - small numbers as so many zeros and a one each. */
#include "common/codec/numbers/unary.h"

#include "common/codec/kernels/kernels.h"
#include "common/codec/numbers/bit_writer.h"
#include "common/codec/numbers/pack.h"

/* Numbers that fall off evenly are shortest where a low part reaches half of their mean. */
unsigned nh_unary_low(uint64_t sum, size_t n)
{
    const uint64_t half = n > 0 ? sum / (2 * n) : 0;

    return half > UINT32_MAX ? 32 : nh_bits((uint32_t)half);
}

static uint64_t row_bits(const uint32_t *values, size_t n, unsigned low)
{
    uint64_t sum = n;

    for (size_t i = 0; i < n; i++)
        sum += (uint64_t)values[i] >> low;
    return sum;
}

size_t nh_unary_size(const uint32_t *values, size_t n, unsigned low)
{
    return (size_t)((row_bits(values, n, low) + 7) / 8);
}

#define AT_ONCE 55u /* zeros that fit a word beside a one and 7 bits */
#define SPARE 8u    /* bytes behind the row that may be written      */

/* Bits on their way out: whole bytes went, fewer than 8 bits are held. */
typedef struct put_row {
    uint8_t *to;
    uint64_t word;
    unsigned held;
} put_row;

/* There is nothing to ask of `bits` more bits that are in the word. */
static inline void put_out(put_row *r, unsigned bits)
{
    r->held += bits;
    nh_bits_store_word(r->to, r->word);
    r->to += r->held / 8;
    r->word >>= r->held & ~7u;
    r->held %= 8;
}

void nh_unary_put(const uint32_t *values, size_t n, unsigned low, size_t size,
                  nh_buffer *out)
{
    put_row r = {.to = size > 0 ? nh_buf_extend(out, size + SPARE) : NULL};

    if (r.to == NULL)
        return;
    for (size_t i = 0; i < n; i++) {
        uint64_t zeros = (uint64_t)values[i] >> low;

        for (; zeros > AT_ONCE; zeros -= AT_ONCE)
            put_out(&r, AT_ONCE);
        r.word |= (uint64_t)1 << (r.held + zeros);
        put_out(&r, (unsigned)zeros + 1);
    }
    out->size -= SPARE;
}

bool nh_unary_places(const uint8_t *row, size_t size, size_t n, uint32_t *places)
{
    places[-1] = UINT32_MAX;
    return n > 0 && size > 0 && row[size - 1] != 0 &&
           nh_kernels_get()->bitset_expand(row, size, 0, n + NH_UNARY_SLACK, places) == n;
}
