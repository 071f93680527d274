/*
 * tests/support/rows/query_rows.h - query texts, the trees they become, and what is warned of.
 */
#ifndef NH_TESTS_QUERY_ROWS_H
#define NH_TESTS_QUERY_ROWS_H

#include "searcher/query/query_parse.h"

typedef struct query_row {
    const char *text;
    const char *tree;     /* as nh_query_tree_print() writes it                          */
    const char *warnings; /* "7:This sign|9:There": columns from 1, sentences' beginnings */
} query_row;

/* 2025-07-01T00:00:00Z: the clock of every row. */
#define QUERY_ROW_NOW 1751328000

/* Parses each row with the standard rules; the test fails where one differs. */
void query_rows_check(const query_row *rows, size_t count);

/* The test fails unless `tree` is well-formed: post-order, one parent for each node, spans
 * inside the text and inside the parent's, children only where the kind has them. */
void query_tree_check(const nh_query_tree *tree);

#endif
