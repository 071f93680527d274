/*
 * searcher/prune/best/sort.h - keys of 64 bits in order, and the k-th best score.
 */
#ifndef NH_SEARCHER_SORT_H
#define NH_SEARCHER_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Sorts ascending; `room` has space for n keys. Cost: linear: keys are spread by their highest bits
 * and inserted, and where many have those in common, or there are very many, there is a pass for
 * each byte in which they differ. */
void nh_sort_keys(uint64_t *keys, uint64_t *room, size_t n);

/* The same for keys that differ from bit `low` on. */
void nh_sort_keys_from(uint64_t *keys, uint64_t *room, size_t n, unsigned low);

/* The score that stands at `place` (below n) when scores fall; they are moved about. Cost: linear
 * on average. */
int32_t nh_select_score(int32_t *scores, size_t n, size_t place);

#endif
