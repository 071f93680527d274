/*
 * searcher/match/shapes/places_list.h - the places of many terms as one sorted list.
 */
#ifndef NH_SEARCHER_PLACES_LIST_H
#define NH_SEARCHER_PLACES_LIST_H

#include "searcher/match/shapes/places.h"

/* Fills p->list with the places of all terms. NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_places_gather(nh_places *p, nh_segment *segment,
                                       const nh_found *found, nh_arena *arena,
                                       nh_error *err);

/* Opens the walk of one term, before its first posting. NH_E_CORRUPT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_place_walk_open(nh_segment *segment, const nh_found_term *found,
                                         nh_place_walk *out, nh_error *err);

/* Moves to the first passage >= `passage`. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_place_walk_seek(nh_place_walk *w, uint32_t passage, nh_error *err);

/* Has positions, and codes if they are wanted, of the current block at hand. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_place_walk_load(nh_place_walk *w, bool spans, nh_error *err);

/* The k-th occurrence of the current posting: false if its form does not count. */
static inline bool nh_place_walk_get(const nh_place_walk *w, bool spans, uint32_t k,
                                     uint32_t *position, uint32_t *extent)
{
    const uint32_t at = w->before + k;
    const uint32_t code = w->codes != NULL ? w->codes[at] : 0;

    *position = w->positions[at];
    *extent = spans ? w->found->term->forms[code].span : 1;
    return w->found->allowed == NULL || w->found->allowed[code];
}

#endif
