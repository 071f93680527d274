/* searcher/shards/merge_results.c - the answers of several shards as one. */
#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "newshound/shards.h"
#include "searcher/answer/results.h"
#include "searcher/rank/top_hits.h"
#include "searcher/searcher_state.h"

/* Answers being merged: where each stands. */
typedef struct merging {
    const nh_results *const *parts;
    size_t n;
    uint64_t *at;
    nh_top_order order;
} merging;

/* A hit as its place in the order needs it. */
static nh_top_hit top_of(const nh_results *part, uint64_t i)
{
    const nh_result *r = &part->results[i];
    const nh_hit *hit = &r->hit;
    const uint32_t number = hit->passages > 0 ? r->passages[0].hit.number : 0;

    return (nh_top_hit){.score = hit->score,
                        .date = hit->date.precision != NH_DATE_NONE ? hit->date.seconds
                                                                    : NH_UNDATED,
                        .id = hit->id,
                        .passage = number,
                        .number = number};
}

/* The next hit of all parts; NULL behind the last. */
static const nh_result *take_best(merging *m)
{
    size_t best = m->n;
    nh_top_hit top = {0};

    for (size_t i = 0; i < m->n; i++) {
        nh_top_hit hit;

        if (m->at[i] == m->parts[i]->facts.hits)
            continue;
        hit = top_of(m->parts[i], m->at[i]);
        if (best < m->n && !nh_top_before(&m->order, &hit, &top))
            continue;
        best = i;
        top = hit;
    }
    return best < m->n ? &m->parts[best]->results[m->at[best]++] : NULL;
}

/* Sums of the parts; what they have in common is that of the first. */
static void sum_facts(const merging *m, nh_results *out)
{
    out->facts.exact = true;
    for (size_t i = 0; i < m->n; i++) {
        const nh_results_facts *f = &m->parts[i]->facts;

        out->facts.exact = out->facts.exact && f->exact;
        out->facts.hits += f->hits;
        out->facts.articles += f->articles;
        out->facts.passages += f->passages;
        out->facts.relaxed = out->facts.relaxed || f->relaxed;
        out->facts.work += f->work;
        out->facts.skipped += f->skipped;
        out->facts.scored += f->scored;
        out->facts.bytes += f->bytes;
        out->facts.lookups += f->lookups;
    }
    out->asked = m->parts[0]->asked;
    out->explain = m->parts[0]->explain;
    out->explained = m->parts[0]->explained;
    out->warnings = m->parts[0]->warnings;
    out->n_warnings = m->parts[0]->n_warnings;
}

static nh_status merge(merging *m, const nh_search_options *o, nh_results *out,
                       nh_error *err)
{
    uint64_t room;

    sum_facts(m, out);
    room = out->facts.hits > o->skip ? out->facts.hits - o->skip : 0;
    room = room < o->limit ? room : o->limit;
    out->facts.hits = room;
    m->at = (uint64_t *)nh_arena_array(&out->arena, m->n, sizeof *m->at);
    out->results =
        (nh_result *)nh_arena_array(&out->arena, (size_t)room, sizeof *out->results);
    if (m->at == NULL || out->results == NULL)
        return nh_arena_fail(&out->arena, err, "an answer");
    for (uint64_t i = 0; i < o->skip && take_best(m) != NULL; i++) {
    }
    for (uint64_t i = 0; i < room; i++) {
        const nh_result *best = take_best(m);

        if (best != NULL)
            out->results[i] = *best;
    }
    return NH_OK;
}

/* Only what is in one order, and answers one query, can be merged. */
static nh_status check_parts(const merging *m, const nh_search_options *o, nh_error *err)
{
    if (m->n == 0)
        return nh_fail(err, NH_E_ARG, "parts", NH_NO_OFFSET, "there is no answer to merge");
    for (size_t i = 0; i < m->n; i++) {
        const nh_asked *asked = &m->parts[i]->asked, *first = &m->parts[0]->asked;

        if (m->parts[i]->tops != NULL)
            return nh_fail(err, NH_E_ARG, "parts", NH_NO_OFFSET,
                           "their hits have scores only");
        if (asked->query != first->query || asked->by != first->by)
            return nh_fail(err, NH_E_ARG, "parts", NH_NO_OFFSET,
                           "they are answers to different queries");
        if (asked->sort != o->sort || asked->ties_by_id != o->ties_by_id)
            return nh_fail(err, NH_E_ARG, "parts", NH_NO_OFFSET,
                           "their hits are in another order than that of the options");
    }
    return NH_OK;
}

nh_status nh_results_merge(const nh_results *const *parts, size_t n,
                           const nh_search_options *options, nh_results **out,
                           nh_error *err)
{
    nh_search_options o;
    merging m = {.parts = parts, .n = n};
    nh_results *res;
    nh_status st = nh_sized_read(&o, sizeof o, options, "options of a search", err);

    *out = NULL;
    if (st != NH_OK)
        return st;
    o.limit = o.limit > 0 ? o.limit : 10;
    st = nh_search_options_check(&o, err);
    if (st == NH_OK)
        st = check_parts(&m, &o, err);
    if (st != NH_OK)
        return st;
    m.order = (nh_top_order){.by_date = o.sort == NH_SORT_DATE, .ties_by_id = o.ties_by_id};
    res = nh_new(parts[0]->env, nh_results);
    if (res == NULL)
        return nh_fail_memory(err, "an answer");
    res->env = res->arena.env = parts[0]->env;
    st = merge(&m, &o, res, err);
    if (st == NH_OK)
        *out = res;
    else
        nh_results_free(res);
    return st;
}
