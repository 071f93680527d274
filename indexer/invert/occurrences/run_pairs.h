/*
 * indexer/invert/occurrences/run_pairs.h - where two pair words of an article follow each other.
 *
 * What is found is exactly what a phrase of these two words finds: words as written, a joined word
 * followed by what stands behind its parts, across passages that run on into each other. A pair
 * counts in the passage of its first word, once for each place where it begins.
 */
#ifndef NH_INDEXER_RUN_PAIRS_H
#define NH_INDEXER_RUN_PAIRS_H

#include "common/text/passages/passages.h"
#include "indexer/invert/occurrences/run_words.h"

/* A pair in an article. */
typedef struct nh_found_pair {
    uint32_t term;    /* nh_pair_term() of both words      */
    uint32_t passage; /* of the article, from 0            */
    uint8_t pos;      /* of its first word, in the passage */
} nh_found_pair;

/* Call nh_run_pairs_init(). For one thread. */
typedef struct nh_run_pairs {
    const nh_env *env;
    uint32_t version;    /* of the list of pair words; 0: no pairs                   */
    bool bytes;          /* forms are compared as they are                           */
    nh_buffer numbers;   /* by word of the analyzer: of the pair word that it is, or 0; */
                         /* none behind the last pair word, but for a closing 0      */
    size_t known;        /* words of the analyzer that were looked at                */
    nh_buffer folded;    /* scratch                                                  */
    nh_found_pair *list; /* of the article that was searched last, by passage        */
    size_t count, capacity;
} nh_run_pairs;

/* version: of the list of pair words, or NH_PAIRS_NONE. Allocates nothing. */
void nh_run_pairs_init(nh_run_pairs *p, const nh_env *env, uint32_t version, bool bytes);

/*
 * Finds the pairs of an article. They are p->list until the next call. NH_E_NOMEM.
 * Cost: linear in the tokens.
 */
NH_MUST_USE nh_status nh_run_pairs_find(nh_run_pairs *p, const nh_analyzer *analyzer,
                                        const nh_cut *cut, nh_error *err);

/* The key of the pair that is this term, in list `version`. Borrowed from `out`; empty if there is
 * none. */
nh_str nh_run_pairs_key(uint32_t version, uint32_t term, char out[NH_PAIR_KEY_SIZE]);

/* Bytes held. */
size_t nh_run_pairs_memory(const nh_run_pairs *p);

/* Forgets all words, when the analyzer does, and frees the memory. */
void nh_run_pairs_clear(nh_run_pairs *p);

#endif
