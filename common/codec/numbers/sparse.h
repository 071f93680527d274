/*
 * common/codec/numbers/sparse.h - numbers of which most are zero: the others, and how far they are apart.
 *
 * A byte says the low bits of distances (its low four bits) and of numbers (its high four).
 * Then one row of bits: for each number that is not zero, how many zeros stand before it
 * since the one before, and the number less 1, each as zeros and a one for what lies above
 * its low bits, and the low bits. Bits behind the last are zero and fill no byte.
 */
#ifndef NH_CODEC_SPARSE_H
#define NH_CODEC_SPARSE_H

#include "common/base/bytes/buffer.h"

/* How numbers are written, and how many bytes that takes. */
typedef struct nh_sparse_plan {
    unsigned gap_low, value_low; /* 0..15 */
    size_t size;                 /* bytes, SIZE_MAX if that is not possible */
} nh_sparse_plan;

/* For values[0..n), at most 65,536. The size is SIZE_MAX, too, if it would not be under `below`,
 * which is mostly seen from sums alone. Cost: two walks over them at most. */
nh_sparse_plan nh_sparse_measure(const uint16_t *values, size_t n, size_t below);

/* Appends plan.size bytes. */
void nh_sparse_put(const uint16_t *values, size_t n, const nh_sparse_plan *plan,
                   nh_buffer *out);

/* Reads values[0..n) from exactly `size` bytes. False if they are not such a row, or a number
 * is over `most`. */
bool nh_sparse_get(const uint8_t *bytes, size_t size, size_t n, uint32_t most,
                   uint16_t *values);

#endif
