/* searcher/prune/best/best_least.c - thresholds from all candidates that come, and from some that come again. */
#include "searcher/prune/best/best.h"

/* Articles that have several passages would be tallied several times. */
nh_status nh_best_tally(nh_best *b, int32_t most)
{
    if (b->wanted <= NH_EAGER || b->merge || b->all)
        return NH_OK;
    b->tally = nh_arena_new(b->e->arena, nh_tally);
    if (b->tally == NULL)
        return nh_arena_fail(b->e->arena, b->err, "the hits");
    while ((uint32_t)most >> b->tally->shift >= NH_TALLY)
        b->tally->shift++;
    return NH_OK;
}

void nh_best_take_back(nh_best *b, uint32_t segment)
{
    uint32_t n = 0;

    b->n_scores = 0;
    for (uint32_t i = 0; i < b->count; i++) {
        b->list[n] = b->list[i];
        if (b->list[n].segment == segment)
            continue;
        if (b->eager)
            nh_best_raise(b, b->list[n].score);
        n++;
    }
    b->count = n;
}
