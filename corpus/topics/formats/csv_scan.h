/*
 * corpus/topics/formats/csv_scan.h - where a record of comma-separated values ends, byte by byte.
 */
#ifndef NH_CORPUS_CSV_SCAN_H
#define NH_CORPUS_CSV_SCAN_H

#include "newshound/base.h"

/* What the bytes so far came to. */
typedef enum nh_csv_state {
    NH_CSV_CELL,   /* a cell begins: nothing of it but blanks           */
    NH_CSV_PLAIN,  /* in a cell without quotation marks around it       */
    NH_CSV_QUOTED, /* in a quoted cell                                  */
    NH_CSV_MARK,   /* behind a quotation mark in it: its end, or a pair */
    NH_CSV_AFTER,  /* behind a quoted cell and blanks                   */
    NH_CSV_END,    /* the newline that ends the record                  */
    NH_CSV_BAD,    /* something follows a quoted cell                   */
} nh_csv_state;

/* The state after byte `c` in a state that is neither END nor BAD. */
nh_csv_state nh_csv_step(nh_csv_state state, char c);

#endif
