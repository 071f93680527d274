/* searcher/prune/phrase/phrase_shape.c - which leaves are words that follow each other. */
#include "searcher/prune/phrase/phrase_shape.h"

#include "searcher/prune/phrase/phrase_seams.h"

bool nh_phrase_shape(const nh_plan *plan, const nh_leaf *leaf)
{
    const nh_shape *shape = &plan->shapes[leaf->first_shape];
    const nh_path *path = &plan->paths[shape->first_path];
    uint64_t met = 0;

    if (leaf->n_shapes != 1 || leaf->scope != 0 || shape->near || path->n_edges < 2 ||
        path->n_edges != path->last || path->last > NH_PHRASE_WORDS)
        return false;
    for (uint32_t i = 0; i < path->n_edges; i++) {
        const nh_edge *e = &plan->edges[path->first_edge + i];

        if (e->to != e->from + 1 || e->prefix ||
            (e->any && (e->from == 0 || e->to == path->last)))
            return false;
        met |= (uint64_t)1 << e->from;
    }
    return met == UINT64_MAX >> (64 - path->last);
}

const nh_path *nh_phrase_path(const nh_finder *f, const nh_leaf *leaf)
{
    return &f->plan->paths[f->plan->shapes[leaf->first_shape].first_path];
}

bool nh_phrase_fits(const nh_finder *f, const nh_segment_view *view, uint32_t segment,
                    const nh_leaf *leaf)
{
    const nh_path *path = nh_phrase_path(f, leaf);

    if (!nh_segment_view_flat(view) && path->last > NH_SEAM_LENGTH)
        return false;
    for (uint32_t i = 0; i < path->n_edges; i++) {
        const nh_found *found = nh_lookup_of(f->lookup, segment, path->first_edge + i);

        if (!f->plan->edges[path->first_edge + i].any &&
            (found->count > 1 || (found->count == 1 && found->terms->joined)))
            return false;
    }
    return true;
}

bool nh_phrase_has_all(const nh_finder *f, uint32_t segment, const nh_path *path)
{
    for (uint32_t i = 0; i < path->n_edges; i++) {
        const nh_found_pair *pair =
            nh_lookup_pair_of(f->lookup, segment, path->first_edge + i);

        if (!f->plan->edges[path->first_edge + i].any &&
            nh_lookup_of(f->lookup, segment, path->first_edge + i)->count == 0)
            return false;
        if (pair->kept && pair->term.term == NULL)
            return false;
    }
    return true;
}
