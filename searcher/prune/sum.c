/* searcher/prune/sum.c - every passage that may be a hit, summed up window after window. */
#include "common/base/error.h"
#include "searcher/prune/pruning.h"

/* Passages of any other leaf that are in the window, from number *at of its list on. */
static void add_found(nh_pruning *p, const nh_leaf_list *l, nh_part_scores *scores,
                      uint32_t *at)
{
    const uint8_t *lengths = p->view->passages.lengths;
    nh_window *w = p->window;
    int32_t scores_of[NH_BLOCK];
    uint32_t i = *at, n;

    while (i < l->count && l->passages[i] < w->first)
        i++;
    for (; i < l->count && l->passages[i] < w->end; i += n) {
        for (n = 0; n < NH_BLOCK && i + n < l->count && l->passages[i + n] < w->end; n++)
            scores_of[n] = nh_part_score(scores, l->tf[i + n], lengths[l->passages[i + n]]);
        nh_window_add(w, (nh_added){&l->passages[i], scores_of, n});
    }
    *at = i;
}

/* The sums are candidates, where they may be hits, and 0 again. */
static void take_sums(nh_pruning *p)
{
    nh_window *w = p->window;

    for (uint32_t i = 0; i < w->n; i++) {
        const uint32_t at = w->touched[i], passage = w->first + at;

        if (nh_bits_get(p->best.allowed, passage)) {
            p->counted++;
            nh_best_add(&p->best, w->sums[at], passage, p->segment);
        }
        w->sums[at] = 0;
    }
}

static nh_status take_window(nh_pruning *p, uint32_t first, uint32_t *places, nh_error *err)
{
    const nh_segment_run *run = &p->e->runs[p->segment];
    nh_status st = nh_halt_look(p->e->finder.halt, err);

    nh_window_begin(p->window, first, p->view->passages.count, NH_WINDOW);
    for (uint32_t i = 0; i < p->n_lists && st == NH_OK; i++)
        st = nh_window_add_allowed(p->window, p->lists[i], p->best.allowed, err);
    for (uint32_t w = 0; w < p->n_words && st == NH_OK; w++)
        if (run->plain[p->words[w].leaf] == NULL)
            add_found(p, &run->lists[p->words[w].leaf], &p->words[w].scores, &places[w]);
    take_sums(p);
    return st == NH_OK ? p->best.status : st;
}

nh_status nh_prune_sum(nh_pruning *p, nh_error *err)
{
    const uint32_t count = p->view->passages.count;
    uint32_t *places = (uint32_t *)nh_arena_array(p->e->arena, p->n_words, sizeof *places);
    nh_status st = NH_OK;

    if (places == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    for (uint32_t next = nh_bits_next(p->best.allowed, count, 0);
         next < count && st == NH_OK;) {
        const uint32_t first = next / NH_WINDOW * NH_WINDOW;

        st = take_window(p, first, places, err);
        next = count - first > NH_WINDOW
                   ? nh_bits_next(p->best.allowed, count, first + NH_WINDOW)
                   : count;
    }
    return st;
}
