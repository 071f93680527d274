/*
 * searcher/prune/window.h - sums of scores for a run of passages, all 0 between runs.
 */
#ifndef NH_SEARCHER_WINDOW_H
#define NH_SEARCHER_WINDOW_H

#include "searcher/prune/lists/list.h"

#define NH_WINDOW 16384u /* passages */
#define NH_RATED 8u      /* words of a query, at most, that have rows of scores          */

/* One searcher's, made at the first query that needs it. */
typedef struct nh_window {
    nh_parts parts;
    uint32_t first, end; /* passages of the run at work, at most NH_WINDOW             */
    uint32_t n;          /* sums that are listed                                       */
    int32_t sums[NH_WINDOW];
    uint32_t touched[NH_WINDOW + 1]; /* offsets of sums that are listed                */
    nh_score_rows rows[NH_RATED];    /* of words of the query                          */
} nh_window;

/* Postings that are added to the sums: passages of the run, ascending, and scores above 0. */
typedef struct nh_added {
    const uint32_t *passages;
    const int32_t *scores;
    uint32_t n;
} nh_added;

/* Passages from `first` on, below `count`, `most` of them at the most, are the run at work. */
void nh_window_begin(nh_window *w, uint32_t first, uint32_t count, uint32_t most);

/* Adds postings to the sums, and lists those that were 0. */
void nh_window_add(nh_window *w, nh_added a);

/* The same with all postings of a list in the run. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_window_add_list(nh_window *w, nh_list *l, nh_error *err);

/* The same with those of its blocks alone that may hold one of the passages whose bits are set in
 * `allowed`: all of these are added, and others may be. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_window_add_allowed(nh_window *w, nh_list *l,
                                            const uint64_t *allowed, nh_error *err);

/* Adds postings to the sums, which are not listed. */
void nh_window_sum(nh_window *w, nh_added a);

/* The same with all postings of a list in the run. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_window_sum_list(nh_window *w, nh_list *l, nh_error *err);

/* Makes block `i` of a list, which reaches into the run, the one at hand, with its frequencies,
 * standing at its first posting there; they end before *stop. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_window_stand(const nh_window *w, nh_list *l, uint32_t i,
                                      uint32_t *stop, nh_error *err);

/* Adds postings to sums that are not 0. */
void nh_window_lift(nh_window *w, nh_added a);

/* All sums of the run become 0. */
void nh_window_clear(nh_window *w);

#endif
