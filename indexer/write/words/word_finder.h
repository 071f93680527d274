/*
 * indexer/write/words/word_finder.h - which code a word of stored text has.
 *
 * A word and the same with a capital letter have one place: `the` and `The` are in a row of the
 * table, whether the list has either of them or both.
 */
#ifndef NH_INDEXER_WORD_FINDER_H
#define NH_INDEXER_WORD_FINDER_H

#include "indexer/write/words/word_runs.h"

/* The bytes of a code, the first one lowest, and how many they are, 1 to 3, in the highest byte.
 * 0: there is none. */
typedef uint32_t nh_word_code;

static inline size_t nh_word_code_size(nh_word_code code)
{
    return code >> 24;
}

/* A word of which the first letter is small. */
typedef struct nh_found_word {
    uint64_t part[2];     /* lowest byte first, then zeros; no ASCII: it has more than 16 */
    nh_word_code code[2]; /* as it is; and with a capital                                 */
    uint32_t at;          /* of the text in the list, whose first letter may be a capital */
    uint8_t size;         /* 0: it is none                                                */
    bool more;            /* others were to be in its slot, and lie behind it             */
} nh_found_word;

/* Finds words of a list. */
typedef struct nh_word_finder {
    const nh_env *env;
    const nh_code_words *list;
    uint64_t seed[2];     /* of the hashes: nobody can choose words that fall together */
    nh_found_word *words; /* as in the list, so the commonest side by side, behind one that
                             is none */
    uint16_t *slots;      /* number of a word, from 1; 0: none                         */
    uint32_t n_slots;     /* a power of two, at least four times the words             */
    unsigned shift;       /* of a hash of 64 bits: its highest ones are the slot       */
} nh_word_finder;

/* For a list, which it borrows. The address of `f` is the seed. NH_E_NOMEM: it holds nothing
 * then. */
NH_MUST_USE nh_status nh_word_finder_init(nh_word_finder *f, const nh_env *env,
                                          const nh_code_words *list, nh_error *err);

/* Accepts one that is zeroed, but for `env`. */
void nh_word_finder_free(nh_word_finder *f);

/* Bytes held, but for its own. */
size_t nh_word_finder_memory(const nh_word_finder *f);

/* What is done between two blocks pushes the table out of the caches. In a row it is back much
 * sooner than at random. */
void nh_word_finder_fetch(const nh_word_finder *f);

/* The code of a word or sign as it is, or else of it in small letters, with the byte before it
 * that tells which letters are capitals. None for what has no code, or is none or too long. */
nh_word_code nh_word_find(const nh_word_finder *f, const nh_word_run *w);

/* The slot where the search for a word of up to 16 bytes begins whose first letter is small. */
static inline uint32_t nh_word_short_home(const nh_word_finder *f, const uint64_t part[2])
{
    return (uint32_t)((part[0] * f->seed[0] + part[1] * f->seed[1]) >> f->shift);
}

#endif
