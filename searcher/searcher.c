/* searcher/searcher.c - one thread's search: plan, look up, evaluate, answer. */
#include "common/base/bytes/crc32c.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/answer/answer.h"
#include "searcher/prune/team/team.h"
#include "searcher/searcher_state.h"

/* Languages that stem alike are one. */
static void add_language(nh_searcher *s, uint32_t handle)
{
    const nh_str name = nh_str_of(nh_analyzer_stemmer(s->analyzer, handle));

    for (uint32_t i = 0; i < s->languages.count; i++)
        if (nh_str_equal(name,
                         nh_str_of(nh_analyzer_stemmer(s->analyzer, s->languages.list[i]))))
            return;
    s->languages.list[s->languages.count++] = handle;
}

static nh_status open_languages(nh_searcher *s, nh_error *err)
{
    const nh_manifest *m = &s->reader->index->manifest;
    nh_status st = NH_OK;

    s->languages.list = (uint32_t *)nh_zeroed(s->env, (size_t)m->n_languages + 1,
                                              sizeof *s->languages.list);
    if (s->languages.list == NULL)
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

/* How the passages of the index were cut. */
static nh_passage_rule rule_of(const nh_searcher *s)
{
    const nh_settings *set = &s->reader->index->manifest.settings;

    return (nh_passage_rule){set->whole != 0, set->min, set->target, set->max};
}

static nh_status open_tools(nh_searcher *s, nh_error *err)
{
    const nh_index *index = s->reader->index;
    const nh_analysis analysis = nh_reader_analysis(s->reader);
    const nh_passage_rule rule = rule_of(s);
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
    s->env = s->arena.env = s->lexicon.env = s->pruner.env = r->env;
    s->reader = r;
    nh_known_words_begin(r->env, &s->known);
    s->pruner.few = NH_PRUNE_FEW;
    s->pruner.team_least = NH_TEAM_LEAST;
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
    nh_known_words_close(&s->known);
    nh_lexicon_close(&s->lexicon);
    nh_release(s->env, s->languages.list);
    nh_analyzer_free(s->analyzer);
    nh_pruner_end(&s->pruner);
    nh_arena_close(&s->arena);
    nh_release(s->env, s);
}

void nh_cancel(nh_searcher *s)
{
    atomic_store_explicit(&s->cancelled, 1, memory_order_relaxed);
}

/* What can be answered without looking at everything is. */
static nh_status evaluate(nh_searcher *s, nh_evaluation *e, nh_error *err)
{
    bool taken;
    const nh_status st = nh_prune(e, &s->pruner, &taken, err);

    return st != NH_OK || taken ? st : nh_evaluate(e, err);
}

/* Answers whose ids are put off are never merged. */
static nh_asked asked_of(const nh_query *query, const nh_search_options *o,
                         const nh_results *res)
{
    const bool merges = res->tops == NULL;

    return (nh_asked){.query = merges ? nh_crc32c(query->dump.ptr, query->dump.len) : 0,
                      .by = o->by,
                      .sort = o->sort,
                      .ties_by_id = o->ties_by_id};
}

nh_status nh_search(nh_searcher *s, const nh_query *query, const nh_search_options *options,
                    nh_results **out, nh_error *err)
{
    const uint64_t lookups = s->lexicon.known.lookups;
    nh_search_work w;
    const nh_answer_parts parts = {&w.evaluation, s->sources, s->snippets};
    nh_status st = nh_search_work_begin(&w, s, query, options, false, err);

    *out = NULL;
    if (st == NH_OK)
        st = evaluate(s, &w.evaluation, err);
    if (st == NH_OK)
        st = nh_answer_make(&parts, out, err);
    if (st == NH_OK) {
        (*out)->asked = asked_of(query, &w.options, *out);
        (*out)->facts.lookups = s->lexicon.known.lookups - lookups;
    }
    nh_search_work_end(&w);
    return nh_index_name_file(s->reader->index->path, st, err);
}
