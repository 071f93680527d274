/*
 * common/segment/articles/stored_record.h - the fields of a stored article.
 */
#ifndef NH_SEGMENT_STORED_RECORD_H
#define NH_SEGMENT_STORED_RECORD_H

#include "common/base/bytes/buffer.h"
#include "common/segment/articles/stored_reader.h"

/* The fields of a record, FORMAT.md section 15. They stand in this order, each at most once; a
 * block has RECORD and OFFSET in columns instead. */
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

/* Numbers of a record that a block has in columns, before its records. */
typedef struct nh_stored_numbers {
    uint64_t of[2]; /* record, offset */
} nh_stored_numbers;

/* The difference of two numbers as one that is small where they are near, and back. */
static inline uint64_t nh_stored_step(uint64_t before, uint64_t number)
{
    const uint64_t d = number - before;

    return d << 1 ^ (0 - (d >> 63));
}

/* See nh_stored_step(). */
static inline uint64_t nh_stored_step_on(uint64_t before, uint64_t step)
{
    return before + (step >> 1 ^ (0 - (step & 1)));
}

/*
 * Finds those numbers among the fields of a whole record: they are bytes [*at, *end), none if
 * *at is *end, and would stand there. False if the fields contradict FORMAT.md section 15.
 */
bool nh_stored_numbers_find(nh_str record, size_t *at, size_t *end, nh_stored_numbers *out);

/* Appends them as fields of a whole record. */
void nh_stored_numbers_put(const nh_stored_numbers *numbers, nh_buffer *out);

#endif
