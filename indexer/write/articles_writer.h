/*
 * indexer/write/articles_writer.h - lengths, places, first passages, ids and dates: FORMAT.md 9 to 13.
 *
 * The columns are small (about 9 bytes a passage and 30 an article) and stay in memory until
 * their segment is written.
 */
#ifndef NH_INDEXER_ARTICLES_WRITER_H
#define NH_INDEXER_ARTICLES_WRITER_H

#include "common/text/passages/passages.h"
#include "indexer/write/file/section_spools.h"
#include "newshound/corpus.h"

/* Columns as they are on disk. Call nh_articles_writer_init(). For one thread. */
typedef struct nh_articles_writer {
    const nh_env *env;
    nh_buffer lengths, spans, flags; /* a byte a passage                     */
    nh_buffer place_at, place_size;  /* u32, u16 a passage                   */
    nh_buffer first;                 /* u32 an article: its first passage    */
    nh_buffer id_ends, ids;          /* u32 an article: where its id ends    */
    nh_buffer seconds, precision, source;
    uint32_t articles, passages;
    uint64_t tokens;
} nh_articles_writer;

/* Nothing is allocated before the first article. */
void nh_articles_writer_init(nh_articles_writer *w, const nh_env *env);

/* Appends an article. NH_E_NOMEM, NH_E_LIMIT (passages, or 4 GiB of ids). */
NH_MUST_USE nh_status nh_articles_writer_put(nh_articles_writer *w,
                                             const nh_article *article, const nh_cut *cut,
                                             nh_error *err);

/* The articles of `from` follow those of `to`; `from` is empty then. NH_E_NOMEM, NH_E_LIMIT. */
NH_MUST_USE nh_status nh_articles_writer_join(nh_articles_writer *to,
                                              nh_articles_writer *from, nh_error *err);

/* Bytes held. */
size_t nh_articles_writer_memory(const nh_articles_writer *w);

/* Writes the sections, places only with `text`. NH_E_NOMEM, NH_E_IO, NH_E_SPACE. */
NH_MUST_USE nh_status nh_articles_writer_finish(nh_articles_writer *w,
                                                nh_section_spools *to, bool text,
                                                nh_error *err);

/* Forgets the articles and frees the memory. */
void nh_articles_writer_clear(nh_articles_writer *w);

#endif
