/*
 * common/segment/worth.h - what a posting is worth in its segment, compared exactly (FORMAT.md 17).
 *
 * The worth of a posting is tf / (tf + k1 (1 - b + b length / mean)), the mean being tokens /
 * passages of the segment.
 */
#ifndef NH_SEGMENT_WORTH_H
#define NH_SEGMENT_WORTH_H

#include "common/base/env.h"

#define NH_WORTHS 65025u /* pairs of tf and length: 255 times 255 */

/* All that the worth of a posting depends on. */
typedef struct nh_worth {
    uint8_t tf;     /* 1..255; 0: none           */
    uint8_t length; /* tokens, 1..255; 0 if none */
} nh_worth;

/* What it is worth in. */
typedef struct nh_worth_rule {
    uint64_t tokens;   /* of the segment, at most 255 a passage           */
    uint32_t passages; /* of the segment, below 2^31                      */
    uint32_t k1, b;    /* millionths; k1 any, b up to 1,000,000           */
} nh_worth_rule;

/* All worths there can be, in order. A rank belongs to all postings of equal worth; 0 is the
 * best. */
typedef struct nh_worth_ranks {
    uint16_t rank[256][256];   /* [tf][length], both from 1                        */
    nh_worth first[NH_WORTHS]; /* by rank: the least tf with it, and for that the least
                                  length                                           */
    uint32_t count;            /* ranks                                            */
} nh_worth_ranks;

/*
 * out: one allocation, released by the caller with nh_release(env, ...); NULL on failure
 * NH_E_NOMEM.  Cost: about a millisecond
 */
NH_MUST_USE nh_status nh_worth_ranks_new(const nh_env *env, const nh_worth_rule *rule,
                                         nh_worth_ranks **out, nh_error *err);

#endif
