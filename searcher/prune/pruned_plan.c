/* searcher/prune/pruned_plan.c - which queries are pruned, and their words. */
#include "searcher/prune/pruned_plan.h"

#include "common/base/error.h"
#include "searcher/match/plan/lookup.h"
#include "searcher/prune/phrase/phrase_list.h"

#define MOST_SUM 2147483000.0 /* a sum of scores stays below 2^31 */

static nh_status fail_arena(const nh_evaluation *e, nh_error *err)
{
    return nh_arena_fail(e->arena, err, "a query");
}

bool nh_pruned_flat(const nh_evaluation *e)
{
    for (uint32_t s = 0; s < e->index->manifest.n_segments; s++)
        if (!nh_segment_view_flat(&e->runs[s].view))
            return false;
    return true;
}

/* Does an article need the clause `c` of `parent`? */
static bool is_needed(const nh_evaluation *e, const nh_node *parent, const nh_node *c)
{
    if (parent->kind != NH_NODE_LIST)
        return parent->kind != NH_NODE_OR;
    return c->occur == NH_OCCUR_MUST ||
           (c->occur == NH_OCCUR_BARE && e->options->match != NH_MATCH_ANY);
}

/* Clauses of the root: all leaves, all of them needed or none. */
static bool has_shape(const nh_evaluation *e, nh_pruning *p)
{
    const nh_query_tree *tree = e->plan->tree;
    const nh_node *root = &tree->nodes[tree->root];
    uint32_t clauses = 0, needed = 0;

    p->phrase = e->plan->n_leaves == 1 && nh_phrase_shape(e->plan, &e->plan->leaves[0]);
    if (e->plan->nodes[tree->root].leaf != NH_LEAF_NONE)
        return true;
    if (root->kind != NH_NODE_LIST && root->kind != NH_NODE_AND && root->kind != NH_NODE_OR)
        return false;
    for (uint32_t c = root->first_child; c != NH_NODE_NONE; c = tree->nodes[c].next) {
        if (e->plan->nodes[c].dropped)
            continue;
        if (e->plan->nodes[c].leaf == NH_LEAF_NONE ||
            tree->nodes[c].occur == NH_OCCUR_MUST_NOT)
            return false;
        clauses++;
        needed += is_needed(e, root, &tree->nodes[c]);
    }
    p->all = needed > 0;
    return clauses > 0 && clauses == e->plan->n_leaves &&
           (needed == 0 || needed == clauses);
}

bool nh_pruned_shape(const nh_evaluation *e, nh_pruning *p)
{
    const nh_search_options *o = e->options;
    const nh_manifest *m = &e->index->manifest;

    if (e->plan->n_leaves == 0 || e->plan->n_leaves > NH_MOST_LISTS ||
        e->plan->tree->root == NH_NODE_NONE || o->sort != NH_SORT_SCORE ||
        (o->match == NH_MATCH_AUTO && e->plan->relaxable))
        return false;
    for (uint32_t s = 0; s < m->n_segments; s++)
        if (m->segments[s].deleted > 0)
            return false;
    for (uint32_t i = 0; i < e->plan->n_leaves; i++)
        if (!e->plan->leaves[i].scores)
            return false;
    return has_shape(e, p);
}

/* The views of all segments, and what each leaf, a plain word, is in them. */
static nh_status open_words(nh_evaluation *e, bool *plain, nh_error *err)
{
    const uint32_t n = e->plan->n_leaves;
    nh_status st = NH_OK;

    *plain = true;
    for (uint32_t s = 0; s < e->index->manifest.n_segments && *plain && st == NH_OK; s++) {
        nh_segment_run *run = &e->runs[s];

        run->plain = (const nh_found_term **)nh_arena_array(e->arena, n,
                                                            sizeof(const nh_found_term *));
        if (run->plain == NULL)
            return fail_arena(e, err);
        st = nh_segment_view_get(e->index->segments[s], &run->view, err);
        for (uint32_t i = 0; i < n && st == NH_OK && *plain; i++) {
            bool nothing;

            run->plain[i] = nh_leaf_plain(&e->finder, s, &e->plan->leaves[i], &nothing);
            *plain = run->plain[i] != NULL || nothing;
            if (run->plain[i] != NULL)
                e->own.df[i] +=
                    e->whole ? run->plain[i]->term->article_df : run->plain[i]->term->df;
        }
    }
    return st;
}

/* The passages of the only leaf, which is a phrase, in all segments. */
static nh_status open_phrase(nh_evaluation *e, bool *fits, nh_error *err)
{
    const nh_leaf *leaf = &e->plan->leaves[0];
    nh_status st = NH_OK;

    *fits = true;
    for (uint32_t s = 0; s < e->index->manifest.n_segments && *fits && st == NH_OK; s++) {
        nh_segment_run *run = &e->runs[s];

        run->plain = (const nh_found_term **)nh_arena_array(e->arena, 1,
                                                            sizeof(const nh_found_term *));
        run->lists = nh_arena_new(e->arena, nh_leaf_list);
        if (run->plain == NULL || run->lists == NULL)
            return fail_arena(e, err);
        st = nh_segment_view_get(e->index->segments[s], &run->view, err);
        *fits = st == NH_OK && nh_phrase_fits(&e->finder, &run->view, s, leaf);
    }
    for (uint32_t s = 0; s < e->index->manifest.n_segments && *fits && st == NH_OK; s++) {
        nh_segment_run *run = &e->runs[s];

        st = nh_phrase_find(&e->finder, &run->view, s, leaf, run->lists, err);
        e->own.df[0] += run->lists->count;
    }
    return st;
}

/* All that is known of the leaves, if they can be taken. */
static nh_status open_runs(nh_pruning *p, bool *taken, nh_error *err)
{
    nh_evaluation *e = p->e;

    e->runs = (nh_segment_run *)nh_arena_array(e->arena, e->index->manifest.n_segments,
                                               sizeof *e->runs);
    e->own.df = (uint64_t *)nh_arena_array(e->arena, e->plan->n_leaves, sizeof *e->own.df);
    if (e->runs == NULL || e->own.df == NULL)
        return fail_arena(e, err);
    return p->phrase ? open_phrase(e, taken, err) : open_words(e, taken, err);
}

/* Are two leaves the same word? */
static bool same_word(const nh_evaluation *e, uint32_t a, uint32_t b)
{
    if (e->plan->leaves[a].weight != e->plan->leaves[b].weight)
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
    for (uint32_t w = 0; w < p->n_words; w++)
        if (same_word(p->e, p->words[w].leaf, leaf)) {
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

        if (is_repeated(p, i))
            continue;
        w->leaf = i;
        nh_part_scores_begin(&w->scores, &p->window->parts, e->arena,
                             e->plan->leaves[i].weight, c->df[i]);
        p->n_words++;
    }
    for (uint32_t w = 0; w < p->n_words; w++)
        sum += nh_part_most(&p->words[w].scores);
    if (!(sum < MOST_SUM))
        return false;
    for (uint32_t w = 0; w < p->n_words && ok; w++)
        ok = nh_part_score(&p->words[w].scores, 1, NH_PART_SIDE - 1) > 0;
    return ok;
}

nh_status nh_pruned_plan(nh_pruning *p, bool *taken, nh_error *err)
{
    nh_evaluation *e = p->e;
    nh_status st = open_runs(p, taken, err);

    if (st != NH_OK || !*taken)
        return st;
    if (!nh_pruned_flat(e) && (e->whole || p->all)) {
        *taken = false;
        return NH_OK;
    }
    e->own.units = e->whole ? e->index->live.articles : e->index->live.passages;
    e->own.tokens = e->index->live.tokens;
    e->formula = nh_evaluation_formula(e);
    nh_parts_begin(&p->window->parts, &e->formula);
    p->words =
        (nh_pruned_word *)nh_arena_array(e->arena, e->plan->n_leaves, sizeof *p->words);
    if (p->words == NULL)
        return fail_arena(e, err);
    *taken = make_words(p);
    return *taken ? nh_evaluation_tables(e, err) : NH_OK;
}
