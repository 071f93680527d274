/* common/text/surfaces/stretches.c - what stands between hard bytes, found with masks. */
#include "common/text/surfaces/stretches.h"

#include <string.h>

#include "common/base/str.h"

void nh_stretches_begin(nh_stretches *s, const nh_surface_rule *rule, nh_str text)
{
    s->text = text;
    s->rule = rule;
    s->at = 0;
    s->gap = 1;
    s->hard = 1;
    s->high = 0;
    s->odd = 0;
    s->count = 0;
    s->n_odds = 0;
}

/* Notes which of the stretches that end at `ends` are odd: `odd_ends` are theirs. There are few. */
static void note_odds(nh_stretches *s, size_t count, uint64_t ends, uint64_t odd_ends)
{
    for (; odd_ends != 0; odd_ends &= odd_ends - 1) {
        const uint64_t below = (odd_ends ^ (odd_ends - 1)) >> 1;

        s->odds[s->n_odds++] =
            (uint32_t)(count + (size_t)__builtin_popcountll(ends & below));
    }
}

/* The ends of those stretches that a bit of `odd` is in: a sum carries from such a bit to the end,
 * and on into the next block. */
static uint64_t ends_of_odd(nh_stretches *s, uint64_t gaps, uint64_t odd)
{
    uint64_t sum;
    const bool first = __builtin_add_overflow(~gaps, s->odd, &sum);
    const bool second = __builtin_add_overflow(sum, odd, &sum);

    s->odd = first || second;
    return sum & gaps;
}

/*
 * Returns where the block's stretches begin and end, by turns, and notes the odd ones.
 *
 * A quotation mark is hard but after a byte over 7F. Soft bytes beside a hard one are in no
 * stretch: which of them a surface keeps is asked only of odd ones, by nh_stretch_surface().
 * A soft last byte of a block makes its stretch odd, since the next byte is not known.
 */
static uint64_t note_block(nh_stretches *s, const nh_byte_masks *m)
{
    const uint64_t high = m->high & s->rule->high;
    const uint64_t hard =
        m->set[NH_SURFACE_HARD] | (m->set[NH_SURFACE_QUOTE] & ~(high << 1 | s->high));
    const uint64_t beside = hard >> 1 | hard << 1 | s->hard;
    const uint64_t gaps = hard | (m->set[NH_SURFACE_SOFT] & beside);
    const uint64_t before = gaps << 1 | s->gap;
    const uint64_t parts = m->set[NH_SURFACE_PART] | (m->high & ~high);
    const uint64_t ends = gaps & ~before;
    const uint64_t odd_ends = ends_of_odd(s, gaps, ~(gaps | parts));

    if (odd_ends != 0)
        note_odds(s, s->count, ends, odd_ends);
    s->count += (size_t)__builtin_popcountll(ends);
    s->gap = gaps >> 63;
    s->hard = hard >> 63;
    s->high = high >> 63;
    return gaps ^ before;
}

/* Masks of the next blocks; returns how many. The last block of a text is filled up with
 * blanks, of which there is one at least. */
static size_t mask_blocks(const nh_stretches *s, nh_byte_masks masks[NH_STRETCH_BLOCKS])
{
    const size_t left = s->text.len - s->at;
    const size_t whole = left / NH_BYTE_BLOCK;
    const size_t blocks = whole < NH_STRETCH_BLOCKS ? whole : NH_STRETCH_BLOCKS;
    const char *from = nh_str_part(s->text, s->at, left).ptr;
    char last[NH_BYTE_BLOCK];

    if (blocks > 0)
        s->rule->mask(&s->rule->sets, from, blocks, masks);
    if (blocks == NH_STRETCH_BLOCKS)
        return blocks;
    memset(last, ' ', sizeof last);
    if (left > blocks * NH_BYTE_BLOCK)
        memcpy(last, from + blocks * NH_BYTE_BLOCK, left - blocks * NH_BYTE_BLOCK);
    s->rule->mask(&s->rule->sets, last, 1, masks + blocks);
    return blocks + 1;
}

bool nh_stretches_more(nh_stretches *s)
{
    nh_byte_masks masks[NH_STRETCH_BLOCKS];
    uint64_t edges[NH_STRETCH_BLOCKS];
    uint32_t *list = s->edges;
    size_t blocks;

    if (s->at > s->text.len)
        return false;
    if (s->gap == 0) /* one goes on */
        *list++ = nh_stretch_start(s, s->count);
    s->count = 0;
    s->n_odds = 0;
    blocks = mask_blocks(s, masks);
    for (size_t i = 0; i < blocks; i++)
        edges[i] = note_block(s, &masks[i]);
    (void)s->rule->list(edges, blocks, (uint32_t)s->at, list);
    s->at += blocks * NH_BYTE_BLOCK;
    return true;
}

nh_surface nh_stretch_surface(const nh_stretches *s, size_t i, size_t at)
{
    const uint8_t *classes = s->rule->classes;
    const size_t end = nh_stretch_end(s, i);
    const bool soft =
        end < s->text.len && classes[(uint8_t)s->text.ptr[end]] == NH_BYTE_SOFT;
    nh_surface found = nh_surface_next(nh_str_part(s->text, 0, end + soft), at, classes);

    if (found.at >= end)
        found.size = 0;
    return found;
}
