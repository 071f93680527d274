/*
 * indexer/invert/word_order.h - the words of a run in the order of the dictionary.
 */
#ifndef NH_INDEXER_WORD_ORDER_H
#define NH_INDEXER_WORD_ORDER_H

#include "common/text/words/analyzer.h"
#include "indexer/invert/forward.h"

/* A word of the run. */
typedef struct nh_ordered_word {
    uint64_t key;        /* first eight bytes of its term, for fast comparison */
    const nh_word *word; /* borrowed from the analyzer                         */
    uint32_t number;     /* in the analyzer                                    */
    uint32_t count;      /* of its occurrences                                 */
} nh_ordered_word;

/* The words that occur, by term and then by form; and the way back from numbers. */
typedef struct nh_word_order {
    const nh_env *env;
    nh_ordered_word *words;
    size_t n_words;
    size_t n_terms;        /* distinct                                       */
    nh_word_place *places; /* by number of the word                          */
    uint32_t *ends;        /* by term: begins of occurrences, for the sort   */
} nh_word_order;

/*
 * Orders the words that occur in `f`. `analyzer` is borrowed and must not run or forget while
 * the order is used.
 *
 * out  filled; nh_word_order_close() frees it; zeroed on failure
 * NH_E_NOMEM.  Cost: a sort of the distinct words and a walk over the occurrences
 */
NH_MUST_USE nh_status nh_word_order_make(const nh_env *env, const nh_analyzer *analyzer,
                                         const nh_forward *f, nh_word_order *out,
                                         nh_error *err);

/* Bytes that making an order of `words` words needs. */
size_t nh_word_order_memory(size_t words);

/* Frees what it holds. Accepts a zeroed one. */
void nh_word_order_close(nh_word_order *o);

#endif
