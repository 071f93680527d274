/*
 * indexer/invert/occurrences/run_pairs.h - where two pair words of an article follow each other.
 *
 * What is found is exactly what a phrase of these two words finds: words as written, a joined word
 * followed by what stands behind its parts, across passages that run on into each other. A pair
 * counts in the passage of its first word, once for each place where it begins.
 */
#ifndef NH_INDEXER_RUN_PAIRS_H
#define NH_INDEXER_RUN_PAIRS_H

#include "common/text/pairs/pair_words.h"
#include "common/text/passages/passages.h"
#include "indexer/invert/occurrences/run_words.h"

/* A pair in an article. */
typedef struct nh_found_pair {
    uint32_t term;    /* number of its key in the run's words */
    uint32_t passage; /* of the article, from 0               */
    uint8_t pos;      /* of its first word, in the passage    */
} nh_found_pair;

/* Call nh_run_pairs_init(). For one thread. */
typedef struct nh_run_pairs {
    const nh_env *env;
    nh_run_words *run_words; /* which keys get their terms from; borrowed                */
    uint32_t version;        /* of the list of pair words; 0: no pairs                   */
    bool bytes;              /* forms are compared as they are                           */
    nh_buffer numbers;   /* by word of the analyzer: of the pair word that it is, or 0; */
                         /* none behind the last pair word, but for a closing 0      */
    size_t known;        /* words of the analyzer that were looked at                */
    nh_buffer folded;    /* scratch                                                  */
    uint32_t *terms;     /* by numbers of both words: term of the pair, or UINT32_MAX; */
                         /* NULL before the first pair                               */
    nh_found_pair *list; /* of the article that was searched last, by passage        */
    size_t count, capacity;
} nh_run_pairs;

/* version: of the list of pair words, or NH_PAIRS_NONE. Allocates nothing. */
void nh_run_pairs_init(nh_run_pairs *p, const nh_env *env, uint32_t version, bool bytes);

/*
 * Finds the pairs of an article, whose words `words` has learnt; keys that are new get terms there.
 * They are p->list until the next call. NH_E_NOMEM, NH_E_LIMIT as nh_run_words_learn().
 * Cost: linear in the tokens.
 */
NH_MUST_USE nh_status nh_run_pairs_find(nh_run_pairs *p, const nh_analyzer *analyzer,
                                        const nh_cut *cut, nh_run_words *words,
                                        nh_error *err);

/* Bytes held. */
size_t nh_run_pairs_memory(const nh_run_pairs *p);

/* Forgets all words, when the analyzer does, and frees the memory. */
void nh_run_pairs_clear(nh_run_pairs *p);

#endif
