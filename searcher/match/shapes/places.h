/*
 * searcher/match/shapes/places.h - where an edge's words stand in a segment, passage by passage.
 *
 * A few terms are walked side by side; many terms (a prefix) are first gathered into one
 * sorted list. Passages are only ever sought forwards.
 */
#ifndef NH_SEARCHER_PLACES_H
#define NH_SEARCHER_PLACES_H

#include "common/segment/postings/postings_reader.h"
#include "searcher/match/plan/lookup.h"
#include "searcher/match/segment_view.h"
#include "searcher/match/shapes/spans.h"

#define NH_PLACES_WALKED 8u /* terms walked side by side; more are gathered */

/* One term's postings, standing at a passage. */
typedef struct nh_place_walk {
    nh_postings *postings; /* owned */
    const nh_found_term *found;
    const nh_block *block;
    uint32_t i;      /* posting of the block                                           */
    uint32_t before; /* occurrences of the block before posting i                      */
    const uint8_t *positions;
    const uint16_t *codes; /* of the block; NULL until asked for, or not wanted        */
    uint32_t passage;      /* NH_NO_PASSAGE: at the end                                */
} nh_place_walk;

typedef struct nh_places {
    bool spans; /* joined words have their true extent; else all extend over one       */
    nh_place_walk walks[NH_PLACES_WALKED];
    uint32_t n_walks;
    const uint64_t *list; /* gathered: passage, position and extent, ascending         */
    uint32_t n_list, at_list;
    nh_list_work work; /* of walks that are closed                                    */
} nh_places;

/*
 * Opens the words of an edge. `spans`: extents matter. Lists live in `arena`.
 * out  to be closed with nh_places_close(), after failures too
 * NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT
 */
NH_MUST_USE nh_status nh_places_open(nh_segment *segment, const nh_found *found, bool spans,
                                     nh_arena *arena, nh_places *out, nh_error *err);

/* The first passage >= `passage` with a term, NH_NO_PASSAGE if there is none. It may turn out
 * that none of its forms counts. `passage` never falls. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_places_seek(nh_places *p, uint32_t passage, uint32_t *out,
                                     nh_error *err);

/*
 * Adds the places in passage `passage`, at or behind the one last sought, at `base` + position.
 * Those of several terms may come in any order. Goes on behind it. NH_E_CORRUPT, NH_E_NOMEM.
 */
NH_MUST_USE nh_status nh_places_take(nh_places *p, const nh_env *env, uint32_t passage,
                                     uint32_t base, nh_spans *out, nh_error *err);

/* What reading the lists took so far. */
nh_list_work nh_places_work(const nh_places *p);

/* Closes the postings. Accepts zeroed places. */
void nh_places_close(nh_places *p);

#endif
