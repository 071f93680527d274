/*
 * common/codec/numbers/unary.h - small numbers as so many zeros and a one each, bit 0 of a byte first.
 *
 * The last one stands in the last byte, and the bits behind it are zero: so a row has one
 * spelling. Numbers of several bits keep their `low` bits elsewhere.
 */
#ifndef NH_CODEC_UNARY_H
#define NH_CODEC_UNARY_H

#include "common/base/bytes/buffer.h"

#define NH_UNARY_MOST 255u /* bytes of a row whose size is told in a byte */
#define NH_UNARY_SLACK 8u  /* places that decoding may write behind the last */

/* How many low bits leave `n` numbers whose sum is `sum` shortest in all, about. */
unsigned nh_unary_low(uint64_t sum, size_t n);

/* Bytes of the row of values[i] >> low. */
size_t nh_unary_size(const uint32_t *values, size_t n, unsigned low);

/* Appends the row of values[i] >> low, whose `size` is nh_unary_size(). */
void nh_unary_put(const uint32_t *values, size_t n, unsigned low, size_t size,
                  nh_buffer *out);

/*
 * The places of the ones of a row of n numbers (n <= 256): places[i] is that of number i, and
 * places[-1] becomes that of one before the row, so that number i is the distance from the
 * place before, less 1. There is room for n + NH_UNARY_SLACK of them. False if it is not such
 * a row: as many ones as numbers, the last in the last byte.
 */
bool nh_unary_places(const uint8_t *row, size_t size, size_t n, uint32_t *places);

#endif
