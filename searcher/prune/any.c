/* searcher/prune/any.c - passages with any of the words, summed up a window at a time. */
#include <string.h>

#include "searcher/prune/pruning.h"

/* Adds the postings of the block at hand up to passage `end` to the sums; how many sums are not
 * 0 then. */
static uint32_t add_block(nh_window *w, nh_list *l, uint32_t first, uint32_t end,
                          uint32_t n)
{
    uint32_t i = l->at;

    for (; i < l->data.count && l->data.passages[i] < end; i++) {
        const uint32_t at = l->data.passages[i] - first;

        w->touched[n] = at;
        n += w->sums[at] == 0;
        w->sums[at] += nh_list_score(l, i);
    }
    l->at = i;
    return n;
}

static nh_status add_list(nh_window *w, nh_list *l, uint32_t first, uint32_t end,
                          uint32_t *n, nh_error *err)
{
    bool found;
    nh_status st = nh_list_seek(l, first, &found, err);

    while (st == NH_OK && found && l->data.passages[l->at] < end) {
        st = nh_list_tf(l, err);
        if (st != NH_OK)
            break;
        *n = add_block(w, l, first, end, *n);
        if (l->at < l->data.count || l->block + 1 >= l->blocks.directory.n)
            break;
        st = nh_list_load(l, l->block + 1, err);
    }
    return st;
}

/* Hands the sums on as candidates, and clears them. */
static void take_sums(nh_pruning *p, uint32_t first, uint32_t n)
{
    nh_window *w = p->window;

    for (uint32_t i = 0; i < n; i++) {
        const uint32_t at = w->touched[i];

        nh_best_add(&p->best, w->sums[at], first + at, p->segment);
        w->sums[at] = 0;
    }
}

nh_status nh_prune_any(nh_pruning *p, nh_error *err)
{
    const uint32_t count = p->view->passages.count;
    nh_status st = NH_OK;

    for (uint32_t first = 0; first < count && st == NH_OK; first += NH_WINDOW) {
        const uint32_t end = count - first < NH_WINDOW ? count : first + NH_WINDOW;
        uint32_t n = 0;

        st = nh_halt_look(p->e->finder.halt, err);
        for (uint32_t i = 0; i < p->n_lists && st == NH_OK; i++)
            st = add_list(p->window, p->lists[i], first, end, &n, err);
        take_sums(p, first, n);
        p->e->passages += n;
        if (st == NH_OK)
            st = p->best.status;
    }
    return st;
}
