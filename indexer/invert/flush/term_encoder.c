/* indexer/invert/flush/term_encoder.c - a stretch of the terms of a view into postings, then into a segment. */
#include "indexer/invert/flush/term_encoder.h"

#include <string.h>

#include "common/base/error.h"
#include "indexer/invert/flush/flush_view.h"
#include "indexer/merge/merge_forms.h"
#include "indexer/write/terms/encoded_terms.h"

#define AHEAD 8u  /* terms between fetching occurrences and reading them            */
#define FETCH 24u /* postings between fetching what a passage is like and reading it */

struct nh_term_encoder {
    const nh_env *env;
    nh_section_spools sections; /* all in memory */
    nh_postings_writer *postings;
    nh_form_union forms;    /* of the term, with the codes of each source's ordinals */
    nh_form *counted;       /* forms of the term, source by source                   */
    uint32_t *seen;         /* by form: last passage with it, plus 1; scratch        */
    size_t forms_capacity;  /* of both                                               */
    nh_encoded_terms terms; /* not handed over yet                                   */
    uint8_t taken[NH_FLUSH_RUNS];
    size_t ranks[NH_FLUSH_RUNS]; /* of the term in each of them */
    unsigned n_taken;            /* sources that have the term  */
    bool pair;                   /* the term is a pair          */
    nh_term entries[NH_FLUSH_RUNS];
    const nh_term *entry_list[NH_FLUSH_RUNS];
    size_t map_at[NH_FLUSH_RUNS];
    uint32_t articles;       /* of the term                                            */
    uint32_t last_passage;   /* that is complete; UINT32_MAX: none yet                 */
    uint32_t done;           /* postings of the open block that are complete         */
    uint32_t begin;          /* where the next one begins                            */
    uint16_t ends[NH_BLOCK]; /* by posting of the open block: where it ends           */
};

nh_status nh_term_encoder_new(const nh_env *env, int dir, const nh_impact_rule *rule,
                              nh_term_encoder **out, nh_error *err)
{
    nh_term_encoder *e = nh_new(env, nh_term_encoder);
    nh_status st;

    *out = NULL;
    if (e == NULL)
        return nh_fail_memory(err, "encoding terms");
    e->env = env;
    e->forms.env = env;
    nh_encoded_terms_init(&e->terms, env);
    nh_section_spools_init(&e->sections, env, dir);
    for (size_t i = 0; i < NH_SECTION_KINDS; i++)
        e->sections.spool[i].most = SIZE_MAX;
    for (unsigned i = 0; i < NH_FLUSH_RUNS; i++)
        e->entry_list[i] = &e->entries[i];
    st = nh_postings_writer_new(&e->sections, rule, &e->postings, err);
    if (st != NH_OK) {
        nh_term_encoder_free(e);
        return st;
    }
    *out = e;
    return NH_OK;
}

void nh_term_encoder_rest(nh_term_encoder *e)
{
    for (size_t i = 0; i < NH_SECTION_KINDS; i++)
        nh_buf_free(&e->sections.spool[i].memory);
    nh_form_union_free(&e->forms);
    nh_release(e->env, e->counted);
    nh_release(e->env, e->seen);
    e->counted = NULL;
    e->seen = NULL;
    e->forms_capacity = 0;
    nh_encoded_terms_free(&e->terms);
}

void nh_term_encoder_free(nh_term_encoder *e)
{
    if (e == NULL)
        return;
    nh_term_encoder_rest(e);
    nh_postings_writer_free(e->postings);
    nh_release(e->env, e);
}

/* ---- forms -------------------------------------------------------------------------- */

static bool room_for_forms(nh_term_encoder *e, size_t n)
{
    const size_t more = n + n / 2 + 16;

    if (n <= e->forms_capacity)
        return true;
    nh_release(e->env, e->counted);
    nh_release(e->env, e->seen);
    e->counted = (nh_form *)nh_resized(e->env, NULL, more, sizeof *e->counted);
    e->seen = (uint32_t *)nh_resized(e->env, NULL, more, sizeof *e->seen);
    e->forms_capacity = e->counted != NULL && e->seen != NULL ? more : 0;
    return e->forms_capacity > 0;
}

static uint32_t form_of(const nh_part *part, const nh_slot *slot)
{
    const uint32_t form = nh_slot_form(*slot);

    return form < NH_FORM_LONG ? form
                               : nh_part_long_form(part, (uint32_t)(slot - part->slots));
}

/* How many passages of a source have each of the `n` forms of a term. */
static void count_forms(nh_term_encoder *e, const nh_flush_source *s, size_t rank,
                        nh_form *forms, uint32_t n)
{
    const nh_cell *end;

    memset(e->seen, 0, n * sizeof *e->seen);
    for (const nh_cell *cell = nh_cells_of(&s->cells, rank, &end); cell < end; cell++) {
        const nh_part *part = &s->run->parts.list[nh_cell_part(*cell)];
        const nh_slot *slot = part->slots + nh_cell_start(*cell);

        for (const nh_slot *stop = slot + nh_cell_count(*cell); slot < stop; slot++) {
            const uint32_t form = form_of(part, slot);
            const uint32_t passage = part->first_passage + nh_slot_passage(*slot) + 1;

            forms[form].df += e->seen[form] != passage;
            e->seen[form] = passage;
        }
    }
}

/* The forms that a source knows of the term, appended to `counted`. */
static void list_forms(nh_term_encoder *e, const nh_flush_source *s, unsigned i,
                       nh_form *forms)
{
    const uint32_t *words = nh_flush_forms(s, e->ranks[i], &e->entries[i].n_forms);

    for (uint32_t k = 0; k < e->entries[i].n_forms; k++) {
        const nh_word *w = nh_analyzer_word(s->run->analyzer, words[k]);

        forms[k] = (nh_form){.text = w->form, .span = w->span, .flags = w->flags};
    }
    e->entries[i].forms = forms;
}

/* The forms of the term that the taken sources have, in the order of their codes. */
static nh_status collect_forms(nh_term_encoder *e, const nh_flush_view *v, nh_error *err)
{
    nh_form *forms;
    uint32_t n;
    size_t sum = 0;

    for (unsigned i = 0; i < e->n_taken; i++) {
        (void)nh_flush_forms(&v->sources[e->taken[i]], e->ranks[i], &n);
        sum += n;
    }
    if (!room_for_forms(e, sum))
        return nh_fail_memory(err, "forms of a term");
    forms = e->counted;
    for (unsigned i = 0; i < e->n_taken; i++) {
        const nh_flush_source *s = &v->sources[e->taken[i]];

        list_forms(e, s, i, forms);
        if (sum > 1)
            count_forms(e, s, e->ranks[i], forms, e->entries[i].n_forms);
        forms += e->entries[i].n_forms;
    }
    return nh_form_union_make(&e->forms, e->entry_list, e->n_taken, e->map_at, err);
}

/* ---- postings ----------------------------------------------------------------------- */

/* True if two passages are of different articles. */
static bool parts_articles(const nh_flush_view *v, uint32_t before, uint32_t passage)
{
    return v->article_of == NULL || v->article_of[before] != v->article_of[passage];
}

/* Articles whose numbers are as far apart as this look the same in a shape. */
#define SHAPE_ARTICLES 65536u

/*
 * Completes the postings of the open block from number `done` on: what is looked up by passage
 * lies all over the columns, and is fetched ahead. Whether a posting is of another article than
 * the one before is arithmetic, since nothing could foretell it: passages less than
 * SHAPE_ARTICLES apart are of articles that are no further apart, so that their shapes tell.
 */
static void complete(nh_term_encoder *e, const nh_flush_view *v, nh_open_block *b)
{
    const uint32_t *shapes = v->shapes;
    const uint32_t *passages = b->passages;
    const uint32_t count = b->count;
    uint32_t begin = e->begin;
    uint32_t articles = e->last_passage == UINT32_MAX;
    uint32_t before = articles > 0 ? passages[0] : e->last_passage;
    uint32_t shape = shapes[before];

    for (uint32_t i = e->done; i < count; i++) {
        const uint32_t passage = passages[i];
        const uint32_t next = shapes[passage];

        __builtin_prefetch(&shapes[passages[i + FETCH < count ? i + FETCH : i]]);
        b->lengths[i] = (uint8_t)next;
        b->spans[i] = (uint8_t)(next >> 8);
        b->tf[i] = (uint8_t)(e->ends[i] - begin);
        begin = e->ends[i];
        if (passage - before >= SHAPE_ARTICLES)
            articles += parts_articles(v, before, passage);
        else
            articles += (shape ^ next) >> 16 != 0;
        before = passage;
        shape = next;
    }
    e->articles += articles;
    e->done = count;
    e->begin = begin;
    e->last_passage = before;
}

/* The open block, empty, once the full one before it is closed. */
static nh_open_block *next_block(nh_term_encoder *e, const nh_flush_view *v,
                                 nh_open_block *b)
{
    complete(e, v, b);
    e->done = 0;
    e->begin = 0;
    return nh_postings_room(e->postings, 1);
}

/* What is the same for all cells of a part. */
typedef struct cell_rule {
    const nh_part *part;
    uint32_t base;         /* number of the part's first passage              */
    const uint16_t *codes; /* by ordinal of the form; NULL: all of them are 0 */
} cell_rule;

/*
 * Occurrences from `slot` up to `end` into the open block, until it is full: returns the first one
 * that did not go in. Whether one begins a new posting is arithmetic rather than a branch, which
 * nothing could foretell. A posting does not go on in the next cell, so the first one is new.
 */
static const nh_slot *put_slots(nh_term_encoder *e, const cell_rule *r, nh_open_block *b,
                                const nh_slot *slot, const nh_slot *end)
{
    uint32_t before = ~nh_slot_passage(*slot);
    uint32_t count = b->count;
    uint32_t at = b->occurrences;

    for (; slot < end; slot++) {
        const uint32_t passage = nh_slot_passage(*slot);

        if (count == NH_BLOCK && passage != before)
            break;
        count += passage != before;
        before = passage;
        b->passages[count - 1] = r->base + passage;
        b->positions[at] = nh_slot_position(*slot);
        if (r->codes != NULL)
            b->codes[at] = r->codes[form_of(r->part, slot)];
        e->ends[count - 1] = (uint16_t)++at;
    }
    b->count = count;
    b->occurrences = at;
    return slot;
}

static void put_cell(nh_term_encoder *e, const nh_flush_view *v, const cell_rule *r,
                     nh_cell cell)
{
    const nh_slot *slot = r->part->slots + nh_cell_start(cell);
    const nh_slot *end = slot + nh_cell_count(cell);
    nh_open_block *b = nh_postings_room(e->postings, 0);

    while (b != NULL && slot < end) {
        if (b->count == NH_BLOCK && (b = next_block(e, v, b)) == NULL)
            return;
        slot = put_slots(e, r, b, slot, end);
    }
}

/* Fetches what a later term of a source needs, which lies somewhere in each part. */
static void fetch_term(const nh_flush_source *s, size_t rank)
{
    const nh_cell *end;

    for (const nh_cell *cell = nh_cells_of(&s->cells, rank, &end); cell < end; cell++)
        __builtin_prefetch(s->run->parts.list[nh_cell_part(*cell)].slots +
                           nh_cell_start(*cell));
}

static void put_source(nh_term_encoder *e, const nh_flush_view *v, unsigned i)
{
    const nh_flush_source *s = &v->sources[e->taken[i]];
    const bool codes = !e->pair && e->forms.count > 1;
    cell_rule r = {.codes = codes ? e->forms.maps + e->map_at[i] : NULL};
    const nh_cell *end;

    if (e->ranks[i] + AHEAD < s->order.count)
        fetch_term(s, e->ranks[i] + AHEAD);
    for (const nh_cell *cell = nh_cells_of(&s->cells, e->ranks[i], &end); cell < end;
         cell++) {
        r.part = &s->run->parts.list[nh_cell_part(*cell)];
        r.base = s->passage_base + r.part->first_passage;
        put_cell(e, v, &r, *cell);
    }
}

static nh_status put_postings(nh_term_encoder *e, const nh_flush_view *v,
                              nh_written_list *list, nh_error *err)
{
    nh_open_block *b;

    e->articles = 0;
    e->last_passage = UINT32_MAX;
    e->done = 0;
    e->begin = 0;
    nh_postings_begin(e->postings, e->pair ? 0 : e->forms.count);
    for (unsigned i = 0; i < e->n_taken; i++)
        put_source(e, v, i);
    b = nh_postings_room(e->postings, 0);
    if (b != NULL)
        complete(e, v, b);
    return nh_postings_end(e->postings, list, err);
}

/* ---- a term ------------------------------------------------------------------------- */

/* Only pairs are no word of a text, and have no form. */
static bool is_pair(const nh_term_encoder *e, const nh_flush_view *v)
{
    uint32_t n;

    (void)nh_flush_forms(&v->sources[e->taken[0]], e->ranks[0], &n);
    return n == 0;
}

static nh_status encode_term(nh_term_encoder *e, const nh_flush_view *v, nh_error *err)
{
    nh_new_term term = {.pair = is_pair(e, v)};
    nh_form whole = {.span = 1};
    nh_written_list list;
    nh_status st = NH_OK;

    e->pair = term.pair;
    if (!term.pair)
        st = collect_forms(e, v, err);
    if (st == NH_OK)
        st = put_postings(e, v, &list, err);
    if (st != NH_OK)
        return st;
    for (unsigned i = 0; i < e->n_taken; i++) {
        const nh_ordered_term *t = &v->sources[e->taken[i]].order.list[e->ranks[i]];

        term.text = (nh_str){t->text, t->size};
        term.cf += t->count;
    }
    term.article_df = e->articles;
    whole.text = term.text;
    term.n_forms = term.pair ? 1 : e->forms.count;
    term.forms = term.pair ? &whole : e->forms.forms;
    if (!term.pair && term.n_forms == 1)
        e->forms.forms[0].df = (uint32_t)list.df;
    term.list = &list;
    return nh_encoded_terms_put(&e->terms, &term, err);
}

nh_status nh_term_encode(nh_term_encoder *e, const nh_flush_view *v,
                         const nh_flush_places *from, const nh_flush_places *end,
                         nh_error *err)
{
    nh_flush_places at = *from;
    nh_status st = NH_OK;

    nh_postings_ranges(e->postings, v->passages);
    while (st == NH_OK && (e->n_taken = nh_flush_least(v, &at, end, e->taken)) > 0) {
        for (unsigned i = 0; i < e->n_taken; i++)
            e->ranks[i] = at.at[e->taken[i]]++;
        st = encode_term(e, v, err);
    }
    return st;
}

nh_status nh_term_encoder_hand_over(nh_term_encoder *e, nh_section_spools *to,
                                    nh_terms_writer *dictionary, nh_error *err)
{
    return nh_encoded_terms_hand_over(&e->terms, &e->sections, to, dictionary, err);
}
