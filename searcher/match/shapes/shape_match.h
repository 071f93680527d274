/*
 * searcher/match/shapes/shape_match.h - from the places of words to the places of phrases and groups.
 *
 * Positions are those of a chain: of one passage, or of passages that run on into each other,
 * counted through. The same code serves evaluation, which takes the places of words from an
 * index, and marks, which take them from a text.
 */
#ifndef NH_SEARCHER_SHAPE_MATCH_H
#define NH_SEARCHER_SHAPE_MATCH_H

#include "searcher/match/plan/plan.h"
#include "searcher/match/shapes/spans.h"

/* Lists that matching needs for itself; one thread's. Zero it but for `env` and `plan`. */
typedef struct nh_matcher {
    const nh_env *env;
    const nh_plan *plan;
    nh_spans *nodes; /* what has reached each node of a path                           */
    uint32_t n_nodes;
    nh_spans *parts; /* the places of each path of a NEAR group                        */
    uint32_t n_parts;
    nh_spans windows;
} nh_matcher;

/*
 * The places of a shape: sorted by start, then end, distinct.
 *
 * edges   the places of the words, by number of the edge in the plan; by start, then end
 * limit   positions of the chain: a gap stays below it
 * out     cleared first
 * chosen  NULL; or where to add the places of the single words or phrases that a NEAR group
 *         consists of (for other shapes nothing is added)
 *
 * A NEAR group is found in windows. From each place where one of its words begins, a window
 * takes the first place of every word at or after it (as many places as the word stands in
 * the group; in order, each behind the one before, if the group is ordered) and ends with the
 * last of them. It counts if it holds no later window, and if the positions in it that none of
 * these places covers are at most `slop`. A position that the end of a paragraph left empty is
 * one of them. A word and another one that includes it (barrack, barrac*) may share a place.
 *
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_shape_match(nh_matcher *m, const nh_shape *shape,
                                     const nh_spans *edges, uint32_t limit, nh_spans *out,
                                     nh_spans *chosen);

/* Frees what it holds. Accepts a zeroed matcher. */
void nh_matcher_free(nh_matcher *m);

#endif
