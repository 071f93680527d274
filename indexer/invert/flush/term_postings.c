/* indexer/invert/flush/term_postings.c - the occurrences of a term, wherever they lie, become its postings. */
#include <string.h>

#include "common/base/memory/prefetch.h"
#include "indexer/invert/flush/term_encoder_impl.h"
#include "indexer/write/bounds/article_begins.h"

#define AHEAD 8u      /* terms between fetching occurrences and reading them          */
#define NEXT 4u       /* terms between fetching what passages look up and looking     */
#define NEXT_CELLS 8u /* a term with more cells has enough to do with fetching itself */

/* ---- complete postings -------------------------------------------------------------- */

/* Where each passage is an article and as long as it spans, nothing but lengths is looked up. */
static void look_up_lengths(const nh_flush_view *v, nh_open_block *b)
{
    const uint8_t *lengths = v->lengths;

    for (uint32_t i = 0; i < b->count; i++)
        b->lengths[i] = lengths[b->passages[i]];
    memcpy(b->spans, b->lengths, b->count);
}

/*
 * Postings of other articles than the posting before; what stands before the first one is
 * e->last_passage with e->last_shape. Passages whose articles look the same in their shapes are of
 * one article, or as far apart as no article is long.
 */
static uint32_t count_short(const nh_term_encoder *e, const nh_open_block *b)
{
    uint32_t passage = e->last_passage, shape = e->last_shape, articles = 0;

    for (uint32_t i = 0; i < b->count; i++) {
        const uint32_t differ = (e->looked_up[i] ^ shape) | (b->passages[i] - passage);

        articles += differ >> 16 != 0;
        shape = e->looked_up[i];
        passage = b->passages[i];
    }
    return articles;
}

/* The same where some article is as long as that. */
static uint32_t count_long(const nh_term_encoder *e, const nh_flush_view *v,
                           const nh_open_block *b)
{
    uint32_t passage = e->last_passage, articles = 0;

    for (uint32_t i = 0; i < b->count; passage = b->passages[i++])
        articles += b->passages[i] != passage &&
                    !nh_begins_none(v->begins, passage, b->passages[i]);
    return articles;
}

/* What is looked up lies all over the columns: first it is fetched, all at the same time, and then
 * taken apart. */
static void look_up_shapes(nh_term_encoder *e, const nh_flush_view *v, nh_open_block *b)
{
    const uint32_t *shapes = v->shapes, count = b->count;

    for (uint32_t i = 0; i < count; i++)
        e->looked_up[i] = shapes[b->passages[i]];
    for (uint32_t i = 0; i < count; i++) {
        b->lengths[i] = (uint8_t)e->looked_up[i];
        b->spans[i] = (uint8_t)(e->looked_up[i] >> 8);
    }
    if (e->last_passage == UINT32_MAX) {
        e->articles++;
        e->last_passage = b->passages[0];
        e->last_shape = e->looked_up[0];
    }
    e->articles += v->long_articles ? count_long(e, v, b) : count_short(e, b);
    e->last_shape = e->looked_up[count - 1];
}

/* All that postings of the open block have beside their passages and positions. */
static void complete(nh_term_encoder *e, const nh_flush_view *v, nh_open_block *b)
{
    const uint32_t count = b->count;

    if (count == 0)
        return;
    e->begins[count] = (uint16_t)b->occurrences;
    for (uint32_t i = 0; i < count; i++)
        b->tf[i] = (uint8_t)(e->begins[i + 1] - e->begins[i]);
    if (v->shapes != NULL) {
        look_up_shapes(e, v, b);
    } else {
        look_up_lengths(v, b);
        e->articles += count;
    }
    e->last_passage = b->passages[count - 1];
}

/* ---- occurrences -------------------------------------------------------------------- */

/* What is the same for all cells of a part. */
typedef struct cell_rule {
    const nh_part *part;
    uint32_t base;         /* number of the part's first passage              */
    const uint16_t *codes; /* by ordinal of the form; NULL: all of them are 0 */
} cell_rule;

/* Occurrences from `slot` up to `end` into the open block, until it is full: returns the first one
 * that did not go in. A posting does not go on in the next cell, so the first one is new. */
static const nh_slot *put_slots(nh_term_encoder *e, const cell_rule *r, nh_open_block *b,
                                const nh_slot *slot, const nh_slot *end)
{
    nh_slot_rows rows = {.passages = b->passages,
                         .begins = e->begins,
                         .places = b->positions,
                         .count = b->count,
                         .room = NH_BLOCK,
                         .at = b->occurrences,
                         .base = r->base};
    const size_t n = nh_kernels_get()->slots_take(slot, (size_t)(end - slot), &rows);

    for (size_t i = 0; r->codes != NULL && i < n; i++)
        b->codes[b->occurrences + i] = r->codes[nh_part_form(r->part, slot + i)];
    b->count = rows.count;
    b->occurrences = rows.at;
    return slot + n;
}

static void put_cell(nh_term_encoder *e, const nh_flush_view *v, const cell_rule *r,
                     nh_cell cell)
{
    const nh_slot *slot = r->part->slots + nh_cell_start(cell);
    const nh_slot *end = slot + nh_cell_count(cell);
    nh_open_block *b = nh_postings_room(e->postings, 0);

    while (b != NULL && slot < end) {
        if (b->count == NH_BLOCK) {
            complete(e, v, b);
            if ((b = nh_postings_room(e->postings, 1)) == NULL)
                return;
        }
        slot = put_slots(e, r, b, slot, end);
    }
}

/* What a term needs lies somewhere in each part, and in the table of words. It is fetched while
 * earlier terms are encoded. */
static void fetch_term(const nh_flush_source *s, size_t rank)
{
    const nh_part *parts = s->run->parts.list;
    const nh_cell *end, *cells = nh_cells_of(&s->cells, rank, &end);
    uint32_t n;
    const uint32_t *words = nh_flush_forms(s, rank, &n);

    for (const nh_cell *cell = cells; cell < end; cell++)
        nh_prefetch(parts[nh_cell_part(*cell)].slots + nh_cell_start(*cell));
    for (uint32_t i = 0; i < n; i++)
        nh_prefetch(nh_analyzer_word(s->run->analyzer, words[i]));
}

/* The occurrences of a rare term are there by now, and lead to its passages. */
static void fetch_passages(const nh_flush_view *v, const nh_flush_source *s, size_t rank)
{
    const nh_part *parts = s->run->parts.list;
    const nh_cell *end, *cells = nh_cells_of(&s->cells, rank, &end);

    for (const nh_cell *cell = cells; cell < end && end - cells <= NEXT_CELLS; cell++) {
        const nh_part *part = &parts[nh_cell_part(*cell)];
        const uint32_t passage = s->passage_base + part->first_passage +
                                 nh_slot_passage(part->slots[nh_cell_start(*cell)]);

        if (v->shapes != NULL)
            nh_prefetch(&v->shapes[passage]);
        else
            nh_prefetch(&v->lengths[passage]);
    }
}

static void put_source(nh_term_encoder *e, const nh_flush_view *v, unsigned i)
{
    const nh_flush_source *s = &v->sources[e->taken[i]];
    const bool codes = !e->pair && e->forms.count > 1;
    cell_rule r = {.codes = codes ? e->forms.maps + e->map_at[i] : NULL};
    const nh_cell *end;

    if (e->ranks[i] + AHEAD < s->order.count)
        fetch_term(s, e->ranks[i] + AHEAD);
    if (e->ranks[i] + NEXT < s->order.count)
        fetch_passages(v, s, e->ranks[i] + NEXT);
    for (const nh_cell *cell = nh_cells_of(&s->cells, e->ranks[i], &end); cell < end;
         cell++) {
        r.part = &s->run->parts.list[nh_cell_part(*cell)];
        r.base = s->passage_base + r.part->first_passage;
        put_cell(e, v, &r, *cell);
    }
}

nh_status nh_term_postings_put(nh_term_encoder *e, const nh_flush_view *v,
                               nh_written_list *list, nh_error *err)
{
    nh_open_block *b;
    uint64_t most = 0; /* postings: occurrences */

    e->articles = 0;
    e->last_passage = UINT32_MAX;
    for (unsigned i = 0; i < e->n_taken; i++)
        most += v->sources[e->taken[i]].order.list[e->ranks[i]].count;
    nh_postings_begin(e->postings, e->pair ? 0 : e->forms.count, most);
    for (unsigned i = 0; i < e->n_taken; i++)
        put_source(e, v, i);
    b = nh_postings_room(e->postings, 0);
    if (b != NULL)
        complete(e, v, b);
    return nh_postings_end(e->postings, list, err);
}
