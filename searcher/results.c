/* searcher/results.c - reading an answer. */
#include "searcher/results.h"

#include "common/base/sized.h"

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

bool nh_results_hit(const nh_results *res, size_t i, nh_hit *out)
{
    if (i >= res->facts.hits)
        return false;
    *out = res->results[i].hit;
    return true;
}

static const nh_result_passage *find(const nh_results *res, size_t i, size_t j)
{
    if (i >= res->facts.hits || j >= res->results[i].hit.passages)
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
