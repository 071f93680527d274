/*
 * tests/support/made_articles.h - articles drawn at random, the same ones for the same seed.
 */
#ifndef NH_TESTS_MADE_ARTICLES_H
#define NH_TESTS_MADE_ARTICLES_H

#include "newshound/corpus.h"

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

/* Frees them; not NULL. */
void made_articles_free(made_articles *a);

#endif
