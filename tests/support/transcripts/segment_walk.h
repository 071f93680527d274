/*
 * tests/support/transcripts/segment_walk.h - everything that can be read of a segment, in one number.
 */
#ifndef NH_TESTS_SEGMENT_WALK_H
#define NH_TESTS_SEGMENT_WALK_H

#include "common/segment/file/index.h"

/*
 * Reads all terms, forms, postings, positions, codes, passages, articles, ids, dates,
 * keywords and stored articles, and their checksum into *digest. Stops at the first error.
 */
nh_status segment_walk(nh_segment *seg, uint32_t *digest, nh_error *err);

/* The same for all segments of an index and what its manifest says. */
nh_status index_walk(const nh_index *index, uint32_t *digest, nh_error *err);

#endif
