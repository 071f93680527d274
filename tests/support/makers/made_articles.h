/*
 * tests/support/makers/made_articles.h - articles drawn at random, the same ones for the same seed.
 */
#ifndef NH_TESTS_MADE_ARTICLES_H
#define NH_TESTS_MADE_ARTICLES_H

#include "newshound/indexer.h"

typedef struct made_articles {
    nh_article *list;
    size_t count;
} made_articles;

/*
 * `count` articles with ids "<prefix>000000" and on: words of skewed frequency, among them
 * capitals, accents, hyphens and numbers; headlines, several paragraphs, dates, sources,
 * languages, keywords of one and of several values, skipped parts. Owned by the caller until
 * made_articles_free().
 */
made_articles *made_articles_new(const char *prefix, size_t count, unsigned seed);

/* Makes an index of them at `path`, in segments of `each`, with these options (NULL: defaults). */
void made_articles_index(const made_articles *a, const char *path, size_t each,
                         const nh_index_options *index);

/* Frees them; not NULL. */
void made_articles_free(made_articles *a);

#endif
