/*
 * corpus/topics/topic_reading.h - what every reader of questions works with.
 *
 * A reader is one function: the next row of the open source goes into `topic`, as a question
 * or as a row that is none. It begins with nh_topic_begin(), puts what the row has into
 * `parts`, and ends with nh_topic_compose(), or at any point with nh_topic_refuse().
 */
#ifndef NH_CORPUS_TOPIC_READING_H
#define NH_CORPUS_TOPIC_READING_H

#include "common/base/bytes/buffer.h"
#include "common/codec/input/source.h"
#include "common/text/words/word_table.h"
#include "corpus/topics/json_row.h"
#include "corpus/topics/topic_parts.h"
#include "newshound/topics.h"

/* Bytes of a question's id, and columns of a table. */
#define NH_TOPIC_ID_LIMIT 255
#define NH_TOPIC_COLUMN_LIMIT 64

/* What the first row of a table told. */
typedef enum nh_topic_head {
    NH_TOPIC_HEAD_UNREAD = 0, /* nothing yet                                             */
    NH_TOPIC_HEAD_NAMES,      /* it names the columns                                    */
    NH_TOPIC_HEAD_PAIRS,      /* there is none: id and question                          */
    NH_TOPIC_HEAD_SINGLES,    /* there is none: questions alone                          */
} nh_topic_head;

typedef struct nh_topic_reading {
    const nh_env *env;
    nh_source source;
    nh_topic
        topic; /* what is handed out; texts are borrowed from below or from the source */
    nh_topic_parts parts;
    bool fields_asked; /* the caller says which fields make a question                    */
    uint64_t
        row_limit; /* bytes                                                           */
    size_t file;   /* number of the file, from 1: sets generated ids apart            */
    uint64_t rows; /* given of this file, bad ones too                                */
    nh_str raw;    /* the row as it is in the file; empty where it is not at hand     */
    uint64_t
        raw_offset; /* of its first byte                                              */
    uint64_t
        line_start;    /* of the line where it begins                                    */
    nh_json_row json;  /* of JSON                                                        */
    nh_word_table ids; /* of all questions so far                                        */
    nh_buffer
        id_places; /* where each of them stands, by its number                       */
    const char *const
        *paths;       /* of all files; borrowed                                    */
    nh_buffer own_id; /* an id made here                                                */
    nh_buffer repaired[NH_TOPIC_PARTS + NH_TOPIC_FIELD_LIMIT]; /* what was no UTF-8       */
    nh_buffer joined;  /* text from several fields */
    nh_buffer decoded; /* of an SGML row           */
    nh_buffer problem;
    nh_topic_head head;                    /* of this file                           */
    nh_buffer head_bytes;                  /* names of the columns                   */
    nh_str columns[NH_TOPIC_COLUMN_LIMIT]; /* borrowed from head_bytes               */
    size_t n_columns;
    nh_str
        record; /* SGML: name of the element that holds a question                      */
} nh_topic_reading;

/* A row begins where the source stands: nothing is known of it but its line. */
void nh_topic_begin(nh_topic_reading *reading);

/* The row is these bytes of the file, borrowed until the row is done. */
void nh_topic_set_raw(nh_topic_reading *reading, nh_str raw, uint64_t offset);

/* Text begins at this byte of the file, or NH_NO_OFFSET. */
void nh_topic_set_place(nh_topic_reading *reading, uint64_t offset);

/*
 * The row is no question: why, and at what byte of the file (NH_NO_OFFSET: where it begins).
 * It keeps the id that it has. One of ours, made of its line, might be another's. NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_topic_refuse(nh_topic_reading *reading, nh_status code,
                                      uint64_t offset, nh_error *err, const char *fmt, ...)
    NH_PRINTF(5, 6);

/* The row is longer than the limit. NH_E_NOMEM */
NH_MUST_USE nh_status nh_topic_too_long(nh_topic_reading *reading, nh_error *err);

/* Refuses a row that holds a NUL; *bad says whether it does. NH_E_NOMEM */
NH_MUST_USE nh_status nh_topic_check_nul(nh_topic_reading *reading, bool *bad,
                                         nh_error *err);

/*
 * Makes a question of `parts`, whatever they were put from: repairs letters, joins fields,
 * reads numbers and dates, looks whether the id is new. What is wrong refuses the row.
 * numbered  a row without an id has its line number for one
 * NH_E_NOMEM, NH_E_LIMIT (ids of all questions)
 */
NH_MUST_USE nh_status nh_topic_compose(nh_topic_reading *reading, bool numbered,
                                       nh_error *err);

#endif
