/*
 * corpus/topics/topic_parts.h - which field of a row is which part of a question.
 *
 * A reader puts every value of a row in, by the name that the file has for it; what is asked
 * for is kept, the best name first. Names are read without regard to case, but for those of JSON,
 * whose values have types, too.
 */
#ifndef NH_CORPUS_TOPIC_PARTS_H
#define NH_CORPUS_TOPIC_PARTS_H

#include "newshound/base.h"

/* Fields that one question may be joined from. */
#define NH_TOPIC_FIELD_LIMIT 16

/* Bytes of a field's name. */
#define NH_TOPIC_NAME_LIMIT 64

/* What a value is. */
typedef enum nh_topic_type {
    NH_TOPIC_CELL = 0, /* of a table or of SGML, where everything is a text               */
    NH_TOPIC_TEXT,     /* these four are of JSON                                          */
    NH_TOPIC_NUMBER,
    NH_TOPIC_LIST,
    NH_TOPIC_OTHER, /* a truth value or an object                                         */
} nh_topic_type;

/* A value as the file has it. Text is borrowed from whoever put it in. */
typedef struct nh_topic_value {
    nh_str text;
    uint64_t offset; /* byte of the unpacked file, or NH_NO_OFFSET                       */
    nh_topic_type type;
    bool quoted; /* a cell of CSV between quotation marks: pairs in it are single ones */
} nh_topic_value;

/* Parts of a question that are not its text. */
typedef enum nh_topic_part {
    NH_TOPIC_ID,
    NH_TOPIC_FILTER,
    NH_TOPIC_HITS, /* "n"                                                                */
    NH_TOPIC_NOW,
    NH_TOPIC_LIKE,
    NH_TOPIC_PARTS,
} nh_topic_part;

/* A value, and how well its name fits: 1 best, 0 if there is none. */
typedef struct nh_topic_choice {
    nh_topic_value value;
    nh_str name; /* as the row has it; borrowed                                           */
    unsigned rank;
} nh_topic_choice;

/* What is wanted of rows, and what a row has of it. Plain data; names are borrowed. */
typedef struct nh_topic_parts {
    nh_str fields[NH_TOPIC_FIELD_LIMIT]; /* names of what makes the text, in order       */
    size_t n_fields;
    bool exact; /* names are known in lower case only, as JSON's are                      */
    nh_topic_choice texts[NH_TOPIC_FIELD_LIMIT]; /* parallel to `fields`                  */
    nh_topic_choice others[NH_TOPIC_PARTS];
} nh_topic_parts;

/* The fields of "title+desc". False if a name is empty or too long, or there are too many. */
bool nh_topic_parts_read(nh_topic_parts *parts, const char *fields);

/* Forgets the row, not what is wanted. */
void nh_topic_parts_clear(nh_topic_parts *parts);

/* True if a value of this name would be looked at. */
bool nh_topic_parts_want(const nh_topic_parts *parts, nh_str name);

/* True if a field of this name makes the text, or a part of it. */
bool nh_topic_parts_is_text(const nh_topic_parts *parts, nh_str name);

/* Where names are exact: the name that this one is but for its case, of a member that changes what
 * an answer holds; NULL if it is none. */
const char *nh_topic_parts_meant(const nh_topic_parts *parts, nh_str name);

/* A value of the row. The best name wins; of equal ones the first that is not blank. */
void nh_topic_parts_put(nh_topic_parts *parts, nh_str name, nh_topic_value value);

#endif
