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
}

/* Each bit of `starts`, from byte `base` on, behind the `count` that are noted. */
static size_t note_starts(nh_stretches *s, size_t count, uint64_t starts, uint32_t base)
{
    for (; starts != 0; starts &= starts - 1)
        s->starts[count++] = base + (uint32_t)__builtin_ctzll(starts);
    return count;
}

/* Each bit of `ends`. A stretch is odd if a bit of `odd` is below its end. */
static void note_ends(nh_stretches *s, uint64_t ends, uint64_t odd, uint32_t base)
{
    uint64_t carried = s->odd;
    size_t count = s->count;

    for (; ends != 0; ends &= ends - 1) {
        const uint64_t below = ends ^ (ends - 1);

        s->ends[count] = base + (uint32_t)__builtin_ctzll(ends);
        s->odds[count++] = ((odd & below) | carried) != 0;
        odd &= ~below;
        carried = 0;
    }
    s->count = count;
    s->odd = carried | odd;
}

/*
 * A quotation mark is hard but after a byte over 7F. Soft bytes beside a hard one are in no
 * stretch: which of them a surface keeps is asked only of odd ones, by nh_stretch_surface().
 * A soft last byte of a block makes its stretch odd, since the next byte is not known.
 */
static size_t note_block(nh_stretches *s, const nh_byte_masks *m, size_t starts,
                         uint32_t base)
{
    const uint64_t high = m->high & s->rule->high;
    const uint64_t hard =
        m->set[NH_SURFACE_HARD] | (m->set[NH_SURFACE_QUOTE] & ~(high << 1 | s->high));
    const uint64_t beside = hard >> 1 | hard << 1 | s->hard;
    const uint64_t gaps = hard | (m->set[NH_SURFACE_SOFT] & beside);
    const uint64_t before = gaps << 1 | s->gap;
    const uint64_t parts = m->set[NH_SURFACE_PART] | (m->high & ~high);

    starts = note_starts(s, starts, before & ~gaps, base);
    note_ends(s, gaps & ~before, ~(gaps | parts), base);
    s->gap = gaps >> 63;
    s->hard = hard >> 63;
    s->high = high >> 63;
    return starts;
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
    size_t starts = 0;
    size_t blocks;

    if (s->at > s->text.len)
        return false;
    if (s->gap == 0) /* one goes on */
        s->starts[starts++] = s->starts[s->count];
    s->count = 0;
    blocks = mask_blocks(s, masks);
    for (size_t i = 0; i < blocks; i++) {
        starts = note_block(s, &masks[i], starts, (uint32_t)s->at);
        s->at += NH_BYTE_BLOCK;
    }
    return true;
}

nh_surface nh_stretch_surface(const nh_stretches *s, size_t i, size_t at)
{
    const uint8_t *classes = s->rule->classes;
    const size_t end = s->ends[i];
    const bool soft =
        end < s->text.len && classes[(uint8_t)s->text.ptr[end]] == NH_BYTE_SOFT;
    nh_surface found = nh_surface_next(nh_str_part(s->text, 0, end + soft), at, classes);

    if (found.at >= end)
        found.size = 0;
    return found;
}
