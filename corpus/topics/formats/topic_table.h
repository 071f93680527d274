/*
 * corpus/topics/formats/topic_table.h - a row of cells as a question: what TSV and CSV have in common.
 */
#ifndef NH_CORPUS_TOPIC_TABLE_H
#define NH_CORPUS_TOPIC_TABLE_H

#include "corpus/topics/topic_reading.h"

/* The cells of a row. */
typedef struct nh_topic_cells {
    nh_topic_value cells[NH_TOPIC_COLUMN_LIMIT];
    size_t count; /* of the row; those above the limit are not kept                     */
} nh_topic_cells;

/* Adds a cell, which is borrowed. */
void nh_topic_cells_add(nh_topic_cells *cells, nh_str text, uint64_t offset);

/* True if the cells are names of columns, one of them that of a question. */
bool nh_topic_is_head(const nh_topic_parts *parts, const nh_topic_cells *cells);

/*
 * Makes a question of the row, by the columns that the first row of the file names, or else
 * has. *got is false if it was that row of names.
 * singles  without names, a row may be a question alone; its line number is its id
 * NH_E_NOMEM, NH_E_LIMIT
 */
NH_MUST_USE nh_status nh_topic_table_row(nh_topic_reading *reading,
                                         const nh_topic_cells *cells, bool singles,
                                         bool *got, nh_error *err);

/* Rows of id, tab, question, a line each; names in the first row may order them otherwise and
 * add filter, n, now and like. NH_E_NOMEM, NH_E_LIMIT */
NH_MUST_USE nh_status nh_topic_tsv_next(nh_topic_reading *reading, bool *got,
                                        nh_error *err);

#endif
