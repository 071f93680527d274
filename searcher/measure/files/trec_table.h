/*
 * searcher/measure/files/trec_table.h - what a file of judgments or a run says, by question.
 */
#ifndef NH_SEARCHER_TREC_TABLE_H
#define NH_SEARCHER_TREC_TABLE_H

#include "common/base/memory/arena.h"

/* One line. */
typedef struct nh_trec_row {
    nh_str query, docno; /* in the table's arena                       */
    double value;        /* a grade, or a score                        */
    uint32_t line;       /* of the file, from 1                        */
} nh_trec_row;

/* The lines of one question. */
typedef struct nh_trec_query {
    nh_str id;
    size_t first, count; /* rows; count is at least 1 */
} nh_trec_query;

/* Zero-initialise with `env` and `limit`; closed by nh_trec_table_close(). */
typedef struct nh_trec_table {
    const nh_env *env;
    uint64_t limit;         /* bytes it may hold                                     */
    nh_arena texts;         /* ids and docnos                                        */
    nh_trec_row *rows;      /* owned                                                 */
    size_t count, room;     /* rows there are, and there is room for                 */
    nh_trec_query *queries; /* owned; in byte order of ids, once they have been found */
    size_t n_queries;
} nh_trec_table;

/* Adds a line; both texts are copied. NH_E_LIMIT, NH_E_NOMEM */
NH_MUST_USE nh_status nh_trec_table_add(nh_trec_table *table, const nh_trec_row *row,
                                        nh_error *err);

/* Orders the rows by question, docno and line. */
void nh_trec_table_sort(nh_trec_table *table);

/* True if row `i`, which is not the first of a sorted table, is on the same article for the same
 * question as the one before. */
bool nh_trec_table_repeats(const nh_trec_table *table, size_t i);

/* Finds the questions of a sorted table. NH_E_NOMEM */
NH_MUST_USE nh_status nh_trec_table_group(nh_trec_table *table, nh_error *err);

/* The question of this id, or NULL. */
const nh_trec_query *nh_trec_table_find(const nh_trec_table *table, nh_str id);

/* The row of this docno among those of `query`, which are as they were sorted; or NULL. */
const nh_trec_row *nh_trec_table_find_row(const nh_trec_table *table,
                                          const nh_trec_query *query, nh_str docno);

/* Frees what the table holds. */
void nh_trec_table_close(nh_trec_table *table);

#endif
