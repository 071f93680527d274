/* searcher/prune/one.c - the passages of one word, its best blocks first. */
#include <string.h>

#include "common/base/error.h"
#include "common/codec/kernels.h"
#include "searcher/prune/pruning.h"

#define LEVELS 256u /* impacts                                           */
#define AHEAD 3u    /* blocks whose payloads are fetched ahead           */
#define LENGTHS 256u

/* The word at work. */
typedef struct walk {
    nh_pruning *p;
    nh_list *l;
    int32_t least;            /* the threshold that `longest` is of                     */
    uint8_t longest[LENGTHS]; /* by tf: lengths above it make it miss the threshold     */
} walk;

/* The greatest length up to `longest` whose posting with `tf` scores `least`; 0: none. The step
 * back is short mostly, so steps double before they are halved. */
static uint8_t find_longest(nh_part_scores *scores, uint32_t tf, uint8_t longest,
                            int32_t least)
{
    uint32_t high = longest, low, step = 1; /* `high` is too long */

    if (longest == 0 || nh_part_score(scores, tf, longest) >= least)
        return longest;
    for (low = high - 1; low > 0 && nh_part_score(scores, tf, low) < least; step *= 2) {
        high = low;
        low = low > 2 * step ? low - 2 * step : 0;
    }
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;

        if (nh_part_score(scores, tf, middle) < least)
            high = middle;
        else
            low = middle;
    }
    return (uint8_t)low;
}

/* The threshold only rises, and what was too long stays so. */
static void tighten(walk *w)
{
    const int32_t least = w->p->best.least;

    for (uint32_t tf = 1; tf < NH_PART_ROWS && least > w->least; tf++)
        w->longest[tf] = find_longest(w->l->scores, tf, w->longest[tf], least);
    w->least = least;
}

/* The least frequency with which a posting of the block may be among the best; 256: none. */
static uint32_t least_tf(const walk *w, uint32_t block)
{
    const nh_directory *d = &w->l->blocks.directory;
    const uint32_t most = d->last != NULL ? d->max_tf[block] : UINT8_MAX;
    const uint32_t shortest = d->last != NULL ? d->min_length[block] : 1;
    uint32_t least = UINT8_MAX + 1;

    for (uint32_t tf = most < NH_PART_ROWS ? most : NH_PART_ROWS - 1; tf > 0; tf--) {
        if (w->longest[tf] < shortest)
            break;
        least = tf;
    }
    return least > most && most >= NH_PART_ROWS ? NH_PART_ROWS : least;
}

/* Most blocks are left once their frequencies are known: their passages stay as they are. */
static nh_status take_block(walk *w, uint32_t block, nh_error *err)
{
    nh_best *best = &w->p->best;
    nh_list *l = w->l;
    uint8_t which[NH_BLOCK + 8];
    uint32_t least;
    size_t n;
    nh_status st;

    tighten(w);
    least = least_tf(w, block);
    if (least > UINT8_MAX)
        return NH_OK;
    st = nh_list_peek(l, block, err);
    if (st != NH_OK)
        return st;
    n = nh_kernels_get()->bytes_reach(l->data.tf, l->data.count, (uint8_t)least, which);
    if (n == 0)
        return NH_OK;
    st = nh_list_complete(l, block, err);
    if (st != NH_OK)
        return st;
    for (size_t k = 0; k < n; k++) {
        const uint32_t passage = l->data.passages[which[k]];

        if (l->lengths[passage] <= w->longest[l->data.tf[which[k]]])
            nh_best_add(best, nh_list_score(l, which[k]), passage, w->p->segment);
    }
    return best->status;
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
    walk w = {.p = p, .l = l};
    const uint32_t n = l->blocks.directory.n;
    uint32_t *order, ends[LEVELS], at = 0;
    nh_status st = NH_OK;

    memset(w.longest, UINT8_MAX, sizeof w.longest);
    if (l->blocks.directory.last == NULL)
        return take_block(&w, 0, err);
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
                st = take_block(&w, order[at], err);
        }
    }
    return st;
}
