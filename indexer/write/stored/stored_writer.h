/*
 * indexer/write/stored/stored_writer.h - articles as they are, in compressed blocks: FORMAT.md 15.
 */
#ifndef NH_INDEXER_STORED_WRITER_H
#define NH_INDEXER_STORED_WRITER_H

#include "common/base/bytes/little_endian.h"
#include "indexer/write/file/section_spools.h"
#include "newshound/corpus.h"

#define NH_STORED_ROW 24u /* bytes of a row of the table of blocks */

/* Such a row, FORMAT.md 15. */
typedef struct nh_stored_row {
    uint64_t at;             /* of the block in the section              */
    uint32_t size, raw_size; /* of the block, and of what it inflates to */
    uint32_t first;          /* its first article                        */
    uint32_t dictionary;     /* it goes on from, from 1; 0: none         */
} nh_stored_row;

/* The row in the NH_STORED_ROW bytes from `p` on. */
static inline nh_stored_row nh_stored_row_read(const uint8_t *p)
{
    return (nh_stored_row){nh_le64(p), nh_le32(p + 8), nh_le32(p + 12), nh_le32(p + 16),
                           nh_le32(p + 20)};
}

/* Appends a row to the table. NH_E_NOMEM, NH_E_IO, NH_E_SPACE. */
NH_MUST_USE nh_status nh_stored_row_put(nh_spool *table, nh_stored_row row, nh_error *err);

/* What comes before blocks that follow others: bytes of blocks, articles, dictionaries. */
typedef struct nh_stored_base {
    uint64_t bytes;
    uint32_t articles, dictionaries;
} nh_stored_base;

/* The row of the same block behind that. */
static inline nh_stored_row nh_stored_row_shift(nh_stored_row row,
                                                const nh_stored_base *base)
{
    row.at += base->bytes;
    row.first += base->articles;
    row.dictionary += row.dictionary > 0 ? base->dictionaries : 0;
    return row;
}

/* Appends `size` bytes of rows, whose blocks come to lie behind `base`. As nh_stored_row_put(). */
NH_MUST_USE nh_status nh_stored_rows_put(nh_spool *table, const uint8_t *rows,
                                         uint64_t size, const nh_stored_base *base,
                                         nh_error *err);

typedef struct nh_stored_writer nh_stored_writer;

/* Writes to three sections of `sections`, which it borrows. text: keep the text. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_stored_writer_new(nh_section_spools *sections, bool text,
                                           nh_stored_writer **out, nh_error *err);

/* From the next block on takes many times as long, and an eighth less room, with `threads` threads
 * (1..64); the bytes are the same with any number. Once for a writer, which then writes no second
 * segment: the threads know dictionaries by their numbers. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_stored_writer_press(nh_stored_writer *w, unsigned threads,
                                             nh_error *err);

/* Accepts NULL. */
void nh_stored_writer_free(nh_stored_writer *w);

/* The next article. NH_E_NOMEM, NH_E_IO, NH_E_SPACE, NH_E_LIMIT (4 GiB in one article). */
NH_MUST_USE nh_status nh_stored_writer_put(nh_stored_writer *w, const nh_article *article,
                                           nh_error *err);

/* The next article as another segment stored it: what nh_stored_record() gives. As
 * nh_stored_writer_put(). NH_E_ARG (a record that makes no sense). */
NH_MUST_USE nh_status nh_stored_writer_record(nh_stored_writer *w, nh_str record,
                                              nh_error *err);

/* Bytes of articles that are not in a block yet. */
size_t nh_stored_writer_open(const nh_stored_writer *w);

/* Closes the open block, if there is one: the next article will be number `article`, those
 * between having been written by somebody else. As nh_stored_writer_put(). */
NH_MUST_USE nh_status nh_stored_writer_go_on(nh_stored_writer *w, uint32_t article,
                                             nh_error *err);

/* Closes the last block; the writer is ready for a new segment. As nh_stored_writer_put(). */
NH_MUST_USE nh_status nh_stored_writer_finish(nh_stored_writer *w, nh_error *err);

/* The articles of `from`, which has sections of its own and `base` articles before it, follow in
 * `to`; `from` is ready for a new segment then. As nh_stored_writer_put(). */
NH_MUST_USE nh_status nh_stored_writer_join(nh_stored_writer *to, nh_stored_writer *from,
                                            uint32_t base, nh_error *err);

/* Bytes held. */
size_t nh_stored_writer_memory(const nh_stored_writer *w);

#endif
