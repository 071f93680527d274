/*
 * searcher/prune/prune.h - the best hits without looking at everything.
 *
 * Gives the bytes that exhaustive evaluation gives, in a fraction of the time. One word, any of
 * several, all of several (or any, where few articles have all) are found by bounds alone. Of
 * other queries, which articles they are true of is decided as in evaluate.h, and what scores in
 * them is found by bounds if it is plain words, else summed up window by window. What it does
 * not take is left to evaluate.h: articles without words that score, whole articles of several
 * passages, weights that come to nothing. By date, only the newest articles are scored.
 */
#ifndef NH_SEARCHER_PRUNE_H
#define NH_SEARCHER_PRUNE_H

#include "searcher/rank/evaluate.h"

#define NH_PRUNE_FEW 8192u /* as `few` below, where nobody knows better */

/* What a searcher keeps for it from query to query. Zero it, and set env, few and team_least. */
typedef struct nh_pruner {
    const nh_env *env;
    struct nh_window *window; /* owned; NULL until the first query that needs it       */
    struct nh_team *team; /* owned; NULL until the first query of several threads      */
    uint32_t team_least;  /* postings of each thread at least                          */
    uint32_t few; /* postings of a query that are summed up without bounds             */
    bool off;     /* everything is evaluated exhaustively                  */
} nh_pruner;

/*
 * Evaluates if it takes this query: *taken; then all that nh_evaluate() promises is there. Else
 * nh_evaluate() goes on from here.
 * NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT, NH_E_CANCELLED
 */
NH_MUST_USE nh_status nh_prune(nh_evaluation *e, nh_pruner *pruner, bool *taken,
                               nh_error *err);

/* Frees what it keeps. Accepts a zeroed pruner. */
void nh_pruner_end(nh_pruner *pruner);

#endif
