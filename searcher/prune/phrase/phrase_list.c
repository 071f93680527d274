/* searcher/prune/phrase/phrase_list.c - the passages of a phrase: the rarest word leads. */
#include "searcher/prune/phrase/phrase_list.h"

#include <string.h>

#include "common/base/error.h"
#include "searcher/prune/phrase/phrase_pairs.h"
#include "searcher/prune/phrase/phrase_seams.h"

#define MOST_WORDS 64u
#define FIRST_ROOM 64u /* passages */
#define MOST_TF 255u
#define STOP_STEP 16u /* blocks between looks at the clock */

/* One phrase in one segment. */
typedef struct phrase {
    nh_finder *f;
    const nh_segment_view *view;
    nh_phrase_word *words[MOST_WORDS];  /* rarest first                                  */
    nh_phrase_word *others[MOST_WORDS]; /* the same once more, for seams                */
    uint32_t n_words;
    nh_phrase_seams seams;
    uint32_t *passages; /* found                                                       */
    uint8_t *tf;
    uint32_t count, room;
} phrase;

bool nh_phrase_shape(const nh_plan *plan, const nh_leaf *leaf)
{
    const nh_shape *shape = &plan->shapes[leaf->first_shape];
    const nh_path *path = &plan->paths[shape->first_path];
    uint64_t met = 0;

    if (leaf->n_shapes != 1 || leaf->scope != 0 || shape->near || path->n_edges < 2 ||
        path->n_edges != path->last || path->last > MOST_WORDS)
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

static const nh_path *path_of(const nh_finder *f, const nh_leaf *leaf)
{
    return &f->plan->paths[f->plan->shapes[leaf->first_shape].first_path];
}

bool nh_phrase_fits(const nh_finder *f, const nh_segment_view *view, uint32_t segment,
                    const nh_leaf *leaf)
{
    const nh_path *path = path_of(f, leaf);

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

/* Are all words there? */
static bool has_all(const nh_finder *f, uint32_t segment, const nh_path *path)
{
    for (uint32_t i = 0; i < path->n_edges; i++)
        if (!f->plan->edges[path->first_edge + i].any &&
            nh_lookup_of(f->lookup, segment, path->first_edge + i)->count == 0)
            return false;
    return true;
}

/* The words of a phrase, rarest first; p->n_words of them. */
static nh_status open_words(phrase *p, uint32_t segment, const nh_path *path,
                            nh_phrase_word **out, nh_error *err)
{
    nh_status st = NH_OK;

    p->n_words = 0;
    for (uint32_t i = 0; i < path->n_edges && st == NH_OK; i++) {
        const nh_edge *e = &p->f->plan->edges[path->first_edge + i];
        const nh_found *found = nh_lookup_of(p->f->lookup, segment, path->first_edge + i);
        nh_phrase_word *w;
        uint32_t at = p->n_words;

        if (e->any)
            continue;
        w = nh_arena_new(p->f->arena, nh_phrase_word);
        if (w == NULL)
            return nh_arena_fail(p->f->arena, err, "the words of a phrase");
        st = nh_phrase_word_open(p->view, found->terms, p->f->arena, w, err);
        w->shift = e->from;
        for (; at > 0 && out[at - 1]->list.df > w->list.df; at--)
            out[at] = out[at - 1];
        out[at] = w;
        p->n_words++;
    }
    return st;
}

static nh_status open_seams(phrase *p, uint32_t segment, const nh_path *path, nh_error *err)
{
    const nh_status st = open_words(p, segment, path, p->others, err);

    p->seams = (nh_phrase_seams){
        .view = p->view, .words = p->others, .n_words = p->n_words, .length = path->last};
    return st;
}

/* Twice the room, in the arena. */
static bool grow(phrase *p)
{
    const uint32_t room = p->room > 0 ? p->room * 2 : FIRST_ROOM;
    uint32_t *passages = (uint32_t *)nh_arena_array(p->f->arena, room, sizeof *passages);
    uint8_t *tf = (uint8_t *)nh_arena_array(p->f->arena, room, sizeof *tf);

    if (passages == NULL || tf == NULL)
        return false;
    if (p->count > 0) {
        memcpy(passages, p->passages, p->count * sizeof *passages);
        memcpy(tf, p->tf, p->count);
    }
    p->passages = passages;
    p->tf = tf;
    p->room = room;
    return true;
}

/* Adds what was found in a passage, which mostly is the last one so far. */
static nh_status add(phrase *p, uint32_t passage, uint32_t tf, nh_error *err)
{
    uint32_t at = p->count, sum = tf;

    while (at > 0 && p->passages[at - 1] > passage)
        at--;
    if (at > 0 && p->passages[at - 1] == passage) {
        sum += p->tf[--at];
    } else {
        if (p->count == p->room && !grow(p))
            return nh_arena_fail(p->f->arena, err, "the passages of a phrase");
        for (uint32_t i = p->count++; i > at; i--) {
            p->passages[i] = p->passages[i - 1];
            p->tf[i] = p->tf[i - 1];
        }
        p->passages[at] = passage;
    }
    p->tf[at] = (uint8_t)(sum < MOST_TF ? sum : MOST_TF);
    return NH_OK;
}

/* Where the phrase would begin for the rarest word to stand where it does; each once. */
static size_t begin_starts(const nh_phrase_word *w, const nh_phrase_places *places,
                           uint8_t *starts)
{
    size_t n = 0;

    for (uint32_t k = 0; k < places->count; k++) {
        const unsigned place = places->list[k];

        if (place < w->shift || (n > 0 && starts[n - 1] == place - w->shift))
            continue;
        starts[n++] = (uint8_t)(place - w->shift);
    }
    return n;
}

/* Keeps the starts that word number `i`, which stands in the passage, allows. */
static nh_status join(phrase *p, uint32_t i, uint8_t *starts, size_t *n, nh_error *err)
{
    nh_phrase_word *w = p->words[i];
    nh_phrase_places places;
    nh_status st;

    st = nh_phrase_word_places(w, &places, err);
    if (st != NH_OK)
        return st;
    *n = nh_kernels_get()->places_join(starts, *n, w->shift, places.list, places.count);
    if (*n == 0 || w->allowed == NULL)
        return NH_OK;
    st = nh_phrase_word_forms(w, &places, err);
    if (st == NH_OK)
        *n = nh_kernels_get()->places_join(starts, *n, w->shift, places.list, places.count);
    return st;
}

/* Do two words that follow each other say it all? */
static bool is_pair(const phrase *p)
{
    const nh_phrase_word *a = p->words[0], *b = p->words[1];

    return p->n_words == 2 && a->allowed == NULL && b->allowed == NULL && !a->repeats &&
           !b->repeats;
}

/* A passage where the two rarest words stand as they should, in some form. */
static nh_status take_passage(phrase *p, uint32_t passage, nh_error *err)
{
    nh_phrase_word *first = p->words[0];
    nh_phrase_places places;
    uint8_t starts[256];
    size_t n = 0;
    nh_status st = nh_phrase_word_places(first, &places, err);

    if (st == NH_OK)
        n = begin_starts(first, &places, starts);
    for (uint32_t i = 1; i < p->n_words && st == NH_OK && n > 0; i++) {
        bool found = true;

        if (i > 1)
            st = nh_list_has(&p->words[i]->list, passage, &found, err);
        if (st != NH_OK || !found)
            return st;
        st = join(p, i, starts, &n, err);
    }
    if (st == NH_OK && n > 0 && first->allowed != NULL) {
        st = nh_phrase_word_forms(first, &places, err);
        n = nh_kernels_get()->places_join(starts, n, first->shift, places.list,
                                          places.count);
    }
    return st == NH_OK && n > 0 ? add(p, passage, (uint32_t)n, err) : st;
}

static nh_status take_pairs(phrase *p, const nh_phrase_pairs *pairs, nh_error *err)
{
    nh_list *a = &p->words[0]->list, *b = &p->words[1]->list;
    nh_status st = NH_OK;

    if (is_pair(p)) {
        for (size_t i = 0; i < pairs->n && st == NH_OK; i++)
            st = add(p, a->data.passages[pairs->list[i].a], pairs->list[i].count, err);
        return st;
    }
    for (size_t i = 0; i < pairs->n && st == NH_OK; i++) {
        a->at = pairs->list[i].a;
        b->at = pairs->list[i].b;
        st = take_passage(p, a->data.passages[a->at], err);
    }
    return st;
}

/* What runs on from or into passages of the block that the rarest word has at hand. */
static nh_status take_seams(phrase *p, nh_error *err)
{
    nh_list *l = &p->words[0]->list;
    nh_phrase_places places;
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < l->data.count && st == NH_OK; i++) {
        const uint32_t passage = l->data.passages[i];

        if (!nh_phrase_seams_near(p->view, passage))
            continue;
        l->at = i;
        st = nh_phrase_word_places(p->words[0], &places, err);
        if (st == NH_OK)
            st = nh_phrase_seams_find(&p->seams, passage, &places, err);
        for (uint32_t k = 0; k < p->seams.n && st == NH_OK; k++)
            st = add(p, p->seams.passages[k], p->seams.counts[k], err);
    }
    return st;
}

static nh_status take_block(phrase *p, uint32_t block, nh_error *err)
{
    const nh_list *l = &p->words[0]->list;
    nh_phrase_pairs pairs;
    uint32_t from = 0;
    nh_status st = nh_list_load(&p->words[0]->list, block, err);

    while (st == NH_OK && from < l->data.count) {
        st = nh_phrase_pairs_next(p->words[0], p->words[1], &from, &pairs, err);
        if (st == NH_OK)
            st = take_pairs(p, &pairs, err);
    }
    if (st == NH_OK && !nh_segment_view_flat(p->view))
        st = take_seams(p, err);
    return st;
}

nh_status nh_phrase_find(nh_finder *f, const nh_segment_view *view, uint32_t segment,
                         const nh_leaf *leaf, nh_leaf_list *out, nh_error *err)
{
    const nh_path *path = path_of(f, leaf);
    phrase p = {.f = f, .view = view};
    uint32_t n = 0;
    nh_status st = NH_OK;

    if (has_all(f, segment, path)) {
        if (!nh_segment_view_flat(view))
            st = open_seams(&p, segment, path, err);
        if (st == NH_OK)
            st = open_words(&p, segment, path, p.words, err);
        if (st == NH_OK)
            n = p.words[0]->list.blocks.directory.n;
    }
    for (uint32_t b = 0; b < n && st == NH_OK; b++) {
        if (b % STOP_STEP == 0)
            st = nh_halt_look(f->halt, err);
        if (st == NH_OK)
            st = take_block(&p, b, err);
    }
    for (uint32_t i = 0; n > 0 && i < p.n_words; i++) {
        nh_list_work_add(&f->work, nh_block_reader_work(&p.words[i]->list.blocks));
        if (p.others[i] != NULL)
            nh_list_work_add(&f->work, nh_block_reader_work(&p.others[i]->list.blocks));
    }
    *out = (nh_leaf_list){p.passages, p.tf, p.count};
    return st;
}

nh_status nh_phrase_faster(nh_finder *f, const nh_segment_view *view, uint32_t segment,
                           const nh_leaf *leaf, nh_leaf_list *out, bool *taken,
                           nh_error *err)
{
    *taken = nh_phrase_shape(f->plan, leaf) && nh_phrase_fits(f, view, segment, leaf);
    return *taken ? nh_phrase_find(f, view, segment, leaf, out, err) : NH_OK;
}
