/*
 * indexer/write/words/word_lists.h - lists of words, chosen while articles come, for all who write them.
 *
 * The first list is chosen when there is enough text, and others after ever so much more of it,
 * since what comes may be of other sources. Texts that were stored before are not coded.
 */
#ifndef NH_INDEXER_WORD_LISTS_H
#define NH_INDEXER_WORD_LISTS_H

#include <pthread.h>
#include <stdatomic.h>

#include "indexer/write/words/word_choice.h"
#include "indexer/write/words/wording.h"

/* Bytes of text from which a list may be worth its own: if its words save enough of them. */
#define NH_WORDS_FROM ((uint64_t)4 << 20)

/* Its place in memory stays. Any thread may sample and take. */
typedef struct nh_word_lists {
    const nh_env *env;
    _Atomic uint64_t text;    /* bytes that came                           */
    _Atomic uint64_t next_at; /* from so many of them on they are sampled   */
    atomic_uint changes;      /* of what is in use, so far                 */
    atomic_size_t memory;     /* bytes held                                */
    pthread_mutex_t lock;     /* of what is below                          */
    nh_word_choice *choice;   /* the sample; NULL: there is none            */
    uint64_t sampled;         /* bytes of it                               */
    uint32_t chosen;          /* lists so far, those that are none among them */
    nh_wording *list;         /* the last one; NULL: words save too little  */
} nh_word_lists;

/* Nothing was sampled. Allocates nothing. */
void nh_word_lists_init(nh_word_lists *l, const nh_env *env);

/* A text comes. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_word_lists_sample(nh_word_lists *l, nh_str text, nh_error *err);

/*
 * Puts the last list into the place of another, which may be NULL, as the last one may.
 * seen  the changes that the last call knew of, at first 0
 * Returns true if there is another one.
 */
bool nh_word_lists_take(nh_word_lists *l, nh_wording **list, unsigned *seen);

/* Bytes held. */
size_t nh_word_lists_memory(const nh_word_lists *l);

/* Forgets everything, while nobody samples or takes. */
void nh_word_lists_restart(nh_word_lists *l);

/* Frees what it holds. */
void nh_word_lists_close(nh_word_lists *l);

#endif
