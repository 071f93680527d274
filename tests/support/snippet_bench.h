/*
 * tests/support/snippet_bench.h - snippets of an article that is in no index.
 */
#ifndef NH_TESTS_SNIPPET_BENCH_H
#define NH_TESTS_SNIPPET_BENCH_H

#include "searcher/present/snippet.h"

/* All that a snippet is made with; zero it and set `env`. */
typedef struct snippet_bench {
    const nh_env *env;
    nh_arena arena; /* of the query and of the answers */
    nh_analyzer *analyzer;
    nh_plan plan;
    nh_leaves *leaves;
    nh_snippets *snippets;
    const nh_halt *halt; /* when to give up; NULL: never */
} snippet_bench;

/* Plans `query` for articles in English. Closed by snippet_bench_close() whatever it says. */
NH_MUST_USE nh_status snippet_bench_open(snippet_bench *b, nh_str query, bool whole);

/* One passage of an article of nothing but headline, text and skips. */
NH_MUST_USE nh_status snippet_bench_fill(snippet_bench *b, const nh_stored *stored,
                                         uint32_t number, uint32_t want,
                                         nh_passage_hit *out);

/* Accepts a zeroed bench. */
void snippet_bench_close(snippet_bench *b);

#endif
