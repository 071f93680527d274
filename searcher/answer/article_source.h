/*
 * searcher/answer/article_source.h - what is shown of an article, from the columns and the stored text.
 */
#ifndef NH_SEARCHER_ARTICLE_SOURCE_H
#define NH_SEARCHER_ARTICLE_SOURCE_H

#include "common/base/memory/arena.h"
#include "common/segment/articles/keywords_reader.h"
#include "common/segment/articles/stored_reader.h"
#include "newshound/searcher.h"

/* One segment's, one thread's. Zero it and set `segment`. */
typedef struct nh_article_source {
    nh_segment *segment;
    nh_stored_reader *stored; /* owned; NULL until something is read                   */
    nh_column source, lang;
    bool has_source, has_lang, looked; /* the columns are looked up once               */
} nh_article_source;

/* Has the system read what will be shown of a passage and its article; `text`: its stored text,
 * too. What is not read now is read when it is wanted; only opening the stored text can fail, as
 * nh_stored_open(). */
NH_MUST_USE nh_status nh_article_source_expect(nh_article_source *s, uint32_t article,
                                               uint32_t passage, bool text, nh_error *err);

/* id, in the arena, and date of an article. NH_E_CORRUPT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_article_source_brief(const nh_article_source *s, uint32_t article,
                                              nh_arena *arena, nh_hit *out, nh_error *err);

/*
 * The stored article, and everything of it that a hit shows; texts are copied into `arena`.
 *
 * stored  borrowed from `s` until its next call
 * NH_E_CORRUPT, NH_E_LIMIT, NH_E_NOMEM.  Cost: inflates a block.
 */
NH_MUST_USE nh_status nh_article_source_read(nh_article_source *s, uint32_t article,
                                             nh_arena *arena, nh_hit *out,
                                             nh_stored *stored, nh_error *err);

/* Forgets the article it stands on. Accepts a zeroed source. */
void nh_article_source_close(nh_article_source *s);

#endif
