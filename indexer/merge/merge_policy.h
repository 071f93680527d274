/*
 * indexer/merge/merge_policy.h - which segments to merge, so that they stay few and merging stays cheap.
 */
#ifndef NH_INDEXER_MERGE_POLICY_H
#define NH_INDEXER_MERGE_POLICY_H

#include <stddef.h>
#include <stdint.h>

#define NH_SEGMENTS_MOST 8u /* of an index, after a commit */

/*
 * How many segments, from the first, stay as they are; the others become one. `n` where
 * nothing is to be merged.
 *
 * sizes  bytes of each, without the share of its deleted articles
 *
 * A merge happens only where there are more than NH_SEGMENTS_MOST, and takes the newest
 * segments, and older ones as long as they are at most twice as large as all newer ones
 * together: so each byte is copied a number of times that grows with the logarithm of the
 * index.
 */
size_t nh_merge_policy(const uint64_t *sizes, size_t n);

#endif
