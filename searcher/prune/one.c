/* searcher/prune/one.c - the passages of one word, its best blocks first. */
#include "common/base/error.h"
#include "searcher/prune/pruning.h"

#define LEVELS 256u /* impacts                                           */
#define AHEAD 3u    /* blocks whose payloads are fetched ahead           */

/* Are there frequencies of `least` or more? */
static bool has_tf(const nh_block *b, uint32_t least)
{
    uint8_t most = 0;

    for (uint32_t i = 0; i < b->count; i++)
        most = b->tf[i] > most ? b->tf[i] : most;
    return most >= least;
}

/* Most blocks are left once their frequencies are known: their passages stay as they are. */
static nh_status take_block(nh_pruning *p, nh_list *l, uint32_t block, nh_error *err)
{
    const uint32_t least = nh_list_least_tf(l, block, p->best.least);
    nh_status st = NH_OK;

    if (least > UINT8_MAX)
        return NH_OK;
    st = nh_list_peek(l, block, err);
    if (st != NH_OK || (least > 1 && !has_tf(&l->data, least)))
        return st;
    st = nh_list_complete(l, block, err);
    for (uint32_t i = 0; st == NH_OK && i < l->data.count; i++)
        if (l->data.tf[i] >= least)
            nh_best_add(&p->best, nh_list_score(l, i), l->data.passages[i], p->segment);
    return st == NH_OK ? p->best.status : st;
}

/* The blocks by falling impact; ends[v] is behind those with impact v. */
static void sort_blocks(const nh_directory *d, uint32_t *order, uint32_t ends[LEVELS])
{
    uint32_t sum = 0;

    for (uint32_t v = 0; v < LEVELS; v++)
        ends[v] = 0;
    for (uint32_t i = 0; i < d->n; i++)
        ends[d->impact[i]]++;
    for (uint32_t v = LEVELS; v-- > 0;) {
        const uint32_t count = ends[v];

        ends[v] = sum;
        sum += count;
    }
    for (uint32_t i = 0; i < d->n; i++)
        order[ends[d->impact[i]]++] = i;
}

/* The best blocks lie far apart: what comes next is fetched while this one is read. */
static void look_ahead(const nh_list *l, const uint32_t *order, uint32_t at, uint32_t n)
{
    if (at + 2 * AHEAD < n)
        nh_block_prefetch_row(&l->blocks, order[at + 2 * AHEAD]);
    if (at + AHEAD < n)
        nh_block_prefetch(&l->blocks, order[at + AHEAD]);
}

nh_status nh_prune_one(nh_pruning *p, nh_error *err)
{
    nh_list *l = p->lists[0];
    const uint32_t n = l->blocks.directory.n;
    uint32_t *order, ends[LEVELS], at = 0;
    nh_status st = NH_OK;

    if (l->blocks.directory.last == NULL)
        return take_block(p, l, 0, err);
    order = (uint32_t *)nh_arena_take(p->e->arena, n, sizeof *order);
    if (order == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    sort_blocks(&l->blocks.directory, order, ends);
    for (uint32_t v = LEVELS; v-- > 0 && st == NH_OK;) {
        if (nh_list_impact_bound(l, (uint8_t)v) < p->best.least)
            break;
        for (; at < ends[v] && st == NH_OK; at++) {
            if (at % 64 == 0)
                st = nh_halt_look(p->e->finder.halt, err);
            look_ahead(l, order, at, n);
            if (st == NH_OK)
                st = take_block(p, l, order[at], err);
        }
    }
    return st;
}
