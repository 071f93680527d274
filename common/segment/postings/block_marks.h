/*
 * common/segment/postings/block_marks.h - the passages of a term among bits, one for each passage of the segment.
 *
 * For whoever counts passages and wants no frequencies: a run of blocks is found and checked at
 * once, and blocks that are bit sets, or have no gaps, are joined word by word, many at a time.
 */
#ifndef NH_SEGMENT_BLOCK_MARKS_H
#define NH_SEGMENT_BLOCK_MARKS_H

#include "common/segment/postings/block_reader.h"

/*
 * Sets the bits of the passages of blocks from..to-1, below directory.n or, of a small list, 1.
 * `bits` has two words more than the segment's passages need.
 * NH_E_CORRUPT
 */
NH_MUST_USE nh_status nh_marks_set(nh_block_reader *r, uint32_t from, uint32_t to,
                                   uint64_t *bits, nh_error *err);

/* Adds to *n how many passages of blocks from..to-1 are set in `bits`, which are as many.
 * NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_marks_count(nh_block_reader *r, uint32_t from, uint32_t to,
                                     const uint64_t *bits, uint64_t *n, nh_error *err);

#endif
