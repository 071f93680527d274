/*
 * common/text/letters/byte_sets_impl.h - private to byte_sets*.c: the maskers that exist.
 */
#ifndef NH_TEXT_BYTE_SETS_IMPL_H
#define NH_TEXT_BYTE_SETS_IMPL_H

#include "common/text/letters/byte_sets.h"

/* An nh_byte_masker for processors with AVX2. */
void nh_byte_masks_avx2(const nh_byte_sets *sets, const char *bytes, size_t blocks,
                        nh_byte_masks *out);

/* An nh_set_masker for the same. */
size_t nh_set_masks_avx2(const uint8_t low[16], const char *bytes, size_t blocks,
                         uint64_t *in, uint64_t *high);

#endif
