/* searcher/prune/window.c - sums of scores for a run of passages. */
#include "searcher/prune/window.h"

#include <string.h>

#include "searcher/match/bits.h"

void nh_window_begin(nh_window *w, uint32_t first, uint32_t count, uint32_t most)
{
    w->first = first;
    w->end = count - first < most ? count : first + most;
    w->n = 0;
}

/* Sums that are not 0 are listed as they come. */
void nh_window_add(nh_window *w, nh_added a)
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

void nh_window_sum(nh_window *w, nh_added a)
{
    for (uint32_t i = 0; i < a.n; i++)
        w->sums[a.passages[i] - w->first] += a.scores[i];
}

void nh_window_lift(nh_window *w, nh_added a)
{
    for (uint32_t i = 0; i < a.n; i++) {
        int32_t *sum = &w->sums[a.passages[i] - w->first];

        *sum += *sum != 0 ? a.scores[i] : 0;
    }
}

void nh_window_clear(nh_window *w)
{
    memset(w->sums, 0, (w->end - w->first) * sizeof *w->sums);
    w->n = 0;
}

/* Where postings of the block at hand that are behind the run begin. */
static uint32_t stop_of(const nh_list *l, uint32_t end)
{
    return l->data.passages[l->data.count - 1] < end ? l->data.count
                                                     : nh_list_find(l, l->at, end);
}

/* Adds the postings in the run of the block at hand, from the one at hand on. */
static nh_status add_block(nh_window *w, nh_list *l, nh_error *err)
{
    int32_t scores[NH_BLOCK];
    const nh_status st = nh_list_tf(l, err);
    uint32_t stop;

    if (st != NH_OK)
        return st;
    stop = stop_of(l, w->end);
    nh_list_scores(l, l->at, stop, scores);
    nh_window_add(w, (nh_added){l->data.passages + l->at, scores, stop - l->at});
    l->at = stop;
    return NH_OK;
}

nh_status nh_window_add_list(nh_window *w, nh_list *l, nh_error *err)
{
    bool found;
    nh_status st = nh_list_seek(l, w->first, &found, err);

    while (st == NH_OK && found) {
        st = add_block(w, l, err);
        found =
            st == NH_OK && l->at == l->data.count && l->block + 1 < l->blocks.directory.n;
        if (found)
            st = nh_list_load(l, l->block + 1, err);
    }
    return st;
}

nh_status nh_window_add_allowed(nh_window *w, nh_list *l, const uint64_t *allowed,
                                nh_error *err)
{
    uint32_t next = nh_bits_next(allowed, w->end, w->first);
    bool found = true;
    nh_status st = NH_OK;

    while (st == NH_OK && found && next < w->end) {
        st = nh_list_seek(l, next, &found, err);
        if (st != NH_OK || !found)
            break;
        st = add_block(w, l, err);
        next = nh_bits_next(allowed, w->end, l->data.passages[l->data.count - 1] + 1);
    }
    return st;
}

/* Makes block `i`, which reaches into the run, the one at hand, at its first posting there. */
static nh_status stand(const nh_window *w, nh_list *l, uint32_t i, nh_error *err)
{
    nh_status st = l->block != i ? nh_list_load(l, i, err) : NH_OK;

    if (st == NH_OK)
        st = nh_list_tf(l, err);
    if (st != NH_OK)
        return st;
    if (l->at >= l->data.count || l->data.passages[l->at] > w->first)
        l->at = 0;
    l->at = nh_list_find(l, l->at, w->first);
    return NH_OK;
}

nh_status nh_window_stand(const nh_window *w, nh_list *l, uint32_t i, uint32_t *stop,
                          nh_error *err)
{
    const nh_status st = stand(w, l, i, err);

    *stop = st == NH_OK ? stop_of(l, w->end) : 0;
    return st;
}

nh_status nh_window_sum_list(nh_window *w, nh_list *l, nh_error *err)
{
    const uint32_t n = l->blocks.directory.n;
    uint32_t i = nh_list_block_of(l, w->first), last = 0;
    nh_status st = NH_OK;

    for (; i < n && last < w->end - 1 && st == NH_OK; i++) {
        st = stand(w, l, i, err);
        if (st == NH_OK)
            l->at = nh_list_sum(l, l->at, w->first, w->end, w->sums);
        last = nh_list_last(l, i);
    }
    return st;
}
