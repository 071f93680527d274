/*
 * common/text/words/forms/stem.h - libstemmer behind three functions.
 */
#ifndef NH_TEXT_STEM_H
#define NH_TEXT_STEM_H

#include "newshound/base.h"

/* The stemmer of one language; one thread at a time. All zero: none. */
typedef struct nh_stemmer {
    const char *name;          /* "none", or the Snowball algorithm; static          */
    struct sb_stemmer *engine; /* NULL for "none"                                    */
    bool keeps_first;          /* a stem begins with the letter that its word does   */
    uint32_t firsts;           /* nh_stemmer_narrow(); 0: all words are stemmed      */
} nh_stemmer;

/* The algorithm for a language code (ISO 639-1 or -3, any case, region ignored), or "none". */
const char *nh_stemmer_for(nh_str language);

/*
 * Opens an algorithm by name; "none" is one. out is closed by nh_stemmer_close().
 * NH_E_ARG    no such algorithm; the sentence names the known ones
 * NH_E_NOMEM  libstemmer takes its memory from malloc, not from an nh_env
 */
NH_MUST_USE nh_status nh_stemmer_open(nh_str name, nh_stemmer *out, nh_error *err);

/*
 * From now on, of words that begin with a letter from a to z, only those that begin with one of
 * `firsts` are stemmed: to whoever looks for stems that begin so, all others are alike. Nothing
 * changes in a language whose stems may begin with other letters than their words.
 *
 * firsts  bit 0 is a; 0: all words are stemmed again
 */
void nh_stemmer_narrow(nh_stemmer *stemmer, uint32_t firsts);

/* True if it is narrowed and words of this first letter, from a to z, are not stemmed. */
bool nh_stemmer_leaves(const nh_stemmer *stemmer, char first);

/* Accepts a zeroed stemmer. */
void nh_stemmer_close(nh_stemmer *stemmer);

/* The stem of a folded word; the word itself for "none" and where memory is short. Borrowed
 * from `word` or from the stemmer until its next call. */
nh_str nh_stemmer_stem(const nh_stemmer *stemmer, nh_str word);

#endif
