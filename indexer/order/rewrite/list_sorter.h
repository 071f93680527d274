/*
 * indexer/order/rewrite/list_sorter.h - the postings of a term in the new order of its passages.
 */
#ifndef NH_INDEXER_LIST_SORTER_H
#define NH_INDEXER_LIST_SORTER_H

#include "indexer/merge/merge_inputs.h"
#include "indexer/order/new_order.h"
#include "indexer/write/postings_writer.h"

/* Memory that lasts from term to term. Zero-initialise with `s = {.env = env, ...}`. For one
 * thread. */
typedef struct nh_list_sorter {
    const nh_env *env;
    const nh_new_order *order;
    uint64_t memory; /* bytes that it should stay below; longer lists are sorted in */
                     /* several passes, each for a range of new passages            */
    struct nh_moved_posting *list, *spare; /* private, as all below                   */
    size_t count, capacity;
    uint8_t *positions; /* of the postings, one after the other    */
    uint16_t *codes;    /* parallel to them; of several forms     */
    size_t occurrences, room;
} nh_list_sorter;

/*
 * Appends the postings of input->term to the open term of `to`.
 * NH_E_CORRUPT, NH_E_NOMEM; failures of writing are told by nh_postings_end()
 * Cost: decodes the list, once for each pass
 */
NH_MUST_USE nh_status nh_list_sort(nh_list_sorter *s, const nh_merge_input *input,
                                   nh_postings_writer *to, nh_error *err);

/* Frees what it holds. */
void nh_list_sorter_free(nh_list_sorter *s);

#endif
