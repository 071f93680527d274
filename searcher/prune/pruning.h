/*
 * searcher/prune/pruning.h - one query of plain words at work: what its steps share.
 */
#ifndef NH_SEARCHER_PRUNING_H
#define NH_SEARCHER_PRUNING_H

#include "searcher/prune/best.h"
#include "searcher/prune/list.h"
#include "searcher/prune/window.h"

#define NH_MOST_LISTS 64u

/* A distinct word of the query. */
typedef struct nh_pruned_word {
    uint32_t leaf; /* the first that it is                                             */
    nh_part_scores scores;
} nh_pruned_word;

typedef struct nh_pruning {
    nh_evaluation *e;
    nh_window *window; /* the searcher's                                               */
    nh_pruned_word *words;
    uint32_t n_words;
    bool all;   /* an article needs every word; else one of them                     */
    bool score; /* hits are wanted                                                   */
    bool count; /* the numbers of matches are wanted exactly                         */
    nh_best best;
    /* of the segment at work */
    uint32_t segment;
    const nh_segment_view *view;
    nh_list **lists; /* those with postings, rarest first                              */
    uint32_t n_lists;
} nh_pruning;

/* Scores passages that have any of the words. Adds to e->passages and e->articles what it has
 * come by, which is all where `count` is set. NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT,
 * NH_E_CANCELLED */
NH_MUST_USE nh_status nh_prune_any(nh_pruning *p, nh_error *err);

/* Passages that have one word, by its best blocks first. */
NH_MUST_USE nh_status nh_prune_one(nh_pruning *p, nh_error *err);

/* Passages that have all of the words; where each passage is an article of its own. */
NH_MUST_USE nh_status nh_prune_all(nh_pruning *p, nh_error *err);

/* Counts the articles and passages that have any of the words. */
NH_MUST_USE nh_status nh_count_any(nh_pruning *p, nh_error *err);

#endif
