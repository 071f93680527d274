/*
 * searcher/prune/sort.h - keys of 64 bits in order.
 */
#ifndef NH_SEARCHER_SORT_H
#define NH_SEARCHER_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Sorts ascending; `room` has space for n keys. Cost: linear, with a pass for each byte in which
 * keys differ; few keys are inserted. */
void nh_sort_keys(uint64_t *keys, uint64_t *room, size_t n);

#endif
