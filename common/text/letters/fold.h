/*
 * common/text/letters/fold.h - one spelling for letters that count as the same.
 */
#ifndef NH_TEXT_FOLD_H
#define NH_TEXT_FOLD_H

#include "newshound/base.h"

/* The most bytes of a term, and of a form. */
#define NH_WORD_MAX 255

/* What nh_fold() returns for a word that would be longer than NH_WORD_MAX. */
#define NH_FOLD_TOO_LONG SIZE_MAX

/* What to fold besides compatibility spellings (NFKC), look-alikes of the apostrophe and of
 * the hyphen, soft hyphens and invisible marks, which always go. Bits. */
enum {
    NH_FOLD_CASE = 1,  /* full case folding: ß is ss                                  */
    NH_FOLD_MARKS = 2, /* accents, vowel points, the bar of ø, variants of one Arabic  */
                       /* letter, digits of other scripts; not й, which is a letter    */
};

/*
 * Folds `word` (valid UTF-8) into `out`. Result is NFC. Returns its bytes, 0..NH_WORD_MAX,
 * or NH_FOLD_TOO_LONG. Folding twice changes nothing.
 */
size_t nh_fold(nh_str word, unsigned what, char out[NH_WORD_MAX]);

/* The same for one character that may stand for another: ' for an apostrophe look-alike,
 * - for a hyphen look-alike, else `c`. */
uint32_t nh_fold_look_alike(uint32_t c);

/* The capital of a letter; anything else as it is. */
uint32_t nh_fold_upper(uint32_t c);

/* Whether `word` is made of 2 to 6 capital letters and of nothing else. */
bool nh_fold_is_capitals(nh_str word);

#endif
