/*
 * tests/support/makers/random_index.h - settings of an index and articles for it, by chance.
 */
#ifndef NH_TESTS_RANDOM_INDEX_H
#define NH_TESTS_RANDOM_INDEX_H

#include "common/text/passages/passages.h"
#include "newshound/indexer.h"
#include "tests/support/makers/random_text.h"

/* How words and passages of an index are made; points into itself, so it does not move. */
typedef struct random_settings {
    char passages[32];
    nh_index_options options;
    nh_analysis analysis;
    nh_passage_rule rule;
} random_settings;

/* Chooses profile, stemmer, stop words, and small passages or whole articles. */
void random_settings_choose(random_numbers *r, random_settings *out);

/* An article and its texts. Zero-initialise; free with random_article_free(). */
typedef struct random_article {
    nh_article article;
    nh_buffer text, headline;
    char id[16];
} random_article;

/* Makes article number `number`; borrowed until the next call. */
const nh_article *random_article_make(random_numbers *r, uint32_t number,
                                      random_article *out);

/* Frees its texts. */
void random_article_free(random_article *a);

#endif
