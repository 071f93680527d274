/* searcher/prune/contend/contenders.c - passages of a range that may still become hits. */
#include "searcher/prune/contend/contenders.h"

#include "common/codec/kernels/kernels.h"
#include "searcher/prune/contend/meet.h"

void nh_contenders_take(nh_contenders *c, nh_window *w, int32_t least)
{
    const size_t n = (w->end - w->first + 31) / 32 * 32;

    c->n = (uint32_t)nh_kernels_get()->sums_take(w->sums, n, least > 1 ? least : 1,
                                                 w->first, c->passages, c->scores);
}

void nh_contenders_take_added(nh_contenders *c, nh_added a, int32_t least)
{
    c->n = (uint32_t)nh_kernels_get()->scores_keep(a.passages, a.scores, a.n, least,
                                                   c->passages, c->scores);
}

nh_status nh_contenders_take_list(nh_contenders *c, const nh_window *w, nh_list *l,
                                  int32_t least, nh_error *err)
{
    const uint32_t n = l->blocks.directory.n;
    uint32_t i = nh_list_block_of(l, w->first), last = 0;
    nh_status st = NH_OK;

    c->n = 0;
    for (; i < n && last < w->end - 1 && st == NH_OK; i++) {
        uint32_t stop;

        st = nh_window_stand(w, l, i, &stop, err);
        if (st == NH_OK)
            c->n +=
                nh_list_above(l, l->at, stop, least, c->passages + c->n, c->scores + c->n);
        l->at = stop;
        last = nh_list_last(l, i);
    }
    return st;
}

void nh_contenders_add(nh_contenders *c, nh_added a)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < a.n; i++) {
        const uint32_t passage = a.passages[i];

        while (at < c->n && c->passages[at] < passage)
            at++;
        if (at == c->n)
            return;
        c->scores[at] += c->passages[at] == passage ? a.scores[i] : 0;
    }
}

void nh_contenders_drop(nh_contenders *c, int32_t least)
{
    c->n = (uint32_t)nh_kernels_get()->scores_keep(c->passages, c->scores, c->n, least,
                                                   c->passages, c->scores);
}

/* Of contenders [from, to) those that the block at hand has get its scores. */
static nh_status lift_block(nh_contenders *c, nh_list *l, uint32_t from, uint32_t to,
                            nh_error *err)
{
    nh_met m;
    nh_status st = NH_OK;

    for (; from < to && st == NH_OK; from += NH_BLOCK) {
        nh_meet(l, c->passages + from, to - from < NH_BLOCK ? to - from : NH_BLOCK, true,
                &m);
        if (m.n > 0)
            st = nh_list_tf(l, err);
        for (uint32_t k = 0; st == NH_OK && k < m.n; k++) {
            const uint32_t i = from + m.which[k];

            c->scores[i] +=
                nh_part_score(l->scores, l->data.tf[m.at[k]], l->lengths[c->passages[i]]);
        }
    }
    return st;
}

nh_status nh_contenders_lift(nh_contenders *c, nh_lift lift, nh_error *err)
{
    nh_list *l = lift.list;
    const uint32_t n_blocks = l->blocks.directory.n;
    uint32_t block, to;
    nh_status st = NH_OK;

    for (uint32_t from = 0; from < c->n && st == NH_OK; from = to) {
        int32_t bound;

        block = nh_list_block_of(l, c->passages[from]);
        if (block >= n_blocks)
            break;
        to = nh_meet_end(c->passages, from, c->n, nh_list_last(l, block));
        bound = nh_list_impact_bound_of(l, block);
        if (bound < lift.bound &&
            nh_greatest_score(c->scores + from, to - from) + bound + lift.rest < lift.least)
            continue;
        st = nh_list_hold(l, block, err);
        if (st == NH_OK)
            st = lift_block(c, l, from, to, err);
    }
    return st;
}
