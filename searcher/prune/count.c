/* searcher/prune/count.c - how many articles and passages have any of the words. */
#include "common/base/bytes/little_endian.h"
#include "common/base/error.h"
#include "searcher/match/bits.h"
#include "searcher/prune/pruning.h"

#define SOME_WORDS 64u

/* The 64 bits of a block from bit `at` on. */
static uint64_t word_at(const nh_block_bits *b, uint32_t at)
{
    const uint32_t left = b->range - at;
    const uint64_t word = nh_le64(b->bytes + at / 8);

    return left < 64 ? word & (((uint64_t)1 << left) - 1) : word;
}

/* Sets the bits of a block in those of all passages, which have a word to spare. What falls into
 * the next word is carried there. */
static void mark_bits(const nh_block_bits *b, uint64_t *bits)
{
    uint64_t *to = bits + b->first / 64, carry = 0;
    const unsigned shift = b->first % 64;
    const uint32_t whole = b->range / 64 * 64;

    for (uint32_t at = 0; at < whole; at += 64) {
        const uint64_t word = nh_le64(b->bytes + at / 8);

        *to++ |= word << shift | carry;
        carry = word >> 1 >> (63 - shift);
    }
    if (whole < b->range) {
        const uint64_t word = word_at(b, whole);

        *to++ |= word << shift | carry;
        carry = word >> 1 >> (63 - shift);
    }
    *to |= carry;
}

/* Sets the bits of passages. They are set byte by byte, since the word that was written last may
 * not be read at once: the next passage often falls into it, but into the same byte seldom. */
static void mark_passages(const nh_block *b, uint64_t *bits)
{
    const uint64_t one = 1;
    const uint32_t turn =
        *(const uint8_t *)&one == 1 ? 0 : 7; /* lowest byte first, or last */
    uint8_t *bytes = (uint8_t *)bits;

    for (uint32_t k = 0; k < b->count; k++) {
        const uint32_t p = b->passages[k];

        bytes[(p / 8) ^ turn] |= (uint8_t)(1u << p % 8);
    }
}

/* How many of a block's passages are set already; some words at a time. */
static uint64_t count_marked_bits(const nh_block_bits *b, const uint64_t *bits)
{
    const uint64_t *in = bits + b->first / 64;
    const unsigned shift = b->first % 64;
    uint64_t both[SOME_WORDS], n = 0;
    uint32_t words = 0;

    for (uint32_t at = 0; at < b->range; at += 64, in++) {
        const uint64_t set = in[0] >> shift | in[1] << 1 << (63 - shift);

        both[words++] = set & word_at(b, at);
        if (words == SOME_WORDS || at + 64 >= b->range) {
            n += nh_bits_count(both, words * 64);
            words = 0;
        }
    }
    return n;
}

static nh_status mark_block(nh_list *l, uint32_t i, uint64_t *bits, nh_error *err)
{
    const nh_status st = nh_list_hold(l, i, err);

    if (st != NH_OK)
        return st;
    if (l->bits_block != NH_NO_BLOCK)
        mark_bits(&l->bits, bits);
    else
        mark_passages(&l->data, bits);
    return NH_OK;
}

static nh_status mark_list(nh_pruning *p, nh_list *l, uint64_t *bits, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t b = 0; b < l->blocks.directory.n && st == NH_OK; b++) {
        if (b % 64 == 0)
            st = nh_halt_look(p->e->finder.halt, err);
        if (st == NH_OK)
            st = mark_block(l, b, bits, err);
    }
    return st;
}

static nh_status count_marked_block(nh_list *l, uint32_t i, const uint64_t *bits,
                                    uint64_t *n, nh_error *err)
{
    const nh_status st = nh_list_hold(l, i, err);

    if (st != NH_OK)
        return st;
    if (l->bits_block != NH_NO_BLOCK)
        *n += count_marked_bits(&l->bits, bits);
    else
        for (uint32_t k = 0; k < l->data.count; k++)
            *n += (uint64_t)nh_bits_get(bits, l->data.passages[k]);
    return NH_OK;
}

/* How many passages of the list are set; blocks in which none is are not decoded. */
static nh_status count_marked(nh_pruning *p, nh_list *l, const uint64_t *bits, uint64_t *n,
                              nh_error *err)
{
    const nh_directory *d = &l->blocks.directory;
    const uint32_t count = p->view->passages.count;
    uint32_t next = nh_bits_next(bits, count, 0), from = 0, steps = 0;
    nh_status st = NH_OK;

    *n = 0;
    while (next < count && st == NH_OK) {
        const uint32_t b = d->last != NULL ? nh_directory_find(d, from, next) : 0;

        if (b >= d->n)
            break;
        if (steps++ % 64 == 0)
            st = nh_halt_look(p->e->finder.halt, err);
        if (st == NH_OK)
            st = count_marked_block(l, b, bits, n, err);
        if (d->last == NULL || b + 1 >= d->n)
            break;
        from = b + 1;
        next = nh_bits_next(bits, count, nh_directory_u32(d->last, b) + 1);
    }
    return st;
}

/* Articles with a passage in `bits`. */
static uint64_t count_articles(const nh_segment_view *v, const uint64_t *bits)
{
    const uint32_t count = v->passages.count;
    uint32_t article = 0, n = 0;

    for (uint32_t p = nh_bits_next(bits, count, 0); p < count; n++) {
        article = nh_segment_view_article(v, p, article);
        p = nh_bits_next(bits, count, nh_first_passage(&v->articles, article + 1));
    }
    return n;
}

/* Passages alone can be counted without looking at all of the most frequent word. */
nh_status nh_count_any(nh_pruning *p, nh_error *err)
{
    const uint32_t count = p->view->passages.count;
    const bool flat = nh_segment_view_flat(p->view);
    const bool last = flat && p->best.allowed == NULL;
    const uint32_t marked = last ? p->n_lists - 1 : p->n_lists;
    uint64_t *bits =
        (uint64_t *)nh_arena_array(p->e->arena, nh_bits_words(count) + 1, sizeof *bits);
    nh_status st = NH_OK;
    uint64_t n, both = 0;

    if (bits == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    for (uint32_t i = 0; i < marked && st == NH_OK; i++)
        st = mark_list(p, p->lists[i], bits, err);
    if (st == NH_OK && last)
        st = count_marked(p, p->lists[marked], bits, &both, err);
    for (size_t w = 0; p->best.allowed != NULL && w < nh_bits_words(count); w++)
        bits[w] &= p->best.allowed[w];
    n = nh_bits_count(bits, count) + (last ? p->lists[marked]->df - both : 0);
    p->counted += n;
    if (p->best.allowed == NULL)
        p->articles += flat ? n : count_articles(p->view, bits);
    return st;
}
