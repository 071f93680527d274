/*
 * indexer/write/stored/stored_rows.h - the table of blocks of stored articles: FORMAT.md 15.
 */
#ifndef NH_INDEXER_STORED_ROWS_H
#define NH_INDEXER_STORED_ROWS_H

#include "common/segment/articles/stored_block.h"
#include "indexer/write/file/section_spools.h"

/* Appends a row to the table. NH_E_NOMEM, NH_E_IO, NH_E_SPACE, NH_E_LIMIT (too many dictionaries or
 * lists of words). */
NH_MUST_USE nh_status nh_stored_row_put(nh_spool *table, nh_stored_row row, nh_error *err);

/* What comes before blocks that follow others: bytes of blocks, and numbers of what is named. */
typedef struct nh_stored_base {
    uint64_t bytes;
    uint32_t articles, dictionaries;
    const uint8_t
        *lists; /* by number of a list of words, less 1: its number now; NULL: none has */
} nh_stored_base;

/* The row of the same block behind that. */
static inline nh_stored_row nh_stored_row_shift(nh_stored_row row,
                                                const nh_stored_base *base)
{
    row.at += base->bytes;
    row.first += base->articles;
    row.dictionary += row.dictionary > 0 ? base->dictionaries : 0;
    row.words = row.words > 0 && base->lists != NULL ? base->lists[row.words - 1] : 0;
    return row;
}

/* Appends `size` bytes of rows, whose blocks come to lie behind `base`. As nh_stored_row_put(). */
NH_MUST_USE nh_status nh_stored_rows_put(nh_spool *table, const uint8_t *rows,
                                         uint64_t size, const nh_stored_base *base,
                                         nh_error *err);

/* The same of all rows of another table. */
NH_MUST_USE nh_status nh_stored_rows_append(nh_spool *to, nh_spool *from,
                                            const nh_stored_base *base, nh_error *err);

#endif
