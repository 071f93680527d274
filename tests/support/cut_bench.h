/*
 * tests/support/cut_bench.h - a cutter with its analyzer, and texts to be cut.
 */
#ifndef NH_TESTS_CUT_BENCH_H
#define NH_TESTS_CUT_BENCH_H

#include "common/base/bytes/buffer.h"
#include "common/text/passages/passages.h"

/* A cutter of English news with its analyzer. */
typedef struct cut_bench {
    nh_analyzer *analyzer;
    nh_cutter *cutter;
} cut_bench;

/* The rule of an index that is told nothing, and that of one without passages. */
extern const nh_passage_rule cut_standard, cut_whole;

/* To be closed by cut_bench_close(); `stopwords` are lines. The test fails where this does. */
cut_bench cut_bench_open(const nh_passage_rule *rule, const char *stopwords);
void cut_bench_close(cut_bench b);

/* The article, cut and checked: what holds for every cut holds for it. Lives until the next. */
nh_cut cut_bench_text(cut_bench b, const char *headline, nh_str text);

/* Appends `n` sentences of `words` words each. */
void cut_bench_sentences(nh_buffer *out, size_t n, size_t words);

/* The test fails, with a sentence, where something is wrong with this cut of `text`. */
void cut_bench_check(const nh_cut *cut, const nh_cut_text *text);

#endif
