/* searcher/answer/answer.c - the best hits, filled in segment by segment. */
#include "searcher/answer/answer.h"

#include "common/base/error.h"
#include "searcher/answer/explain.h"
#include "searcher/match/shapes/spans.h"
#include "searcher/rank/evaluate_leaves.h"

#define AHEAD 8u /* hits whose ids are fetched while others are filled in */

/* An answer in the making. */
typedef struct making {
    const nh_answer_parts *parts;
    const nh_evaluation *e;
    nh_results *res;
    nh_leaves *leaves;
    nh_spans order; /* of one segment: article and hit, ascending */
    nh_error *err;
} making;

static nh_status fail_arena(const making *m)
{
    return nh_arena_fail(&m->res->arena, m->err, "an answer");
}

static const nh_top_hit *top_of(const making *m, uint32_t hit)
{
    return &m->e->top.hits[m->e->options->skip + hit];
}

/* The passage itself: its number and kind. */
static nh_status place_passage(const making *m, const nh_top_hit *top, uint32_t passage,
                               nh_score score, nh_result_passage *out)
{
    out->hit.score = m->e->whole ? top->score : score;
    return nh_passage_hit_place(&m->e->runs[top->segment].view, passage, &out->hit, m->err);
}

/* Moves the best of list[from..n) to list[from]: highest score, then the first. */
static void bring_best(nh_evidence *list, uint32_t from, uint32_t n)
{
    uint32_t best = from;
    nh_evidence found;

    for (uint32_t i = from + 1; i < n; i++)
        if (list[i].score > list[best].score ||
            (list[i].score == list[best].score && list[i].passage < list[best].passage))
            best = i;
    found = list[best];
    list[best] = list[from];
    list[from] = found;
}

/* Which passages of a hit are shown, and why they score what they do. */
static nh_status choose_passages(const making *m, uint32_t hit, nh_gather *g)
{
    const nh_search_options *o = m->e->options;
    const nh_top_hit *top = top_of(m, hit);
    nh_result *r = &m->res->results[hit];
    const bool one = top->evidence == 0 || (o->by == NH_BY_PASSAGE && !m->e->whole);
    nh_status st = NH_OK;

    r->hit.passages = one ? 1 : (o->passages < top->evidence ? o->passages : top->evidence);
    r->passages = (nh_result_passage *)nh_arena_array(&m->res->arena, r->hit.passages,
                                                      sizeof *r->passages);
    if (r->passages == NULL)
        return fail_arena(m);
    for (uint32_t i = 0; i < r->hit.passages && st == NH_OK; i++) {
        nh_evidence shown = {top->passage, top->score};

        if (!one && g != NULL) {
            bring_best(g->evidence, i, g->n_evidence);
            shown = g->evidence[i];
        }
        st = place_passage(m, top, shown.passage, shown.score, &r->passages[i]);
        if (st == NH_OK && o->explain && g != NULL)
            st = nh_explain_passage(m->e, g, shown.passage, &m->res->arena, &r->passages[i],
                                    m->err);
    }
    return st;
}

/* What the index knows of a passage that is to be shown, and of the one that it runs on into. */
static nh_status know_passage(const making *m, const nh_top_hit *top, nh_passage room[2],
                              nh_snippet_job *job)
{
    const nh_segment_view *v = &m->e->runs[top->segment].view;
    const uint32_t first = nh_first_passage(&v->articles, top->article);
    const uint32_t passage = first + job->number;
    const uint32_t end = nh_article_end(&v->articles, first);
    nh_known_passages known = {.list = room, .count = 1, .number = job->number};
    bool all = job->has_text && !m->e->index->manifest.settings.whole;
    nh_passage_marks head;
    nh_status st = nh_passage_marks_get(v->segment, first, &head, m->err);

    for (uint32_t i = 0; i < known.count && all && st == NH_OK; i++) {
        st = nh_segment_view_passage(v, passage + i, &room[i], &all, m->err);
        if (st == NH_OK && (room->flags & NH_PASSAGE_CONTINUES) != 0)
            known.count = 2;
        all = all && known.count <= end - passage;
    }
    known.headed = st == NH_OK && (head.flags & NH_PASSAGE_HEADLINE) != 0;
    job->known = all ? known : (nh_known_passages){0};
    return st;
}

static nh_status fill_text(const making *m, uint32_t hit)
{
    const nh_top_hit *top = top_of(m, hit);
    nh_result *r = &m->res->results[hit];
    nh_stored stored;
    nh_passage room[2];
    nh_segment *segment = m->e->runs[top->segment].view.segment;
    nh_snippet_job job = {.segment = segment,
                          .has_text = nh_segment_info_get(segment)->stored,
                          .article = top->article,
                          .want = m->e->options->snippet,
                          .stored = &stored,
                          .leaves = m->leaves,
                          .halt = m->e->finder.halt};
    nh_status st = nh_article_source_read(&m->parts->sources[top->segment], top->article,
                                          &m->res->arena, &r->hit, &stored, m->err);

    for (uint32_t i = 0; i < r->hit.passages && st == NH_OK; i++) {
        job.number = r->passages[i].hit.number;
        job.headline = r->passages[i].hit.headline;
        if (m->e->options->no_text)
            continue;
        st = know_passage(m, top, room, &job);
        if (st == NH_OK)
            st = nh_snippet_fill(m->parts->snippets, &job, &m->res->arena,
                                 &r->passages[i].hit, m->err);
    }
    return st;
}

static nh_status fill_hit(const making *m, uint32_t hit, nh_gather *g)
{
    const nh_top_hit *top = top_of(m, hit);
    nh_result *r = &m->res->results[hit];
    nh_status st = nh_halt_look(m->e->finder.halt, m->err);

    r->hit.score = top->score;
    r->hit.evidence = top->evidence;
    if (st == NH_OK)
        st = nh_article_source_brief(&m->parts->sources[top->segment], top->article,
                                     &m->res->arena, &r->hit, m->err);
    if (st == NH_OK)
        st = choose_passages(m, hit, g);
    if (st == NH_OK && !m->e->options->ids_only)
        st = fill_text(m, hit);
    return st;
}

/* The hits of a segment by article, since gathering and inflating go forwards. */
static nh_status sort_hits(making *m, uint32_t segment)
{
    m->order.count = 0;
    for (uint32_t i = 0; i < m->res->facts.hits; i++) {
        const nh_top_hit *top = top_of(m, i);

        if (top->segment == segment &&
            !nh_spans_push(m->e->env, &m->order, (nh_span){top->article, i}))
            return nh_fail_memory(m->err, "an answer");
    }
    nh_spans_by_start(&m->order);
    return NH_OK;
}

/* Are passages and parts of scores gathered again? */
static bool is_gathered(const making *m)
{
    const nh_search_options *o = m->e->options;

    return o->explain || (o->passages > 1 && (o->by == NH_BY_ARTICLE || m->e->whole));
}

/* Are ids left for nh_results_fill()? Where there are hits. */
static bool is_put_off(const making *m)
{
    return m->e->options->scores_only && m->e->options->ids_only && !is_gathered(m);
}

/* All that is on disk for the hits of a segment is asked for before the first is filled in, so that
 * no hit waits for the one before. */
static nh_status expect_hits(const making *m, uint32_t segment)
{
    const bool text = !m->e->options->ids_only;
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < m->order.count && st == NH_OK; i++) {
        const nh_top_hit *top = top_of(m, m->order.list[i].end);

        st = nh_article_source_expect(&m->parts->sources[segment], top->article,
                                      top->passage, text, m->err);
    }
    return st;
}

static nh_status fill_segment(making *m, uint32_t segment)
{
    const nh_search_options *o = m->e->options;
    const bool again = is_gathered(m);
    nh_gather g = {.env = m->e->env};
    nh_status st = sort_hits(m, segment);
    uint32_t article = UINT32_MAX;

    if (st == NH_OK)
        st = expect_hits(m, segment);
    if (st == NH_OK && again && m->order.count > 0)
        st = nh_evaluation_gather(m->e, segment, o->explain, &g, m->err);
    for (uint32_t i = 0; i < m->order.count && st == NH_OK; i++) {
        if (again && m->order.list[i].start != article)
            st = nh_gather_article(&g, m->order.list[i].start, m->err);
        article = m->order.list[i].start;
        if (st == NH_OK)
            st = fill_hit(m, m->order.list[i].end, again ? &g : NULL);
    }
    nh_gather_end(&g);
    return st;
}

/* Hits whose articles are not opened are filled in as they come. */
static nh_status fill_ids(const making *m)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < m->res->facts.hits && st == NH_OK; i++) {
        if (i + AHEAD < m->res->facts.hits)
            nh_id_prefetch(m->e->runs[top_of(m, i + AHEAD)->segment].view.segment,
                           top_of(m, i + AHEAD)->article);
        st = fill_hit(m, i, NULL);
    }
    return st;
}

/* The hits as they were found; their ids are read when they are asked for. */
static nh_status keep_tops(const making *m)
{
    nh_results *res = m->res;

    res->tops = (nh_kept_hit *)nh_arena_take(&res->arena, (size_t)res->facts.hits,
                                             sizeof *res->tops);
    if (res->tops == NULL)
        return fail_arena(m);
    for (uint32_t i = 0; i < res->facts.hits; i++) {
        const nh_top_hit *top = top_of(m, i);

        res->tops[i] = (nh_kept_hit){.score = top->score,
                                     .segment = top->segment,
                                     .article = top->article,
                                     .passage = top->passage,
                                     .evidence = top->evidence};
    }
    res->index = m->e->index;
    return NH_OK;
}

static nh_status copy_warnings(const making *m)
{
    const nh_plan *plan = m->e->plan;
    nh_results *res = m->res;

    if (plan->n_warnings == 0)
        return NH_OK;
    res->warnings =
        (nh_warning *)nh_arena_array(&res->arena, plan->n_warnings, sizeof *res->warnings);
    if (res->warnings == NULL)
        return fail_arena(m);
    for (uint32_t i = 0; i < plan->n_warnings; i++) {
        res->warnings[i] = plan->warnings[i];
        res->warnings[i].text = nh_arena_copy(&res->arena, plan->warnings[i].text);
        if (res->warnings[i].text.ptr == NULL)
            return fail_arena(m);
    }
    res->n_warnings = plan->n_warnings;
    return NH_OK;
}

static nh_status fill(making *m)
{
    const nh_evaluation *e = m->e;
    const uint64_t skip = e->options->skip;
    nh_results *res = m->res;
    nh_status st;

    res->facts = (nh_results_facts){
        .hits = e->top.count > skip ? e->top.count - skip : 0,
        .articles = e->articles,
        .passages = e->passages,
        .relaxed = e->relaxed,
        .work = e->work.blocks,
        .skipped = e->work.skipped,
        .scored = e->work.postings,
        .bytes = e->work.bytes,
        .exact = e->exact,
    };
    res->explained = e->options->explain;
    res->explain = (nh_explain_facts){e->formula.units, e->formula.mean, e->formula.k1,
                                      e->formula.b, 0};
    st = copy_warnings(m);
    if (st != NH_OK || res->facts.hits == 0)
        return st;
    if (is_put_off(m))
        return keep_tops(m);
    res->results = (nh_result *)nh_arena_array(&res->arena, (size_t)res->facts.hits,
                                               sizeof *res->results);
    if (res->results == NULL)
        return fail_arena(m);
    if (e->options->ids_only && !is_gathered(m))
        return fill_ids(m);
    for (uint32_t s = 0; s < e->index->manifest.n_segments && st == NH_OK; s++)
        st = fill_segment(m, s);
    return st;
}

nh_status nh_answer_make(const nh_answer_parts *parts, nh_results **out, nh_error *err)
{
    making m = {.parts = parts, .e = parts->evaluation, .err = err};
    nh_status st = NH_OK;

    *out = NULL;
    m.res = nh_new(m.e->env, nh_results);
    if (m.res == NULL)
        return nh_fail_memory(err, "an answer");
    m.res->env = m.res->arena.env = m.e->env;
    nh_snippets_begin_answer(parts->snippets, m.e->plan);
    if (!m.e->options->no_text && !m.e->options->ids_only)
        st = nh_leaves_new(m.e->env, m.e->plan, &m.leaves, err);
    if (st == NH_OK)
        st = fill(&m);
    nh_leaves_free(m.leaves);
    nh_spans_free(m.e->env, &m.order);
    if (st == NH_OK)
        *out = m.res;
    else
        nh_results_free(m.res);
    return st;
}
