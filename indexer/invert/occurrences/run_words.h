/*
 * indexer/invert/occurrences/run_words.h - the words of a run as terms and their forms.
 *
 * The analyzer numbers pairs of term and form. Here each of them gets the number of its term,
 * which occurrences are sorted by, and an ordinal among the forms of that term. The first numbers
 * belong to pairs of pair words, which nobody has to look up; texts stay with the analyzer.
 */
#ifndef NH_INDEXER_RUN_WORDS_H
#define NH_INDEXER_RUN_WORDS_H

#include "common/base/bytes/hash_slots.h"
#include "common/text/pairs/pair_words.h"
#include "common/text/words/analyzer.h"

#define NH_RUN_TERMS \
    (1u << 24)            /* of a run, at most: places have 24 bits for them           */
#define NH_FORM_LONG 255u /* form of a place or slot whose ordinal is not below this   */

#define NH_PAIR_ACROSS (NH_PAIR_WORDS_MOST + 1u)        /* numbers of pair words, and 0 */
#define NH_PAIR_TERMS (NH_PAIR_ACROSS * NH_PAIR_ACROSS) /* the first term of a word     */

/* The term of the pair of two numbers of pair words. */
static inline uint32_t nh_pair_term(uint32_t first, uint32_t second)
{
    return first * NH_PAIR_ACROSS + second;
}

/* Which term and form a word is: the term's number (24 bits) and the form's ordinal or
 * NH_FORM_LONG (8). Small, since each occurrence looks one up. */
typedef uint32_t nh_word_place;

static inline uint32_t nh_place_term(nh_word_place p)
{
    return p >> 8;
}

static inline uint32_t nh_place_form(nh_word_place p)
{
    return p & 255u;
}

/* The place of a word of a run whose words are plain. */
static inline nh_word_place nh_place_plain(uint32_t word)
{
    return (word + NH_PAIR_TERMS) << 8;
}

/* Call nh_run_words_init(). For one thread. */
typedef struct nh_run_words {
    const nh_env *env;
    nh_word_place *places; /* by number of the word                          */
    uint16_t *ordinals;    /* by number of the word: of the form             */
    size_t count;          /* words that have a place                        */
    size_t capacity;       /* of places and ordinals                         */
    uint32_t terms;        /* numbers up to the last term's                  */
    uint32_t *n_forms;     /* by term: at most NH_FORM_LIMIT; 0: a pair      */
    uint32_t *firsts;      /* by term: its first word; not of pairs          */
    size_t terms_capacity; /* of n_forms and firsts                          */
    bool plain;            /* each word is a term of its own: nh_place_plain()  */
    nh_hash_slots slots;   /* of terms; none of plain words                  */
} nh_run_words;

/* No words. Allocates nothing. */
void nh_run_words_init(nh_run_words *w, const nh_env *env);

/* Gives places to the words that `analyzer` numbered since the last call; always the same one,
 * until nh_run_words_clear(). NH_E_NOMEM, NH_E_LIMIT (over NH_RUN_TERMS). Cost: constant for each
 * new word. */
NH_MUST_USE nh_status nh_run_words_learn(nh_run_words *w, const nh_analyzer *analyzer,
                                         nh_error *err);

/* True if the term is a pair. */
static inline bool nh_run_words_is_pair(uint32_t term)
{
    return term < NH_PAIR_TERMS;
}

/* The text of a term that is no pair. Borrowed from the analyzer. */
static inline nh_str nh_run_words_text(const nh_run_words *w, const nh_analyzer *analyzer,
                                       uint32_t term)
{
    return nh_analyzer_word(analyzer, w->firsts[term])->term;
}

/* Bytes held. */
size_t nh_run_words_memory(const nh_run_words *w);

/* Forgets all words, as nh_analyzer_forget() does, and frees the memory. */
void nh_run_words_clear(nh_run_words *w);

#endif
