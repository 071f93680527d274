/*
 * indexer/write/numbers/numbers_writer.h - columns of numbers in blocks of 64: FORMAT.md, "Numbers in blocks".
 */
#ifndef NH_INDEXER_NUMBERS_WRITER_H
#define NH_INDEXER_NUMBERS_WRITER_H

#include "common/segment/numbers/numbers_reader.h"
#include "indexer/write/file/spool.h"

/* A section while it grows. Call nh_numbers_writer_init(). For one thread. */
typedef struct nh_numbers_writer {
    nh_spool *to; /* borrowed */
    unsigned columns;
    uint32_t held; /* numbers of a column in the open block */
    uint32_t open[NH_NUMBER_COLUMNS][NH_NUMBER_BLOCK];
    nh_buffer rows; /* of the blocks: 18 bytes each or fewer */
} nh_numbers_writer;

/* Over an empty spool. Allocates nothing. */
void nh_numbers_writer_init(nh_numbers_writer *w, nh_spool *to, unsigned columns);

/* Appends a number to each column: numbers[0..columns). NH_E_NOMEM, NH_E_IO, NH_E_SPACE. */
NH_MUST_USE nh_status nh_numbers_writer_put(nh_numbers_writer *w, const uint32_t *numbers,
                                            nh_error *err);

/* The section is complete; there was a number. As nh_numbers_writer_put(). */
NH_MUST_USE nh_status nh_numbers_writer_finish(nh_numbers_writer *w, nh_error *err);

/* Frees what it holds, finished or not. */
void nh_numbers_writer_free(nh_numbers_writer *w);

#endif
