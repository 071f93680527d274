/*
 * searcher/measure/judged_ranking.h - one question's ranking with its judgments, and what it is worth.
 */
#ifndef NH_SEARCHER_JUDGED_RANKING_H
#define NH_SEARCHER_JUDGED_RANKING_H

#include "newshound/measure.h"

#define NH_UNJUDGED (-1) /* a grade: nobody said */

/* Arrays are the caller's. */
typedef struct nh_judged_ranking {
    const int32_t
        *grades;  /* of what was retrieved, best first; NH_UNJUDGED, or from 0 up     */
    size_t count; /* retrieved                                                        */
    const int32_t
        *ideal; /* grades above 0 of all that was judged, falling                   */
    size_t n_ideal;
    uint64_t
        relevant; /* judged, with a grade of `least` or more                          */
    uint64_t
        nonrelevant; /* judged, with a grade from 0 up to below `least`                  */
    int32_t least;   /* grade that is relevant; above 0                                  */
} nh_judged_ranking;

/* The value of a measure of a known kind. Cost: linear in what was retrieved and judged. */
double nh_judged_ranking_value(const nh_judged_ranking *ranking, nh_measure measure);

#endif
