/* searcher/search_work.c - a query made ready: options, plan, words looked up. */
#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/base/threads.h"
#include "searcher/prune/phrase/phrase_list.h"
#include "searcher/searcher_state.h"
#include "searcher/shards/statistics.h"

#define LEAST_MEMORY ((uint64_t)64 << 20)
#define MEMORY_PER_PASSAGE 16u
#define MOST_MEMO ((size_t)16 << 20) /* bytes of analysed words kept from query to query */

/* Zeros that mean a default become the default. */
static void complete(const nh_searcher *s, nh_search_options *o)
{
    const nh_manifest *m = &s->reader->index->manifest;
    const uint64_t least = m->passages * MEMORY_PER_PASSAGE;

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

nh_status nh_search_options_check(const nh_search_options *o, nh_error *err)
{
    if (o->limit > NH_SEARCH_HITS || o->skip > NH_SEARCH_HITS - o->limit)
        return nh_fail(err, NH_E_ARG, "limit", NH_NO_OFFSET,
                       "limit and skip together are at most %u", NH_SEARCH_HITS);
    if (o->threads > NH_THREADS_MOST)
        return nh_fail(err, NH_E_ARG, "threads", NH_NO_OFFSET, "must be from 0 to %u",
                       NH_THREADS_MOST);
    if ((unsigned)o->by > NH_BY_PASSAGE || (unsigned)o->match > NH_MATCH_ANY ||
        (unsigned)o->sort > NH_SORT_DATE || o->rank != NH_RANK_BM25)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET,
                       "by, match, sort or rank has a value that is not known");
    return NH_OK;
}

/*
 * The caller's options of whatever version, with defaults of the index in the gaps.
 * NH_E_ARG (without their size, out of range)
 */
static nh_status read_options(const nh_searcher *s, const nh_search_options *given,
                              nh_search_options *out, nh_error *err)
{
    const nh_status st = nh_sized_read(out, sizeof *out, given, "options of a search", err);

    if (st != NH_OK)
        return st;
    complete(s, out);
    if (!(out->k1 >= 0 && out->k1 <= 100))
        return nh_fail(err, NH_E_ARG, "k1", NH_NO_OFFSET, "must be from 0 to 100");
    if (!(out->b >= 0 && out->b <= 1))
        return nh_fail(err, NH_E_ARG, "b", NH_NO_OFFSET, "must be from 0 to 1");
    return nh_search_options_check(out, err);
}

static nh_plan_rules rules_of(const nh_searcher *s, const nh_languages *languages)
{
    const nh_settings *set = &s->reader->index->manifest.settings;

    return (nh_plan_rules){.analyzer = s->analyzer,
                           .profile = (nh_profile)set->profile,
                           .languages = languages->list,
                           .n_languages = languages->count,
                           .whole = set->whole != 0};
}

/* Words that were met stay known, but for those of which only marks were to be found. */
static void begin_words(nh_analyzer *a)
{
    nh_analyzer_widen(a);
    nh_analyzer_trim(a, MOST_MEMO);
}

nh_status nh_searcher_plan(nh_searcher *s, const nh_query *query,
                           const nh_languages *languages, nh_plan *out, nh_error *err)
{
    const nh_plan_rules rules = rules_of(s, languages);

    begin_words(s->analyzer);
    return nh_plan_make(&query->tree, &rules, &s->arena, out, err);
}

/* Shards stem the words of a query by all the stemmers that any of them needs. */
static nh_status choose_given(nh_searcher *s, const nh_text_set *names, nh_languages *out,
                              nh_error *err)
{
    nh_cursor c = nh_text_set_texts(names);
    nh_status st = NH_OK;

    while (nh_cur_left(&c) > 0 && st == NH_OK) {
        uint32_t handle = 0;

        st = nh_analyzer_by_stemmer(s->analyzer, nh_cur_str(&c), &handle, err);
        if (st == NH_OK && handle != 0)
            out->list[out->count++] = handle;
    }
    return st;
}

/* The language of the query, or those of the statistics, or those of the index. */
static nh_status choose_languages(nh_searcher *s, const nh_query *query,
                                  const nh_statistics *given, nh_languages *out,
                                  nh_error *err)
{
    const uint32_t most = given != NULL ? given->sums->held.count + 1 : 1;

    *out = s->languages;
    if (query->language.ptr == NULL && given == NULL)
        return NH_OK;
    *out =
        (nh_languages){(uint32_t *)nh_arena_array(&s->arena, most, sizeof *out->list), 1};
    if (out->list == NULL)
        return nh_arena_fail(&s->arena, err, "the languages of a query");
    if (query->language.ptr != NULL)
        return nh_analyzer_language(s->analyzer, query->language, &out->list[0], err);
    return choose_given(s, &given->sums->held, out, err);
}

/* A question that is one word, in the languages of the index, was planned before. */
static nh_status take_known_word(nh_search_work *w, nh_searcher *s, const nh_query *query,
                                 bool *taken, nh_error *err)
{
    const nh_plan_rules rules = rules_of(s, &s->languages);
    const nh_known_word *word = NULL;
    nh_status st;

    begin_words(s->analyzer);
    st = nh_known_words_find(&s->known, &query->tree, &rules, &s->lexicon, &word, err);
    *taken = st == NH_OK && word->plain;
    if (!*taken)
        return st;
    if (!w->options.count_only)
        nh_known_word_fetch(word, s->reader->index->segments,
                            w->options.limit + w->options.skip);
    w->lookup = word->lookup;
    w->lookup.halt = &w->halt;
    return nh_known_word_plan(word, &query->tree, &s->arena, &w->plan, err);
}

/* Plans a question and looks its words up. */
static nh_status plan_query(nh_search_work *w, nh_searcher *s, const nh_query *query,
                            bool counting, nh_error *err)
{
    const nh_statistics *given = w->options.statistics;
    bool taken = false;
    nh_status st = NH_OK;

    nh_known_terms_trim(&s->lexicon.known);
    if (!counting && !w->lookup.no_pairs && given == NULL && query->language.ptr == NULL &&
        nh_query_is_word(&query->tree))
        st = take_known_word(w, s, query, &taken, err);
    if (st != NH_OK || taken)
        return st;
    st = choose_languages(s, query, given, &w->languages, err);
    if (st == NH_OK)
        st = nh_searcher_plan(s, query, &w->languages, &w->plan, err);
    if (st == NH_OK && given != NULL && !counting)
        st = nh_statistics_apply(given, w, s, query, err);
    return st == NH_OK ? nh_lookup_make(&w->plan, &s->lexicon, &w->lookup, err) : st;
}

static nh_status warn_of_unit(const nh_evaluation *e, nh_error *err)
{
    if (!e->whole || e->options->by != NH_BY_PASSAGE)
        return NH_OK;
    return nh_plan_warn(e->plan, 0, 0,
                        NH_STR("This index ranks whole articles, so they are the hits."),
                        err);
}

/* What points to what. */
static void connect(nh_search_work *w, nh_searcher *s, bool counting)
{
    const nh_index *index = s->reader->index;
    const nh_search_options *o = &w->options;

    nh_arena_reset(&s->arena);
    s->arena.limit = o->memory < SIZE_MAX ? (size_t)o->memory : SIZE_MAX;
    w->halt = (nh_halt){.stop = o->stop, .cancel = &s->cancelled};
    nh_halt_after(&w->halt, o->deadline);
    w->lookup.halt = &w->halt;
    w->lookup.keep_words = counting;
    w->evaluation = (nh_evaluation){.env = s->env,
                                    .arena = &s->arena,
                                    .index = index,
                                    .plan = &w->plan,
                                    .options = o,
                                    .whole = index->manifest.settings.whole != 0};
    w->evaluation.finder = (nh_finder){.env = s->env,
                                       .arena = &s->arena,
                                       .plan = &w->plan,
                                       .lookup = &w->lookup,
                                       .faster = s->pruner.off ? NULL : nh_phrase_faster,
                                       .halt = &w->halt};
}

nh_status nh_search_work_begin(nh_search_work *w, nh_searcher *s, const nh_query *query,
                               const nh_search_options *options, bool counting,
                               nh_error *err)
{
    nh_status st;

    *w = (nh_search_work){0};
    st = read_options(s, options, &w->options, err);
    if (st != NH_OK)
        return st;
    connect(w, s, counting);
    /* pairs are words of any language, and exhaustive evaluation knows nothing but words */
    w->lookup.no_pairs = s->pruner.off || query->language.ptr != NULL;
    st = nh_halt_look(&w->halt, err);
    if (st == NH_OK)
        st = plan_query(w, s, query, counting, err);
    return st == NH_OK ? warn_of_unit(&w->evaluation, err) : st;
}

void nh_search_work_end(nh_search_work *w)
{
    nh_evaluation_end(&w->evaluation);
}
