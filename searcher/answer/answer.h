/*
 * searcher/answer/answer.h - from the best hits to an answer: passages, texts, marks, explanations.
 */
#ifndef NH_SEARCHER_ANSWER_H
#define NH_SEARCHER_ANSWER_H

#include "searcher/answer/article_source.h"
#include "searcher/answer/results.h"
#include "searcher/present/snippet.h"
#include "searcher/rank/evaluate.h"

/* What an answer is made from; borrowed for the call. */
typedef struct nh_answer_parts {
    const nh_evaluation *evaluation;
    nh_article_source *sources; /* one a segment */
    nh_snippets *snippets;
} nh_answer_parts;

/*
 * Makes the answer of an evaluation that has ended well.
 * out  owned by the caller until nh_results_free(); NULL on failure
 * NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT, NH_E_CANCELLED
 */
NH_MUST_USE nh_status nh_answer_make(const nh_answer_parts *parts, nh_results **out,
                                     nh_error *err);

#endif
