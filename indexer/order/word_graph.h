/*
 * indexer/order/word_graph.h - which words the articles of a segment have, as numbers: a sample of both bounds.
 *
 * Words of few articles cannot bring any together, and words of most tell none apart; where the
 * others are still too many for the memory, some of them stand for all.
 */
#ifndef NH_INDEXER_WORD_GRAPH_H
#define NH_INDEXER_WORD_GRAPH_H

#include "indexer/merge/merge_inputs.h"

/* Zero-initialise with `nh_word_graph g = {.env = env, .articles = n, .parts = 1}`, and which. */
typedef struct nh_word_graph {
    const nh_env *env;
    uint32_t first;    /* article of the segment that is number 0 here       */
    uint32_t articles; /* how many there are from it on                      */
    uint32_t parts;    /* of the segment, of which they are one: at least 1  */
    uint32_t words;    /* numbers are below                                  */
    bool large;        /* the memory is too little for so many articles      */
    uint64_t *at;      /* articles + 1: where the numbers of each begin      */
    uint32_t *lists;   /* words by article, ascending in each                */
} nh_word_graph;

/*
 * The graph of some articles of the one segment of `in`, of which nothing is deleted.
 *
 * memory  bytes that it, and nh_bisect() on it with so many threads, may take. Where that is too
 *         little for a fair sample, there are no words, and g->large is true
 * g       says which articles; nh_word_graph_free() frees it, after failures too
 * NH_E_CANCELLED, NH_E_CORRUPT, NH_E_IO, NH_E_NOMEM
 * Cost: three walks over the dictionary, two of them over the passages of the words; one more where
 *       the articles have more words than others
 */
NH_MUST_USE nh_status nh_word_graph_make(nh_merge_inputs *in, uint64_t memory,
                                         unsigned threads, nh_word_graph *g, nh_error *err);

/* Frees what it holds. */
void nh_word_graph_free(nh_word_graph *g);

#endif
