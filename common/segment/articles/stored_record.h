/*
 * common/segment/articles/stored_record.h - the fields of a stored article.
 */
#ifndef NH_SEGMENT_STORED_RECORD_H
#define NH_SEGMENT_STORED_RECORD_H

#include "common/segment/articles/stored_reader.h"

/* The fields of a record, FORMAT.md section 15. They stand in this order, each at most once. */
enum {
    NH_STORED_HEADLINE = 1, /* text                                                     */
    NH_STORED_TEXT = 2,     /* text                                                     */
    NH_STORED_URL = 3,      /* text                                                     */
    NH_STORED_PATH = 4,     /* text: the file that the article came from                */
    NH_STORED_RECORD = 5,   /* number: record of that file                              */
    NH_STORED_OFFSET = 6,   /* number: byte of that file where the article begins       */
    NH_STORED_FLAGS = 7,    /* one byte; bit 0: the text stands in the file as it is    */
    NH_STORED_LANGUAGE = 8, /* text                                                     */
    NH_STORED_SKIPS = 9,    /* pairs of numbers: parts of the text that are not indexed */
    NH_STORED_OPTIONAL = 64 /* from here on a reader passes over what it does not know  */
};

/* Fills `out` from the fields of a record, whose texts it borrows. False if they contradict
 * FORMAT.md section 15. */
bool nh_stored_record_read(nh_str record, nh_stored *out);

#endif
