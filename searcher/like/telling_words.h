/*
 * searcher/like/telling_words.h - the words that tell what an article is about.
 *
 * A word tells much if it is frequent in the article and rare in the index: tf * idf, of articles.
 * Words that no other article has would find nothing, and words that half of the articles in
 * the same language have tell nothing, so neither is among them.
 */
#ifndef NH_SEARCHER_TELLING_WORDS_H
#define NH_SEARCHER_TELLING_WORDS_H

#include "newshound/articles.h"
#include "searcher/reader.h"

typedef struct nh_telling_word {
    nh_str
        form; /* most frequent one of the article; asks for the term in every form      */
    nh_str term;
    uint32_t tf; /* occurrences, those in the headline counted thrice                     */
    double idf; /* of articles, above 0                                                   */
} nh_telling_word;

/*
 * The `most` most telling words of an article, best first; equal ones by term. They depend on
 * the articles of the index alone, not on its segments.
 * article  as nh_article_get() gives it; borrowed for the call
 * out      in `arena`, as their texts are
 * NH_E_CORRUPT, NH_E_LIMIT (the arena is full), NH_E_NOMEM.  Cost: the article is analysed, and
 * each of its words is looked up in each segment.
 */
NH_MUST_USE nh_status nh_telling_words(const nh_reader *r, const nh_stored_article *article,
                                       uint32_t most, nh_arena *arena,
                                       nh_telling_word **out, uint32_t *count,
                                       nh_error *err);

#endif
