/*
 * searcher/prune/lists/ranges.h - the most that each range of passages can score, by word.
 */
#ifndef NH_SEARCHER_RANGES_H
#define NH_SEARCHER_RANGES_H

#include "searcher/prune/pruning.h"

/*
 * Ranges of NH_RANGE passages of the segment at work, with bounds of all lists of p: from the range
 * maxima of their words; or else from their postings, which are kept, if a list is short; or else
 * from its directory. Where p->best.allowed is set, ranges without any such passage total 0.
 * NH_E_CORRUPT, NH_E_LIMIT, NH_E_NOMEM.  Cost: ranges, blocks and kept postings, a nanosecond each.
 */
NH_MUST_USE nh_status nh_ranges_make(nh_pruning *p, nh_ranges *out, nh_error *err);

/* The `most` ranges (above 0) with the greatest totals, or all that have any, best first. How many
 * there are. */
uint32_t nh_ranges_best(const nh_ranges *r, uint32_t most, uint32_t *out);

#endif
