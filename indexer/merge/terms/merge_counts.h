/*
 * indexer/merge/terms/merge_counts.h - the statistics of a term without what is deleted.
 */
#ifndef NH_INDEXER_MERGE_COUNTS_H
#define NH_INDEXER_MERGE_COUNTS_H

#include "indexer/merge/merge_inputs.h"
#include "indexer/merge/terms/small_scratch.h"

/* An entry counted anew. Zero-initialise with the environment:
 * `nh_counted_term t = {.env = env, .small = {.env = env}}`. */
typedef struct nh_counted_term {
    const nh_env *env;
    nh_term term;    /* as the input's; df, article_df, cf and forms count what is kept */
    nh_form *forms;  /* of the term                                                     */
    uint32_t *seen;  /* by form: df of the term when it was met last                    */
    size_t capacity; /* of both                                                         */
    nh_small_scratch small;
} nh_counted_term;

/*
 * The entry that `input` stands at, counted without what is deleted: the input's own where
 * nothing is. Its df is 0 if nothing is left.
 *
 * out  borrowed from the input, or from `t` until the next call
 * NH_E_CORRUPT, NH_E_NOMEM
 * Cost: with deletions, decodes the postings, and the form codes where there are several
 */
NH_MUST_USE nh_status nh_term_count(nh_counted_term *t, const nh_merge_input *input,
                                    const nh_term **out, nh_error *err);

/* Frees what it holds. Accepts a zeroed one. */
void nh_counted_term_free(nh_counted_term *t);

#endif
