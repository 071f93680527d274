/*
 * corpus/formats/json/json_line.h - a line with one JSON object, mended where its letters are broken.
 */
#ifndef NH_CORPUS_JSON_LINE_H
#define NH_CORPUS_JSON_LINE_H

#include "common/text/letters/utf8.h"
#include "corpus/formats/json/json_reader.h"

/* One line on its way into fields. */
typedef struct nh_json_line {
    uint8_t
        *bytes;  /* in: writable, and NH_SOURCE_PADDING bytes more readable; out: as read */
    size_t size; /* bytes                                                             */
    const nh_json_field *fields; /* borrowed from the parser until its next line          */
    size_t count;
    nh_json_verdict verdict; /* FINE, or why there are no fields                          */
    nh_utf8_report letters;  /* what was repaired: `source` is AS_IS if nothing           */
    size_t lone; /* halves of surrogate pairs that became U+FFFD                          */
} nh_json_line;

/*
 * Parses the line; one with broken letters is mended and parsed again, once for each kind.
 *
 * json     the parser, made if it is NULL; owned by the caller until nh_json_free()
 * scratch  holds the line where it had to be repaired
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_json_line_read(nh_json **json, nh_json_line *line,
                                        nh_buffer *scratch, nh_error *err);

/* What is wrong with the line, as a person reads it: "malformed JSON"; "" if it is fine. */
const char *nh_json_verdict_text(nh_json_verdict verdict);

#endif
