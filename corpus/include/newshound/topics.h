/*
 * newshound/topics.h - questions from files of many formats, for batches (libnewshound-index).
 */
#ifndef NH_TOPICS_PUBLIC_H
#define NH_TOPICS_PUBLIC_H

#include "newshound/topic.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How topic files are read. */
typedef enum nh_topic_format {
    NH_TOPICS_AUTO = 0, /* recognised by content                                          */
    NH_TOPICS_TREC =
        1,             /* <top><num><title><desc><narr>, unclosed too; <query number="">; */
                       /* background linking: <docid>                                    */
    NH_TOPICS_TSV = 2, /* id, tab, question                                              */
    NH_TOPICS_JSONL =
        3,             /* {"id", "query" or "title", "filter", "n", "now", "like"}       */
    NH_TOPICS_CSV = 4, /* RFC 4180; a header names columns, else id, question or question */
    NH_TOPICS_LINES =
        5, /* a question a line; the line's number is its id                 */
} nh_topic_format;

/* NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_topics_options {
    size_t size;            /* sizeof(nh_topics_options) */
    nh_topic_format format; /* [NH_TOPICS_AUTO]                                           */
    const char *fields; /* of TREC topics, joined by a blank: "title+desc"; of JSON    */
                        /* and CSV, the name of the question ["title"; "query"]       */
    uint64_t row_limit; /* bytes of a question's row [64 KiB]                          */
    const struct nh_env
        *env; /* for the project's own tests; others use allocator [NULL]  */
    const nh_allocator
        *allocator;      /* borrowed until close [malloc]                        */
    const nh_flag *stop; /* non-zero: NH_E_CANCELLED [NULL]                      */
} nh_topics_options;

typedef struct nh_topics nh_topics; /* questions of some files, being read */

/*
 * Questions of `paths` in order: files (plain or gzipped), or "-" for standard input. Nothing is
 * opened before the first nh_topics_next(). corpus/TOPICS.md describes the formats.
 * paths, and what `options` points to  borrowed until nh_topics_close()
 * out  owned by the caller until nh_topics_close(); NULL on failure
 * NH_E_ARG  an unknown format, or fields that are no names joined by +.  NH_E_NOMEM
 */
NH_API NH_MUST_USE nh_status nh_topics_open(const char *const *paths, size_t n_paths,
                                            const nh_topics_options *options,
                                            nh_topics **out, nh_error *err);

/*
 * The next question, or a row that is none (its `code` is not NH_OK: NH_E_REFUSED for what is
 * malformed, an id that came before, or the end of a damaged gzip file; NH_E_LIMIT for what is
 * too long), borrowed until the next call; *out NULL at the end. Ids of questions are unique over
 * all files. A question without an id has its line for one where questions stand alone, with the
 * number of the file before it from the second on: "2:17".
 * NH_E_IO     a file cannot be opened or read; the next call goes on with the next file
 * NH_E_LIMIT  ids of more than 1 GiB.  NH_E_CANCELLED, NH_E_NOMEM
 */
NH_API NH_MUST_USE nh_status nh_topics_next(nh_topics *topics, const nh_topic **out,
                                            nh_error *err);

/* The questions as a source for nh_batch_run(); borrows `topics`. A file that cannot be opened or
 * read is a row of it: NH_E_IO, its path and no row number; the next file follows. */
NH_API nh_topic_source nh_topics_source(nh_topics *topics);

/* Closes what is open and frees. Accepts NULL. */
NH_API void nh_topics_close(nh_topics *topics);

#ifdef __cplusplus
}
#endif

#endif
