/*
 * common/segment/articles/live_counts.h - how much of a segment is not deleted: what statistics count.
 */
#ifndef NH_SEGMENT_LIVE_COUNTS_H
#define NH_SEGMENT_LIVE_COUNTS_H

#include "common/segment/file/segment.h"

typedef struct nh_live_counts {
    uint64_t articles;
    uint64_t passages;
    uint64_t tokens;
} nh_live_counts;

/*
 * Adds what `seg` holds without deleted articles to `sum`. Any thread.
 * deleted  a bit an article, as nh_segment_deleted_bits() gives them; NULL: none
 * NH_E_CORRUPT
 * Cost: nothing where nothing is deleted; else the first use of both views, and the passages
 * of deleted articles.
 */
NH_MUST_USE nh_status nh_live_counts_add(nh_segment *seg, const uint8_t *deleted,
                                         nh_live_counts *sum, nh_error *err);

#endif
