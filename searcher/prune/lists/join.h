/*
 * searcher/prune/lists/join.h - the passages that all lists of a query have, some at a time.
 *
 * Each step takes a block of the rarest list and leaves of its passages those that the other
 * lists have, list after list, and block after block of each: what is asked of a block of a list
 * is asked of it once.
 */
#ifndef NH_SEARCHER_JOIN_H
#define NH_SEARCHER_JOIN_H

#include "searcher/prune/lists/list.h"

/* One walk, first to last passage. What a step finds lies in the first `count` entries. */
typedef struct nh_join {
    nh_list **lists; /* borrowed; rarest first, at least one                          */
    uint32_t n_lists;
    bool score;     /* scores are wanted                                             */
    bool all;       /* every passage is, too, whatever its score                      */
    bool scored;    /* what the step found has scores; else none of it reaches `least` */
    int32_t least;  /* scores that cannot reach it do not matter; may be raised       */
    uint32_t next;  /* block of the rarest list                                      */
    int32_t others; /* bound of all lists but the rarest                             */
    int32_t rest;   /* bound of what is not yet in the scores at hand                */
    uint32_t count;
    uint32_t passages[NH_BLOCK]; /* ascending                                          */
    int32_t scores[NH_BLOCK];    /* too low where they cannot reach `least`              */
    uint8_t first[NH_BLOCK]; /* number of the posting in the block of the rarest list   */
} nh_join;

/* A walk over lists that nobody else moves meanwhile; all: those passages are counted, too, whose
 * scores do not matter. */
void nh_join_begin(nh_join *j, nh_list **lists, uint32_t n_lists, bool score, bool all);

/* The next passages, maybe none: *more; false behind the last. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_join_next(nh_join *j, bool *more, nh_error *err);

#endif
