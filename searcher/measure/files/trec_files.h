/*
 * searcher/measure/files/trec_files.h - judgments and runs, as the rest of the room sees them.
 */
#ifndef NH_SEARCHER_TREC_FILES_H
#define NH_SEARCHER_TREC_FILES_H

#include "common/base/bytes/buffer.h"
#include "newshound/measure.h"
#include "searcher/measure/files/trec_table.h"

struct nh_qrels {
    nh_env env;
    nh_trec_table table; /* by question and docno; value: the grade */
    uint64_t repeated;   /* lines that said nothing new             */
};

struct nh_trec_run {
    nh_env env;
    nh_trec_table
        table; /* by question, score and docno, both descending; value: the score */
    nh_buffer tag;
};

/* What to read with: the caller's options, completed. */
typedef struct nh_trec_reading {
    nh_env env;
    uint64_t memory; /* bytes */
    const nh_flag *stop;
} nh_trec_reading;

/* The options, or the defaults where they are NULL. NH_E_ARG */
NH_MUST_USE nh_status nh_trec_reading_of(const nh_trec_options *options,
                                         nh_trec_reading *out, nh_error *err);

/* The arguments of "%.*s" for what a message quotes of a file. */
#define NH_TREC_SHOWN(text) (int)((text).len < 40 ? (text).len : 40), (text).ptr

#endif
