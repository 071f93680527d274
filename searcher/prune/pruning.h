/*
 * searcher/prune/pruning.h - one query of plain words at work: what its steps share.
 */
#ifndef NH_SEARCHER_PRUNING_H
#define NH_SEARCHER_PRUNING_H

#include "searcher/prune/best/best.h"
#include "searcher/prune/lists/list.h"
#include "searcher/prune/prune.h"
#include "searcher/prune/window.h"

#define NH_MOST_LISTS 64u

/* A list in the ranges. A short one is there whole, its scores too. */
typedef struct nh_range_list {
    int32_t *bounds;    /* by range: 0 where it has no posting                          */
    uint32_t *starts;   /* by range, and one more: its first posting; NULL: not kept    */
    uint32_t *passages; /* of its postings                                              */
    int32_t *scores;
    double share; /* one of its postings is this part of them                           */
} nh_range_list;

/* Ranges of NH_RANGE passages of the segment at work, in the query's arena; see ranges.h. */
typedef struct nh_ranges {
    uint32_t count;
    nh_range_list *lists; /* as those of the query                                       */
    int32_t *totals;      /* by range: of all lists                                      */
} nh_ranges;

/* A distinct word of the query. */
typedef struct nh_pruned_word {
    uint32_t leaf; /* the first that it is                                             */
    nh_part_scores scores;
} nh_pruned_word;

/* What a query needs of an article. */
typedef enum nh_needs {
    NH_NEEDS_ANY,  /* one of the words                                                 */
    NH_NEEDS_ALL,  /* every word                                                       */
    NH_NEEDS_TRUTH /* whatever makes its tree true, which is decided beforehand        */
} nh_needs;

typedef struct nh_pruning {
    nh_evaluation *e;
    nh_pruner *pruner; /* the searcher's                                               */
    nh_window *window; /* the searcher's                                               */
    nh_pruned_word *words;
    uint32_t n_words;
    int32_t most; /* no score of the query is greater                                  */
    nh_needs needs;
    bool phrase;  /* what scores is a phrase, whose passages are in e->runs             */
    bool summed;  /* something that scores is no plain word, so that nothing has bounds */
    bool relaxes; /* if few articles have all that is needed, any of it is enough       */
    bool relaxed; /* that is so                                                        */
    bool score;   /* hits are wanted                                                   */
    bool count;   /* the numbers of matches are wanted exactly                         */
    uint64_t wanted; /* hits                                                           */
    uint64_t room;   /* hits that are looked for                                       */
    bool all;        /* no more than those can come                                    */
    uint32_t coming; /* passages that can, where `all` or of one word; else UINT32_MAX  */
    int32_t first_least; /* there are as many hits with this score; 0: nobody knows    */
    bool near;           /* hardly more hits than are wanted have that score           */
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

/* The same where nothing is counted, if the best of the rarest word score more than all others can:
 * then the others are looked up for its passages alone. *taken: it is so. Cost: its postings, and
 * what is looked up. As above. */
NH_MUST_USE nh_status nh_prune_lead(nh_pruning *p, bool *taken, nh_error *err);

/* Passages that have one word, by its best blocks first. As above. */
NH_MUST_USE nh_status nh_prune_one(nh_pruning *p, nh_error *err);

/* The same by the champions alone of `term` in the segment at work, which `scores` is for: *done;
 * else nothing is added, but the threshold may have risen. As above. */
NH_MUST_USE nh_status nh_prune_champions(nh_pruning *p, const nh_term *term,
                                         nh_part_scores *scores, bool *done, nh_error *err);

/* Sets p->first_least and p->near from what segments say of the best postings of a word that is
 * enough. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_prune_first_least(nh_pruning *p, nh_error *err);

/* Passages that have all of the words, counted in p->counted, all of them where p->count is set;
 * where each passage is an article of its own. As above. */
NH_MUST_USE nh_status nh_prune_all(nh_pruning *p, nh_error *err);

/* Scores all of p->best.allowed that have any of what scores, plain words or not, and counts them
 * in p->counted. As above. */
NH_MUST_USE nh_status nh_prune_sum(nh_pruning *p, nh_error *err);

/* Adds the passages that have any of the words to p->counted, and their articles to
 * p->articles; where p->best.allowed is set, only those, and no articles. As above. */
NH_MUST_USE nh_status nh_count_any(nh_pruning *p, nh_error *err);

/* Passages that have the phrase, and the numbers of them and of their articles. What goes wrong
 * shows in p->best.status. */
void nh_prune_phrase(nh_pruning *p);

#endif
