/*
 * searcher/match/plan/lookup_pairs.h - pairs of function words in the phrases of a plan, looked up in the dictionaries.
 */
#ifndef NH_SEARCHER_LOOKUP_PAIRS_H
#define NH_SEARCHER_LOOKUP_PAIRS_H

#include "searcher/match/plan/lookup.h"

/*
 * Sets out->pairs, in the plan's arena; out->n_edges and out->no_pairs are set. What is found lives
 * in `lex` until its terms are trimmed.
 * NH_E_LIMIT, NH_E_CORRUPT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_lookup_pairs(nh_plan *plan, nh_lexicon *lex, nh_lookup *out,
                                      nh_error *err);

#endif
