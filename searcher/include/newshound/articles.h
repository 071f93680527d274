/*
 * newshound/articles.h - articles as an index keeps them.
 */
#ifndef NH_ARTICLES_PUBLIC_H
#define NH_ARTICLES_PUBLIC_H

#include "newshound/searcher.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An article as stored. */
typedef struct nh_stored_article {
    nh_hit hit;  /* score 0, no passages                                          */
    nh_str text; /* empty without stored text                                     */
    const nh_mark
        *passages;     /* places of its passages in the text, by number; that of the  */
                       /* headline is empty                                           */
    size_t n_passages; /* of them, the headline among them */
} nh_stored_article;

/*
 * The article with this id.
 * out  owned by the caller until nh_stored_article_free(), which comes before the reader's close;
 *      NULL if there is none, and on failure
 * NH_E_CORRUPT, NH_E_IO, NH_E_NOMEM
 * Threads: any number at once. Cost: a look-up in each segment, and one article decompressed.
 */
NH_API NH_MUST_USE nh_status nh_article_get(nh_reader *r, const char *id, size_t len,
                                            nh_stored_article **out, nh_error *err);

/*
 * Reads ids and dates of `n` hits from hit `from` on, which a search with scores_only leaves
 * empty, unless it explains or shows several passages of a hit;
 * those that are filled in already, and those past the last, are none.
 * NH_E_CORRUPT, NH_E_NOMEM; then some of them may be filled in.
 * Threads: one at a time in an answer. Cost: a look at the ids' place for each.
 */
NH_API NH_MUST_USE nh_status nh_results_fill(nh_results *res, size_t from, size_t n,
                                             nh_error *err);

/* Frees the article; NULL is accepted. */
NH_API void nh_stored_article_free(nh_stored_article *article);

#ifdef __cplusplus
}
#endif

#endif
