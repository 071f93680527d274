/* searcher/prune/phrase/phrase_meet.c - passages of a block that leads, and those of them that words of a phrase have too. */
#include "searcher/prune/phrase/phrase_meet.h"

#include <string.h>

#include "searcher/prune/contend/meet.h"

void nh_phrase_live_begin(nh_phrase_live *live, const nh_block *block)
{
    live->passages = block->passages;
    live->n = block->count;
    memcpy(live->ids, block->passages, block->count * sizeof *live->ids);
    for (uint32_t i = 0; i < NH_BLOCK; i++)
        live->which[i] = (uint8_t)i;
}

/* Adds those of `in` that were met, counted from `first`. */
static void keep(const nh_phrase_live *in, uint32_t first, const nh_met *met,
                 nh_phrase_live *out)
{
    const uint8_t *const which = in->which + first;
    const uint32_t *const ids = in->ids + first;
    uint8_t *const to = out->which + out->n;
    uint32_t *const to_ids = out->ids + out->n;
    const uint32_t n = met->n;

    for (uint32_t k = 0; k < n; k++) {
        to_ids[k] = ids[met->which[k]];
        to[k] = which[met->which[k]];
    }
    out->n += n;
}

#define AHEAD 2u /* blocks whose payloads are fetched ahead           */

/* What follows a block is on its way while its passages and places are looked at. */
static void look_ahead(const nh_list *l, uint32_t block)
{
    const uint32_t n = l->blocks.directory.n;

    if (block + AHEAD < n)
        nh_block_prefetch(&l->blocks, block + AHEAD);
    if (block % 16 == 0 && block + 32 < n)
        nh_block_prefetch_row(&l->blocks, block + 32);
}

/* The next block of a list, and which of `in` from *from on it has, counted from there. */
static nh_status meet_block(nh_list *l, const nh_phrase_live *in, uint32_t *from,
                            bool places, nh_met *out, nh_error *err)
{
    const uint32_t first = *from, block = nh_list_block_of(l, in->ids[first]);
    nh_status st = NH_OK;

    out->n = 0;
    *from = in->n;
    if (block >= l->blocks.directory.n)
        return NH_OK;
    st = nh_list_hold(l, block, err);
    if (st != NH_OK)
        return st;
    look_ahead(l, block);
    *from = nh_meet_end(in->ids, first, in->n, l->last);
    nh_meet(l, in->ids + first, *from - first, places, out);
    return NH_OK;
}

nh_status nh_phrase_narrow(nh_list *l, const nh_phrase_live *in, nh_phrase_live *out,
                           nh_error *err)
{
    nh_met met;
    nh_status st = NH_OK;

    out->passages = in->passages;
    out->n = 0;
    for (uint32_t from = 0; from < in->n && st == NH_OK;) {
        const uint32_t first = from;

        st = meet_block(l, in, &from, false, &met, err);
        keep(in, first, &met, out);
    }
    return st;
}

/* The same of a word, and where its places lie. These lie far apart: they are on their way before
 * the first is looked at. */
static void keep_placed(nh_phrase_word *w, const nh_phrase_live *in, uint32_t first,
                        const nh_met *met, nh_phrase_live *out)
{
    const uint8_t *const which = in->which + first, *const bytes = w->bytes;
    const uint32_t *const ids = in->ids + first;
    uint8_t *const to = out->which + out->n;
    uint32_t *const to_ids = out->ids + out->n;
    const uint32_t n = met->n;

    for (uint32_t k = 0; k < n; k++) {
        const uint32_t from = met->which[k], places = w->places[met->at[k]];
        const uint8_t posting = which[from];

        __builtin_prefetch(bytes + nh_places_bit(places) / 8);
        to_ids[k] = ids[from];
        to[k] = posting;
        w->met[posting] = (nh_packed_places){bytes, places};
        w->met_at[posting] = met->at[k];
    }
    out->n += n;
}

/* Behind the last posting that was met nothing is wanted, if passages to come are in other blocks;
 * `more` if some may be in this one. */
static nh_status place_met(nh_phrase_word *w, const nh_met *met, uint32_t passage,
                           bool more, nh_error *err)
{
    return more ? nh_phrase_word_place(w, err)
                : nh_phrase_word_place_some(w, (uint32_t)met->at[met->n - 1] + 1, passage,
                                            err);
}

nh_status nh_phrase_meet(nh_phrase_word *w, const nh_phrase_live *in, uint32_t *from,
                         nh_phrase_live *out, nh_error *err)
{
    const uint32_t first = *from;
    nh_met met;
    nh_status st = meet_block(&w->list, in, from, true, &met, err);

    if (st != NH_OK || met.n == 0)
        return st;
    st = place_met(w, &met, in->ids[first + met.which[met.n - 1]], *from == in->n, err);
    if (st == NH_OK)
        keep_placed(w, in, first, &met, out);
    return st;
}

void nh_phrase_follow(const nh_phrase_word *a, const nh_phrase_word *b,
                      nh_phrase_live *live, uint8_t *counts)
{
    const nh_phrase_word *first = a->shift < b->shift ? a : b;
    const nh_phrase_word *second = first == a ? b : a;

    live->n = (uint32_t)nh_kernels_get()->places_follow(first->met, second->met,
                                                        second->shift - first->shift,
                                                        live->which, live->n, counts);
    for (uint32_t k = 0; k < live->n; k++)
        live->ids[k] = live->passages[live->which[k]];
}
