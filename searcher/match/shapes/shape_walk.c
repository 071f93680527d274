/* searcher/match/shapes/shape_walk.c - the leapfrog over the gates of a shape. */
#include "searcher/match/shapes/shape_walk.h"

#include "common/base/error.h"

#define NO_GATE UINT32_MAX

static void find_edges(nh_shape_walk *w)
{
    const nh_path *first = &w->plan->paths[w->shape->first_path];
    const nh_path *last = first + w->shape->n_paths - 1;

    w->first_edge = first->first_edge;
    w->n_edges = last->first_edge + last->n_edges - first->first_edge;
}

/* Where no node is a gate, some word of the path has to be there. */
static void make_one_gate(nh_shape_walk *w, const nh_path *path)
{
    for (uint32_t i = 0; i < path->n_edges; i++)
        if (!w->plan->edges[path->first_edge + i].any)
            w->gates[path->first_edge + i - w->first_edge] = w->n_gates;
    w->n_gates++;
}

/* Does every way through `path` pass node `u`, by a word? */
static bool is_gate(const nh_plan *plan, const nh_path *path, uint32_t u)
{
    for (uint32_t i = 0; i < path->n_edges; i++) {
        const nh_edge *e = &plan->edges[path->first_edge + i];

        if ((e->from < u && e->to > u) || (e->from == u && e->any))
            return false;
    }
    return true;
}

static void find_gates(nh_shape_walk *w)
{
    for (uint32_t i = 0; i < w->n_edges; i++)
        w->gates[i] = NO_GATE;
    for (uint32_t p = 0; p < w->shape->n_paths; p++) {
        const nh_path *path = &w->plan->paths[w->shape->first_path + p];
        const uint32_t before = w->n_gates;

        for (uint32_t u = 0; u < path->last; u++) {
            bool left = false;

            if (!is_gate(w->plan, path, u))
                continue;
            for (uint32_t i = 0; i < path->n_edges; i++) {
                if (w->plan->edges[path->first_edge + i].from != u)
                    continue;
                w->gates[path->first_edge + i - w->first_edge] = w->n_gates;
                left = true;
            }
            w->n_gates += left;
        }
        if (w->n_gates == before)
            make_one_gate(w, path);
    }
}

nh_status nh_shape_walk_open(nh_shape_walk *w, const nh_found *found, nh_arena *arena,
                             nh_error *err)
{
    nh_status st = NH_OK;

    find_edges(w);
    w->places = (nh_places *)nh_arena_array(arena, w->n_edges, sizeof *w->places);
    w->gates = (uint32_t *)nh_arena_array(arena, w->n_edges, sizeof *w->gates);
    if (w->places == NULL || w->gates == NULL) {
        w->places = NULL;
        return nh_arena_fail(arena, err, "the words of a query");
    }
    find_gates(w);
    for (uint32_t i = 0; i < w->n_edges && st == NH_OK; i++) {
        const bool spans = w->shape->near || w->n_edges > 1;

        st = nh_places_open(w->view->segment, &found[w->first_edge + i], spans, arena,
                            &w->places[i], err);
    }
    return st;
}

/* The first passage >= target with a word of gate g. */
static nh_status seek_gate(nh_shape_walk *w, uint32_t g, uint32_t target, uint32_t *out,
                           nh_error *err)
{
    *out = NH_NO_PASSAGE;
    for (uint32_t i = 0; i < w->n_edges; i++) {
        uint32_t passage;
        nh_status st;

        if (w->gates[i] != g)
            continue;
        st = nh_places_seek(&w->places[i], target, &passage, err);
        if (st != NH_OK)
            return st;
        *out = passage < *out ? passage : *out;
    }
    return NH_OK;
}

nh_status nh_shape_walk_seek(nh_shape_walk *w, uint32_t target, nh_error *err)
{
    uint32_t agreed = 0, g = 0;
    nh_chain chain = {NH_NO_PASSAGE, 0};

    while (agreed < w->n_gates) {
        uint32_t passage;
        nh_status st = seek_gate(w, g, target, &passage, err);

        if (st != NH_OK)
            return st;
        if (passage == NH_NO_PASSAGE) {
            w->chain.first = NH_NO_PASSAGE;
            return NH_OK;
        }
        if (agreed > 0 && passage < chain.end) {
            agreed++;
        } else {
            chain = nh_segment_view_chain(w->view, passage);
            target = chain.first;
            agreed = 1;
        }
        g = g + 1 < w->n_gates ? g + 1 : 0;
    }
    w->chain = chain;
    return NH_OK;
}

nh_list_work nh_shape_walk_work(const nh_shape_walk *w)
{
    nh_list_work work = {0};

    for (uint32_t i = 0; w->places != NULL && i < w->n_edges; i++)
        nh_list_work_add(&work, nh_places_work(&w->places[i]));
    return work;
}

void nh_shape_walk_close(nh_shape_walk *w)
{
    for (uint32_t i = 0; w->places != NULL && i < w->n_edges; i++)
        nh_places_close(&w->places[i]);
    w->places = NULL;
}
