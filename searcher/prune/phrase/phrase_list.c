/* searcher/prune/phrase/phrase_list.c - the passages of a phrase: the rarest word leads. */
#include "searcher/prune/phrase/phrase_list.h"

#include "common/base/error.h"
#include "searcher/prune/phrase/phrase_found.h"
#include "searcher/prune/phrase/phrase_meet.h"
#include "searcher/prune/phrase/phrase_pairs.h"
#include "searcher/prune/phrase/phrase_seams.h"

#define STOP_STEP 16u /* blocks between looks at the clock */

/* One phrase in one segment. */
typedef struct phrase {
    nh_finder *f;
    const nh_segment_view *view;
    nh_phrase_word *words[NH_PHRASE_WORDS];  /* rarest first                           */
    nh_phrase_word *others[NH_PHRASE_WORDS]; /* the same once more, for seams          */
    uint32_t n_words;
    nh_phrase_pairs pairs;
    nh_list *lead; /* of a word or a pair: the passages that may have the phrase       */
    nh_phrase_seams seams;
    nh_phrase_found found;
    bool plain; /* every form of every word counts                                     */
    nh_phrase_live lives[2];
    nh_phrase_live *live, *next; /* the two of them                                     */
    uint8_t counts[NH_BLOCK];    /* by posting of the block that leads                    */
} phrase;

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
        w = (nh_phrase_word *)nh_arena_take(p->f->arena, 1, sizeof *w);
        if (w == NULL)
            return nh_arena_fail(p->f->arena, err, "the words of a phrase");
        st = nh_phrase_word_open(p->view, found->terms, p->f->arena, w, err);
        p->plain = p->plain && w->allowed == NULL;
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
    return p->n_words == 2 && p->plain && !p->words[0]->repeats && !p->words[1]->repeats;
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
    return st == NH_OK && n > 0 ? nh_phrase_found_add(&p->found, passage, (uint32_t)n, err)
                                : st;
}

/* Of the rarest word only the places that are looked at are described. */
static nh_status describe_first(phrase *p, nh_error *err)
{
    nh_phrase_word *w = p->words[0];
    const nh_phrase_live *const live = p->live;
    const uint32_t n = live->n;
    const nh_status st = n > 0 ? nh_phrase_word_place(w, err) : NH_OK;

    for (uint32_t k = 0; k < n && st == NH_OK; k++)
        w->met[live->which[k]] = nh_phrase_word_packed(w, live->which[k]);
    return st;
}

/* The word that stands nearest to word number `i`, of those before it. */
static const nh_phrase_word *nearest(const phrase *p, uint32_t i)
{
    const nh_phrase_word *best = p->words[0], *w = p->words[i];

    for (uint32_t k = 1; k < i; k++) {
        const nh_phrase_word *o = p->words[k];
        const unsigned there =
            o->shift < w->shift ? w->shift - o->shift : o->shift - w->shift;
        const unsigned here =
            best->shift < w->shift ? w->shift - best->shift : best->shift - w->shift;

        best = there < here ? o : best;
    }
    return best;
}

/* How often the phrase stands in posting `i`, whose words have been met. */
static uint32_t count_starts(const phrase *p, uint8_t i)
{
    nh_phrase_places places;
    uint8_t starts[256];
    size_t n;

    nh_phrase_places_unpack(&p->words[0]->met[i], &places);
    n = begin_starts(p->words[0], &places, starts);
    for (uint32_t k = 1; k < p->n_words && n > 0; k++) {
        nh_phrase_places_unpack(&p->words[k]->met[i], &places);
        n = nh_kernels_get()->places_join(starts, n, p->words[k]->shift, places.list,
                                          places.count);
    }
    return (uint32_t)n;
}

/* Of what is live, keeps what word number `i` has at its place. */
static nh_status narrow(phrase *p, uint32_t i, nh_error *err)
{
    nh_phrase_live *const next = p->next;
    nh_status st = NH_OK;

    next->passages = p->live->passages;
    next->n = 0;
    for (uint32_t from = 0; from < p->live->n && st == NH_OK;)
        st = nh_phrase_meet(p->words[i], p->live, &from, next, err);
    p->next = p->live;
    p->live = next;
    if (i == 1 && st == NH_OK && p->lead == &p->words[0]->list)
        st = describe_first(p, err);
    if (i > 0 && st == NH_OK)
        nh_phrase_follow(nearest(p, i), p->words[i], next, p->counts);
    return st;
}

/* Of what is live, keeps what pairs have that do not lead. */
static nh_status narrow_by_pairs(phrase *p, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < p->pairs.n && st == NH_OK && p->live->n > 0; i++) {
        nh_phrase_live *const next = p->next;

        if (p->lead == &p->pairs.lists[i])
            continue;
        st = nh_phrase_narrow(&p->pairs.lists[i], p->live, next, err);
        p->next = p->live;
        p->live = next;
    }
    return st;
}

/* Word after word, what is left of the block grows less. */
static nh_status take_plain(phrase *p, nh_error *err)
{
    const bool pair = is_pair(p);
    const nh_phrase_live *left;
    nh_status st = narrow_by_pairs(p, err);

    for (uint32_t i = p->lead == &p->words[0]->list;
         i < p->n_words && st == NH_OK && p->live->n > 0; i++)
        st = narrow(p, i, err);
    left = p->live;
    for (uint32_t k = 0; k < left->n && st == NH_OK; k++) {
        const uint8_t i = left->which[k];
        const uint32_t tf = pair ? p->counts[i] : count_starts(p, i);

        if (tf > 0)
            st = nh_phrase_found_add(&p->found, left->ids[k], tf, err);
    }
    return st;
}

/* Where forms matter, what the two rarest words leave is looked at while their blocks are at
 * hand. */
static nh_status take_forms(phrase *p, nh_error *err)
{
    nh_phrase_word *a = p->words[0], *b = p->words[1];
    nh_phrase_live *const all = p->live, *const some = p->next;
    nh_status st = NH_OK;

    some->passages = all->passages;
    p->live = some;
    for (uint32_t from = 0; from < all->n && st == NH_OK;) {
        some->n = 0;
        st = nh_phrase_meet(b, all, &from, some, err);
        if (st == NH_OK)
            st = describe_first(p, err);
        if (st == NH_OK)
            nh_phrase_follow(a, b, some, p->counts);
        for (uint32_t k = 0; k < some->n && st == NH_OK; k++) {
            a->list.at = some->which[k];
            b->list.at = b->met_at[a->list.at];
            st = take_passage(p, some->ids[k], err);
        }
    }
    p->live = all;
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
            st = nh_phrase_found_add(&p->found, p->seams.passages[k], p->seams.counts[k],
                                     err);
    }
    return st;
}

static nh_status take_block(phrase *p, uint32_t block, nh_error *err)
{
    nh_status st = nh_list_load(p->lead, block, err);

    if (st == NH_OK) {
        if (block + 1 < p->lead->blocks.directory.n)
            nh_block_prefetch(&p->lead->blocks, block + 1);
        if (p->lead == &p->words[0]->list && p->lead->blocks.directory.last != NULL)
            nh_phrase_word_fetch(p->words[0], block);
        nh_phrase_live_begin(p->live, &p->lead->data);
        st = p->plain ? take_plain(p, err) : take_forms(p, err);
    }
    if (st == NH_OK && !nh_segment_view_flat(p->view))
        st = take_seams(p, err);
    return st;
}

/* Where passages run on into each other, the pairs of a phrase may be in several. */
static nh_status open_lists(phrase *p, uint32_t segment, const nh_path *path, nh_error *err)
{
    const bool flat = nh_segment_view_flat(p->view);
    nh_status st = flat ? NH_OK : open_seams(p, segment, path, err);

    if (st == NH_OK)
        st = open_words(p, segment, path, p->words, err);
    if (st != NH_OK)
        return st;
    p->lead = &p->words[0]->list;
    if (flat && p->plain)
        st = nh_phrase_pairs_open(p->f, p->view, segment, path, &p->pairs, err);
    if (p->pairs.n > 0 && p->pairs.lists[0].df < p->lead->df)
        p->lead = &p->pairs.lists[0];
    return st;
}

static void add_work(phrase *p)
{
    nh_list_work *work = &p->f->work;

    for (uint32_t i = 0; i < p->n_words; i++) {
        nh_list_work_add(work, nh_block_reader_work(&p->words[i]->list.blocks));
        if (p->others[i] != NULL)
            nh_list_work_add(work, nh_block_reader_work(&p->others[i]->list.blocks));
    }
    for (uint32_t i = 0; i < p->pairs.n; i++)
        nh_list_work_add(work, nh_block_reader_work(&p->pairs.lists[i].blocks));
}

nh_status nh_phrase_find(nh_finder *f, const nh_segment_view *view, uint32_t segment,
                         const nh_leaf *leaf, nh_leaf_list *out, nh_error *err)
{
    const nh_path *path = nh_phrase_path(f, leaf);
    phrase p = {.f = f, .view = view, .found.arena = f->arena, .plain = true};
    uint32_t n = 0;
    nh_status st = NH_OK;

    p.live = &p.lives[0];
    p.next = &p.lives[1];
    if (nh_phrase_has_all(f, segment, path)) {
        st = open_lists(&p, segment, path, err);
        if (st == NH_OK)
            n = p.lead->blocks.directory.n;
    }
    for (uint32_t b = 0; b < n && st == NH_OK; b++) {
        if (b % STOP_STEP == 0)
            st = nh_halt_look(f->halt, err);
        if (st == NH_OK)
            st = take_block(&p, b, err);
    }
    if (n > 0)
        add_work(&p);
    *out = (nh_leaf_list){p.found.passages, p.found.tf, p.found.count};
    return st;
}

nh_status nh_phrase_faster(nh_finder *f, const nh_segment_view *view, uint32_t segment,
                           const nh_leaf *leaf, nh_leaf_list *out, bool *taken,
                           nh_error *err)
{
    *taken = nh_phrase_shape(f->plan, leaf) && nh_phrase_fits(f, view, segment, leaf);
    return *taken ? nh_phrase_find(f, view, segment, leaf, out, err) : NH_OK;
}
