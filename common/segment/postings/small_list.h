/*
 * common/segment/postings/small_list.h - the postings of a rare term, which lie in the dictionary.
 */
#ifndef NH_SEGMENT_SMALL_LIST_H
#define NH_SEGMENT_SMALL_LIST_H

#include "common/segment/postings/block_reader.h"

/* How many occurrences a small list has, at most. */
size_t nh_small_list_room(const nh_term *term);

/*
 * Decodes the small list of `term`, which is one of `seg`: block->count, passages, tf and
 * occurrences.
 *
 * positions  room for nh_small_list_room(); block->occurrences of them are written, zeros for a
 *            pair; NULL: unwanted
 * codes      likewise
 * NH_E_CORRUPT  the list contradicts itself, its term, or its passages
 */
NH_MUST_USE nh_status nh_small_list_decode(nh_segment *seg, const nh_term *term,
                                           nh_block *block, uint8_t *positions,
                                           uint16_t *codes, nh_error *err);

#endif
