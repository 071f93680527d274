/* searcher/prune/all.c - the passages that have all words, driven by the rarest. */
#include "searcher/prune/lists/join.h"
#include "searcher/prune/pruning.h"

#define MANY 8u /* times what is wanted */

/* Where all passages are counted, leaving scores alone pays once most of them are too low. */
static bool tells(const nh_pruning *p)
{
    return !p->count || p->counted / MANY >= p->wanted;
}

nh_status nh_prune_all(nh_pruning *p, nh_error *err)
{
    bool more = true;
    nh_status st = NH_OK;
    nh_join j;

    nh_join_begin(&j, p->lists, p->n_lists, p->score, p->count);
    for (uint32_t step = 0; more && st == NH_OK; step++) {
        j.least = tells(p) ? p->best.least : 0;
        if (step % 64 == 0)
            st = nh_halt_look(p->e->finder.halt, err);
        if (st == NH_OK)
            st = nh_join_next(&j, &more, err);
        if (st != NH_OK)
            break;
        p->counted += j.count;
        for (uint32_t i = 0; i < j.count && j.scored; i++)
            nh_best_add(&p->best, j.scores[i], j.passages[i], p->segment);
        st = p->best.status;
    }
    return st;
}
