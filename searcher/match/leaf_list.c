/* searcher/match/leaf_list.c - the chains where a leaf may be, and where in them it is. */
#include "searcher/match/leaf_list.h"

#include <string.h>

#include "common/base/error.h"
#include "common/segment/postings/postings_reader.h"
#include "searcher/match/shapes/shape_walk.h"

#define STOP_STEP 1024u /* chains between looks at the clock */
#define MOST_TF 255u

/* One leaf being found in one segment. */
typedef struct finding {
    nh_finder *f;
    const nh_segment_view *view;
    const nh_leaf *leaf;
    nh_shape_walk *walks; /* one a shape */
} finding;

static nh_status fail_memory(nh_error *err)
{
    return nh_fail_memory(err, "the passages of a word");
}

nh_status nh_finder_begin(nh_finder *f, nh_error *err)
{
    f->matcher = (nh_matcher){.env = f->env, .plan = f->plan};
    f->passages.env = f->tf.env = f->env;
    f->edges = (nh_spans *)nh_arena_array(f->arena, f->plan->n_edges, sizeof *f->edges);
    if (f->edges == NULL)
        return nh_arena_fail(f->arena, err, "the passages of a word");
    return NH_OK;
}

void nh_finder_end(nh_finder *f)
{
    for (uint32_t i = 0; f->edges != NULL && i < f->plan->n_edges; i++)
        nh_spans_free(f->env, &f->edges[i]);
    f->edges = NULL;
    nh_spans_free(f->env, &f->shape);
    nh_spans_free(f->env, &f->starts);
    nh_matcher_free(&f->matcher);
    nh_buf_free(&f->passages);
    nh_buf_free(&f->tf);
    nh_release(f->env, f->bases);
    f->bases = NULL;
    f->n_bases = 0;
}

/* Two words of which there is a list. */
static const nh_found_term *plain_pair(const nh_finder *f, uint32_t segment,
                                       const nh_leaf *leaf, uint32_t edge, bool *nothing)
{
    const nh_found_pair *pair = nh_lookup_pair_of(f->lookup, segment, edge);

    *nothing = pair->kept && pair->term.term == NULL;
    return pair->kept && !*nothing && leaf->scope == 0 ? &pair->term : NULL;
}

const nh_found_term *nh_leaf_plain(const nh_finder *f, uint32_t segment,
                                   const nh_leaf *leaf, bool *nothing)
{
    const nh_shape *shape = &f->plan->shapes[leaf->first_shape];
    const nh_path *path = &f->plan->paths[shape->first_path];
    const nh_found *found;

    *nothing = false;
    if (leaf->n_shapes != 1 || shape->near || path->n_edges > 2)
        return NULL;
    if (path->n_edges == 2)
        return plain_pair(f, segment, leaf, path->first_edge, nothing);
    found = nh_lookup_of(f->lookup, segment, path->first_edge);
    *nothing = found->count == 0;
    if (found->count != 1 || leaf->scope != 0 || found->terms->allowed != NULL ||
        found->terms->repeats)
        return NULL;
    return found->terms;
}

/* Where the positions of each passage of a chain begin, and where the last one's end. */
static bool lay_out(const finding *x, nh_chain chain)
{
    nh_finder *f = x->f;
    const uint32_t n = chain.end - chain.first + 1;
    uint32_t base = 0;

    if (n > f->n_bases) {
        uint32_t *grown = (uint32_t *)nh_resized(f->env, f->bases, n, sizeof *grown);

        if (grown == NULL)
            return false;
        f->bases = grown;
        f->n_bases = n;
    }
    for (uint32_t i = 0; i < n; i++) {
        f->bases[i] = base;
        if (i + 1 < n)
            base += x->view->passages.spans[chain.first + i];
    }
    return true;
}

/* The places of one edge in a chain. */
static nh_status take_edge(const finding *x, nh_shape_walk *w, uint32_t i, nh_error *err)
{
    nh_spans *places = &x->f->edges[w->first_edge + i];
    nh_status st = NH_OK;

    places->count = 0;
    for (uint32_t p = w->chain.first; p < w->chain.end && st == NH_OK; p++)
        st = nh_places_take(&w->places[i], x->f->env, p, x->f->bases[p - w->chain.first],
                            places, err);
    nh_spans_by_start(places);
    return st;
}

/* Adds the places where a shape begins in its chain. */
static nh_status match_shape(const finding *x, nh_shape_walk *w, nh_error *err)
{
    nh_finder *f = x->f;
    const uint32_t limit = f->bases[w->chain.end - w->chain.first];
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < w->n_edges && st == NH_OK; i++)
        if (!f->plan->edges[w->first_edge + i].any)
            st = take_edge(x, w, i, err);
    if (st != NH_OK)
        return st;
    if (nh_shape_match(&f->matcher, w->shape, f->edges, limit, &f->shape, NULL) != NH_OK)
        return fail_memory(err);
    for (uint32_t i = 0; i < f->shape.count; i++)
        if (!nh_spans_push(f->env, &f->starts, (nh_span){f->shape.list[i].start, 0}))
            return fail_memory(err);
    return NH_OK;
}

static bool is_in_scope(finding *x, uint32_t passage)
{
    unsigned scope;

    if (x->leaf->scope == 0)
        return true;
    scope = nh_segment_view_scope(x->view, passage);
    return (x->leaf->scope & ~scope) == 0;
}

static void emit(finding *x, uint32_t passage, uint32_t tf)
{
    if (tf == 0 || !is_in_scope(x, passage))
        return;
    nh_buf_bytes(&x->f->passages, &passage, sizeof passage);
    nh_buf_u8(&x->f->tf, (uint8_t)(tf < MOST_TF ? tf : MOST_TF));
}

/* Counts the starts in a chain passage by passage. */
static void emit_chain(finding *x, nh_chain chain)
{
    nh_finder *f = x->f;
    uint32_t s = 0;

    nh_spans_by_start(&f->starts);
    for (uint32_t p = chain.first; p < chain.end && s < f->starts.count; p++) {
        const uint32_t end = f->bases[p - chain.first + 1];
        uint32_t tf = 0;

        for (; s < f->starts.count && f->starts.list[s].start < end; s++)
            tf++;
        emit(x, p, tf);
    }
}

static nh_status open_walks(finding *x, uint32_t segment, nh_error *err)
{
    nh_finder *f = x->f;
    const nh_found *found = nh_lookup_of(f->lookup, segment, 0);
    nh_status st = NH_OK;

    x->walks =
        (nh_shape_walk *)nh_arena_array(f->arena, x->leaf->n_shapes, sizeof *x->walks);
    if (x->walks == NULL)
        return nh_arena_fail(f->arena, err, "the passages of a word");
    for (uint32_t i = 0; i < x->leaf->n_shapes && st == NH_OK; i++) {
        nh_shape_walk *w = &x->walks[i];

        w->plan = f->plan;
        w->view = x->view;
        w->shape = &f->plan->shapes[x->leaf->first_shape + i];
        st = nh_shape_walk_open(w, found, f->arena, err);
        if (st == NH_OK)
            st = nh_shape_walk_seek(w, 0, err);
    }
    return st;
}

/* All walks that stand at the first chain give what they have there, and go on. */
static nh_status take_chain(finding *x, bool *more, nh_error *err)
{
    nh_chain chain = {NH_NO_PASSAGE, 0};
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < x->leaf->n_shapes; i++)
        if (x->walks[i].chain.first < chain.first)
            chain = x->walks[i].chain;
    *more = chain.first != NH_NO_PASSAGE;
    if (!*more)
        return NH_OK;
    if (!lay_out(x, chain))
        return fail_memory(err);
    x->f->starts.count = 0;
    for (uint32_t i = 0; i < x->leaf->n_shapes && st == NH_OK; i++) {
        if (x->walks[i].chain.first != chain.first)
            continue;
        st = match_shape(x, &x->walks[i], err);
        if (st == NH_OK)
            st = nh_shape_walk_seek(&x->walks[i], chain.end, err);
    }
    if (st == NH_OK)
        emit_chain(x, chain);
    return st;
}

/* The list that grew, where it stays. */
static nh_status keep_list(nh_finder *f, nh_leaf_list *out, nh_error *err)
{
    const uint32_t count = (uint32_t)f->tf.size;
    uint32_t *passages;
    uint8_t *tf;

    if (!nh_buf_ok(&f->passages) || !nh_buf_ok(&f->tf))
        return fail_memory(err);
    passages = (uint32_t *)nh_arena_array(f->arena, count, sizeof *passages);
    tf = (uint8_t *)nh_arena_array(f->arena, count, sizeof *tf);
    if (passages == NULL || tf == NULL)
        return nh_arena_fail(f->arena, err, "the passages of a word");
    if (count > 0) {
        memcpy(passages, f->passages.bytes, f->passages.size);
        memcpy(tf, f->tf.bytes, f->tf.size);
    }
    *out = (nh_leaf_list){passages, tf, count};
    return NH_OK;
}

/* The one term of a leaf that is a word and nothing else; NULL if there is more to it. */
static const nh_found_term *only_term(const nh_finder *f, uint32_t segment,
                                      const nh_leaf *leaf)
{
    const nh_shape *shape = &f->plan->shapes[leaf->first_shape];
    const nh_path *path = &f->plan->paths[shape->first_path];
    const nh_found *found = nh_lookup_of(f->lookup, segment, path->first_edge);

    if (leaf->n_shapes != 1 || leaf->scope != 0 || shape->near || path->n_edges != 1 ||
        found->count != 1 || found->terms->allowed != NULL)
        return NULL;
    return found->terms;
}

/* Adds a block's passages; positions ascend, so that equal ones stand together. */
static void count_block(nh_finder *f, const nh_block *block, const uint8_t *positions)
{
    nh_buf_bytes(&f->passages, block->passages, block->count * sizeof block->passages[0]);
    for (uint32_t i = 0; i < block->count; i++) {
        uint8_t tf = 1;

        for (uint32_t k = 1; k < block->tf[i]; k++)
            tf = (uint8_t)(tf + (positions[k] != positions[k - 1]));
        positions += block->tf[i];
        nh_buf_u8(&f->tf, tf);
    }
}

/* A word that may stand twice at a position: its postings, such places counted once. */
static nh_status find_repeating(nh_finder *f, nh_segment *segment, const nh_term *term,
                                nh_error *err)
{
    nh_postings *postings = NULL;
    nh_status st = nh_postings_open(segment, term, &postings, err);

    while (st == NH_OK) {
        const nh_block *block;
        const uint8_t *positions;

        st = nh_halt_look(f->halt, err);
        if (st == NH_OK)
            st = nh_postings_next(postings, &block, err);
        if (st != NH_OK || block == NULL)
            break;
        st = nh_postings_positions(postings, &positions, err);
        if (st == NH_OK)
            count_block(f, block, positions);
    }
    if (postings != NULL)
        nh_list_work_add(&f->work, nh_postings_work(postings));
    nh_postings_close(postings);
    return st;
}

static nh_status find_all(nh_finder *f, const nh_segment_view *view, uint32_t segment,
                          const nh_leaf *leaf, nh_leaf_list *out, nh_error *err)
{
    const nh_found_term *only = only_term(f, segment, leaf);
    finding x = {.f = f, .view = view, .leaf = leaf};
    bool more = only == NULL;
    nh_status st;

    *out = (nh_leaf_list){0};
    nh_buf_clear(&f->passages);
    nh_buf_clear(&f->tf);
    st = only != NULL ? find_repeating(f, view->segment, only->term, err)
                      : open_walks(&x, segment, err);
    for (uint32_t n = 0; st == NH_OK && more; n++) {
        if (n % STOP_STEP == 0)
            st = nh_halt_look(f->halt, err);
        if (st == NH_OK)
            st = take_chain(&x, &more, err);
    }
    for (uint32_t i = 0; x.walks != NULL && i < leaf->n_shapes; i++) {
        nh_list_work_add(&f->work, nh_shape_walk_work(&x.walks[i]));
        nh_shape_walk_close(&x.walks[i]);
    }
    return st == NH_OK ? keep_list(f, out, err) : st;
}

nh_status nh_leaf_find(nh_finder *f, const nh_segment_view *view, uint32_t segment,
                       const nh_leaf *leaf, nh_leaf_list *out, nh_error *err)
{
    bool taken = false;
    nh_status st = NH_OK;

    if (f->faster != NULL)
        st = f->faster(f, view, segment, leaf, out, &taken, err);
    return st != NH_OK || taken ? st : find_all(f, view, segment, leaf, out, err);
}
