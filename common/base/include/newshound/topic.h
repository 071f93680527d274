/*
 * newshound/topic.h - one question of a batch: what topic files hold and batches answer.
 */
#ifndef NH_TOPIC_PUBLIC_H
#define NH_TOPIC_PUBLIC_H

#include "newshound/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A question of a file, or a row of it that is none. Texts are UTF-8, borrowed until the next
 * one is asked for. Zero it and set `size`.
 */
typedef struct nh_topic {
    size_t size;   /* sizeof(nh_topic)                                                    */
    nh_str id;     /* for the first column of a run file; empty only where a row is none  */
                   /* and its id was not read                                             */
    nh_str text;   /* the question; empty where `like` is given                           */
    nh_str filter; /* more of the query language, which every hit fits and nothing scores */
    nh_str like;   /* id of an article: what else is there on its matter?                 */
    uint64_t n;    /* hits; 0: as many as for the others                                  */
    bool has_now;  /* `now` is given                                                      */
    int64_t now;   /* what last:7d counts from; seconds since 1970 UTC                    */
    nh_status
        code; /* NH_OK; otherwise the row is no question, and `problem` says why      */
    nh_str
        problem;  /* one sentence                                                        */
    nh_str path;  /* the file, "-" for standard input                                    */
    uint64_t row; /* line of the file where it begins, from 1; 0: all of the file         */
    uint64_t
        column; /* byte of that line where `text` (`like`), or the problem, begins,    */
                /* from 1; 0: in a later line, or not known, as in JSON                */
    uint64_t
        offset; /* the same as a byte of the (decompressed) file, or NH_NO_OFFSET      */
} nh_topic;

/* Where questions come from: 1 and the next one in *out, 0 at the end, or -1 and *err; after those
 * two it is not called again. Called by one thread at a time, which need not be the caller's. */
typedef struct nh_topic_source {
    void *self;                                            /* given to it */
    int (*next)(void *self, nh_topic *out, nh_error *err); /* as above    */
} nh_topic_source;

#ifdef __cplusplus
}
#endif

#endif
