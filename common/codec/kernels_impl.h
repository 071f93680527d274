/*
 * common/codec/kernels_impl.h - private to kernels*.c: the sets that exist.
 */
#ifndef NH_CODEC_KERNELS_IMPL_H
#define NH_CODEC_KERNELS_IMPL_H

#include "common/codec/kernels.h"

/* Portable C: the definition. */
extern const nh_kernels nh_kernels_scalar;

/* For processors with AVX2. */
extern const nh_kernels nh_kernels_avx2;

#endif
