/*
 * corpus/formats/json/json_reader.h - the fields of one JSON object, by simdjson.
 *
 * The whole text is parsed before the first field is given, so a damaged object gives none.
 * json_reader.cc is the one C++ file of the project; this is all that others see of it.
 */
#ifndef NH_CORPUS_JSON_READER_H
#define NH_CORPUS_JSON_READER_H

#include "newshound/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How deep values nest, the outermost object counted, and keys of any one object. */
#define NH_JSON_DEPTH_LIMIT 64
#define NH_JSON_KEY_LIMIT 4096

typedef enum nh_json_verdict {
    NH_JSON_FINE,
    NH_JSON_MALFORMED,     /* no JSON                                             */
    NH_JSON_NOT_OBJECT,    /* JSON, but no object                                 */
    NH_JSON_TOO_DEEP,      /* nested deeper than NH_JSON_DEPTH_LIMIT              */
    NH_JSON_TOO_MANY_KEYS, /* an object of more than NH_JSON_KEY_LIMIT keys       */
    NH_JSON_BAD_UTF8,      /* invalid UTF-8: repair it and come again             */
    NH_JSON_BAD_STRING,    /* a bad escape: perhaps a surrogate without its other */
    NH_JSON_NO_MEMORY,
} nh_json_verdict;

/* A field whose value is a text or a number, as text. */
typedef struct nh_json_field {
    nh_str name;
    nh_str value;
    bool number;
    char digits[32]; /* private: where the text of a number stands */
} nh_json_field;

typedef struct nh_json nh_json;

/* A parser for one thread; NULL if memory is short. Owned until nh_json_free(). */
nh_json *nh_json_new(void);

/* Accepts NULL. */
void nh_json_free(nh_json *json);

/*
 * Parses `size` bytes, which must be one JSON object; NH_SOURCE_PADDING bytes behind it must
 * be readable. An array of texts counts as several fields of one name; true, false, null,
 * and values that hold others are looked through for limits and not given. An integer that 64
 * bits do not hold is given as a text, with all its digits.
 *
 * out, count  borrowed from the parser until its next call; nothing unless FINE
 */
nh_json_verdict nh_json_read(nh_json *json, const uint8_t *bytes, size_t size,
                             const nh_json_field **out, size_t *count);

#ifdef __cplusplus
}
#endif

#endif
