/* searcher/prune/ranges.c - the most that each range of passages can score, by word. */
#include "searcher/prune/ranges.h"

#include "common/base/error.h"

#define SHORT_BLOCKS 4u /* lists of so many blocks are read for their bounds         */

/* Bounds from the directory: that of a block holds in every range that it reaches. */
static void spread_blocks(nh_list *l, const nh_ranges *r, int32_t *bounds, uint32_t *blocks)
{
    const nh_directory *d = &l->blocks.directory;
    uint32_t from = 0, named = 0;

    for (uint32_t i = 0; i < d->n; i++) {
        const uint32_t last = nh_directory_u32(d->last, i);
        const int32_t bound = nh_list_bound(l, i);
        uint32_t to = last >> r->shift;

        to = to < r->count ? to : r->count - 1;
        for (uint32_t k = from >> r->shift; k <= to; k++)
            bounds[k] = bounds[k] > bound ? bounds[k] : bound;
        for (; named <= to; named++)
            blocks[named] = i;
        from = last + 1;
    }
    for (; named < r->count; named++)
        blocks[named] = d->n;
}

/* Bounds from the postings themselves. */
static nh_status spread_postings(nh_list *l, const nh_ranges *r, int32_t *bounds,
                                 uint32_t *blocks, nh_error *err)
{
    const uint32_t n = l->blocks.directory.n;
    uint32_t named = 0;
    nh_status st = NH_OK;

    for (uint32_t b = 0; b < n && st == NH_OK; b++) {
        st = nh_list_load(l, b, err);
        if (st == NH_OK)
            st = nh_list_tf(l, err);
        for (uint32_t i = 0; i < l->data.count && st == NH_OK; i++) {
            const uint32_t k = l->data.passages[i] >> r->shift;
            const int32_t score = nh_list_score(l, i);

            bounds[k] = bounds[k] > score ? bounds[k] : score;
        }
        for (; st == NH_OK && named <= l->data.passages[l->data.count - 1] >> r->shift;
             named++)
            blocks[named] = b;
    }
    for (; named < r->count; named++)
        blocks[named] = n;
    return st;
}

/* Ranges without a passage that may be a hit are left out. */
static void confine(const nh_ranges *r, const uint64_t *allowed, uint32_t passages)
{
    uint32_t next = nh_bits_next(allowed, passages, 0);

    for (uint32_t k = 0; k < r->count; k++) {
        const uint64_t end = (uint64_t)(k + 1) << r->shift;

        if (next >= end || next >= passages)
            r->totals[k] = 0;
        else
            next =
                end < passages ? nh_bits_next(allowed, passages, (uint32_t)end) : passages;
    }
}

nh_status nh_ranges_make(nh_pruning *p, unsigned shift, nh_ranges *out, nh_error *err)
{
    nh_arena *arena = p->e->arena;
    const uint32_t count = ((p->view->passages.count - 1) >> shift) + 1;
    nh_status st = NH_OK;

    *out = (nh_ranges){.shift = shift, .count = count};
    out->bounds = (int32_t **)nh_arena_array(arena, p->n_lists, sizeof(int32_t *));
    out->blocks = (uint32_t **)nh_arena_array(arena, p->n_lists, sizeof(uint32_t *));
    out->totals = (int32_t *)nh_arena_array(arena, count, sizeof(int32_t));
    if (out->bounds == NULL || out->blocks == NULL || out->totals == NULL)
        return nh_arena_fail(arena, err, "a query");
    for (uint32_t i = 0; i < p->n_lists && st == NH_OK; i++) {
        int32_t *bounds = (int32_t *)nh_arena_array(arena, count, sizeof(int32_t));
        uint32_t *blocks = (uint32_t *)nh_arena_array(arena, count, sizeof(uint32_t));

        if (bounds == NULL || blocks == NULL)
            return nh_arena_fail(arena, err, "a query");
        if (p->lists[i]->blocks.directory.n <= SHORT_BLOCKS)
            st = spread_postings(p->lists[i], out, bounds, blocks, err);
        else
            spread_blocks(p->lists[i], out, bounds, blocks);
        for (uint32_t k = 0; k < count; k++)
            out->totals[k] += bounds[k];
        out->bounds[i] = bounds;
        out->blocks[i] = blocks;
    }
    if (p->allowed != NULL)
        confine(out, p->allowed, p->view->passages.count);
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
