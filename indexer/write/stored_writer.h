/*
 * indexer/write/stored_writer.h - articles as they are, in compressed blocks: FORMAT.md 15.
 */
#ifndef NH_INDEXER_STORED_WRITER_H
#define NH_INDEXER_STORED_WRITER_H

#include "indexer/write/section_spools.h"
#include "newshound/corpus.h"

typedef struct nh_stored_writer nh_stored_writer;

/* Writes to two sections of `sections`, which it borrows. text: keep the text. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_stored_writer_new(nh_section_spools *sections, bool text,
                                           nh_stored_writer **out, nh_error *err);

/* From the next block on takes several times as long, and a seventh less room. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_stored_writer_press(nh_stored_writer *w, nh_error *err);

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
