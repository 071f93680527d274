/*
 * common/segment/articles/stored_part.h - how much of a block of stored articles one of them needs.
 */
#ifndef NH_SEGMENT_STORED_PART_H
#define NH_SEGMENT_STORED_PART_H

#include "common/segment/file/segment.h"

/*
 * Bytes, of the `raw_size` of the block with articles [first, end), that end behind `article` of
 * them as far as the places of passages tell: most often enough, and seldom far too many. raw_size
 * if nothing is known. Cost: two looks at places for each article of the block.
 */
size_t nh_stored_part(nh_segment *seg, uint32_t first, uint32_t end, uint32_t article,
                      uint32_t raw_size);

#endif
