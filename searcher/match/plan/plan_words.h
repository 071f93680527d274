/*
 * searcher/match/plan/plan_words.h - the words of a query, analysed into paths.
 */
#ifndef NH_SEARCHER_PLAN_WORDS_H
#define NH_SEARCHER_PLAN_WORDS_H

#include "common/base/bytes/buffer.h"
#include "searcher/match/plan/plan.h"

/* A plan that grows, and the path that is being written at its end. */
typedef struct nh_plan_builder {
    nh_plan *plan;
    const nh_plan_rules *rules;
    nh_error *err;
    nh_buffer folded; /* a spelling, for the moment                                    */
    uint32_t edge_room, path_room, shape_room, leaf_room;
    uint32_t at; /* node of the path where the next word begins                        */
    bool begun;  /* it has an edge other than a gap                                    */
} nh_plan_builder;

/*
 * `old` with room for one element more: itself, or a copy twice as large. NULL (and *st set)
 * if there is no room.
 */
void *nh_plan_grown(nh_plan_builder *b, void *old, uint32_t count, uint32_t *room,
                    size_t size, nh_status *st);

/* Begins a path behind the others. Then words and gaps follow. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_path_begin(nh_plan_builder *b);

/* Adds the word of `node`, its terms in every language united. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_path_word(nh_plan_builder *b, const nh_node *node);

/* Adds a position of which nothing is asked; at the beginning and the end of a path it says
 * nothing and is left out. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_path_gap(nh_plan_builder *b);

/* Completes the path: *kept, or taken back because it holds no word. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_path_end(nh_plan_builder *b, bool *kept);

#endif
