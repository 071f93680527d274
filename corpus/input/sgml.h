/*
 * corpus/input/sgml.h - text and tags of the simple SGML that news collections are kept in.
 *
 * There is no document type and no nesting here: tags come one after the other, and whoever
 * reads them knows what they mean. Nothing is ever malformed; what is no tag is text.
 */
#ifndef NH_CORPUS_SGML_H
#define NH_CORPUS_SGML_H

#include "common/base/bytes/buffer.h"

/* Bytes of a tag, and of the name of an entity. */
#define NH_SGML_TAG_LIMIT ((size_t)64 * 1024)
#define NH_SGML_ENTITY_LIMIT 32

typedef enum nh_sgml_kind {
    NH_SGML_END,
    NH_SGML_TEXT,
    NH_SGML_OPEN,
    NH_SGML_CLOSE,
} nh_sgml_kind;

/* A piece of SGML. Texts are borrowed from it. */
typedef struct nh_sgml_piece {
    nh_sgml_kind kind;
    nh_str text; /* of TEXT, entities not yet decoded                  */
    nh_str name; /* of a tag, as written                               */
    nh_str rest; /* of an OPEN tag: its attributes                     */
} nh_sgml_piece;

typedef struct nh_sgml {
    nh_str text; /* borrowed                                                       */
    size_t at;
    bool comments_end; /* false: a comment was met that does not; the next are text  */
    size_t long_tags;  /* over NH_SGML_TAG_LIMIT, which became text                  */
} nh_sgml;

/* A walk over `text`, which is borrowed until its last step. */
nh_sgml nh_sgml_begin(nh_str text);

/* The next piece; comments and declarations are stepped over. The walk is linear. */
nh_sgml_piece nh_sgml_next(nh_sgml *sgml);

/* True if `name` is the tag's name, in any case. */
bool nh_sgml_is(nh_str name, const char *tag);

/* The value of attribute `name` in a tag's rest, without quotes; empty if there is none. */
nh_str nh_sgml_attribute(nh_str rest, const char *name);

/*
 * Appends the text with entities decoded: amp, lt, gt, quot, apos, nbsp, and numbers.
 * Others are copied as they are; control characters, also as numbers, are left out.
 */
void nh_sgml_decode(nh_str text, nh_buffer *out);

#endif
