/*
 * searcher/commands/measure/bench_questions.h - the questions of files, kept in memory to be asked many times.
 */
#ifndef NH_SEARCHER_BENCH_QUESTIONS_H
#define NH_SEARCHER_BENCH_QUESTIONS_H

#include "common/base/memory/arena.h"
#include "newshound/topics.h"

/* Zero-initialise; closed by nh_bench_questions_close(). */
typedef struct nh_bench_questions {
    nh_topic *list; /* owned; their texts are in the arena */
    size_t count, room;
    nh_arena texts;
    uint64_t refused; /* rows that are no questions, complained of on stderr */
} nh_bench_questions;

/* Reads all questions; a row that is none is complained of and counted. As nh_topics_next(). */
NH_MUST_USE nh_status nh_bench_questions_read(nh_topics *topics, nh_bench_questions *out,
                                              nh_error *err);

/* Frees what it holds. */
void nh_bench_questions_close(nh_bench_questions *questions);

#endif
