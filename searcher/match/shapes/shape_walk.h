/*
 * searcher/match/shapes/shape_walk.h - the chains of a segment that may hold a shape, ascending.
 *
 * A shape needs a word of each of its gates: the words that leave a node which no way round
 * avoids. The gates leapfrog, so that the rarest word sets the pace.
 */
#ifndef NH_SEARCHER_SHAPE_WALK_H
#define NH_SEARCHER_SHAPE_WALK_H

#include "searcher/match/shapes/places.h"

typedef struct nh_shape_walk {
    const nh_plan *plan;
    const nh_segment_view *view;
    const nh_shape *shape;
    uint32_t first_edge; /* the shape's edges lie together                             */
    uint32_t n_edges;
    nh_places *places; /* of each of them                                              */
    uint32_t *gates;   /* the gate of each edge, from 0; UINT32_MAX: of none           */
    uint32_t n_gates;
    nh_chain chain; /* where it stands; first is NH_NO_PASSAGE at the end              */
} nh_shape_walk;

/* Before the first chain. Pieces live in `arena`. Close it after failures too.
 * NH_E_LIMIT, NH_E_NOMEM, NH_E_CORRUPT */
NH_MUST_USE nh_status nh_shape_walk_open(nh_shape_walk *w, const nh_found *found,
                                         nh_arena *arena, nh_error *err);

/* Moves to the first chain that begins at or after passage `target`, which begins one.
 * NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_shape_walk_seek(nh_shape_walk *w, uint32_t target, nh_error *err);

/* What reading the lists took so far. */
nh_list_work nh_shape_walk_work(const nh_shape_walk *w);

/* Closes the places of every edge. Accepts a zeroed walk. */
void nh_shape_walk_close(nh_shape_walk *w);

#endif
