/* searcher/prune/plan/pruned_plan.c - which queries are pruned, and their words. */
#include "searcher/prune/plan/pruned_plan.h"

#include "common/base/error.h"
#include "searcher/match/plan/lookup.h"
#include "searcher/prune/phrase/phrase_list.h"
#include "searcher/rank/evaluate_leaves.h"

#define MOST_SUM 2147483000.0 /* a sum of scores stays below 2^31 */

bool nh_pruned_flat(const nh_evaluation *e)
{
    for (uint32_t s = 0; s < e->index->manifest.n_segments; s++)
        if (!nh_segment_view_flat(&e->runs[s].view))
            return false;
    return true;
}

/* Is a leaf a plain word, or absent, in all segments? */
static bool is_plain(const nh_evaluation *e, uint32_t leaf)
{
    bool nothing = true, plain = true;

    for (uint32_t s = 0; s < e->index->manifest.n_segments && plain; s++)
        plain = nh_leaf_plain(&e->finder, s, &e->plan->leaves[leaf], &nothing) != NULL ||
                nothing;
    return plain;
}

/* Is all that scores? */
static bool is_all_plain(const nh_evaluation *e)
{
    for (uint32_t i = 0; i < e->plan->n_leaves; i++)
        if (e->plan->leaves[i].scores && !is_plain(e, i))
            return false;
    return true;
}

static bool has_deletions(const nh_evaluation *e)
{
    const nh_manifest *m = &e->index->manifest;

    for (uint32_t s = 0; s < m->n_segments; s++)
        if (m->segments[s].deleted > 0)
            return true;
    return false;
}

/* What each word is in all segments, where the dictionaries count it right. */
static void find_words(nh_evaluation *e)
{
    for (uint32_t s = 0; s < e->index->manifest.n_segments; s++)
        for (uint32_t i = 0; i < e->plan->n_leaves; i++) {
            bool nothing;
            const nh_found_term *found =
                nh_leaf_plain(&e->finder, s, &e->plan->leaves[i], &nothing);

            e->runs[s].plain[i] = found;
            if (found != NULL)
                e->own.df[i] += e->whole ? found->term->article_df : found->term->df;
        }
}

/* The passages of the only leaf, which is a phrase, in all segments. */
static nh_status open_phrase(nh_evaluation *e, bool *fits, nh_error *err)
{
    const nh_leaf *leaf = &e->plan->leaves[0];
    nh_status st = NH_OK;

    *fits = true;
    for (uint32_t s = 0; s < e->index->manifest.n_segments && *fits; s++)
        *fits = nh_phrase_fits(&e->finder, &e->runs[s].view, s, leaf);
    for (uint32_t s = 0; s < e->index->manifest.n_segments && *fits && st == NH_OK; s++) {
        nh_segment_run *run = &e->runs[s];

        st = nh_segment_view_get(e->index->segments[s], &run->view, err);
        if (st == NH_OK)
            st = nh_phrase_find(&e->finder, &run->view, s, leaf, run->lists, err);
        e->own.df[0] += run->lists->count;
    }
    return st;
}

/* Are two leaves the same word, here and in other shards? */
static bool same_word(const nh_evaluation *e, uint32_t a, uint32_t b)
{
    const nh_counts *c = nh_evaluation_counts(e);

    if (e->plan->leaves[a].weight != e->plan->leaves[b].weight || c->df[a] != c->df[b])
        return false;
    for (uint32_t s = 0; s < e->index->manifest.n_segments; s++) {
        const nh_found_term *x = e->runs[s].plain[a], *y = e->runs[s].plain[b];

        if ((x == NULL) != (y == NULL) || (x != NULL && x->term != y->term))
            return false;
    }
    return true;
}

static bool is_repeated(nh_pruning *p, uint32_t leaf)
{
    if (!is_plain(p->e, leaf))
        return false;
    for (uint32_t w = 0; w < p->n_words; w++)
        if (same_word(p->e, p->words[w].leaf, leaf) && is_plain(p->e, p->words[w].leaf)) {
            p->words[w].scores.times++;
            return true;
        }
    return false;
}

/* False if some score may be 0, or the sum of all too large. */
static bool make_words(nh_pruning *p)
{
    const nh_evaluation *e = p->e;
    const nh_counts *c = nh_evaluation_counts(e);
    bool ok = true;
    double sum = 0;

    for (uint32_t i = 0; i < e->plan->n_leaves; i++) {
        nh_pruned_word *w = &p->words[p->n_words];

        if (!e->plan->leaves[i].scores || is_repeated(p, i))
            continue;
        w->leaf = i;
        nh_part_scores_begin(&w->scores, &p->window->parts, e->plan->leaves[i].weight,
                             c->df[i]);
        p->n_words++;
    }
    for (uint32_t w = 0; w < p->n_words; w++)
        sum += nh_part_most(&p->words[w].scores);
    if (!(sum < MOST_SUM))
        return false;
    p->most = (int32_t)sum;
    for (uint32_t w = 0; w < p->n_words && ok; w++)
        ok = nh_part_score(&p->words[w].scores, 1, NH_PART_SIDE - 1) > 0;
    return ok;
}

/* Phrases that stand alone are found beforehand; what words alone do not tell is found out about
 * each article. */
static nh_status decide(nh_pruning *p, nh_error *err)
{
    nh_evaluation *e = p->e;
    bool fits = false;
    nh_status st = NH_OK;

    if ((p->needs == NH_NEEDS_ALL && !p->phrase && !nh_pruned_flat(e)) || has_deletions(e))
        p->needs = NH_NEEDS_TRUTH;
    if (p->phrase && p->needs != NH_NEEDS_TRUTH && !is_all_plain(e))
        st = open_phrase(e, &fits, err);
    p->phrase = fits;
    if (fits || st != NH_OK)
        return st;
    p->summed = !is_all_plain(e);
    if (p->needs != NH_NEEDS_TRUTH && !p->summed) {
        find_words(e);
        return NH_OK;
    }
    p->needs = NH_NEEDS_TRUTH;
    return nh_evaluate_counts(e, err);
}

/* Is anything of a hit gathered once more: its other passages, or the parts of its score? */
static bool is_gathered(const nh_evaluation *e)
{
    return e->options->explain || e->options->passages > 1 || !nh_pruned_flat(e);
}

nh_status nh_pruned_plan(nh_pruning *p, bool *taken, nh_error *err)
{
    nh_evaluation *e = p->e;
    nh_status st;

    *taken = false;
    st = nh_evaluation_open(e, err);
    if (st != NH_OK || (e->whole && !nh_pruned_flat(e)))
        return st;
    st = decide(p, err);
    if (st != NH_OK)
        return st;
    e->formula = nh_evaluation_formula(e);
    nh_parts_begin(&p->window->parts, &e->formula);
    p->words =
        (nh_pruned_word *)nh_arena_array(e->arena, e->plan->n_leaves, sizeof *p->words);
    if (p->words == NULL)
        return nh_arena_fail(e->arena, err, "a query");
    *taken = make_words(p);
    return *taken && is_gathered(e) ? nh_evaluation_tables(e, err) : NH_OK;
}
