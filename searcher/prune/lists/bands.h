/*
 * searcher/prune/lists/bands.h - blocks of a list found by their impacts, and put in order by them.
 */
#ifndef NH_SEARCHER_BANDS_H
#define NH_SEARCHER_BANDS_H

#include "common/segment/postings/directory.h"

#define NH_BANDS 256u /* impacts that there are */

/* The blocks whose impact is from `low`, at most 255, to below `high`, as they lie, into `found`,
 * which has room for all of the list. How many. */
uint32_t nh_band_find(const nh_directory *d, unsigned low, unsigned high, uint32_t *found);

/* The `n` blocks `found` by falling impact, those that are equal as they come, into `order`. */
void nh_band_sort(const nh_directory *d, const uint32_t *found, uint32_t n,
                  uint32_t *order);

#endif
