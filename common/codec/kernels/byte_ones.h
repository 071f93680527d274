/*
 * common/codec/kernels/byte_ones.h - by byte: which of its bits are set.
 */
#ifndef NH_CODEC_BYTE_ONES_H
#define NH_CODEC_BYTE_ONES_H

#include <stdint.h>

/* The numbers of the bits that are set, a byte each, lowest first; zeros above them. */
extern const uint64_t nh_byte_ones[256];

#endif
