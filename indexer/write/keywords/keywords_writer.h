/*
 * indexer/write/keywords/keywords_writer.h - columns of keywords: FORMAT.md 14.
 */
#ifndef NH_INDEXER_KEYWORDS_WRITER_H
#define NH_INDEXER_KEYWORDS_WRITER_H

#include "indexer/write/file/section_spools.h"

typedef struct nh_keywords_writer nh_keywords_writer;

/* Writes to section *keywords* of `sections`, which it borrows. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_keywords_writer_new(nh_section_spools *sections,
                                             nh_keywords_writer **out, nh_error *err);

/* Accepts NULL. */
void nh_keywords_writer_free(nh_keywords_writer *w);

/*
 * Article `article` has this value in column `name`. Within a column articles do not
 * descend; a value that comes twice in an article counts once; an empty one not at all.
 * NH_E_NOMEM, NH_E_LIMIT
 */
NH_MUST_USE nh_status nh_keywords_put(nh_keywords_writer *w, nh_str name, nh_str value,
                                      uint32_t article, nh_error *err);

/* Column `name`, if there is one, is complete: its pairs leave memory. `articles`: how many
 * the segment has. NH_E_NOMEM, NH_E_IO, NH_E_SPACE */
NH_MUST_USE nh_status nh_keywords_seal(nh_keywords_writer *w, nh_str name,
                                       uint32_t articles, nh_error *err);

/* All that `from` has, of which nothing is sealed, follows in `to`, article i as base + i; `from`
 * is empty then. NH_E_NOMEM, NH_E_LIMIT */
NH_MUST_USE nh_status nh_keywords_join(nh_keywords_writer *to, nh_keywords_writer *from,
                                       uint32_t base, nh_error *err);

/* Bytes held. */
size_t nh_keywords_memory(const nh_keywords_writer *w);

/*
 * Seals what is open, writes the section, and is empty again.
 * NH_E_NOMEM, NH_E_IO, NH_E_SPACE
 */
NH_MUST_USE nh_status nh_keywords_finish(nh_keywords_writer *w, uint32_t articles,
                                         nh_error *err);

/* Forgets everything. */
void nh_keywords_clear(nh_keywords_writer *w);

#endif
