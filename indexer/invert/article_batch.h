/*
 * indexer/invert/article_batch.h - articles copied, on their way to another thread.
 */
#ifndef NH_INDEXER_ARTICLE_BATCH_H
#define NH_INDEXER_ARTICLE_BATCH_H

#include "common/base/memory/arena.h"
#include "newshound/corpus.h"

#define NH_BATCH_ARTICLES 64u
#define NH_BATCH_BYTES (256u << 10) /* from which a batch is full */

/* Zero-initialise with `nh_article_batch b = {.arena = {.env = env}}`. */
typedef struct nh_article_batch {
    struct nh_article_batch *next; /* for whoever keeps a list */
    nh_arena arena;                /* owns all texts           */
    size_t count;
    size_t bytes; /* of texts */
    nh_article articles[NH_BATCH_ARTICLES];
    uint32_t
        serials[NH_BATCH_ARTICLES]; /* parallel to articles, for whoever gives numbers */
} nh_article_batch;

/* Appends a copy of `article`; the batch must not be full. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_article_batch_add(nh_article_batch *b, const nh_article *article,
                                           nh_error *err);

/* True if the batch should go. */
bool nh_article_batch_is_full(const nh_article_batch *b);

/* Forgets the articles; memory for some is kept. */
void nh_article_batch_reset(nh_article_batch *b);

#endif
