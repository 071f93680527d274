/* searcher/prune/phrase/phrase_meet.c - passages of a block that leads, and those of them that words of a phrase have too. */
#include "searcher/prune/phrase/phrase_meet.h"

#include "searcher/prune/contend/meet.h"

void nh_phrase_live_begin(nh_phrase_live *live, const nh_block *block)
{
    live->passages = block->passages;
    live->n = block->count;
    for (uint32_t i = 0; i < block->count; i++) {
        live->which[i] = (uint8_t)i;
        live->ids[i] = block->passages[i];
    }
}

/* Adds passage number `k` of `in`; gives its number in the block that leads. */
static uint8_t keep(const nh_phrase_live *in, uint32_t k, nh_phrase_live *out)
{
    out->which[out->n] = in->which[k];
    out->ids[out->n++] = in->ids[k];
    return in->which[k];
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
        for (uint32_t k = 0; k < met.n; k++)
            (void)keep(in, first + met.which[k], out);
    }
    return st;
}

/* Places lie far apart: they are on their way before the first is looked at. */
nh_status nh_phrase_meet(nh_phrase_word *w, const nh_phrase_live *in, uint32_t *from,
                         nh_phrase_live *out, nh_error *err)
{
    const uint32_t first = *from;
    nh_met met;
    nh_status st = meet_block(&w->list, in, from, true, &met, err);

    if (st == NH_OK && met.n > 0)
        st = nh_phrase_word_place(w, err);
    for (uint32_t k = 0; k < met.n && st == NH_OK; k++) {
        const uint8_t i = keep(in, first + met.which[k], out);

        w->met[i] = nh_phrase_word_packed(w, met.at[k]);
        w->met_at[i] = met.at[k];
        __builtin_prefetch(w->met[i].in + w->met[i].bit / 8);
    }
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
