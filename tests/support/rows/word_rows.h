/*
 * tests/support/rows/word_rows.h - texts, and the words, forms and positions they have.
 */
#ifndef NH_TESTS_WORD_ROWS_H
#define NH_TESTS_WORD_ROWS_H

#include "common/text/words/analyzer.h"

/* `tokens` has "pos:term" of each token; then /form if it differs, +span if it is JOINED, ! for
 * an acronym, - for a stop word, * for an EXTRA. */
typedef struct word_row {
    const char *text;
    const char *tokens;
} word_row;

/* An analyzer of English by this profile and stemmer, for nh_analyzer_free(); the test fails
 * where there is none. */
nh_analyzer *word_rows_analyzer(nh_profile profile, const char *stemmer);

/* How many of the rows are analysed otherwise in this language; each is printed. */
size_t word_rows_wrong(nh_analyzer *a, const char *language, const word_row *rows,
                       size_t count);

#endif
