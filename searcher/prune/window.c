/* searcher/prune/window.c - sums of scores for a run of passages. */
#include "searcher/prune/window.h"

void nh_window_begin(nh_window *w, uint32_t first, uint32_t count, uint32_t most)
{
    w->first = first;
    w->end = count - first < most ? count : first + most;
    w->n = 0;
}

/* Sums that are not 0 are listed as they come. */
static void add(nh_window *w, nh_added a)
{
    const uint32_t first = w->first;
    uint32_t n = w->n;

    for (uint32_t i = 0; i < a.n; i++) {
        const uint32_t at = a.passages[i] - first;
        const int32_t sum = w->sums[at];

        w->touched[n] = at;
        n += sum == 0;
        w->sums[at] = sum + a.scores[i];
    }
    w->n = n;
}

/* To the sums that are not 0. */
static void lift(nh_window *w, nh_added a)
{
    const uint32_t first = w->first;

    for (uint32_t i = 0; i < a.n; i++) {
        int32_t *sum = &w->sums[a.passages[i] - first];

        *sum += *sum != 0 ? a.scores[i] : 0;
    }
}

void nh_window_add(nh_window *w, nh_added a, bool all)
{
    if (all)
        add(w, a);
    else
        lift(w, a);
}

/* The postings of the block at hand before the end of the run. */
static nh_added rest_of_block(nh_list *l, uint32_t end, int32_t scores[NH_BLOCK])
{
    const uint32_t from = l->at;
    const uint32_t stop = l->data.passages[l->data.count - 1] < end
                              ? l->data.count
                              : nh_list_find(l, l->at, end);

    nh_list_scores(l, from, stop, scores);
    l->at = stop;
    return (nh_added){l->data.passages + from, scores, stop - from};
}

nh_status nh_window_add_list(nh_window *w, nh_list *l, bool all, nh_error *err)
{
    int32_t scores[NH_BLOCK];
    bool found;
    nh_status st = nh_list_seek(l, w->first, &found, err);

    while (st == NH_OK && found) {
        st = nh_list_tf(l, err);
        if (st != NH_OK)
            break;
        nh_window_add(w, rest_of_block(l, w->end, scores), all);
        found = l->at == l->data.count && l->block + 1 < l->blocks.directory.n;
        if (found)
            st = nh_list_load(l, l->block + 1, err);
    }
    return st;
}

void nh_window_drop(nh_window *w, int32_t least)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < w->n; i++) {
        const uint32_t at = w->touched[i];
        const bool kept = w->sums[at] >= least;

        w->touched[n] = at;
        n += kept;
        w->sums[at] = kept ? w->sums[at] : 0;
    }
    w->n = n;
}
