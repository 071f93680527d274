/* searcher/prune/one.c - the passages of one word, its best blocks first. */
#include "common/base/error.h"
#include "searcher/prune/pruning.h"
#include "searcher/prune/sort.h"

static nh_status take_block(nh_pruning *p, nh_list *l, uint32_t block, nh_error *err)
{
    nh_status st = nh_list_load(l, block, err);

    if (st == NH_OK)
        st = nh_list_tf(l, err);
    for (uint32_t i = 0; i < l->data.count && st == NH_OK; i++)
        nh_best_add(&p->best, nh_list_score(l, i), l->data.passages[i], p->segment);
    return st == NH_OK ? p->best.status : st;
}

nh_status nh_prune_one(nh_pruning *p, nh_error *err)
{
    nh_list *l = p->lists[0];
    const uint32_t n = l->blocks.directory.n;
    uint64_t *keys = (uint64_t *)nh_arena_array(p->e->arena, (size_t)n * 2, sizeof *keys);
    nh_status st = NH_OK;

    if (keys == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    for (uint32_t i = 0; i < n; i++)
        keys[i] = (uint64_t)(INT32_MAX - nh_list_bound(l, i)) << 32 | i;
    nh_sort_keys(keys, keys + n, n);
    for (uint32_t i = 0; i < n && st == NH_OK; i++) {
        if ((int32_t)(INT32_MAX - (keys[i] >> 32)) < p->best.least)
            break;
        if (i % 64 == 0)
            st = nh_halt_look(p->e->finder.halt, err);
        if (st == NH_OK)
            st = take_block(p, l, (uint32_t)keys[i], err);
    }
    return st;
}
