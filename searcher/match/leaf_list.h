/*
 * searcher/match/leaf_list.h - the passages of a leaf in a segment, found and counted.
 */
#ifndef NH_SEARCHER_LEAF_LIST_H
#define NH_SEARCHER_LEAF_LIST_H

#include "common/segment/postings/list_work.h"
#include "searcher/match/halt.h"
#include "searcher/match/plan/lookup.h"
#include "searcher/match/segment_view.h"
#include "searcher/match/shapes/shape_match.h"

/* Passages, ascending, and how often the leaf begins in each, 1..255. */
typedef struct nh_leaf_list {
    const uint32_t *passages;
    const uint8_t *tf;
    uint32_t count;
} nh_leaf_list;

typedef struct nh_finder nh_finder;

/* Finds a leaf as nh_leaf_find() does, if it is of a kind that can be found faster: *taken. */
typedef nh_status nh_leaf_faster(nh_finder *f, const nh_segment_view *view,
                                 uint32_t segment, const nh_leaf *leaf, nh_leaf_list *out,
                                 bool *taken, nh_error *err);

/* What finding needs; one thread's. */
struct nh_finder {
    const nh_env *env;
    nh_arena *arena; /* of the query: the lists found live here                        */
    const nh_plan *plan;
    const nh_lookup *lookup;
    nh_matcher matcher;
    nh_spans *edges; /* places of each edge of the plan in one chain                   */
    nh_spans shape, starts;
    nh_buffer passages, tf; /* a list while it grows                                   */
    uint32_t *bases;        /* of a chain's passages: where its positions begin        */
    uint32_t n_bases;
    nh_leaf_faster *faster; /* asked first; NULL: nobody                               */
    const nh_halt *halt;
    nh_list_work work; /* of lists of postings                                   */
};

/* Zero `f`, set env, arena, plan, lookup and halt, then call this. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_finder_begin(nh_finder *f, nh_error *err);

/*
 * Finds leaf `leaf` in segment number `segment`. A place is where a word, a phrase or a NEAR
 * group begins; what begins at the same position counts once; a chain's phrase counts in the
 * passage where it begins.
 * NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT, NH_E_CANCELLED
 */
NH_MUST_USE nh_status nh_leaf_find(nh_finder *f, const nh_segment_view *view,
                                   uint32_t segment, const nh_leaf *leaf, nh_leaf_list *out,
                                   nh_error *err);

/*
 * The one term that the leaf is in this segment, or the pair, if its postings say all there is to
 * know: every form counts, no other shape or term, no field. Else NULL. *nothing: the leaf cannot
 * occur there at all.
 */
const nh_found_term *nh_leaf_plain(const nh_finder *f, uint32_t segment,
                                   const nh_leaf *leaf, bool *nothing);

/* Frees what it holds. Accepts a zeroed finder. */
void nh_finder_end(nh_finder *f);

#endif
