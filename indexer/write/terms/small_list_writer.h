/*
 * indexer/write/terms/small_list_writer.h - the few postings of a rare term, as they stand in the dictionary.
 */
#ifndef NH_INDEXER_SMALL_LIST_WRITER_H
#define NH_INDEXER_SMALL_LIST_WRITER_H

#include "indexer/write/postings_writer.h"

/* Appends the postings of an open block as a small list: FORMAT.md 5. A term without forms has no
 * positions, only one with several has form codes. Whether there was memory, the buffer knows. */
void nh_small_list_write(const nh_open_block *block, uint32_t n_forms, nh_buffer *to);

#endif
