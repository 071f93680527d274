/* searcher/rank/evaluate_leaves.c - every leaf and filter, for every article. */
#include "searcher/rank/evaluate_leaves.h"

#include <stdio.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/keywords_reader.h"
#include "common/segment/postings/block_reader.h"
#include "searcher/match/bits.h"
#include "searcher/match/filters.h"
#include "searcher/match/leaf_stream.h"

static nh_status fail_arena(const nh_evaluation *e, nh_error *err)
{
    return nh_arena_fail(e->arena, err, "a query");
}

/* Units that have a leaf, as they are met. */
typedef struct units_met {
    uint64_t passages, articles;
    uint32_t article; /* of the last passage */
    uint32_t end;     /* the first passage behind that article; 0: none was met */
} units_met;

/* Sets the articles' bits of a run of passages, and counts both; what is deleted is as if it
 * were not there. */
static void mark_articles(const nh_segment_view *v, const uint32_t *passages,
                          uint32_t count, units_met *met, uint64_t *bits)
{
    const bool deletes = nh_segment_deletions(v->segment) != NULL;

    for (uint32_t i = 0; i < count; i++) {
        if (passages[i] >= met->end) {
            met->article = nh_article_of(&v->articles, passages[i]);
            met->end = nh_article_end(&v->articles, passages[i]);
        }
        if (deletes && nh_segment_is_deleted(v->segment, met->article))
            continue;
        met->passages++;
        met->articles += nh_bits_get(bits, met->article) == 0;
        nh_bits_set(bits, met->article);
    }
}

/* A word whose postings say it all: their passages are never copied, and nothing else of them is
 * decoded. */
static nh_status mark_plain(nh_evaluation *e, const nh_segment_view *view,
                            const nh_term *term, units_met *met, uint64_t *bits,
                            nh_error *err)
{
    nh_block_reader blocks;
    nh_block_rest rest;
    nh_block block;
    nh_status st = nh_block_reader_open(view->segment, term, &blocks, err);

    if (st != NH_OK)
        return st;
    for (uint32_t i = 0; i < blocks.directory.n && st == NH_OK; i++) {
        st = nh_halt_look(e->finder.halt, err);
        if (st == NH_OK)
            st = nh_block_docs(&blocks, i, &block, &rest, err);
        if (st == NH_OK)
            mark_articles(view, block.passages, block.count, met, bits);
    }
    nh_list_work_add(&e->work, nh_block_reader_work(&blocks));
    return st;
}

static nh_status decide_leaf(nh_evaluation *e, uint32_t segment, uint32_t leaf,
                             uint64_t *bits, nh_error *err)
{
    nh_segment_run *run = &e->runs[segment];
    const nh_leaf *l = &e->plan->leaves[leaf];
    const nh_found_term *plain;
    units_met met = {0};
    bool nothing;
    nh_status st;

    plain = nh_leaf_plain(&e->finder, segment, l, &nothing);
    run->plain[leaf] = plain;
    if (nothing)
        return NH_OK;
    if (plain != NULL) {
        st = mark_plain(e, &run->view, plain->term, &met, bits, err);
    } else {
        st = nh_leaf_find(&e->finder, &run->view, segment, l, &run->lists[leaf], err);
        if (st == NH_OK)
            mark_articles(&run->view, run->lists[leaf].passages, run->lists[leaf].count,
                          &met, bits);
    }
    e->own.df[leaf] += e->whole ? met.articles : met.passages;
    return st;
}

static nh_status decide_node(nh_evaluation *e, uint32_t segment, uint32_t i, nh_error *err)
{
    nh_segment_run *run = &e->runs[segment];
    const nh_node *n = &e->plan->tree->nodes[i];
    uint64_t *bits = run->truth.nodes[i];

    if (bits == NULL)
        return NH_OK;
    if (e->plan->nodes[i].leaf != NH_LEAF_NONE)
        return decide_leaf(e, segment, e->plan->nodes[i].leaf, bits, err);
    if (n->kind == NH_NODE_FIELD)
        return nh_filter_keyword(&run->view, n, e->arena, bits, err);
    if (n->kind == NH_NODE_DATE)
        return nh_filter_date(&run->view, n, bits, err);
    return NH_OK;
}

/* A view of lengths alone, which does for plain words: its flags read as 0 where nobody asked for
 * them. Whoever looks at chains, fields or flags takes the whole view first, as
 * nh_evaluate_leaves() does for all segments, and nh_pruned_plan() for a phrase. */
static nh_status open_run(nh_evaluation *e, uint32_t segment, nh_error *err)
{
    nh_segment_run *run = &e->runs[segment];
    const uint32_t n = e->plan->n_leaves;

    run->lists = (nh_leaf_list *)nh_arena_array(e->arena, n, sizeof *run->lists);
    run->plain =
        (const nh_found_term **)nh_arena_array(e->arena, n, sizeof(const nh_found_term *));
    if (run->lists == NULL || run->plain == NULL)
        return fail_arena(e, err);
    return nh_segment_view_lengths(e->index->segments[segment], &run->view, err);
}

nh_status nh_evaluation_open(nh_evaluation *e, nh_error *err)
{
    const uint32_t n = e->index->manifest.n_segments;
    const nh_live_counts *live = &e->index->live;
    nh_status st = NH_OK;

    e->own.units = e->whole ? live->articles : live->passages;
    e->own.tokens = live->tokens;
    e->own.df = (uint64_t *)nh_arena_array(e->arena, e->plan->n_leaves, sizeof *e->own.df);
    e->runs = (nh_segment_run *)nh_arena_array(e->arena, n, sizeof *e->runs);
    if (e->own.df == NULL || e->runs == NULL)
        return fail_arena(e, err);
    for (uint32_t s = 0; s < n && st == NH_OK; s++)
        st = open_run(e, s, err);
    return st;
}

/* Does no article of any segment have the field that a filter asks for? */
static nh_status warn_of_field(nh_evaluation *e, uint32_t node, nh_error *err)
{
    const nh_node *n = &e->plan->tree->nodes[node];
    char text[128];
    bool found = nh_str_equal(n->name, NH_STR("id"));

    for (uint32_t s = 0; s < e->index->manifest.n_segments && !found; s++) {
        nh_column column;
        const nh_status st =
            nh_column_find(e->index->segments[s], n->name, &found, &column, err);

        if (st != NH_OK)
            return st;
    }
    e->own.fields[node] = found;
    if (nh_evaluation_counts(e)->fields[node])
        return NH_OK;
    snprintf(text, sizeof text, "No article has a field \"%.*s\".", NH_STR_ARG(n->name));
    return nh_plan_warn(e->plan, n->at, n->size, nh_str_of(text), err);
}

nh_status nh_evaluate_leaves(nh_evaluation *e, nh_error *err)
{
    const nh_query_tree *tree = e->plan->tree;
    nh_status st = nh_evaluation_open(e, err);

    if (st != NH_OK)
        return st;
    e->own.fields = (bool *)nh_arena_array(e->arena, tree->count, sizeof *e->own.fields);
    if (e->own.fields == NULL)
        return fail_arena(e, err);
    for (uint32_t s = 0; s < e->index->manifest.n_segments && st == NH_OK; s++) {
        nh_segment_run *run = &e->runs[s];

        st = nh_segment_view_get(e->index->segments[s], &run->view, err);
        if (st == NH_OK)
            st = nh_truth_begin(&run->truth, e->plan, run->view.articles.count, err);
        for (uint32_t i = 0; i < tree->count && st == NH_OK; i++)
            st = decide_node(e, s, i, err);
    }
    for (uint32_t i = 0; i < tree->count && st == NH_OK; i++)
        if (tree->nodes[i].kind == NH_NODE_FIELD)
            st = warn_of_field(e, i, err);
    return st;
}
