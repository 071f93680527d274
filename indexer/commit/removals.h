/*
 * indexer/commit/removals.h - which articles go with the next commit: committed ones, and ones added since.
 *
 * With threads, an article that is to replace another may turn out to be refused only later;
 * then the other stays. So replacements are remembered until nh_removals_settle().
 */
#ifndef NH_INDEXER_REMOVALS_H
#define NH_INDEXER_REMOVALS_H

#include "common/base/bytes/buffer.h"
#include "common/segment/file/segment.h"

#define NH_PLACE_ADDED UINT32_MAX

/* Where an article is. */
typedef struct nh_place {
    uint32_t segment; /* number of a segment of the last commit, or NH_PLACE_ADDED */
    uint32_t article; /* number in it; of one that was added since: its serial     */
} nh_place;

/* What goes from a segment. */
typedef struct nh_segment_removals {
    uint8_t *
        bits; /* a bit an article: it is deleted, now or before; NULL: as the segment says */
    uint32_t
        count; /* how many go now                                                           */
} nh_segment_removals;

/* Call nh_removals_init(). For one thread. */
typedef struct nh_removals {
    const nh_env *env;
    nh_segment *const *segments; /* of the last commit; borrowed */
    nh_segment_removals *of;     /* by segment                   */
    size_t n_segments;
    uint32_t count;     /* committed articles that go          */
    nh_buffer added;    /* a bit a serial: it goes             */
    nh_buffer replaced; /* struct replacement, oldest first    */
} nh_removals;

/* Nothing goes. Allocates nothing. */
void nh_removals_init(nh_removals *r, const nh_env *env);

/* Nothing goes from these segments, which are borrowed until nh_removals_close(). NH_E_NOMEM. */
NH_MUST_USE nh_status nh_removals_open(nh_removals *r, nh_segment *const *segments,
                                       size_t n, nh_error *err);

/* Forgets everything. */
void nh_removals_close(nh_removals *r);

/* True if the article goes, or went before. */
bool nh_removals_has(const nh_removals *r, nh_place place);

/* The article goes. NH_E_NOMEM: then it stays. */
NH_MUST_USE nh_status nh_removals_put(nh_removals *r, nh_place place, nh_error *err);

/* The article goes, unless `serial`, which is there instead, turns out to be refused. As
 * nh_removals_put(). */
NH_MUST_USE nh_status nh_removals_replace(nh_removals *r, nh_place place, uint32_t serial,
                                          nh_error *err);

/*
 * Articles whose replacement was refused stay, unless they were removed otherwise.
 * refused  a bit a serial
 */
void nh_removals_settle(nh_removals *r, const nh_buffer *refused);

/* The bits of deleted articles of segment i, those of earlier commits included; NULL if there
 * are none. Borrowed from `r` or the segment. */
const uint8_t *nh_removals_bits(const nh_removals *r, uint32_t i);

/* Sets bit i of `bits`, which grows by zeros as far as it has to; look with nh_buf_status(). */
void nh_bit_put(nh_buffer *bits, uint32_t i);

/* Bit i; false where there is none. */
bool nh_bit_has(const nh_buffer *bits, uint32_t i);

#endif
