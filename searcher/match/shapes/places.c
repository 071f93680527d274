/* searcher/match/shapes/places.c - a few posting lists side by side. */
#include "searcher/match/shapes/places.h"

#include "common/base/error.h"
#include "searcher/match/shapes/places_list.h"

nh_status nh_place_walk_open(nh_segment *segment, const nh_found_term *found,
                             nh_place_walk *out, nh_error *err)
{
    *out = (nh_place_walk){.found = found};
    return nh_postings_open(segment, found->term, &out->postings, err);
}

static void begin_block(nh_place_walk *w, const nh_block *block)
{
    w->block = block;
    w->i = w->before = 0;
    w->positions = NULL;
    w->codes = NULL;
}

nh_status nh_place_walk_seek(nh_place_walk *w, uint32_t passage, nh_error *err)
{
    if (w->block == NULL || w->block->passages[w->block->count - 1] < passage) {
        const nh_block *block;
        const nh_status st = nh_postings_seek(w->postings, passage, &block, err);

        if (st != NH_OK)
            return st;
        if (block == NULL) {
            w->passage = NH_NO_PASSAGE;
            return NH_OK;
        }
        begin_block(w, block);
    }
    while (w->block->passages[w->i] < passage)
        w->before += w->block->tf[w->i++];
    w->passage = w->block->passages[w->i];
    return NH_OK;
}

nh_status nh_place_walk_load(nh_place_walk *w, bool spans, nh_error *err)
{
    const bool codes = w->found->allowed != NULL || (spans && w->found->joined);
    nh_status st = NH_OK;

    if (w->positions == NULL)
        st = nh_postings_positions(w->postings, &w->positions, err);
    if (st == NH_OK && codes && w->codes == NULL && w->found->term->n_forms > 1)
        st = nh_postings_codes(w->postings, &w->codes, err);
    return st;
}

nh_status nh_places_open(nh_segment *segment, const nh_found *found, bool spans,
                         nh_arena *arena, nh_places *out, nh_error *err)
{
    nh_status st = NH_OK;

    *out = (nh_places){.spans = spans};
    if (found->count > NH_PLACES_WALKED)
        return nh_places_gather(out, segment, found, arena, err);
    for (uint32_t i = 0; i < found->count && st == NH_OK; i++) {
        st = nh_place_walk_open(segment, &found->terms[i], &out->walks[i], err);
        out->n_walks = i + 1;
    }
    return st;
}

static uint32_t seek_list(nh_places *p, uint32_t passage)
{
    while (p->at_list < p->n_list && (uint32_t)(p->list[p->at_list] >> 32) < passage)
        p->at_list++;
    return p->at_list < p->n_list ? (uint32_t)(p->list[p->at_list] >> 32) : NH_NO_PASSAGE;
}

nh_status nh_places_seek(nh_places *p, uint32_t passage, uint32_t *out, nh_error *err)
{
    uint32_t least = seek_list(p, passage);

    for (uint32_t i = 0; i < p->n_walks; i++) {
        nh_place_walk *w = &p->walks[i];

        if (w->block == NULL || w->passage < passage) {
            const nh_status st = nh_place_walk_seek(w, passage, err);

            if (st != NH_OK)
                return st;
        }
        least = w->passage < least ? w->passage : least;
    }
    *out = least;
    return NH_OK;
}

static bool take_list(nh_places *p, const nh_env *env, uint32_t passage, uint32_t base,
                      nh_spans *out)
{
    for (seek_list(p, passage); p->at_list < p->n_list; p->at_list++) {
        const uint64_t place = p->list[p->at_list];
        const uint32_t start = base + (uint32_t)(place >> 16 & 0xffff);

        if ((uint32_t)(place >> 32) != passage)
            break;
        if (!nh_spans_push(env, out, (nh_span){start, start + (uint32_t)(place & 0xffff)}))
            return false;
    }
    return true;
}

static nh_status take_walk(nh_place_walk *w, bool spans, const nh_env *env, uint32_t base,
                           nh_spans *out, nh_error *err)
{
    nh_status st = nh_place_walk_load(w, spans, err);

    for (uint32_t k = 0; st == NH_OK && k < w->block->tf[w->i]; k++) {
        uint32_t position, extent;

        if (nh_place_walk_get(w, spans, k, &position, &extent) &&
            !nh_spans_push(env, out, (nh_span){base + position, base + position + extent}))
            st = nh_fail_memory(err, "the places of a word");
    }
    return st;
}

nh_status nh_places_take(nh_places *p, const nh_env *env, uint32_t passage, uint32_t base,
                         nh_spans *out, nh_error *err)
{
    uint32_t first;
    nh_status st = nh_places_seek(p, passage, &first, err);

    if (st != NH_OK || first != passage)
        return st;
    if (!take_list(p, env, passage, base, out))
        return nh_fail_memory(err, "the places of a word");
    for (uint32_t i = 0; i < p->n_walks && st == NH_OK; i++)
        if (p->walks[i].passage == passage)
            st = take_walk(&p->walks[i], p->spans, env, base, out, err);
    return st;
}

nh_list_work nh_places_work(const nh_places *p)
{
    nh_list_work work = p->work;

    for (uint32_t i = 0; i < p->n_walks; i++)
        if (p->walks[i].postings != NULL)
            nh_list_work_add(&work, nh_postings_work(p->walks[i].postings));
    return work;
}

void nh_places_close(nh_places *p)
{
    for (uint32_t i = 0; i < p->n_walks; i++)
        nh_postings_close(p->walks[i].postings);
    *p = (nh_places){0};
}
