/* searcher/prune/phrase/phrase_meet.c - passages of a block that leads, and those of them that words of a phrase have too. */
#include "searcher/prune/phrase/phrase_meet.h"

void nh_phrase_live_begin(nh_phrase_live *live, const nh_block *block)
{
    live->passages = block->passages;
    live->n = block->count;
    for (uint32_t i = 0; i < block->count; i++) {
        live->which[i] = (uint8_t)i;
        live->ids[i] = block->passages[i];
    }
}

/* The first number from `from` on whose passage lies behind `last`; in growing steps, since it is
 * mostly near. */
static uint32_t end_of(const nh_phrase_live *in, uint32_t from, uint32_t last)
{
    const uint32_t *const ids = in->ids;
    uint32_t step = 4;

    if (ids[in->n - 1] <= last)
        return in->n;
    while (from + step < in->n && ids[from + step] <= last) {
        from += step;
        step *= 2;
    }
    for (; step > 0; step /= 2)
        while (from + step <= in->n && ids[from + step - 1] <= last)
            from += step;
    return from;
}

/* Which of the passages from..stop-1 the block at hand has, as bits or decoded. */
static uint32_t find_pairs(const nh_list *l, const nh_phrase_live *in, uint32_t from,
                           uint32_t stop, nh_place_pair *pairs)
{
    const nh_bit_row row = {l->bits.bytes, l->bits.first, l->bits.range};
    uint8_t which[NH_BLOCK + 8], at[NH_BLOCK + 8];
    size_t n;

    if (l->bits_block != NH_NO_BLOCK)
        return (uint32_t)nh_kernels_get()->bits_meet(&row, in->ids, from, stop, pairs);
    n = nh_kernels_get()->ids_meet(in->ids + from, stop - from, l->data.passages,
                                   l->data.count, which, at);
    for (size_t k = 0; k < n; k++)
        pairs[k] = (nh_place_pair){(uint8_t)(from + which[k]), at[k]};
    return (uint32_t)n;
}

/* Places lie far apart: they are on their way before the first is looked at. */
static void keep_pairs(nh_phrase_word *w, const nh_phrase_live *in,
                       const nh_place_pair *pairs, uint32_t n, nh_phrase_live *out)
{
    for (uint32_t k = 0; k < n; k++) {
        const uint8_t i = in->which[pairs[k].a];

        w->met[i] = nh_phrase_word_packed(w, pairs[k].b);
        w->met_at[i] = pairs[k].b;
        __builtin_prefetch(w->met[i].in + w->met[i].bit / 8);
        out->which[out->n] = i;
        out->ids[out->n++] = in->ids[pairs[k].a];
    }
}

/* The next block of a list, and which of `in` from *from on it has: *n of them. */
static nh_status meet_block(nh_list *l, const nh_phrase_live *in, uint32_t *from,
                            nh_place_pair *pairs, uint32_t *n, nh_error *err)
{
    const uint32_t block = nh_list_block_of(l, in->ids[*from]);
    uint32_t stop = in->n;
    nh_status st = NH_OK;

    *n = 0;
    if (block < l->blocks.directory.n) {
        st = nh_list_hold(l, block, err);
        if (st != NH_OK)
            return st;
        stop = end_of(in, *from, l->last);
        *n = find_pairs(l, in, *from, stop, pairs);
    }
    *from = stop;
    return st;
}

nh_status nh_phrase_narrow(nh_list *l, const nh_phrase_live *in, nh_phrase_live *out,
                           nh_error *err)
{
    nh_place_pair pairs[NH_BLOCK + 1];
    nh_status st = NH_OK;

    out->passages = in->passages;
    out->n = 0;
    for (uint32_t from = 0, n; from < in->n && st == NH_OK;) {
        st = meet_block(l, in, &from, pairs, &n, err);
        for (uint32_t k = 0; k < n; k++) {
            out->which[out->n] = in->which[pairs[k].a];
            out->ids[out->n++] = in->ids[pairs[k].a];
        }
    }
    return st;
}

nh_status nh_phrase_meet(nh_phrase_word *w, const nh_phrase_live *in, uint32_t *from,
                         nh_phrase_live *out, nh_error *err)
{
    nh_place_pair pairs[NH_BLOCK + 1];
    uint32_t n;
    nh_status st = meet_block(&w->list, in, from, pairs, &n, err);

    if (n > 0 && st == NH_OK)
        st = nh_phrase_word_place(w, err);
    if (n > 0 && st == NH_OK)
        keep_pairs(w, in, pairs, n, out);
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
