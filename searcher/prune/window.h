/*
 * searcher/prune/window.h - sums of scores for a run of passages, all 0 between queries.
 */
#ifndef NH_SEARCHER_WINDOW_H
#define NH_SEARCHER_WINDOW_H

#include "searcher/prune/parts.h"

#define NH_WINDOW 16384u /* passages */

/* One searcher's, made at the first query that needs it. */
typedef struct nh_window {
    nh_parts parts;
    int32_t sums[NH_WINDOW];
    uint32_t touched[NH_WINDOW + 1]; /* offsets of sums that are not 0                 */
} nh_window;

#endif
