/* searcher/prune/phrase/phrase_pairs.c - passages where two words of a phrase follow each other. */
#include "searcher/prune/phrase/phrase_pairs.h"

#define FEW 8u /* a posting of one list to so many of the other: sought, not walked to */

/* The last passage of the block at hand, decoded or a bit set. */
static uint32_t last_passage(const nh_list *l)
{
    return l->bits_block != NH_NO_BLOCK ? l->bits.first + l->bits.range - 1
                                        : l->data.passages[l->data.count - 1];
}

/* Is a block at hand that may have `passage`? */
static nh_status come_to(nh_list *l, uint32_t passage, bool *more, nh_error *err)
{
    bool found;
    const nh_status st = nh_list_has(l, passage, 0, &found, err);

    *more = (l->block != NH_NO_BLOCK || l->bits_block != NH_NO_BLOCK) &&
            last_passage(l) >= passage;
    return st;
}

/* Postings [from, stop) of `rare` whose passages are in the bit set that `other` has at hand. */
static size_t find_in_bits(const nh_list *rare, const nh_list *other, uint32_t from,
                           uint32_t stop, nh_place_pair *out)
{
    const uint8_t *bytes = other->bits.bytes;
    size_t n = 0;

    for (uint32_t i = from; i < stop; i++) {
        const uint32_t passage = rare->data.passages[i];
        const uint32_t bit = passage - other->bits.first;

        out[n].a = (uint8_t)i;
        n += passage >= other->bits.first && bit < other->bits.range &&
             (bytes[bit / 8] >> (bit % 8) & 1) != 0;
    }
    return n;
}

/* Which postings of `other` the pairs are; those it has not go. */
static size_t find_others(const nh_list *rare, const nh_list *other, nh_place_pair *pairs,
                          size_t n)
{
    const bool seek = n * FEW < other->data.count;
    const uint32_t *passages = other->data.passages;
    uint32_t at = 0;
    size_t kept = 0;

    for (size_t i = 0; i < n && at < other->data.count; i++) {
        const uint8_t a = pairs[i].a;
        const uint32_t passage = rare->data.passages[a];

        if (seek)
            at = nh_list_find(other, at, passage);
        else
            while (at < other->data.count && passages[at] < passage)
                at++;
        pairs[kept].a = a;
        pairs[kept].b = (uint8_t)at;
        kept += at < other->data.count && passages[at] == passage;
    }
    return kept;
}

static nh_status find_pairs(nh_phrase_word *rare, nh_phrase_word *other, uint32_t from,
                            uint32_t stop, nh_phrase_pairs *out, nh_error *err)
{
    nh_status st = NH_OK;

    if (other->list.bits_block != NH_NO_BLOCK) {
        out->n = find_in_bits(&rare->list, &other->list, from, stop, out->list);
        if (out->n > 0) /* which expands the bit set */
            st = nh_phrase_word_place(other, err);
    } else {
        out->n = stop - from;
        for (uint32_t i = from; i < stop; i++)
            out->list[i - from].a = (uint8_t)i;
    }
    if (st == NH_OK)
        out->n = find_others(&rare->list, &other->list, out->list, out->n);
    return st;
}

static nh_place_row row_of(const nh_phrase_word *w)
{
    return (nh_place_row){w->bytes, w->size, w->before, w->list.data.tf};
}

static void swap(nh_phrase_pairs *pairs)
{
    for (size_t i = 0; i < pairs->n; i++) {
        const nh_place_pair p = pairs->list[i];

        pairs->list[i] = (nh_place_pair){p.b, p.a, p.width_b, p.width_a, p.count};
    }
}

/* Keeps those where the places of the words are as far apart as the words. */
static void follow(const nh_phrase_word *rare, const nh_phrase_word *other,
                   nh_phrase_pairs *pairs)
{
    const nh_place_row a = row_of(rare), b = row_of(other);
    const nh_kernels *k = nh_kernels_get();

    for (size_t i = 0; i < pairs->n; i++) {
        nh_place_pair *p = &pairs->list[i];
        const uint8_t width =
            (uint8_t)nh_position_bits(rare->spans[rare->list.data.passages[p->a]]);

        p->width_a = rare->raw ? 8 : width;
        p->width_b = other->raw ? 8 : width;
    }
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
    uint32_t stop = b->count, last;
    bool more;
    nh_status st = come_to(&other->list, b->passages[*from], &more, err);

    out->n = 0;
    if (st != NH_OK || !more) {
        *from = b->count;
        return st;
    }
    last = last_passage(&other->list);
    if (b->passages[b->count - 1] > last)
        stop = nh_list_find(&rare->list, *from, last + 1);
    st = find_pairs(rare, other, *from, stop, out, err);
    *from = stop;
    if (st == NH_OK && out->n > 0)
        st = nh_phrase_word_place(rare, err);
    if (st == NH_OK && out->n > 0)
        st = nh_phrase_word_place(other, err);
    if (st == NH_OK && out->n > 0)
        follow(rare, other, out);
    return st;
}
