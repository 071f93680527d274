/* indexer/merge/merge_policy.c - which segments to merge. */
#include "indexer/merge/merge_policy.h"

#define RATIO 2u

size_t nh_merge_policy(const nh_merge_candidate *segments, size_t n)
{
    size_t keep = n;
    uint64_t sum = 0;

    if (n <= NH_SEGMENTS_MOST)
        return n;
    while (keep > 0 && segments[keep - 1].pinned == 0 &&
           (keep >= NH_SEGMENTS_MOST || segments[keep - 1].size / RATIO <= sum)) {
        keep--;
        sum += segments[keep].size;
    }
    return n - keep > 1 ? keep : n;
}
