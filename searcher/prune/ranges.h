/*
 * searcher/prune/ranges.h - the most that each range of passages can score, by word.
 */
#ifndef NH_SEARCHER_RANGES_H
#define NH_SEARCHER_RANGES_H

#include "searcher/prune/pruning.h"

/*
 * Bounds of all lists of p from the directories of their postings, or, where a list is short,
 * from its postings.
 * NH_E_CORRUPT, NH_E_LIMIT, NH_E_NOMEM.  Cost: ranges and blocks, a nanosecond each.
 */
NH_MUST_USE nh_status nh_ranges_make(nh_pruning *p, unsigned shift, nh_ranges *out,
                                     nh_error *err);

/* Keys of the ranges that may matter, best first: the number of the range is in the low half.
 * *n of them, in the arena. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_ranges_order(nh_pruning *p, const nh_ranges *r, uint64_t **out,
                                      uint32_t *n, nh_error *err);

#endif
