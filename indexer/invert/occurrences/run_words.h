/*
 * indexer/invert/occurrences/run_words.h - the words of a run as terms and their forms.
 *
 * The analyzer numbers pairs of term and form. Here each of them gets the number of its term,
 * which occurrences are sorted by, and an ordinal among the forms of that term.
 */
#ifndef NH_INDEXER_RUN_WORDS_H
#define NH_INDEXER_RUN_WORDS_H

#include "common/text/words/analyzer.h"
#include "indexer/write/intern.h"

#define NH_RUN_TERMS \
    (1u << 24)            /* of a run, at most: places have 24 bits for them           */
#define NH_FORM_LONG 255u /* form of a place or slot whose ordinal is not below this   */

/* Which term and form a word is: the term's number (24 bits), in order of first sight, and the
 * form's ordinal or NH_FORM_LONG (8). Small, since each occurrence looks one up. */
typedef uint32_t nh_word_place;

static inline uint32_t nh_place_term(nh_word_place p)
{
    return p >> 8;
}

static inline uint32_t nh_place_form(nh_word_place p)
{
    return p & 255u;
}

/* Call nh_run_words_init(). For one thread. */
typedef struct nh_run_words {
    const nh_env *env;
    nh_intern terms;       /* their texts                                    */
    nh_word_place *places; /* by number of the word                          */
    uint16_t *ordinals;    /* by number of the word: of the form             */
    size_t count;          /* words that have a place                        */
    size_t capacity;       /* of places and ordinals                         */
    uint32_t *n_forms;     /* by term: at most NH_FORM_LIMIT; 0: a pair      */
    size_t terms_capacity; /* of n_forms                                     */
} nh_run_words;

/* No words. Allocates nothing. */
void nh_run_words_init(nh_run_words *w, const nh_env *env);

/* Gives places to the words that `analyzer` numbered since the last call. NH_E_NOMEM, NH_E_LIMIT
 * (4 GiB of terms, or over NH_RUN_TERMS). Cost: constant for each new word. */
NH_MUST_USE nh_status nh_run_words_learn(nh_run_words *w, const nh_analyzer *analyzer,
                                         nh_error *err);

/* The term of a pair's key, which has no forms. As nh_run_words_learn(). */
NH_MUST_USE nh_status nh_run_words_pair(nh_run_words *w, nh_str key, uint32_t *term,
                                        nh_error *err);

/* Bytes held. */
size_t nh_run_words_memory(const nh_run_words *w);

/* Forgets all words, as nh_analyzer_forget() does, and frees the memory. */
void nh_run_words_clear(nh_run_words *w);

#endif
