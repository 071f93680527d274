/*
 * indexer/merge/merge_policy.h - which segments to merge, so that they stay few and merging stays cheap.
 */
#ifndef NH_INDEXER_MERGE_POLICY_H
#define NH_INDEXER_MERGE_POLICY_H

#include <stddef.h>
#include <stdint.h>

#define NH_SEGMENTS_MOST 8u /* of an index, after a commit */

/* A segment as the policy sees it. */
typedef struct nh_merge_candidate {
    uint64_t size; /* bytes of its file                        */
    int pinned;    /* not 0: it has deletions and cannot merge */
} nh_merge_candidate;

/*
 * How many segments, from the first, stay as they are; the others become one. `n` where
 * nothing is to be merged.
 *
 * A merge happens only where there are more than NH_SEGMENTS_MOST, and takes the newest
 * segments, and older ones as long as they are at most twice as large as all newer ones
 * together: so each byte is copied a number of times that grows with the logarithm of the
 * index.
 */
size_t nh_merge_policy(const nh_merge_candidate *segments, size_t n);

#endif
