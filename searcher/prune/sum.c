/* searcher/prune/sum.c - every passage that may be a hit, summed up window after window. */
#include "common/base/error.h"
#include "searcher/prune/pruning.h"

/* A window at work. */
typedef struct summing {
    nh_window *w;
    const uint8_t *lengths;
    uint32_t first, end;
    uint32_t n; /* sums that are not 0 */
} summing;

static void add_score(summing *x, uint32_t passage, int32_t score)
{
    const uint32_t at = passage - x->first;

    x->w->touched[x->n] = at;
    x->n += x->w->sums[at] == 0;
    x->w->sums[at] += score;
}

/* The postings of a plain word. */
static nh_status add_postings(summing *x, nh_list *l, nh_error *err)
{
    bool found;
    nh_status st = nh_list_seek(l, x->first, &found, err);

    while (st == NH_OK && found) {
        uint32_t i = l->at;

        st = nh_list_tf(l, err);
        for (; st == NH_OK && i < l->data.count && l->data.passages[i] < x->end; i++)
            add_score(x, l->data.passages[i], nh_list_score(l, i));
        found = i == l->data.count && l->block + 1 < l->blocks.directory.n;
        if (st == NH_OK && found)
            st = nh_list_load(l, l->block + 1, err);
    }
    return st;
}

/* Passages of any other leaf, from number *at of its list on. */
static void add_found(summing *x, const nh_leaf_list *l, nh_part_scores *scores,
                      uint32_t *at)
{
    uint32_t i = *at;

    while (i < l->count && l->passages[i] < x->first)
        i++;
    for (; i < l->count && l->passages[i] < x->end; i++)
        add_score(x, l->passages[i],
                  nh_part_score(scores, l->tf[i], x->lengths[l->passages[i]]));
    *at = i;
}

/* The sums are candidates, where they may be hits, and 0 again. */
static void take_sums(nh_pruning *p, const summing *x)
{
    nh_window *w = x->w;

    for (uint32_t i = 0; i < x->n; i++) {
        const uint32_t at = w->touched[i], passage = x->first + at;

        if (nh_bits_get(p->allowed, passage)) {
            p->counted++;
            nh_best_add(&p->best, w->sums[at], passage, p->segment);
        }
        w->sums[at] = 0;
    }
}

static nh_status take_window(nh_pruning *p, uint32_t first, uint32_t *places, nh_error *err)
{
    const nh_segment_run *run = &p->e->runs[p->segment];
    const uint32_t count = p->view->passages.count;
    summing x = {.w = p->window,
                 .lengths = p->view->passages.lengths,
                 .first = first,
                 .end = count - first < NH_WINDOW ? count : first + NH_WINDOW};
    nh_status st = nh_halt_look(p->e->finder.halt, err);

    for (uint32_t i = 0; i < p->n_lists && st == NH_OK; i++)
        st = add_postings(&x, p->lists[i], err);
    for (uint32_t w = 0; w < p->n_words && st == NH_OK; w++)
        if (run->plain[p->words[w].leaf] == NULL)
            add_found(&x, &run->lists[p->words[w].leaf], &p->words[w].scores, &places[w]);
    take_sums(p, &x);
    return st == NH_OK ? p->best.status : st;
}

nh_status nh_prune_sum(nh_pruning *p, nh_error *err)
{
    const uint32_t count = p->view->passages.count;
    uint32_t *places = (uint32_t *)nh_arena_array(p->e->arena, p->n_words, sizeof *places);
    nh_status st = NH_OK;

    if (places == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    for (uint32_t next = nh_bits_next(p->allowed, count, 0); next < count && st == NH_OK;) {
        const uint32_t first = next / NH_WINDOW * NH_WINDOW;

        st = take_window(p, first, places, err);
        next = count - first > NH_WINDOW
                   ? nh_bits_next(p->allowed, count, first + NH_WINDOW)
                   : count;
    }
    return st;
}
