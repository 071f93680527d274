/* indexer/merge/merge_policy.c - which segments to merge. */
#include "indexer/merge/merge_policy.h"

#define RATIO 2u

size_t nh_merge_policy(const uint64_t *sizes, size_t n)
{
    size_t keep = n;
    uint64_t sum = 0;

    if (n <= NH_SEGMENTS_MOST)
        return n;
    while (keep > 0 && (keep >= NH_SEGMENTS_MOST || sizes[keep - 1] / RATIO <= sum)) {
        keep--;
        sum += sizes[keep];
    }
    return n - keep > 1 ? keep : n;
}
