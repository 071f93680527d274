/*
 * indexer/order/rewrite/reorder_parts.h - the sections of a segment that is written in another order.
 */
#ifndef NH_INDEXER_REORDER_PARTS_H
#define NH_INDEXER_REORDER_PARTS_H

#include "indexer/order/new_order.h"
#include "indexer/order/reorder.h"
#include "indexer/write/file/section_spools.h"

/* A segment being written anew. All borrowed. */
typedef struct nh_reordering {
    const nh_reorder_job *job;
    nh_merge_inputs *in; /* the segment alone; of the caller's thread */
    const nh_new_order *order;
    nh_section_spools *to;
    uint32_t parts; /* that were ordered, each by itself     */
} nh_reordering;

/* Lengths, places, first passages and dates.
 * NH_E_CANCELLED, NH_E_CORRUPT, NH_E_IO, NH_E_SPACE, NH_E_NOMEM, as all below. */
NH_MUST_USE nh_status nh_reorder_columns(nh_reordering *r, nh_error *err);

/* Ids. */
NH_MUST_USE nh_status nh_reorder_ids(nh_reordering *r, nh_error *err);

/* Keywords. */
NH_MUST_USE nh_status nh_reorder_keywords(nh_reordering *r, nh_error *err);

/* Stored articles, packed anew. Needs their bytes on disk once more, not compressed, where they
 * are more than a quarter of the memory. */
NH_MUST_USE nh_status nh_reorder_stored(nh_reordering *r, nh_error *err);

/* True if nh_reorder_stored() can stay within the memory; *bytes is the size of all articles.
 * NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_reorder_stored_fits(nh_merge_inputs *in, uint64_t memory,
                                             bool *fits, nh_error *err);

/* The dictionary and all lists, by job->threads threads. */
NH_MUST_USE nh_status nh_reorder_terms(nh_reordering *r, nh_error *err);

#endif
