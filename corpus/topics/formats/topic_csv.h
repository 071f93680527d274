/*
 * corpus/topics/formats/topic_csv.h - questions in comma-separated values, by RFC 4180.
 *
 * Beyond the RFC, blanks around a quoted cell are read over and lines may end in a newline
 * alone. A quotation mark inside a cell that does not begin with one is itself.
 */
#ifndef NH_CORPUS_TOPIC_CSV_H
#define NH_CORPUS_TOPIC_CSV_H

#include "corpus/topics/formats/topic_table.h"

/* Takes the first record off a text, for a look at it: its cells as they stand there, doubled
 * quotation marks left. False if there is none that is whole and well-formed. */
bool nh_topic_csv_take(nh_str *rest, nh_topic_cells *cells);

/*
 * The next record as a question, by the names in the first one, or else id, question, or
 * question. A record that is malformed, open to the end or over the limit is refused, and
 * reading goes on in the line after its first. NH_E_NOMEM, NH_E_LIMIT
 */
NH_MUST_USE nh_status nh_topic_csv_next(nh_topic_reading *reading, bool *got,
                                        nh_error *err);

#endif
