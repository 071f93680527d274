/* searcher/answer/results.c - reading an answer. */
#include "searcher/answer/results.h"

#include <string.h>

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "searcher/answer/article_source.h"

void nh_results_facts_get(const nh_results *res, nh_results_facts *out)
{
    nh_sized_give(out, &res->facts, sizeof res->facts);
}

bool nh_results_warning(const nh_results *res, size_t i, nh_warning *out)
{
    if (i >= res->n_warnings)
        return false;
    *out = res->warnings[i];
    return true;
}

/* Has hit `i` all that there will be of it? */
static bool is_filled(const nh_results *res, size_t i)
{
    return res->tops == NULL || (res->results != NULL && res->results[i].passages != NULL);
}

/* What is known of a hit without looking at its article. */
static void tell(const nh_kept_hit *top, nh_hit *out)
{
    memset(out, 0, sizeof *out);
    out->score = top->score;
    out->passages = 1;
    out->evidence = top->evidence;
}

bool nh_results_hit(const nh_results *res, size_t i, nh_hit *out)
{
    if (i >= res->facts.hits)
        return false;
    if (is_filled(res, i))
        *out = res->results[i].hit;
    else
        tell(&res->tops[i], out);
    return true;
}

nh_status nh_passage_hit_place(const nh_segment_view *v, uint32_t passage,
                               nh_passage_hit *out, nh_error *err)
{
    nh_passage_marks marks;
    const nh_status st = nh_passage_marks_get(v->segment, passage, &marks, err);

    if (st != NH_OK)
        return st;
    out->number = passage - nh_article_from(&v->articles, passage);
    out->headline = (marks.flags & NH_PASSAGE_HEADLINE) != 0;
    return NH_OK;
}

/* A hit whose id was left out, and its only passage. */
static nh_status fill(nh_results *res, size_t i, nh_error *err)
{
    const nh_kept_hit *top = &res->tops[i];
    const nh_article_source source = {.segment = res->index->segments[top->segment]};
    nh_result_passage *passage = nh_arena_new(&res->arena, nh_result_passage);
    nh_hit hit;
    nh_segment_view view;
    nh_status st = NH_OK;

    if (passage == NULL)
        return nh_arena_fail(&res->arena, err, "an answer");
    tell(top, &hit);
    st = nh_article_source_brief(&source, top->article, &res->arena, &hit, err);
    if (st == NH_OK)
        st = nh_segment_view_lengths(source.segment, &view, err);
    if (st == NH_OK)
        st = nh_passage_hit_place(&view, top->passage, &passage->hit, err);
    if (st != NH_OK)
        return st;
    passage->hit.score = top->score;
    res->results[i] = (nh_result){hit, passage};
    return NH_OK;
}

nh_status nh_results_fill(nh_results *res, size_t from, size_t n, nh_error *err)
{
    const size_t hits = (size_t)res->facts.hits;
    const size_t end = from < hits && n < hits - from ? from + n : hits;
    nh_status st = NH_OK;

    if (res->tops == NULL)
        return NH_OK;
    if (res->results == NULL)
        res->results = (nh_result *)nh_arena_array(&res->arena, hits, sizeof *res->results);
    if (res->results == NULL)
        return nh_arena_fail(&res->arena, err, "an answer");
    for (size_t i = from; i < end && st == NH_OK; i++)
        if (!is_filled(res, i))
            st = fill(res, i, err);
    return st;
}

static const nh_result_passage *find(const nh_results *res, size_t i, size_t j)
{
    if (i >= res->facts.hits || !is_filled(res, i) || j >= res->results[i].hit.passages)
        return NULL;
    return &res->results[i].passages[j];
}

bool nh_results_passage(const nh_results *res, size_t i, size_t j, nh_passage_hit *out)
{
    const nh_result_passage *p = find(res, i, j);

    if (p == NULL)
        return false;
    *out = p->hit;
    return true;
}

bool nh_results_explain(const nh_results *res, size_t i, size_t j, size_t k,
                        nh_explain_line *out)
{
    const nh_result_passage *p = find(res, i, j);

    if (p == NULL || k >= p->n_lines)
        return false;
    *out = p->lines[k];
    return true;
}

bool nh_results_explain_facts(const nh_results *res, size_t i, size_t j,
                              nh_explain_facts *out)
{
    const nh_result_passage *p = find(res, i, j);

    if (p == NULL || !res->explained)
        return false;
    *out = res->explain;
    out->length = p->length;
    return true;
}

void nh_results_free(nh_results *res)
{
    if (res == NULL)
        return;
    nh_arena_close(&res->arena);
    nh_release(res->env, res);
}
