/* searcher/searcher.c - one thread's search: plan, look up, evaluate, answer. */
#include "newshound/searcher.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/answer.h"
#include "searcher/question.h"
#include "searcher/reader.h"

#define MOST_HITS 1000000u
#define LEAST_MEMORY ((uint64_t)64 << 20)
#define MEMORY_PER_PASSAGE 16u
#define MOST_MEMO ((size_t)16 << 20) /* bytes of analysed words kept from query to query */

struct nh_searcher {
    const nh_env *env;
    nh_reader *reader; /* borrowed */
    nh_analyzer *analyzer;
    uint32_t *languages; /* handles: the index's language and those of its articles */
    uint32_t n_languages;
    nh_lexicon lexicon;
    nh_snippets *snippets;
    nh_article_source *sources; /* one a segment */
    nh_arena arena;             /* of the query at work */
};

/* Languages that stem alike are one. */
static void add_language(nh_searcher *s, uint32_t handle)
{
    const nh_str name = nh_str_of(nh_analyzer_stemmer(s->analyzer, handle));

    for (uint32_t i = 0; i < s->n_languages; i++)
        if (nh_str_equal(name,
                         nh_str_of(nh_analyzer_stemmer(s->analyzer, s->languages[i]))))
            return;
    s->languages[s->n_languages++] = handle;
}

static nh_status open_languages(nh_searcher *s, nh_error *err)
{
    const nh_manifest *m = &s->reader->index->manifest;
    nh_status st = NH_OK;

    s->languages =
        (uint32_t *)nh_zeroed(s->env, (size_t)m->n_languages + 1, sizeof *s->languages);
    if (s->languages == NULL)
        return nh_fail_memory(err, "a searcher");
    add_language(s, 0);
    for (uint32_t i = 0; i < m->n_languages && st == NH_OK; i++) {
        uint32_t handle;

        st = nh_analyzer_language(s->analyzer, m->languages[i], &handle, err);
        if (st == NH_OK)
            add_language(s, handle);
    }
    return st;
}

static nh_status open_tools(nh_searcher *s, nh_error *err)
{
    const nh_index *index = s->reader->index;
    const nh_settings *set = &index->manifest.settings;
    const nh_analysis analysis = nh_reader_analysis(s->reader);
    const nh_passage_rule rule = {set->whole != 0, set->min, set->target, set->max};
    const uint32_t n = index->manifest.n_segments;
    nh_status st = nh_analyzer_new(s->env, &analysis, &s->analyzer, err);

    if (st == NH_OK)
        st = open_languages(s, err);
    if (st == NH_OK)
        st = nh_lexicon_open(s->env, index, &s->lexicon, err);
    if (st == NH_OK)
        st = nh_snippets_new(s->env, &rule, s->analyzer, &s->snippets, err);
    if (st != NH_OK)
        return st;
    s->sources = (nh_article_source *)nh_zeroed(s->env, n, sizeof *s->sources);
    if (s->sources == NULL)
        return nh_fail_memory(err, "a searcher");
    for (uint32_t i = 0; i < n; i++)
        s->sources[i].segment = index->segments[i];
    return NH_OK;
}

nh_status nh_searcher_new(nh_reader *r, nh_searcher **out, nh_error *err)
{
    nh_searcher *s = nh_new(r->env, nh_searcher);
    nh_status st;

    *out = NULL;
    if (s == NULL)
        return nh_fail_memory(err, "a searcher");
    s->env = s->arena.env = s->lexicon.env = r->env;
    s->reader = r;
    st = nh_index_name_file(r->index->path, open_tools(s, err), err);
    if (st == NH_OK)
        *out = s;
    else
        nh_searcher_free(s);
    return st;
}

void nh_searcher_free(nh_searcher *s)
{
    if (s == NULL)
        return;
    for (uint32_t i = 0; s->sources != NULL && i < s->reader->index->manifest.n_segments;
         i++)
        nh_article_source_close(&s->sources[i]);
    nh_release(s->env, s->sources);
    nh_snippets_free(s->snippets);
    nh_lexicon_close(&s->lexicon);
    nh_release(s->env, s->languages);
    nh_analyzer_free(s->analyzer);
    nh_arena_close(&s->arena);
    nh_release(s->env, s);
}

/* Zeros that mean a default become the default. */
static void complete(const nh_searcher *s, const nh_search_options *given,
                     nh_search_options *o)
{
    const nh_manifest *m = &s->reader->index->manifest;
    const uint64_t least = m->passages * MEMORY_PER_PASSAGE;

    *o = (nh_search_options){0};
    if (given != NULL)
        memcpy(o, given, given->size < sizeof *o ? given->size : sizeof *o);
    o->limit = o->limit > 0 ? o->limit : 10;
    o->passages = o->passages > 0 ? o->passages : 1;
    o->min_hits = o->min_hits > 0 ? o->min_hits : 10;
    if (!o->has_k1)
        o->k1 = (double)m->settings.k1 / 1e6;
    if (!o->has_b)
        o->b = (double)m->settings.b / 1e6;
    if (o->memory == 0)
        o->memory = least > LEAST_MEMORY ? least : LEAST_MEMORY;
}

static nh_status check(const nh_search_options *o, nh_error *err)
{
    if (o->limit > MOST_HITS || o->skip > MOST_HITS - o->limit)
        return nh_fail(err, NH_E_ARG, "limit", NH_NO_OFFSET,
                       "limit and skip together are at most %u", MOST_HITS);
    if (!(o->k1 >= 0 && o->k1 <= 100))
        return nh_fail(err, NH_E_ARG, "k1", NH_NO_OFFSET, "must be from 0 to 100");
    if (!(o->b >= 0 && o->b <= 1))
        return nh_fail(err, NH_E_ARG, "b", NH_NO_OFFSET, "must be from 0 to 1");
    if ((unsigned)o->by > NH_BY_PASSAGE || (unsigned)o->match > NH_MATCH_ANY ||
        (unsigned)o->sort > NH_SORT_DATE || o->rank != NH_RANK_BM25)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET,
                       "by, match, sort or rank has a value that is not known");
    return NH_OK;
}

static nh_status make_plan(nh_searcher *s, const nh_query *query, nh_plan *plan,
                           nh_error *err)
{
    const nh_settings *set = &s->reader->index->manifest.settings;
    uint32_t one = 0;
    nh_plan_rules rules = {.analyzer = s->analyzer,
                           .profile = (nh_profile)set->profile,
                           .languages = s->languages,
                           .n_languages = s->n_languages,
                           .whole = set->whole != 0};
    nh_status st = NH_OK;

    if (nh_analyzer_memory(s->analyzer) > MOST_MEMO)
        nh_analyzer_forget(s->analyzer);
    if (query->language.ptr != NULL) {
        st = nh_analyzer_language(s->analyzer, query->language, &one, err);
        rules.languages = &one;
        rules.n_languages = 1;
    }
    return st == NH_OK ? nh_plan_make(&query->tree, &rules, &s->arena, plan, err) : st;
}

static nh_status warn_of_unit(const nh_evaluation *e, nh_error *err)
{
    if (!e->whole || e->options->by != NH_BY_PASSAGE)
        return NH_OK;
    return nh_plan_warn(e->plan, 0, 0,
                        NH_STR("This index ranks whole articles, so they are the hits."),
                        err);
}

nh_status nh_search(nh_searcher *s, const nh_query *query, const nh_search_options *options,
                    nh_results **out, nh_error *err)
{
    const nh_index *index = s->reader->index;
    nh_search_options o;
    nh_plan plan;
    nh_lookup lookup;
    nh_evaluation e = {.env = s->env,
                       .arena = &s->arena,
                       .index = index,
                       .plan = &plan,
                       .options = &o,
                       .whole = index->manifest.settings.whole != 0};
    const nh_answer_parts parts = {&e, s->sources, s->snippets};
    const uint64_t lookups = s->lexicon.known.lookups;
    nh_status st;

    *out = NULL;
    complete(s, options, &o);
    st = check(&o, err);
    if (st != NH_OK)
        return st;
    nh_arena_reset(&s->arena);
    s->arena.limit = o.memory < SIZE_MAX ? (size_t)o.memory : SIZE_MAX;
    e.finder = (nh_finder){.env = s->env,
                           .arena = &s->arena,
                           .plan = &plan,
                           .lookup = &lookup,
                           .stop = o.stop};
    st = make_plan(s, query, &plan, err);
    if (st == NH_OK)
        st = nh_lookup_make(&plan, &s->lexicon, &lookup, err);
    if (st == NH_OK)
        st = warn_of_unit(&e, err);
    if (st == NH_OK)
        st = nh_evaluate(&e, err);
    if (st == NH_OK)
        st = nh_answer_make(&parts, out, err);
    if (st == NH_OK)
        (*out)->facts.lookups = s->lexicon.known.lookups - lookups;
    nh_evaluation_end(&e);
    return nh_index_name_file(index->path, st, err);
}
