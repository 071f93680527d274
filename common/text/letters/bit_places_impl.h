/*
 * common/text/letters/bit_places_impl.h - private to bit_places*.c: the listers that exist.
 */
#ifndef NH_TEXT_BIT_PLACES_IMPL_H
#define NH_TEXT_BIT_PLACES_IMPL_H

#include "common/text/letters/bit_places.h"

/* An nh_bit_lister for processors with AVX2, BMI and POPCNT. */
size_t nh_bit_places_avx2(const uint64_t *masks, size_t n, uint32_t base, uint32_t *out);

#endif
