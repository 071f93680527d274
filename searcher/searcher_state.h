/*
 * searcher/searcher_state.h - one thread's tools for an index, as the rooms of the searcher see them.
 */
#ifndef NH_SEARCHER_STATE_H
#define NH_SEARCHER_STATE_H

#include "searcher/answer/article_source.h"
#include "searcher/match/plan/known/known_words.h"
#include "searcher/present/snippet.h"
#include "searcher/prune/prune.h"
#include "searcher/question.h"
#include "searcher/rank/evaluate.h"
#include "searcher/reader.h"

#define NH_SEARCH_HITS 1000000u /* of one answer at most, with those that are skipped */

/* Handles of the analyzer, of which no two stem alike. */
typedef struct nh_languages {
    uint32_t *list;
    uint32_t count;
} nh_languages;

struct nh_searcher {
    const nh_env *env;
    nh_reader *reader; /* borrowed */
    nh_analyzer *analyzer;
    nh_languages languages; /* the index's and those of its articles */
    nh_lexicon lexicon;
    nh_known_words known; /* questions that are one word */
    nh_snippets *snippets;
    nh_article_source *sources; /* one a segment */
    nh_arena arena;             /* of the query at work */
    nh_flag cancelled;          /* by nh_cancel() */
    nh_pruner pruner;           /* `off`: tests and benchmarks compare with that */
};

/* A query at work: from options to an evaluation. Its pieces point to each other, so it does
 * not move; they live in the searcher's arena. */
typedef struct nh_search_work {
    nh_languages
        languages; /* that the plan was made for; in the arena, or the searcher's */
    nh_search_options options; /* complete: no zeros that mean a default */
    nh_halt halt;
    nh_plan plan;
    nh_lookup lookup;
    nh_evaluation evaluation;
} nh_search_work;

/* NH_E_ARG: limit with skip, by, match, sort or rank out of range. */
NH_MUST_USE nh_status nh_search_options_check(const nh_search_options *o, nh_error *err);

/*
 * Plans a query for `languages` in the searcher's arena.
 * out  lives until the next query
 * NH_E_LIMIT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_searcher_plan(nh_searcher *s, const nh_query *query,
                                       const nh_languages *languages, nh_plan *out,
                                       nh_error *err);

/*
 * Plans a query, looks its words up, and makes all ready for its evaluation. End it after
 * failures too.
 *
 * counting  statistics are wanted, and no answer: those of the options tell languages only
 * NH_E_ARG, NH_E_LIMIT, NH_E_CANCELLED, NH_E_CORRUPT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_search_work_begin(nh_search_work *w, nh_searcher *s,
                                           const nh_query *query,
                                           const nh_search_options *options, bool counting,
                                           nh_error *err);

/* Frees what the evaluation holds. Accepts zeroed work. */
void nh_search_work_end(nh_search_work *w);

#endif
