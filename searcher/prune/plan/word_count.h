/*
 * searcher/prune/plan/word_count.h - the number of passages of one word, as the dictionary has it.
 */
#ifndef NH_SEARCHER_WORD_COUNT_H
#define NH_SEARCHER_WORD_COUNT_H

#include "searcher/rank/evaluate.h"

/*
 * Evaluates a query that is one plain word and wants to know only how often it matches, where
 * nothing is deleted: *taken. Opens no list. NH_E_NOMEM, NH_E_LIMIT, NH_E_CORRUPT.
 */
NH_MUST_USE nh_status nh_word_count(nh_evaluation *e, bool *taken, nh_error *err);

#endif
