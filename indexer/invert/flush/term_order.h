/*
 * indexer/invert/flush/term_order.h - the terms of a run in the order of the dictionary.
 */
#ifndef NH_INDEXER_TERM_ORDER_H
#define NH_INDEXER_TERM_ORDER_H

#include "indexer/invert/occurrences/run_parts.h"

/* A term of the run. */
typedef struct nh_ordered_term {
    uint64_t key;     /* its first eight bytes, for fast comparison */
    const char *text; /* borrowed from the analyzer, or of `keys`     */
    uint32_t size;    /* bytes of text                               */
    uint32_t term;    /* number in the run's words                   */
    uint32_t count;   /* occurrences                                 */
} nh_ordered_term;

/* The terms that occur, in byte order. */
typedef struct nh_term_order {
    const nh_env *env;
    nh_ordered_term *list;
    size_t count;
    uint32_t *rank; /* by term: place in `list`; of terms that do not occur, 0 */
    char *keys;     /* texts of pairs                                          */
} nh_term_order;

/* Below, at or above 0, as strings compare. */
int nh_ordered_term_compare(const nh_ordered_term *a, const nh_ordered_term *b);

/*
 * Orders the terms of `words` that have occurrences in `parts`.
 * analyzer    whose words they are; borrowed while the order is used
 * pair_words  version of the list
 * out         nh_term_order_close() frees it; zeroed on failure
 * NH_E_NOMEM.  Cost: a sort of the distinct terms
 */
NH_MUST_USE nh_status nh_term_order_make(const nh_run_words *words,
                                         const nh_analyzer *analyzer, uint32_t pair_words,
                                         const nh_parts *parts, nh_term_order *out,
                                         nh_error *err);

/* Frees what it holds. Accepts a zeroed one. */
void nh_term_order_close(nh_term_order *o);

#endif
