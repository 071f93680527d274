/* searcher/prune/lead.c - passages with any of the words, where only those of the rarest matter. */
#include <string.h>

#include "common/base/error.h"
#include "searcher/prune/best/sort.h"
#include "searcher/prune/contend/contenders.h"
#include "searcher/prune/pruning.h"

/* All postings of the rarest list. */
typedef struct lead {
    uint32_t *passages;
    int32_t *scores;
    uint32_t n;
    int32_t others; /* no passage gets more from the other lists                        */
} lead;

static int32_t bound_of_others(const nh_pruning *p)
{
    int32_t sum = 0;

    for (uint32_t i = 1; i < p->n_lists; i++)
        sum += p->lists[i]->most;
    return sum;
}

static nh_status decode(nh_pruning *p, nh_list *l, lead *out, nh_error *err)
{
    nh_status st = NH_OK;

    out->passages = (uint32_t *)nh_arena_take(p->e->arena, l->df, sizeof *out->passages);
    out->scores = (int32_t *)nh_arena_take(p->e->arena, l->df, sizeof *out->scores);
    if (out->passages == NULL || out->scores == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    for (uint32_t b = 0; b < l->blocks.directory.n && st == NH_OK; b++) {
        st = nh_list_load(l, b, err);
        if (st == NH_OK)
            st = nh_list_tf(l, err);
        if (st == NH_OK && l->data.count > l->df - out->n)
            st = nh_block_corrupt(&l->blocks, NH_SECTION_DIRECTORY, l->blocks.directory.at,
                                  b, "more postings than the term has", err);
        if (st != NH_OK)
            break;
        nh_list_scores(l, 0, l->data.count, out->scores + out->n);
        memcpy(out->passages + out->n, l->data.passages,
               l->data.count * sizeof *out->passages);
        out->n += l->data.count;
    }
    return st;
}

/* So many of its passages as hits are wanted score this or more; 0 if there are not as many. */
static nh_status find_least(nh_pruning *p, const lead *x, int32_t *out, nh_error *err)
{
    int32_t *scores;

    *out = 0;
    if (x->n < p->best.wanted)
        return NH_OK;
    scores = (int32_t *)nh_arena_take(p->e->arena, x->n, sizeof *scores);
    if (scores == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    memcpy(scores, x->scores, x->n * sizeof *scores);
    *out = nh_select_score(scores, x->n, p->best.wanted - 1);
    return NH_OK;
}

/* Contenders get what the other lists have for them, and are candidates. */
static nh_status finish(nh_pruning *p, nh_contenders *c, int32_t others, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 1; i < p->n_lists && st == NH_OK && c->n > 0; i++) {
        nh_list *l = p->lists[i];

        others -= l->most;
        st = nh_contenders_lift(c, (nh_lift){l, l->most, others, p->best.least}, err);
        nh_contenders_drop(c, p->best.least - others);
    }
    for (uint32_t i = 0; i < c->n && st == NH_OK; i++)
        nh_best_add(&p->best, c->scores[i], c->passages[i], p->segment);
    return st == NH_OK ? p->best.status : st;
}

/* Those with scores of `high` or more do not contend. */
static void drop_high(nh_contenders *c, int32_t high)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < c->n; i++) {
        const int32_t score = c->scores[i];

        c->passages[n] = c->passages[i];
        c->scores[n] = score;
        n += score < high;
    }
    c->n = n;
}

/* Those of the passages whose scores are from `least` on and below `high`. */
static nh_status take(nh_pruning *p, const lead *x, int32_t least, int32_t high,
                      nh_error *err)
{
    nh_contenders c;
    nh_status st = nh_halt_look(p->e->finder.halt, err);

    for (uint32_t from = 0; from < x->n && st == NH_OK; from += NH_RANGE) {
        const uint32_t n = x->n - from < NH_RANGE ? x->n - from : NH_RANGE;

        nh_contenders_take_added(&c, (nh_added){x->passages + from, x->scores + from, n},
                                 least);
        drop_high(&c, high);
        st = finish(p, &c, x->others, err);
    }
    return st;
}

nh_status nh_prune_lead(nh_pruning *p, bool *taken, nh_error *err)
{
    lead x = {.others = bound_of_others(p)};
    int32_t least;
    nh_status st;

    *taken = false;
    if (p->count || p->best.all || p->best.merge || p->best.allowed != NULL ||
        p->lists[0]->most <= x.others)
        return NH_OK;
    st = decode(p, p->lists[0], &x, err);
    if (st == NH_OK)
        st = find_least(p, &x, &least, err);
    if (st != NH_OK)
        return st;
    if (least > p->best.least)
        p->best.least = least;
    if (p->best.least <= x.others)
        return NH_OK;
    *taken = true;
    least = p->best.least;
    st = take(p, &x, least, INT32_MAX, err);
    return st == NH_OK ? take(p, &x, p->best.least - x.others, least, err) : st;
}
