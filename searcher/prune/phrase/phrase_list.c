/* searcher/prune/phrase/phrase_list.c - the passages of a phrase: the rarest word leads. */
#include "searcher/prune/phrase/phrase_list.h"

#include <string.h>

#include "common/base/error.h"
#include "searcher/prune/phrase/phrase_word.h"

#define MOST_WORDS 64u
#define FIRST_ROOM 64u /* passages */
#define MOST_TF 255u
#define STOP_STEP 16u /* blocks between looks at the clock */

/* One phrase in one segment. */
typedef struct phrase {
    nh_finder *f;
    const nh_segment_view *view;
    nh_phrase_word *words[MOST_WORDS]; /* rarest first                                  */
    uint32_t n_words;
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

    if (!nh_segment_view_flat(view))
        return false;
    for (uint32_t i = 0; i < path->n_edges; i++) {
        const nh_found *found = nh_lookup_of(f->lookup, segment, path->first_edge + i);

        if (!f->plan->edges[path->first_edge + i].any &&
            (found->count > 1 || (found->count == 1 && found->terms->joined)))
            return false;
    }
    return true;
}

/* Puts a word among those before it, which are rarer. */
static void insert(phrase *p, nh_phrase_word *w)
{
    uint32_t at = p->n_words++;

    for (; at > 0 && p->words[at - 1]->list.df > w->list.df; at--)
        p->words[at] = p->words[at - 1];
    p->words[at] = w;
}

/* No words at all if one of them is not there. */
static nh_status open_words(phrase *p, uint32_t segment, const nh_leaf *leaf, nh_error *err)
{
    const nh_path *path = path_of(p->f, leaf);
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < path->n_edges; i++)
        if (!p->f->plan->edges[path->first_edge + i].any &&
            nh_lookup_of(p->f->lookup, segment, path->first_edge + i)->count == 0)
            return NH_OK;
    for (uint32_t i = 0; i < path->n_edges && st == NH_OK; i++) {
        const nh_edge *e = &p->f->plan->edges[path->first_edge + i];
        nh_phrase_word *w;

        if (e->any)
            continue;
        w = nh_arena_new(p->f->arena, nh_phrase_word);
        if (w == NULL)
            return nh_arena_fail(p->f->arena, err, "the words of a phrase");
        st = nh_phrase_word_open(
            p->view, nh_lookup_of(p->f->lookup, segment, path->first_edge + i)->terms,
            p->f->arena, w, err);
        w->shift = e->from;
        insert(p, w);
    }
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

static nh_status emit(phrase *p, uint32_t passage, size_t tf, nh_error *err)
{
    if (p->count == p->room && !grow(p))
        return nh_arena_fail(p->f->arena, err, "the passages of a phrase");
    p->passages[p->count] = passage;
    p->tf[p->count++] = (uint8_t)(tf < MOST_TF ? tf : MOST_TF);
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
    return *n > 0 && w->allowed != NULL ? nh_phrase_word_forms(w, &places, starts, n, err)
                                        : NH_OK;
}

/* Posting list.at of the rarest word. */
static nh_status take_passage(phrase *p, uint32_t passage, nh_error *err)
{
    nh_phrase_word *first = p->words[0];
    nh_phrase_places places;
    uint8_t starts[256];
    size_t n = 0;
    nh_status st = NH_OK;

    for (uint32_t i = 1; i < p->n_words && st == NH_OK; i++) {
        bool found;

        st = nh_list_has(&p->words[i]->list, passage, 0, &found, err);
        if (st != NH_OK || !found)
            return st;
        if (i == 1) {
            st = nh_phrase_word_places(first, &places, err);
            if (st != NH_OK)
                return st;
            n = begin_starts(first, &places, starts);
        }
        st = join(p, i, starts, &n, err);
        if (st != NH_OK || n == 0)
            return st;
    }
    if (st == NH_OK && first->allowed != NULL)
        st = nh_phrase_word_forms(first, &places, starts, &n, err);
    return st == NH_OK && n > 0 ? emit(p, passage, n, err) : st;
}

static nh_status take_block(phrase *p, uint32_t block, nh_error *err)
{
    nh_list *l = &p->words[0]->list;
    nh_status st = nh_list_load(l, block, err);

    for (uint32_t i = 0; st == NH_OK && i < l->data.count; i++) {
        l->at = i;
        st = take_passage(p, l->data.passages[i], err);
    }
    return st;
}

nh_status nh_phrase_find(nh_finder *f, const nh_segment_view *view, uint32_t segment,
                         const nh_leaf *leaf, nh_leaf_list *out, nh_error *err)
{
    phrase p = {.f = f, .view = view};
    nh_status st = open_words(&p, segment, leaf, err);
    const uint32_t n =
        st == NH_OK && p.n_words > 0 ? p.words[0]->list.blocks.directory.n : 0;

    for (uint32_t b = 0; b < n && st == NH_OK; b++) {
        if (b % STOP_STEP == 0)
            st = nh_halt_look(f->halt, err);
        if (st == NH_OK)
            st = take_block(&p, b, err);
    }
    for (uint32_t i = 0; i < p.n_words; i++)
        nh_list_work_add(&f->work, nh_block_reader_work(&p.words[i]->list.blocks));
    *out = (nh_leaf_list){p.passages, p.tf, p.count};
    return st;
}
