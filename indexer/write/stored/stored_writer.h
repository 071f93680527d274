/*
 * indexer/write/stored/stored_writer.h - articles as they are, in compressed blocks: FORMAT.md 15.
 */
#ifndef NH_INDEXER_STORED_WRITER_H
#define NH_INDEXER_STORED_WRITER_H

#include "indexer/write/file/section_spools.h"
#include "indexer/write/words/word_lists.h"
#include "newshound/corpus.h"

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

/* From the next block on articles are coded by a list of words, number `number` of those of
 * `sections`, and blocks are smaller. Its bytes are copied. For a writer that writes no
 * second segment; after nh_stored_writer_press(), if that comes at all. NH_E_CORRUPT (it makes no
 * sense), NH_E_NOMEM. */
NH_MUST_USE nh_status nh_stored_writer_words(nh_stored_writer *w, nh_str list,
                                             uint32_t number, nh_error *err);

/* From the next block on articles are coded by the lists that `lists` chooses from what this writer
 * and others put; borrowed. Not together with nh_stored_writer_press(). */
void nh_stored_writer_choose(nh_stored_writer *w, nh_word_lists *lists);

/* True if the open block is so small that it should take in articles that lie in a block of
 * their own. */
bool nh_stored_writer_is_short(const nh_stored_writer *w);

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
