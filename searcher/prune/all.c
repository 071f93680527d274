/* searcher/prune/all.c - the passages that have all words, driven by the rarest. */
#include "searcher/prune/pruning.h"

/* Passages of one block of the rarest word that all lists so far have. */
typedef struct joined {
    uint32_t passages[NH_BLOCK];
    int32_t scores[NH_BLOCK];
    uint32_t count;
} joined;

static nh_status begin_block(nh_pruning *p, uint32_t block, joined *j, nh_error *err)
{
    nh_list *l = p->lists[0];
    nh_status st = nh_list_load(l, block, err);

    if (st == NH_OK && p->score)
        st = nh_list_tf(l, err);
    if (st != NH_OK)
        return st;
    j->count = l->data.count;
    for (uint32_t i = 0; i < j->count; i++) {
        j->passages[i] = l->data.passages[i];
        j->scores[i] = p->score ? nh_list_score(l, i) : 0;
    }
    return NH_OK;
}

/* Keeps those that list `l` has too; a score that neither its block nor `rest` from lists after
 * it can lift to what matters goes. */
static nh_status join(nh_pruning *p, nh_list *l, int32_t rest, joined *j, nh_error *err)
{
    const int32_t least = p->count ? 0 : p->best.least - rest;
    uint32_t n = 0;
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < j->count && st == NH_OK; i++) {
        const uint32_t passage = j->passages[i];
        int32_t score = j->scores[i];
        bool found;

        if (score + l->most < least)
            continue;
        st = nh_list_has(l, passage, least - score, &found, err);
        if (st != NH_OK || !found)
            continue;
        if (p->score) {
            st = nh_list_tf(l, err);
            if (st != NH_OK)
                break;
            score += nh_part_score(l->scores, l->data.tf[l->at], l->lengths[passage]);
        }
        j->passages[n] = passage;
        j->scores[n++] = score;
    }
    j->count = n;
    return st;
}

nh_status nh_prune_all(nh_pruning *p, nh_error *err)
{
    nh_list *first = p->lists[0];
    int32_t others = 0;
    nh_status st = NH_OK;
    joined j;

    for (uint32_t i = 1; i < p->n_lists; i++)
        others += p->lists[i]->most;
    for (uint32_t b = 0; b < first->blocks.directory.n && st == NH_OK; b++) {
        int32_t rest = others;

        if (!p->count && nh_list_bound(first, b) + others < p->best.least)
            continue;
        if (b % 64 == 0)
            st = nh_halt_look(p->e->finder.halt, err);
        if (st == NH_OK)
            st = begin_block(p, b, &j, err);
        for (uint32_t i = 1; i < p->n_lists && st == NH_OK && j.count > 0; i++) {
            rest -= p->lists[i]->most;
            st = join(p, p->lists[i], rest, &j, err);
        }
        if (st != NH_OK)
            break;
        p->counted += j.count;
        for (uint32_t i = 0; i < j.count && p->score; i++)
            nh_best_add(&p->best, j.scores[i], j.passages[i], p->segment);
        st = p->best.status;
    }
    return st;
}
