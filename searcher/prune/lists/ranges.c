/* searcher/prune/lists/ranges.c - the most that each range of passages can score, by word. */
#include "searcher/prune/lists/ranges.h"

#include <string.h>

#include "common/base/error.h"

#define SHORT_BLOCKS 16u /* lists of so many blocks are kept, if they have no maxima      */

/* Bounds from the range maxima of the word: what each impact stands for is computed once. */
static nh_status take_maxima(nh_pruning *p, nh_list *l, nh_ranges *r, nh_range_list *out,
                             nh_error *err)
{
    int32_t of_impact[NH_PART_SIDE];
    const uint8_t *maxima;
    const nh_status st = nh_term_maxima(p->view->segment, l->blocks.term, &maxima, err);

    if (st != NH_OK)
        return st;
    nh_list_impact_bounds(l, of_impact);
    of_impact[0] = 0;
    for (uint32_t k = 0; k < r->count; k++)
        out->bounds[k] = of_impact[maxima[k]];
    return NH_OK;
}

/* Bounds from the directory: that of a block holds in every range that it reaches. */
static void spread_blocks(nh_list *l, const nh_ranges *r, nh_range_list *out)
{
    const nh_directory *d = &l->blocks.directory;
    uint32_t from = 0;

    for (uint32_t i = 0; i < d->n; i++) {
        const uint32_t last = nh_directory_u32(d->last, i);
        const int32_t bound = nh_list_bound(l, i);
        uint32_t to = last / NH_RANGE;

        to = to < r->count ? to : r->count - 1;
        for (uint32_t k = from / NH_RANGE; k <= to; k++)
            out->bounds[k] = out->bounds[k] > bound ? out->bounds[k] : bound;
        from = last + 1;
    }
}

/* Keeps the postings of the block at hand from number `n` on. What is the greatest score of a range
 * so far stays at hand: to read it where it was just written would make each posting wait. */
static void keep_block(nh_list *l, nh_range_list *out, uint32_t n)
{
    const uint32_t count = l->data.count;
    const int32_t *const scores = out->scores + n;
    uint32_t *const starts = out->starts + 1;
    int32_t *const bounds = out->bounds;
    uint32_t last = l->data.passages[0] / NH_RANGE;
    int32_t bound = bounds[last];

    nh_list_scores(l, 0, count, out->scores + n);
    memcpy(out->passages + n, l->data.passages, count * sizeof *out->passages);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t range = l->data.passages[i] / NH_RANGE;
        const int32_t score = scores[i];

        bound &= -(int32_t)(range == last); /* no branch: nobody foresees it */
        bound = bound > score ? bound : score;
        bounds[range] = bound;
        starts[range] = n + i + 1;
        last = range;
    }
}

/* All postings of a list, with their scores. */
static nh_status keep_postings(nh_pruning *p, nh_list *l, const nh_ranges *r,
                               nh_range_list *out, nh_error *err)
{
    nh_arena *arena = p->e->arena;
    nh_status st = NH_OK;
    uint32_t n = 0;

    out->starts =
        (uint32_t *)nh_arena_array(arena, (size_t)r->count + 1, sizeof *out->starts);
    out->passages = (uint32_t *)nh_arena_take(arena, l->df, sizeof *out->passages);
    out->scores = (int32_t *)nh_arena_take(arena, l->df, sizeof *out->scores);
    if (out->starts == NULL || out->passages == NULL || out->scores == NULL)
        return nh_arena_fail(arena, err, "a query");
    for (uint32_t b = 0; b < l->blocks.directory.n && st == NH_OK; b++) {
        st = nh_list_load(l, b, err);
        if (st == NH_OK)
            st = nh_list_tf(l, err);
        if (st == NH_OK && l->data.count > l->df - n)
            st = nh_block_corrupt(&l->blocks, NH_SECTION_DIRECTORY, l->blocks.directory.at,
                                  b, "more postings than the term has", err);
        if (st != NH_OK)
            break;
        keep_block(l, out, n);
        n += l->data.count;
    }
    for (uint32_t k = 0; k < r->count; k++) /* those of ranges without any are 0 so far */
        out->starts[k + 1] =
            out->starts[k + 1] > out->starts[k] ? out->starts[k + 1] : out->starts[k];
    return st;
}

static nh_status take_list(nh_pruning *p, uint32_t i, nh_ranges *r, nh_error *err)
{
    nh_list *l = p->lists[i];
    nh_range_list *out = &r->lists[i];

    out->bounds = (int32_t *)nh_arena_array(p->e->arena, r->count, sizeof *out->bounds);
    if (out->bounds == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    out->share = 1.0 / l->df;
    if (l->impacts != NULL && (l->blocks.term->flags & NH_TERM_MAXIMA) != 0)
        return take_maxima(p, l, r, out, err);
    if (l->blocks.directory.n <= SHORT_BLOCKS)
        return keep_postings(p, l, r, out, err);
    spread_blocks(l, r, out);
    return NH_OK;
}

/* Ranges without a passage that may be a hit are left out. */
static void confine(const nh_ranges *r, const uint64_t *allowed, uint32_t passages)
{
    uint32_t next = nh_bits_next(allowed, passages, 0);

    for (uint32_t k = 0; k < r->count; k++) {
        const uint64_t end = ((uint64_t)k + 1) * NH_RANGE;

        if (next >= end || next >= passages)
            r->totals[k] = 0;
        else
            next =
                end < passages ? nh_bits_next(allowed, passages, (uint32_t)end) : passages;
    }
}

nh_status nh_ranges_make(nh_pruning *p, nh_ranges *out, nh_error *err)
{
    nh_arena *arena = p->e->arena;
    const uint32_t count = (p->view->passages.count - 1) / NH_RANGE + 1;
    nh_status st = NH_OK;

    *out = (nh_ranges){.count = count};
    out->lists = (nh_range_list *)nh_arena_array(arena, p->n_lists, sizeof *out->lists);
    out->totals = (int32_t *)nh_arena_array(arena, count, sizeof *out->totals);
    if (out->lists == NULL || out->totals == NULL)
        return nh_arena_fail(arena, err, "a query");
    for (uint32_t i = 0; i < p->n_lists && st == NH_OK; i++) {
        st = take_list(p, i, out, err);
        for (uint32_t k = 0; k < count && st == NH_OK; k++)
            out->totals[k] += out->lists[i].bounds[k];
    }
    if (p->best.allowed != NULL)
        confine(out, p->best.allowed, p->view->passages.count);
    return st;
}

uint32_t nh_ranges_best(const nh_ranges *r, uint32_t most, uint32_t *out)
{
    uint32_t n = 0;

    for (uint32_t k = 0; k < r->count; k++) {
        const int32_t total = r->totals[k];
        uint32_t at;

        if (total == 0 || (n == most && total <= r->totals[out[n - 1]]))
            continue;
        at = n < most ? n++ : most - 1;
        for (; at > 0 && r->totals[out[at - 1]] < total; at--)
            out[at] = out[at - 1];
        out[at] = k;
    }
    return n;
}
