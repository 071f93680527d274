/*
 * indexer/order/new_order.h - where the articles and passages of a segment go when it is written anew.
 */
#ifndef NH_INDEXER_NEW_ORDER_H
#define NH_INDEXER_NEW_ORDER_H

#include "common/segment/articles/articles_reader.h"

typedef struct nh_new_order {
    const nh_env *env;
    uint32_t articles, passages;
    uint32_t *article_at; /* by new number: the old one of an article */
    uint32_t *passage_to; /* by old number: the new one of a passage  */
    uint64_t *begins;     /* by new number: article_begins.h          */
} nh_new_order;

/*
 * The passages follow their articles.
 *
 * article_at  becomes the order's; freed on failure
 * out         nh_new_order_free() frees it; zeroed on failure
 * NH_E_CORRUPT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_new_order_make(nh_segment *seg, uint32_t *article_at,
                                        nh_new_order *out, nh_error *err);

/* Frees what it holds. Accepts a zeroed one. */
void nh_new_order_free(nh_new_order *o);

#endif
