/*
 * searcher/prune/contend/contenders.h - passages of a range that may still become hits.
 *
 * Some lists are summed up in a window; of what comes out, the few passages that can still reach a
 * threshold contend, and the other lists are asked for them alone.
 */
#ifndef NH_SEARCHER_CONTENDERS_H
#define NH_SEARCHER_CONTENDERS_H

#include "searcher/prune/window.h"

typedef struct nh_contenders {
    uint32_t n;
    uint32_t passages[NH_RANGE]; /* ascending                                          */
    int32_t scores[NH_RANGE];    /* so far                                             */
} nh_contenders;

/* What a list may add to contenders. */
typedef struct nh_lift {
    nh_list *list;
    int32_t bound; /* of its scores in the range                                       */
    int32_t rest;  /* of those of all lists that come after it                         */
    int32_t least; /* lower sums in the end do not matter                              */
} nh_lift;

/* Passages of a run of at most NH_RANGE whose sums are `least` or more; all sums become 0. */
void nh_contenders_take(nh_contenders *c, nh_window *w, int32_t least);

/* The same of the postings of one list in the run of the window, of which no sums are made.
 * NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_contenders_take_list(nh_contenders *c, const nh_window *w,
                                              nh_list *l, int32_t least, nh_error *err);

/* The same of postings that are there, at most NH_RANGE of them. */
void nh_contenders_take_added(nh_contenders *c, nh_added a, int32_t least);

/* Adds the scores of postings that are there. */
void nh_contenders_add(nh_contenders *c, nh_added a);

/* Those below `least` contend no longer. */
void nh_contenders_drop(nh_contenders *c, int32_t least);

/* Adds the scores that the list has for them; where it cannot help, it is not asked. What then
 * stays below lift.least - lift.rest may lack something. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_contenders_lift(nh_contenders *c, nh_lift lift, nh_error *err);

#endif
