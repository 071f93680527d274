/*
 * common/codec/kernels/kernels_impl.h - private to kernels*.c: the sets that exist.
 */
#ifndef NH_CODEC_KERNELS_IMPL_H
#define NH_CODEC_KERNELS_IMPL_H

#include "common/codec/kernels/kernels.h"

/* What slots_take() does, from slot `i` on; the one before `i` is of the posting before. */
size_t nh_slots_take_on(const uint32_t *slots, size_t n, size_t i, nh_slot_rows *rows);

/* Portable C: the definition. */
extern const nh_kernels nh_kernels_scalar;

/* In kernels_scalar_encode.c, for that set. As kernels.h says. */
size_t nh_scalar_slots_take(const uint32_t *slots, size_t n, nh_slot_rows *rows);
uint8_t *nh_scalar_places_pack(const uint8_t *places, const uint8_t *tf,
                               const uint8_t *spans, size_t n, uint8_t *to);

/* For processors with AVX2, which have BMI1 and BMI2 too. */
extern const nh_kernels nh_kernels_avx2;

/* The same without pext, for those that have it in microcode. */
extern const nh_kernels nh_kernels_avx2_no_pext;

/* The set that `wish` names, if it is usable, else the fastest of them; NULL: no wish. */
const nh_kernels *nh_kernels_wished(const char *wish);

/* Those of its kernels that have a file of their own; as kernels.h says. */
void nh_avx2_places_unpack(const uint8_t *in, size_t size, size_t bit, unsigned width,
                           size_t n, uint8_t *out);

/* As kernels.h says. */
size_t nh_avx2_places_join(uint8_t *starts, size_t n, unsigned shift, const uint8_t *places,
                           size_t m);

/* As kernels.h says. */
size_t nh_avx2_places_follow(const nh_packed_places *a, const nh_packed_places *b,
                             unsigned apart, uint8_t *which, size_t n, uint8_t *counts);

/* In kernels_avx2_meet.c, for that set. */
size_t nh_avx2_ids_meet(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b,
                        uint8_t *which, uint8_t *at);

/* As kernels.h says. */
size_t nh_avx2_bits_meet(const nh_bit_row *row, const uint32_t *ids, size_t n,
                         uint8_t *which, uint8_t *at);

/* As kernels.h says. */
size_t nh_avx2_bits_count(const uint8_t *in, size_t n);

/* As kernels.h says. */
size_t nh_avx2_rows_join(const nh_counted_row *rows, size_t n, uint64_t *bits);

/* As kernels.h says. */
size_t nh_avx2_rows_share(const nh_counted_row *rows, size_t n, const uint64_t *bits,
                          size_t *both);

/* As kernels.h says. */
void nh_avx2_ids_join(const uint32_t *ids, size_t n, uint64_t *bits);

/* As kernels.h says. */
size_t nh_avx2_ids_share(const uint32_t *ids, size_t n, const uint64_t *bits);

/* As kernels.h says. */
void nh_avx2_bytes_gather(const uint8_t *in, size_t n, const uint8_t *bytes, uint8_t *out);
size_t nh_avx2_bytes_reach(const uint8_t *bytes, size_t n, uint8_t least, uint8_t *out);

/* In kernels_avx2_encode.c, for that set. */
size_t nh_avx2_slots_take(const uint32_t *slots, size_t n, nh_slot_rows *rows);
uint8_t *nh_avx2_places_pack(const uint8_t *places, const uint8_t *tf, const uint8_t *spans,
                             size_t n, uint8_t *to);

/* As kernels.h says. */
uint8_t nh_avx2_bytes_most(const uint8_t *in, size_t n);

/* In kernels_avx2_scores.c, for that set. */
size_t nh_avx2_sums_take(int32_t *sums, size_t n, int32_t least, uint32_t first,
                         uint32_t *ids, int32_t *scores);

/* As kernels.h says. */
size_t nh_avx2_scores_keep(const uint32_t *ids, const int32_t *scores, size_t n,
                           int32_t least, uint32_t *out_ids, int32_t *out_scores);

/* As kernels.h says. */
void nh_avx2_scores_fill(const double *parts, size_t n, double factor, int32_t times,
                         int32_t *scores);

/* As kernels.h says. */
uint32_t nh_avx2_bytes_sum(const uint8_t *in, size_t n);

/* As kernels.h says. */
uint32_t nh_avx2_places_measure(const uint8_t *spans, const uint8_t *tf, size_t n,
                                uint32_t *places);

#endif
