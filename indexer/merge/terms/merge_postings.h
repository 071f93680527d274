/*
 * indexer/merge/terms/merge_postings.h - the postings that a term has in one input, appended to the result.
 */
#ifndef NH_INDEXER_MERGE_POSTINGS_H
#define NH_INDEXER_MERGE_POSTINGS_H

#include "indexer/merge/merge_inputs.h"
#include "indexer/merge/terms/merge_forms.h"
#include "indexer/merge/terms/small_scratch.h"
#include "indexer/write/postings_writer.h"

/* Memory that lasts from term to term. Call nh_list_copier_init(). For one thread. */
typedef struct nh_list_copier {
    nh_postings_writer *to; /* borrowed */
    nh_small_scratch small;
    nh_buffer codes;  /* of a block, written anew   */
    uint16_t *mapped; /* codes of a block, renumbered */
} nh_list_copier;

/* to: where all goes; borrowed. Allocates nothing. */
void nh_list_copier_init(nh_list_copier *c, const nh_env *env, nh_postings_writer *to);

/* Frees what it holds. Accepts a zeroed copier. */
void nh_list_copier_free(nh_list_copier *c);

/*
 * Appends the postings of input->term that are kept to the open term. Full blocks among whose
 * passages nothing is deleted are copied as they are; others are decoded and joined with their
 * neighbours, so that many short runs do not leave many short blocks.
 *
 * map    codes of the merged term by codes of this one
 * same   the map changes nothing
 * NH_E_CORRUPT, NH_E_NOMEM; failures of writing are told by nh_postings_end()
 */
NH_MUST_USE nh_status nh_list_copy(nh_list_copier *c, const nh_merge_input *input,
                                   const uint16_t *map, bool same, nh_error *err);

#endif
