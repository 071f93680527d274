/*
 * indexer/merge/articles/merge_columns.h - everything of the inputs but their dictionaries: copied, renumbered.
 */
#ifndef NH_INDEXER_MERGE_COLUMNS_H
#define NH_INDEXER_MERGE_COLUMNS_H

#include "indexer/merge/merge_inputs.h"
#include "indexer/write/file/section_spools.h"

/* Lengths, places (if `stored`), first passages and dates of the inputs, one after the other,
 * without what is deleted, here and below.
 * NH_E_CORRUPT, NH_E_IO, NH_E_SPACE, NH_E_NOMEM, as all below. */
NH_MUST_USE nh_status nh_merge_passages(nh_merge_inputs *in, bool stored,
                                        nh_section_spools *to, nh_error *err);

/* Ids and their order. NH_E_LIMIT (4 GiB of ids). */
NH_MUST_USE nh_status nh_merge_ids(nh_merge_inputs *in, nh_section_spools *to,
                                   nh_error *err);

/* Keywords: values of equal columns become one list. */
NH_MUST_USE nh_status nh_merge_keywords(nh_merge_inputs *in, nh_section_spools *to,
                                        nh_error *err);

/* Stored articles: their blocks as they are; where articles are deleted, packed anew. With `press`
 * threads all are packed anew but those that were pressed before. */
NH_MUST_USE nh_status nh_merge_stored(nh_merge_inputs *in, unsigned press,
                                      nh_section_spools *to, nh_error *err);

/* Part of a section of one input. */
typedef struct nh_merge_part {
    uint32_t input;       /* its number                   */
    nh_section_kind kind; /* of the section               */
    uint64_t offset;      /* in the section               */
    uint64_t size;        /* bytes                        */
} nh_merge_part;

/* Appends the part to the same section of `to`, giving pages back where that is due. */
NH_MUST_USE nh_status nh_merge_copy(nh_merge_inputs *in, nh_merge_part part,
                                    nh_section_spools *to, nh_error *err);

#endif
