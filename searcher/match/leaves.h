/*
 * searcher/match/leaves.h - the words and phrases of a planned query, found in a text: what to mark.
 *
 * The same planned words that evaluation looks up in an index are compared here with the
 * tokens of a text, which come from the same analyzer and cutter. So a mark stands exactly
 * where evaluation counted. Clauses that exclude, and filters, mark nothing.
 */
#ifndef NH_SEARCHER_LEAVES_H
#define NH_SEARCHER_LEAVES_H

#include "common/text/words/analyzer.h"
#include "newshound/searcher.h"
#include "searcher/match/plan/plan.h"
#include "searcher/match/shapes/spans.h"

/* A token of a text. */
typedef struct nh_leaf_token {
    const nh_word *word; /* borrowed for the call                                         */
    uint32_t pos;  /* ascending. A phrase may run into the passage behind the one    */
                   /* that is shown: give its tokens too, at span + pos             */
    uint32_t at;   /* first byte, in the text that marks are wanted for             */
    uint32_t size; /* bytes                                                         */
} nh_leaf_token;

/* Places to mark. */
typedef struct nh_marks {
    const nh_mark *list;
    size_t count;
} nh_marks;

typedef struct nh_leaves nh_leaves;

/*
 * Matchers for the scoring leaves of `plan`, which is borrowed until nh_leaves_free().
 * For one thread. out: owned by the caller until nh_leaves_free(); NULL on failure.
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_leaves_new(const nh_env *env, const nh_plan *plan, nh_leaves **out,
                                    nh_error *err);

/* Accepts NULL. */
void nh_leaves_free(nh_leaves *leaves);

/*
 * Where leaf number `leaf` of the plan begins in a chain of passages, scoring or not; of any field.
 *
 * limit  positions of the chain
 * out    cleared first; its spans end where they begin
 * NH_E_NOMEM.  Cost: as that of nh_leaves_mark() for this leaf.
 */
NH_MUST_USE nh_status nh_leaves_find(nh_leaves *leaves, uint32_t leaf,
                                     const nh_leaf_token *tokens, size_t n_tokens,
                                     uint32_t limit, nh_spans *out, nh_error *err);

/*
 * What to mark in a text: bytes of a word, of a phrase from its first to its last word as
 * one, of each word of a NEAR group. Ascending and disjoint; what overlaps is united.
 *
 * place  which fields the text belongs to, bits NH_SCOPE_* of plan.h; `title:golan` marks
 *        only where NH_SCOPE_TITLE is set
 * out    borrowed from `leaves` until its next call
 * NH_E_NOMEM.  Cost: linear in the tokens for each word of the query.
 */
NH_MUST_USE nh_status nh_leaves_mark(nh_leaves *leaves, const nh_leaf_token *tokens,
                                     size_t n_tokens, unsigned place, nh_marks *out,
                                     nh_error *err);

#endif
