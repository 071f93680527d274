/*
 * tests/support/rows/conformance.h - the rows of tests/conformance, read for whoever asks them.
 */
#ifndef NH_TESTS_CONFORMANCE_H
#define NH_TESTS_CONFORMANCE_H

#include <stdbool.h>
#include <stddef.h>

/* The fields of a row, NUL-ended. */
typedef struct conformance_row {
    const char *file;     /* name of the file: "hyphens.tsv"                              */
    size_t line;          /* from 1                                                       */
    const char *language; /* of the article: "en"                                     */
    const char *text;
    const char *query;
    bool expected; /* that the query finds the text                                   */
    const char *reason;
} conformance_row;

/* Asks one row; true if the engine does what is expected. */
typedef bool conformance_ask(const conformance_row *row, void *context);

/* What was asked. */
typedef struct conformance_score {
    size_t asked;
    size_t right;
} conformance_score;

/*
 * Asks every row of every .tsv file below tests/conformance of the source tree (environment
 * variable NH_SOURCE), files in the order of their names, but for `without`, a file name. A
 * row that is not right is printed. Fails the test if a file or row cannot be read.
 */
conformance_score conformance_ask_all(const char *without, conformance_ask *ask,
                                      void *context);

#endif
