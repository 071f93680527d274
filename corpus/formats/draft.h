/*
 * corpus/formats/draft.h - an article while a reader puts it together.
 */
#ifndef NH_CORPUS_DRAFT_H
#define NH_CORPUS_DRAFT_H

#include "common/base/bytes/buffer.h"
#include "newshound/corpus.h"

/* Bytes of an article's own id. */
#define NH_ID_LIMIT 1024

/* Bytes of a keyword's value and of its name. */
#define NH_KEYWORD_LIMIT 256
#define NH_KEYWORD_NAME_LIMIT 32

/* Keywords of one article. */
#define NH_KEYWORDS_LIMIT 4096

/* Texts of `article` are borrowed from wherever the reader found them. */
typedef struct nh_draft {
    nh_article article;
    const nh_env *env;
    nh_field *fields; /* owned; article.fields points here */
    size_t field_room;
    nh_range *skips; /* owned; article.skips points here  */
    size_t skip_room;
    nh_buffer made_id; /* an id made from path and record   */
} nh_draft;

/* An empty article; keeps the memory. */
void nh_draft_clear(nh_draft *draft);

/* Frees what it holds. Accepts a zeroed draft. */
void nh_draft_free(nh_draft *draft);

/* Adds a keyword; names and values that are no keywords are left out. NH_E_NOMEM */
NH_MUST_USE nh_status nh_draft_keyword(nh_draft *draft, nh_str name, nh_str value,
                                       nh_error *err);

/* Bytes [at, at + size) of the text are not indexed; they follow those added before.
 * NH_E_NOMEM */
NH_MUST_USE nh_status nh_draft_skip(nh_draft *draft, size_t at, size_t size, nh_error *err);

/* True if the name is one that a keyword can have: [a-z][a-z0-9_]{0,31}. */
bool nh_keyword_name_ok(nh_str name);

/*
 * Gives the article an id made from its path, where it has none: the path as given, without
 * "./" before it, and "#record" in a container. NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_draft_name(nh_draft *draft, nh_str path, uint64_t record,
                                    nh_error *err);

#endif
