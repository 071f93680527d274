/*
 * corpus/topics/json_row.h - the members of one JSON object, by jsmn.
 *
 * The whole row is looked through before its first member is given, so a damaged row gives
 * none. Nothing recurses, and memory is bounded by the row and NH_JSON_ROW_VALUES.
 */
#ifndef NH_CORPUS_JSON_ROW_H
#define NH_CORPUS_JSON_ROW_H

#include "common/base/bytes/buffer.h"

/* How deep values nest, the object itself counted; names and values of a row, nested ones too. */
#define NH_JSON_ROW_DEPTH 64
#define NH_JSON_ROW_VALUES 65536

/* A member that has a value. */
typedef struct nh_json_member {
    nh_str name; /* without escapes; borrowed from the row, as the text is          */
    nh_str text; /* without escapes and blanks around it; a number or list as it is */
    size_t at;   /* byte of the row where the text stands so; NH_JSON_NOWHERE       */
    bool number;
    bool list;
    bool other; /* a truth value or an object                                      */
} nh_json_member;

/* The text is not in the row letter by letter: it has escapes, or the row was repaired. */
#define NH_JSON_NOWHERE SIZE_MAX

/* Zero-initialise, and set `env` of both buffers. */
typedef struct nh_json_row {
    nh_buffer
        text; /* a copy of the row in valid UTF-8, where escapes are decoded in place */
    nh_buffer
        tokens;   /* what jsmn found in it                                                */
    size_t count; /* of the tokens                                                        */
    size_t next;  /* token of the member that is given next                               */
    const char
        *problem; /* why the row is no object, for a person; NULL if it is one         */
    size_t
        problem_at; /* byte of the row; NH_JSON_NOWHERE if the row was repaired          */
    nh_status code; /* NH_OK, NH_E_REFUSED or NH_E_LIMIT                                 */
    bool repaired;
} nh_json_row;

/*
 * Looks through a line without NUL, which must be one JSON object; `problem` and `code` say what
 * is wrong. Invalid UTF-8 is repaired first. `line` is not needed afterwards. Cost is linear.
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_json_row_read(nh_json_row *row, nh_str line, nh_error *err);

/* The next member of the object itself, not of what is in it; false at the end, and of a row with
 * a problem. Those that are null are passed over. Borrowed until the next row. */
bool nh_json_row_next(nh_json_row *row, nh_json_member *out);

/* Frees both buffers. */
void nh_json_row_free(nh_json_row *row);

#endif
