/*
 * common/text/words/forms/spelling.h - one word as written into its form, its exact word, its flags.
 */
#ifndef NH_TEXT_SPELLING_H
#define NH_TEXT_SPELLING_H

#include "common/text/letters/fold.h"

typedef struct nh_spelling {
    char form[NH_WORD_MAX];  /* see nh_word                                             */
    char exact[NH_WORD_MAX]; /* what nh_form_folded() makes of the form                 */
    size_t form_size;        /* bytes; 0: nothing is left of the word                   */
    size_t exact_size;       /* bytes; 0: nothing is left of the word                   */
    uint8_t flags;           /* NH_WORD_ACRONYM, NH_WORD_ACCENT, NH_WORD_NUMBER         */
} nh_spelling;

/* How to read a word. Bits. */
enum {
    NH_SPELL_CAPITALS = 1,   /* keep capitals where they mark an acronym                  */
    NH_SPELL_SEPARATORS = 2, /* the exact word has no hyphens and no 1,000 separators   */
};

/* Spells `word` (valid UTF-8). False if it is too long for a term or a form. */
bool nh_spell(nh_str word, unsigned how, nh_spelling *out);

#endif
