/* searcher/shards/statistics_collect.c - what one shard knows about a query, and a search that rests on all. */
#include <string.h>

#include "common/base/bytes/crc32c.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/shards/statistics.h"

/* ---- what shards have in common ------------------------------------------------------- */

/* How text became words and passages. Stop lists may be long, so they go by their checksum. */
static void put_index(const nh_searcher *s, nh_buffer *out)
{
    const nh_settings *set = &s->reader->index->manifest.settings;

    nh_buf_u8(out, set->profile);
    nh_buf_put_str(out, set->language);
    nh_buf_put_str(out, set->stemmer);
    nh_buf_var64(out, set->stopwords.len);
    nh_buf_u32(out, nh_crc32c(set->stopwords.ptr, set->stopwords.len));
    nh_buf_u8(out, set->whole);
    nh_buf_u8(out, set->min);
    nh_buf_u8(out, set->target);
    nh_buf_u8(out, set->max);
}

static void put_double(nh_buffer *out, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    nh_buf_u64(out, bits);
}

/* The query, and the options that scores and counts depend on. */
static void put_query(const nh_query *q, const nh_search_options *o, nh_buffer *out)
{
    nh_buf_put_str(out, q->dump);
    nh_buf_put_str(out, q->language);
    put_double(out, o->k1);
    put_double(out, o->b);
    nh_buf_u8(out, (uint8_t)o->rank);
    nh_buf_u8(out, (uint8_t)o->match);
    nh_buf_var32(out, o->min_hits);
}

/* A copy in the sums' arena of what `buffer` holds. */
static nh_status keep(nh_sums *sums, const nh_buffer *buffer, nh_str *out, nh_error *err)
{
    const nh_status st = nh_buf_status(buffer, err, "statistics");

    if (st != NH_OK)
        return st;
    *out = nh_arena_copy(&sums->arena, nh_buf_str(buffer));
    return out->ptr != NULL ? NH_OK : nh_fail_memory(err, "statistics");
}

/* ---- collecting ----------------------------------------------------------------------- */

/* Names of the stemmers behind `languages`. */
static nh_status put_stemmers(const nh_searcher *s, const nh_languages *languages,
                              nh_text_set *out, nh_error *err)
{
    nh_str *names = (nh_str *)nh_zeroed(s->env, languages->count, sizeof *names);
    nh_status st;

    if (names == NULL)
        return nh_fail_memory(err, "statistics");
    for (uint32_t i = 0; i < languages->count; i++)
        names[i] = nh_str_of(nh_analyzer_stemmer(s->analyzer, languages->list[i]));
    st = nh_text_set_make(out, names, languages->count, err);
    nh_release(s->env, names);
    return st;
}

static void put_counts(const nh_search_work *w, nh_sums *sums)
{
    const nh_counts *c = &w->evaluation.own;
    uint32_t fields = 0;

    sums->all = c->all;
    sums->any = c->any;
    for (uint32_t i = 0; i < sums->n_leaves; i++)
        sums->df[i] = c->df[i];
    for (uint32_t i = 0; i < w->plan.tree->count; i++)
        if (w->plan.tree->nodes[i].kind == NH_NODE_FIELD)
            sums->fields[fields++] = c->fields[i];
}

static uint32_t count_fields(const nh_plan *plan)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < plan->tree->count; i++)
        n += plan->tree->nodes[i].kind == NH_NODE_FIELD;
    return n;
}

static uint32_t count_prefixes(const nh_plan *plan)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < plan->n_edges; i++)
        n += plan->edges[i].prefix;
    return n;
}

static nh_status put_parts(const nh_search_work *w, nh_sums *sums, nh_error *err)
{
    nh_status st = nh_sums_shape(sums, w->plan.n_leaves, count_fields(&w->plan),
                                 count_prefixes(&w->plan), err);
    uint32_t n = 0;

    if (st == NH_OK)
        put_counts(w, sums);
    for (uint32_t i = 0; i < w->plan.n_edges && st == NH_OK; i++) {
        const nh_prefix_words *words = &w->lookup.words[i];

        if (w->plan.edges[i].prefix)
            st = nh_text_set_make(&sums->prefixes[n++], words->list, words->count, err);
    }
    return st;
}

static nh_status count(nh_searcher *s, const nh_query *query,
                       const nh_search_options *options, nh_sums *sums, nh_error *err)
{
    nh_search_work w;
    nh_buffer head = {.env = s->env};
    nh_status st = nh_search_work_begin(&w, s, query, options, true, err);

    if (st == NH_OK)
        st = nh_evaluate_counts(&w.evaluation, err);
    if (st == NH_OK)
        st = put_parts(&w, sums, err);
    if (st == NH_OK && query->language.ptr == NULL)
        st = put_stemmers(s, &w.languages, &sums->planned, err);
    if (st == NH_OK) {
        put_query(query, &w.options, &head);
        st = keep(sums, &head, &sums->query, err);
    }
    nh_buf_free(&head);
    nh_search_work_end(&w);
    return nh_index_name_file(s->reader->index->path, st, err);
}

/* What does not depend on a query. */
static nh_status count_index(const nh_searcher *s, nh_sums *sums, nh_error *err)
{
    const nh_live_counts *live = &s->reader->index->live;
    nh_buffer head = {.env = s->env};
    nh_status st;

    sums->articles = live->articles;
    sums->passages = live->passages;
    sums->tokens = live->tokens;
    put_index(s, &head);
    st = keep(sums, &head, &sums->index, err);
    nh_buf_free(&head);
    return st;
}

nh_status nh_statistics_collect(nh_searcher *s, const nh_query *query,
                                const nh_search_options *options, nh_statistics **out,
                                nh_error *err)
{
    nh_statistics *made = nh_statistics_new(s->env);
    nh_status st;

    *out = NULL;
    if (made == NULL)
        return nh_fail_memory(err, "statistics");
    st = count_index(s, made->sums, err);
    if (st == NH_OK && (query == NULL || query->language.ptr == NULL))
        st = put_stemmers(s, &s->languages, &made->sums->held, err);
    if (st == NH_OK && query != NULL)
        st = count(s, query, options, made->sums, err);
    if (st == NH_OK)
        st = nh_sums_encode(made->sums, err);
    if (st == NH_OK)
        *out = made;
    else
        nh_statistics_free(made);
    return st;
}

/* ---- searching with the sum ----------------------------------------------------------- */

static nh_status refuse(const char *what, nh_error *err)
{
    return nh_fail(err, NH_E_ARG, "statistics", NH_NO_OFFSET, "%s", what);
}

/* Are `sums` of this query, these options and shards like this one? */
static nh_status check_head(const nh_sums *sums, const nh_search_work *w,
                            const nh_searcher *s, const nh_query *query, nh_error *err)
{
    nh_buffer index = {.env = s->env}, asked = {.env = s->env};
    nh_status st;

    put_index(s, &index);
    put_query(query, &w->options, &asked);
    st = nh_buf_status(&index, err, "statistics");
    if (st == NH_OK)
        st = nh_buf_status(&asked, err, "statistics");
    if (st == NH_OK && !nh_str_equal(nh_buf_str(&index), sums->index))
        st = refuse("the shards were not built with the same settings", err);
    if (st == NH_OK && !nh_str_equal(nh_buf_str(&asked), sums->query))
        st = refuse("they are of another query, or of other options", err);
    nh_buf_free(&index);
    nh_buf_free(&asked);
    return st;
}

static nh_status check_languages(const nh_sums *sums, const nh_searcher *s,
                                 const nh_query *query, nh_error *err)
{
    nh_text_set own = {.bytes = {.env = s->env}};
    nh_status st = NH_OK;

    if (query->language.ptr != NULL)
        return NH_OK;
    if (!nh_text_set_equal(&sums->held, &sums->planned))
        return refuse("the shards hold different languages: collect again with this sum",
                      err);
    st = put_stemmers(s, &s->languages, &own, err);
    if (st == NH_OK && !nh_text_set_holds(&sums->planned, &own))
        st = refuse("this shard holds a language that they do not know of", err);
    nh_buf_free(&own.bytes);
    return st;
}

/* The numbers, by leaf, node and edge as evaluation and lookup want them. */
static nh_status spread(const nh_sums *sums, nh_search_work *w, nh_error *err)
{
    const nh_plan *plan = &w->plan;
    nh_counts *c = nh_arena_new(plan->arena, nh_counts);
    uint64_t *totals =
        (uint64_t *)nh_arena_array(plan->arena, plan->n_edges, sizeof *totals);
    uint32_t fields = 0, prefixes = 0;

    if (c == NULL || totals == NULL)
        return nh_arena_fail(plan->arena, err, "statistics");
    *c = (nh_counts){.units = w->evaluation.whole ? sums->articles : sums->passages,
                     .tokens = sums->tokens,
                     .df = sums->df,
                     .all = sums->all,
                     .any = sums->any};
    c->fields = (bool *)nh_arena_array(plan->arena, plan->tree->count, sizeof *c->fields);
    if (c->fields == NULL)
        return nh_arena_fail(plan->arena, err, "statistics");
    for (uint32_t i = 0; i < plan->tree->count; i++)
        if (plan->tree->nodes[i].kind == NH_NODE_FIELD)
            c->fields[i] = sums->fields[fields++] != 0;
    for (uint32_t i = 0; i < plan->n_edges; i++)
        if (plan->edges[i].prefix)
            totals[i] = sums->prefixes[prefixes++].count;
    w->evaluation.given = c;
    w->lookup.totals = totals;
    return NH_OK;
}

nh_status nh_statistics_apply(const nh_statistics *statistics, nh_search_work *w,
                              const nh_searcher *s, const nh_query *query, nh_error *err)
{
    const nh_sums *sums = statistics->sums;
    nh_status st = check_head(sums, w, s, query, err);

    if (st == NH_OK)
        st = check_languages(sums, s, query, err);
    if (st != NH_OK)
        return st;
    if (sums->n_leaves != w->plan.n_leaves || sums->n_fields != count_fields(&w->plan) ||
        sums->n_prefixes != count_prefixes(&w->plan))
        return refuse("they have other parts than the query", err);
    return spread(sums, w, err);
}
