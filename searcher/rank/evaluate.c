/* searcher/rank/evaluate.c - a planned query against all segments, exhaustively. */
#include "searcher/rank/evaluate.h"

#include <string.h>

#include "common/base/error.h"
#include "searcher/match/bits.h"
#include "searcher/rank/evaluate_leaves.h"

#define STOP_STEP 1024u /* articles between looks at the clock */

static nh_status fail_arena(const nh_evaluation *e, nh_error *err)
{
    return nh_arena_fail(e->arena, err, "a query");
}

static void remove_deleted(const nh_segment_run *run, uint64_t *bits)
{
    const uint32_t count = run->view.articles.count;

    for (uint32_t a = nh_bits_next(bits, count, 0); a < count;
         a = nh_bits_next(bits, count, a + 1))
        if (nh_segment_is_deleted(run->view.segment, a))
            bits[a / 64] &= ~((uint64_t)1 << (a % 64));
}

/* Decides the tree for all segments; the number of articles of which it is true. */
static nh_status decide(nh_evaluation *e, bool any, uint64_t *out, nh_error *err)
{
    *out = 0;
    for (uint32_t s = 0; s < e->index->manifest.n_segments; s++) {
        nh_segment_run *run = &e->runs[s];
        const uint32_t count = run->view.articles.count;
        const uint64_t *root = nh_truth_decide(&run->truth, e->plan, any);

        if (run->matches == NULL)
            run->matches = (uint64_t *)nh_arena_array(e->arena, nh_bits_words(count),
                                                      sizeof(uint64_t));
        if (run->matches == NULL)
            return fail_arena(e, err);
        if (root == NULL)
            continue;
        memcpy(run->matches, root, nh_bits_words(count) * sizeof *root);
        if (e->index->manifest.segments[s].deleted > 0)
            remove_deleted(run, run->matches);
        *out += nh_bits_count(run->matches, count);
    }
    return NH_OK;
}

/* All bare words; or any of them, if that is asked for, or too few articles have all. How many
 * have all or any is counted here, and decided over all shards. */
static nh_status decide_match(nh_evaluation *e, nh_error *err)
{
    const nh_search_options *o = e->options;
    const nh_counts *c = nh_evaluation_counts(e);
    const bool may_relax = o->match == NH_MATCH_AUTO && e->plan->relaxable;
    bool any = o->match == NH_MATCH_ANY, wanted;
    nh_status st = decide(e, any, &e->own.all, err);

    e->articles = e->own.all;
    if (st == NH_OK && may_relax && e->own.all < o->min_hits) {
        any = true;
        st = decide(e, any, &e->own.any, err);
        e->articles = e->own.any;
    }
    e->relaxed = may_relax && c->all < o->min_hits && c->any > c->all;
    wanted = e->relaxed || o->match == NH_MATCH_ANY;
    return st == NH_OK && any != wanted ? decide(e, wanted, &e->articles, err) : st;
}

nh_formula nh_evaluation_formula(const nh_evaluation *e)
{
    const nh_counts *c = nh_evaluation_counts(e);
    nh_formula f = {.units = c->units, .k1 = e->options->k1, .b = e->options->b, .mean = 1};

    if (c->units > 0 && c->tokens > 0)
        f.mean = (double)c->tokens / (double)c->units;
    return f;
}

nh_status nh_evaluation_tables(nh_evaluation *e, nh_error *err)
{
    const uint32_t n = e->plan->n_leaves;

    e->formula = nh_evaluation_formula(e);
    e->tables = (nh_score_table **)nh_arena_array(e->arena, n, sizeof *e->tables);
    if (e->tables == NULL)
        return fail_arena(e, err);
    for (uint32_t i = 0; i < n; i++) {
        const nh_leaf *leaf = &e->plan->leaves[i];

        if (!leaf->scores)
            continue;
        e->tables[i] = nh_score_table_new(e->arena, &e->formula, leaf->weight,
                                          nh_evaluation_counts(e)->df[i]);
        if (e->tables[i] == NULL)
            return fail_arena(e, err);
    }
    return NH_OK;
}

static nh_status open_stream(const nh_evaluation *e, uint32_t segment, uint32_t leaf,
                             nh_leaf_stream *out, nh_error *err)
{
    static const nh_leaf_list nothing;
    const nh_segment_run *run = &e->runs[segment];

    if (run->plain[leaf] != NULL)
        return nh_leaf_stream_open(run->view.segment, run->plain[leaf]->term, out, err);
    nh_leaf_stream_over(run->lists != NULL ? &run->lists[leaf] : &nothing, out);
    return NH_OK;
}

nh_status nh_evaluation_gather(const nh_evaluation *e, uint32_t segment, bool keep,
                               nh_gather *out, nh_error *err)
{
    nh_status st = NH_OK;

    *out = (nh_gather){
        .env = e->env, .view = &e->runs[segment].view, .whole = e->whole, .keep = keep};
    out->leaves =
        (nh_gather_leaf *)nh_arena_array(e->arena, e->plan->n_leaves, sizeof *out->leaves);
    if (out->leaves == NULL)
        return fail_arena(e, err);
    for (uint32_t i = 0; i < e->plan->n_leaves && st == NH_OK; i++) {
        nh_gather_leaf *leaf = &out->leaves[out->n_leaves];

        if (e->tables[i] == NULL)
            continue;
        leaf->number = i;
        leaf->table = e->tables[i];
        out->n_leaves++;
        st = open_stream(e, segment, i, &leaf->stream, err);
    }
    return st;
}

/* The passage that stands for an article without evidence: the first of its text. */
static uint32_t first_of_text(const nh_segment_view *v, uint32_t article)
{
    const uint32_t first = nh_first_passage(&v->articles, article);
    const uint32_t end = nh_article_end(&v->articles, first);

    return first + 1 < end && (nh_segment_view_scope(v, first) & NH_SCOPE_TITLE) ? first + 1
                                                                                 : first;
}

static nh_status add_hit(nh_evaluation *e, nh_top_hit hit, nh_error *err)
{
    nh_segment *segment = e->runs[hit.segment].view.segment;
    nh_date date;
    nh_status st;

    if (!nh_top_wants(&e->top, hit.score))
        return NH_OK;
    st = nh_date_get(segment, hit.article, &date, err);
    if (st == NH_OK)
        st = nh_id_rank(segment, hit.article, &hit.rank, err);
    if (st != NH_OK)
        return st;
    hit.date = date.precision == NH_DATE_NONE ? NH_UNDATED : date.seconds;
    nh_top_add(&e->top, &hit);
    return NH_OK;
}

/* The hit, or the hits, of the article that was gathered last. */
static nh_status add_article(nh_evaluation *e, const nh_gather *g, nh_top_hit hit,
                             nh_error *err)
{
    const uint32_t first = nh_first_passage(&g->view->articles, hit.article);
    nh_status st = NH_OK;

    hit.evidence = g->n_evidence;
    hit.score = g->score;
    hit.passage = g->n_evidence > 0 ? nh_gather_best(g)->passage
                                    : first_of_text(g->view, hit.article);
    hit.number = hit.passage - first;
    e->passages += g->n_evidence;
    if (e->whole || e->options->by == NH_BY_ARTICLE || g->n_evidence == 0)
        return add_hit(e, hit, err);
    for (uint32_t i = 0; i < g->n_evidence && st == NH_OK; i++) {
        hit.passage = g->evidence[i].passage;
        hit.number = hit.passage - first;
        hit.score = g->evidence[i].score;
        st = add_hit(e, hit, err);
    }
    return st;
}

static nh_status score_segment(nh_evaluation *e, uint32_t segment, nh_error *err)
{
    const nh_segment_run *run = &e->runs[segment];
    const uint32_t count = run->view.articles.count;
    nh_gather g;
    nh_status st = nh_evaluation_gather(e, segment, false, &g, err);
    uint32_t n = 0;

    for (uint32_t a = nh_bits_next(run->matches, count, 0); a < count && st == NH_OK;
         a = nh_bits_next(run->matches, count, a + 1)) {
        if (n++ % STOP_STEP == 0)
            st = nh_halt_look(e->finder.halt, err);
        if (st == NH_OK)
            st = nh_gather_article(&g, a, err);
        if (st == NH_OK)
            st = add_article(e, &g, (nh_top_hit){.segment = segment, .article = a}, err);
    }
    nh_list_work_add(&e->work, nh_gather_end(&g));
    return st;
}

nh_status nh_evaluation_top(nh_evaluation *e, uint64_t room, nh_error *err)
{
    const nh_search_options *o = e->options;
    const nh_top_order order = {o->sort == NH_SORT_DATE, o->ties_by_id, &e->ids};

    e->ids = (nh_top_ids){e->index->segments, NH_OK, err};
    return nh_top_begin(&e->top, e->arena, room, order, err);
}

/* No more hits than there can be are given room. */
static nh_status begin_top(nh_evaluation *e, nh_error *err)
{
    const nh_search_options *o = e->options;
    const uint64_t room = nh_evaluation_hits(e);
    const uint64_t most =
        o->by == NH_BY_PASSAGE ? e->index->manifest.passages : e->articles;

    return nh_evaluation_top(e, room < most ? room : most, err);
}

nh_status nh_evaluate_counts(nh_evaluation *e, nh_error *err)
{
    nh_status st = nh_finder_begin(&e->finder, err);

    if (st == NH_OK)
        st = nh_evaluate_leaves(e, err);
    if (st == NH_OK)
        st = decide_match(e, err);
    e->decided = st == NH_OK;
    return st;
}

nh_status nh_evaluate(nh_evaluation *e, nh_error *err)
{
    nh_status st = e->decided ? NH_OK : nh_evaluate_counts(e, err);

    if (st == NH_OK)
        st = nh_evaluation_tables(e, err);
    if (st == NH_OK)
        st = begin_top(e, err);
    for (uint32_t s = 0; s < e->index->manifest.n_segments && st == NH_OK; s++)
        st = score_segment(e, s, err);
    if (st == NH_OK) {
        nh_top_finish(&e->top);
        st = e->ids.status;
    }
    e->exact = true;
    nh_list_work_add(&e->work, e->finder.work);
    return st;
}

void nh_evaluation_end(nh_evaluation *e)
{
    nh_finder_end(&e->finder);
}
