/*
 * searcher/prune/pruning.h - one query of plain words at work: what its steps share.
 */
#ifndef NH_SEARCHER_PRUNING_H
#define NH_SEARCHER_PRUNING_H

#include "searcher/prune/best.h"
#include "searcher/prune/list.h"
#include "searcher/prune/window.h"

#define NH_MOST_LISTS 64u

/* Ranges of 2^shift passages of the segment at work, in the query's arena; see ranges.h. */
typedef struct nh_ranges {
    unsigned shift;
    uint32_t count;
    int32_t **bounds;  /* by list, then range: 0 where it has no posting               */
    uint32_t **blocks; /* by list, then range: the first block that may reach into it  */
    int32_t *totals;   /* by range: of all lists                                       */
} nh_ranges;

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
    uint32_t few; /* postings that are summed up without bounds                         */
    bool all;     /* an article needs every word; else one of them                     */
    bool phrase;  /* the query is a phrase, whose passages are in e->runs              */
    bool score;   /* hits are wanted                                                   */
    bool count;   /* the numbers of matches are wanted exactly                         */
    nh_best best;
    /* of the segment at work */
    uint32_t segment;
    const nh_segment_view *view;
    nh_list **lists; /* those with postings, rarest first                              */
    uint32_t n_lists;
    nh_ranges ranges;
    uint64_t counted, articles; /* passages and articles that match, in all segments   */
} nh_pruning;

/* Scores passages that have any of the words. *counted: all of them were met, and added to
 * p->counted. NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT, NH_E_CANCELLED */
NH_MUST_USE nh_status nh_prune_any(nh_pruning *p, bool *counted, nh_error *err);

/* Passages that have one word, by its best blocks first. As above. */
NH_MUST_USE nh_status nh_prune_one(nh_pruning *p, nh_error *err);

/* Passages that have all of the words, counted in p->counted, all of them where p->count is set;
 * where each passage is an article of its own. As above. */
NH_MUST_USE nh_status nh_prune_all(nh_pruning *p, nh_error *err);

/* Adds the passages that have any of the words to p->counted, and their articles to
 * p->articles. As above. */
NH_MUST_USE nh_status nh_count_any(nh_pruning *p, nh_error *err);

/* Passages that have the phrase, and the numbers of them and of their articles. */
NH_MUST_USE nh_status nh_prune_phrase(nh_pruning *p, nh_error *err);

#endif
