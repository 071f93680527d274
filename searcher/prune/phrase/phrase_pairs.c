/* searcher/prune/phrase/phrase_pairs.c - passages where two words of a phrase follow each other. */
#include "searcher/prune/phrase/phrase_pairs.h"

/* The block with the first passage at or behind `passage` comes to hand, if there is one. */
static nh_status come_to(nh_list *l, uint32_t passage, bool *more, nh_error *err)
{
    const uint32_t block = nh_list_block_of(l, passage);

    *more = block < l->blocks.directory.n;
    return *more ? nh_list_hold(l, block, err) : NH_OK;
}

/* Postings from `from` on, before `stop`, of `rare`, whose passages `other` has too. */
static size_t find_in_block(const nh_list *rare, const nh_list *other, uint32_t from,
                            uint32_t stop, nh_place_pair *pairs)
{
    uint8_t which[NH_BLOCK + 8], at[NH_BLOCK + 8];
    const size_t n =
        nh_kernels_get()->ids_meet(rare->data.passages + from, stop - from,
                                   other->data.passages, other->data.count, which, at);

    for (size_t k = 0; k < n; k++) {
        pairs[k].a = (uint8_t)(from + which[k]);
        pairs[k].b = at[k];
    }
    return n;
}

static size_t find_pairs(const nh_list *rare, const nh_list *other, uint32_t from,
                         uint32_t stop, nh_place_pair *pairs)
{
    const nh_bit_row row = {other->bits.bytes, other->bits.first, other->bits.range};

    if (other->bits_block == NH_NO_BLOCK)
        return find_in_block(rare, other, from, stop, pairs);
    return nh_kernels_get()->bits_meet(&row, rare->data.passages, from, stop, pairs);
}

static nh_place_row row_of(const nh_phrase_word *w)
{
    return (nh_place_row){w->bytes, w->size, w->before, w->widths, w->list.data.tf};
}

static void swap(nh_phrase_pairs *pairs)
{
    for (size_t i = 0; i < pairs->n; i++) {
        const nh_place_pair p = pairs->list[i];

        pairs->list[i] = (nh_place_pair){p.b, p.a, p.count};
    }
}

/* Keeps those where the places of the words are as far apart as the words. */
static void follow(const nh_phrase_word *rare, const nh_phrase_word *other,
                   nh_phrase_pairs *pairs)
{
    const nh_place_row a = row_of(rare), b = row_of(other);
    const nh_kernels *k = nh_kernels_get();

    if (rare->shift < other->shift) {
        pairs->n =
            k->places_follow(&a, &b, other->shift - rare->shift, pairs->list, pairs->n);
        return;
    }
    swap(pairs);
    pairs->n = k->places_follow(&b, &a, rare->shift - other->shift, pairs->list, pairs->n);
    swap(pairs);
}

nh_status nh_phrase_pairs_next(nh_phrase_word *rare, nh_phrase_word *other, uint32_t *from,
                               nh_phrase_pairs *out, nh_error *err)
{
    const nh_block *b = &rare->list.data;
    uint32_t stop = b->count;
    bool more;
    nh_status st = come_to(&other->list, b->passages[*from], &more, err);

    out->n = 0;
    if (st != NH_OK || !more) {
        *from = b->count;
        return st;
    }
    if (b->passages[b->count - 1] > other->list.last)
        stop = nh_list_find(&rare->list, *from, other->list.last + 1);
    out->n = find_pairs(&rare->list, &other->list, *from, stop, out->list);
    *from = stop;
    if (out->n > 0)
        st = nh_phrase_word_place(rare, err);
    if (st == NH_OK && out->n > 0)
        st = nh_phrase_word_place(other, err);
    if (st == NH_OK && out->n > 0)
        follow(rare, other, out);
    return st;
}
