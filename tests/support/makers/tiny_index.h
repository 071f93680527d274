/*
 * tests/support/makers/tiny_index.h - a small index, written for a test and opened for searching.
 */
#ifndef NH_TESTS_TINY_INDEX_H
#define NH_TESTS_TINY_INDEX_H

#include "common/base/env.h"
#include "newshound/indexer.h"
#include "newshound/searcher.h"
#include "tests/support/temp_dir.h"

/* An article, for tables in tests; NULL and 0: none. */
typedef struct tiny_article {
    const char *id;
    const char *headline;
    const char *text;
    const char *date; /* as nh_date_parse() takes it */
    const char *source;
    const char *language;
} tiny_article;

typedef struct tiny_index {
    temp_dir *dir;
    char *path;
    nh_writer *writer; /* NULL once opened */
    nh_reader *reader;
    nh_searcher *searcher;
} tiny_index;

/* An empty index with these options (NULL: defaults). Fails the test if that fails. */
tiny_index *tiny_index_new(const nh_index_options *options);

/* Adds an article to what the next commit holds. */
void tiny_index_add(tiny_index *t, const tiny_article *article);

/* Adds an article with anything in it. */
void tiny_index_add_article(tiny_index *t, const nh_article *article);

/* Puts an article in the place of the one with its id, or adds it. */
void tiny_index_update(tiny_index *t, const nh_article *article);

/* Deletes an article that is there. */
void tiny_index_delete(tiny_index *t, const char *id);

/* Commits, and makes all segments one. */
void tiny_index_optimize(tiny_index *t);

/* Commits: what was added is a segment of its own. */
void tiny_index_commit(tiny_index *t);

/* Commits, closes the writer and opens a reader and a searcher. */
void tiny_index_open(tiny_index *t);

/* An index of these articles with these options (NULL: defaults), in segments of `each`, opened. */
tiny_index *tiny_index_of(const nh_index_options *options, const tiny_article *articles,
                          size_t count, size_t each);

/*
 * An index of articles a0, a1, ... with the texts that `text_of` gives by their numbers, opened.
 * Words are as written, and an article is one passage; `pairs` as in nh_index_options.
 */
tiny_index *tiny_index_of_texts(uint32_t count, const char *(*text_of)(uint32_t number),
                                const char *pairs);

/* Searches; the test fails unless that works. The caller frees the results. */
nh_results *tiny_index_search(tiny_index *t, const char *query,
                              const nh_search_options *options);

/* Likewise: how much was found, and what that took. */
nh_results_facts tiny_index_facts(tiny_index *t, const char *query,
                                  const nh_search_options *options);

/* "a b c": the ids of the hits in order; in a buffer of `t` until the next call. */
const char *tiny_index_ids(tiny_index *t, const char *query,
                           const nh_search_options *options);

/* What is done with an index that may fail at any call: the status, which `err` has too. */
typedef nh_status tiny_index_use(nh_reader *reader, nh_searcher *searcher, nh_error *err);

/*
 * Opens the files once more with the environment `env`, has them used, and closes them: for
 * sweeps of fault.h. Returns what failed first; fails the test unless the error tells the same.
 */
nh_status tiny_index_try(const tiny_index *t, const nh_env *env, tiny_index_use *use);

/* A use, or a part of one: parses and searches, and frees what is found. */
nh_status tiny_index_ask(nh_reader *reader, nh_searcher *searcher, const char *query,
                         const nh_search_options *options, nh_error *err);

/* Removes the files; what is open goes on without them. */
void tiny_index_unlink(tiny_index *t);

/* Closes what is open and removes the files; not NULL. */
void tiny_index_free(tiny_index *t);

/* A teardown for cmocka, of a test whose state is a tiny_index. */
int tiny_index_teardown(void **state);

#endif
