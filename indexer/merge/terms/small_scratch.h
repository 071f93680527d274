/*
 * indexer/merge/terms/small_scratch.h - memory in which the small lists of one input after the other are decoded.
 */
#ifndef NH_INDEXER_SMALL_SCRATCH_H
#define NH_INDEXER_SMALL_SCRATCH_H

#include "common/segment/postings/small_list.h"

/* Zero-initialise with `nh_small_scratch s = {.env = env}`. For one thread. */
typedef struct nh_small_scratch {
    const nh_env *env;
    uint8_t *positions; /* of the list that was decoded last */
    uint16_t *codes;    /* parallel to them                  */
    size_t room;        /* elements of both                  */
} nh_small_scratch;

/* nh_small_list_decode() of `term`; positions and codes are in `s` until the next call.
 * NH_E_CORRUPT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_small_scratch_decode(nh_small_scratch *s, nh_segment *seg,
                                              const nh_term *term, nh_block *block,
                                              nh_error *err);

/* Frees what it holds. Accepts a zeroed one. */
void nh_small_scratch_free(nh_small_scratch *s);

#endif
