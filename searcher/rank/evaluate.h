/*
 * searcher/rank/evaluate.h - a planned query against all segments, exhaustively.
 *
 * First every leaf and filter is decided for every article, and leaves are counted; then the
 * tree is decided; then the articles of which it is true are gathered and scored. Everything is
 * looked at, nothing is skipped on account of its score: what is faster has to agree with this.
 */
#ifndef NH_SEARCHER_EVALUATE_H
#define NH_SEARCHER_EVALUATE_H

#include "searcher/match/leaf_list.h"
#include "searcher/match/truth.h"
#include "searcher/rank/counts.h"
#include "searcher/rank/gather.h"
#include "searcher/rank/top_hits.h"

/* A segment in a query. */
typedef struct nh_segment_run {
    nh_segment_view view;
    nh_leaf_list *lists; /* by leaf, where it is not plain; NULL: all plain, or absent  */
    const nh_found_term **plain; /* by leaf: its only term, or NULL                     */
    nh_truth truth;
    uint64_t *matches; /* articles of which the query is true, not deleted            */
} nh_segment_run;

typedef struct nh_evaluation {
    const nh_env *env;
    nh_arena *arena;
    const nh_index *index;
    nh_plan *plan;
    const nh_search_options *options; /* complete: no zeros that mean a default         */
    nh_finder finder;
    nh_segment_run *runs;
    bool whole;
    nh_counts own;          /* of this index                                           */
    const nh_counts *given; /* of all shards; NULL: `own` is all there is              */
    nh_formula formula;
    nh_score_table **tables; /* by leaf; NULL: it does not score                        */
    nh_top_hits top;
    nh_top_ids ids; /* for `top`                                                      */
    uint64_t articles, passages;
    bool decided; /* nh_evaluate_counts() is done                                        */
    bool relaxed;
    bool exact; /* articles and passages, and the hits' evidence, are no lower bounds    */
    nh_list_work work;
} nh_evaluation;

/* What scores and decisions rest on. */
static inline const nh_counts *nh_evaluation_counts(const nh_evaluation *e)
{
    return e->given != NULL ? e->given : &e->own;
}

/*
 * The first half of an evaluation, which decides all articles and fills e->own. Before and after
 * it as with nh_evaluate().
 * NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT, NH_E_CANCELLED
 */
NH_MUST_USE nh_status nh_evaluate_counts(nh_evaluation *e, nh_error *err);

/* Hits that the options ask for, those that are skipped among them. */
static inline uint64_t nh_evaluation_hits(const nh_evaluation *e)
{
    return e->options->count_only ? 0 : e->options->limit + e->options->skip;
}

/* Room in e->top for the best `room` in the order of the options. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_evaluation_top(nh_evaluation *e, uint64_t room, nh_error *err);

/*
 * Evaluates; goes on from nh_evaluate_counts() where that is done. Before: env, arena, index, plan,
 * options, whole; and finder.lookup is made and finder.halt set.
 * Afterwards: top (sorted), articles, passages, relaxed, work, and what nh_evaluation_gather()
 * needs. End it after failures too.
 * NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT, NH_E_CANCELLED
 */
NH_MUST_USE nh_status nh_evaluate(nh_evaluation *e, nh_error *err);

/* The formula, from the statistics of the units that are not deleted. */
nh_formula nh_evaluation_formula(const nh_evaluation *e);

/* Sets formula and tables. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_evaluation_tables(nh_evaluation *e, nh_error *err);

/* The scoring leaves of a segment, before its first article. To be ended with
 * nh_gather_end(), after failures too. NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_evaluation_gather(const nh_evaluation *e, uint32_t segment,
                                           bool keep, nh_gather *out, nh_error *err);

/* Frees what it holds. Accepts a zeroed evaluation. */
void nh_evaluation_end(nh_evaluation *e);

#endif
