/*
 * common/text/letters/utf8.h - any bytes into valid UTF-8: validation, repair.
 */
#ifndef NH_TEXT_UTF8_H
#define NH_TEXT_UTF8_H

#include "common/base/bytes/buffer.h"

/* The most bytes of a code point. */
#define NH_UTF8_MAX 4

/* The first byte of the character before byte `at` of a valid text, 0 < at <= text.len. */
size_t nh_utf8_before(nh_str text, size_t at);

/* Writes code point `c` (at most 10FFFF) and returns the bytes written, 1..4. */
size_t nh_utf8_encode(uint32_t c, char out[NH_UTF8_MAX]);

/* Bytes of the longest beginning of `text` that is valid: text.len if all of it is. Reads
 * ASCII eight bytes at a time. */
size_t nh_utf8_valid(nh_str text);

/* Whether every byte is below 80. */
bool nh_utf8_is_ascii(nh_str text);

/* How bytes became text. */
typedef enum nh_utf8_source {
    NH_UTF8_AS_IS = 0,    /* they were valid                                       */
    NH_UTF8_REPAIRED = 1, /* bytes of no character became U+FFFD                       */
    NH_UTF8_WINDOWS = 2,  /* read as Windows-1252: no sequence of several bytes in */
                          /* them was valid UTF-8                                  */
} nh_utf8_source;

typedef struct nh_utf8_report {
    nh_utf8_source source;
    uint64_t repairs; /* U+FFFD put in: for a byte of no character, or for the five bytes */
                      /* that Windows-1252 leaves without a meaning                  */
    uint64_t bad_at;  /* the first byte that was not valid UTF-8; the length if none */
} nh_utf8_report;

/*
 * Any bytes into valid UTF-8. A byte order mark at the start stays.
 *
 * scratch  holds the text where it differs from `bytes`; cleared first; owned by the caller
 * out      borrowed from `bytes` if they were valid, else from `scratch`
 * report   may be NULL
 * NH_E_NOMEM, NH_E_LIMIT (of scratch)
 */
NH_MUST_USE nh_status nh_utf8_adopt(nh_str bytes, nh_buffer *scratch, nh_str *out,
                                    nh_utf8_report *report, nh_error *err);

#endif
