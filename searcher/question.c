/* searcher/question.c - a question, parsed for an index. */
#include "searcher/question.h"

#include <stdio.h>
#include <time.h>

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/memory/writable.h"
#include "common/base/str.h"
#include "common/segment/articles/keywords_reader.h"
#include "searcher/query/query_parse.h"
#include "searcher/query/tree/query_filter.h"
#include "searcher/raw_words.h"
#include "searcher/reader.h"

#define RAW_LIMIT 65536u /* more is refused by the parser, whose limit is smaller */
#define MOST_MEMO \
    ((size_t)4 << 20) /* bytes of analysed words kept from question to question */

/* Keywords that any index may have, and those that this one has. */
static bool is_field(void *self, nh_str name)
{
    static const char *const usual[] = {"id",      "source", "lang",
                                        "section", "byline", "place"};
    const nh_reader *r = (const nh_reader *)self;
    nh_column column;
    bool found = false;

    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (nh_str_equal(name, nh_str_of(usual[i])))
            return true;
    for (uint32_t s = 0; s < r->index->manifest.n_segments && !found; s++)
        if (nh_column_find(r->index->segments[s], name, &found, &column, NULL) != NH_OK)
            found = false;
    return found;
}

nh_status nh_query_finish(nh_query *q, nh_error *err)
{
    nh_buffer text = {.env = q->env};
    nh_status st;

    nh_query_tree_print(&q->tree, &text);
    st = nh_buf_status(&text, err, "the tree of a query");
    if (st == NH_OK) {
        q->dump = nh_arena_copy(&q->arena, nh_buf_str(&text));
        if (q->dump.ptr == NULL)
            st = nh_arena_fail(&q->arena, err, "the tree of a query");
    }
    nh_buf_free(&text);
    return st;
}

static nh_query_rules rules_of(const nh_reader *r, const nh_query_options *o)
{
    return (nh_query_rules){
        .strict = o->strict,
        .raw = o->raw,
        .now = o->has_now ? o->now : (int64_t)time(NULL),
        .is_field = is_field,
        .self = nh_writable(r), /* the parser hands it back unchanged */
    };
}

static nh_status keep_language(nh_query *q, const char *language, nh_error *err)
{
    if (language == NULL)
        return NH_OK;
    if (!nh_language_is_code(nh_str_of(language)))
        return nh_fail(err, NH_E_ARG, "language", NH_NO_OFFSET,
                       "\"%.40s\" is no language code, such as de or de-CH", language);
    q->language = nh_arena_copy(&q->arena, nh_str_of(language));
    return q->language.ptr != NULL ? NH_OK : nh_arena_fail(&q->arena, err, "a query");
}

/* Words that were met stay known, within bounds, as long as questions come. */
static nh_status make_raw(nh_asker *asker, nh_arena *arena, nh_str *text, nh_error *err)
{
    const nh_reader *r = asker->reader;
    const nh_analysis analysis = nh_reader_analysis(r);
    nh_status st = NH_OK;

    if (asker->analyzer == NULL)
        st = nh_analyzer_new(r->env, &analysis, &asker->analyzer, err);
    else
        nh_analyzer_trim(asker->analyzer, MOST_MEMO);
    return st == NH_OK ? nh_raw_words(asker->analyzer, *text, arena, text, err) : st;
}

static nh_status parse(nh_asker *asker, nh_query *q, nh_str text, const nh_query_options *o,
                       nh_error *err)
{
    const nh_query_rules rules = rules_of(asker->reader, o);
    nh_status st = keep_language(q, o->language, err);

    if (st == NH_OK && o->raw && text.len <= RAW_LIMIT)
        st = make_raw(asker, &q->arena, &text, err);
    if (st == NH_OK)
        st = nh_query_tree_parse(text, &rules, &q->arena, &q->tree, err);
    return st == NH_OK ? nh_query_finish(q, err) : st;
}

nh_status nh_query_new(const nh_reader *r, nh_query **out, nh_error *err)
{
    nh_query *q = nh_new(r->env, nh_query);

    *out = q;
    if (q == NULL)
        return nh_fail_memory(err, "a query");
    q->own = *r->env;
    q->own.log = NULL;
    q->env = q->arena.env = &q->own;
    return NH_OK;
}

nh_status nh_query_ask(nh_asker *asker, nh_str text, const nh_query_options *options,
                       nh_query **out, nh_error *err)
{
    nh_query_options o;
    nh_query *q;
    nh_status st = nh_sized_read(&o, sizeof o, options, "options of a query", err);

    *out = NULL;
    if (st == NH_OK)
        st = nh_query_new(asker->reader, &q, err);
    if (st != NH_OK)
        return st;
    st = parse(asker, q, text, &o, err);
    if (st == NH_OK && o.filter.len > 0)
        st = nh_query_narrow(q, asker->reader, o.filter, &o, err);
    if (st != NH_OK) {
        nh_query_free(q);
        return st;
    }
    *out = q;
    return NH_OK;
}

nh_status nh_query_narrow(nh_query *query, const nh_reader *r, nh_str filter,
                          const nh_query_options *options, nh_error *err)
{
    nh_query_options o;
    nh_query_rules rules;
    nh_query_tree tree = {0};
    nh_status st = nh_sized_read(&o, sizeof o, options, "options of a query", err);

    if (st != NH_OK)
        return st;
    rules = rules_of(r, &o);
    rules.raw = false;
    rules.filter = true;
    st = nh_query_tree_parse(filter, &rules, &query->arena, &tree, err);
    if (st != NH_OK && err != NULL)
        snprintf(err->where, sizeof err->where, "filter");
    if (st == NH_OK)
        st = nh_query_tree_filter(&query->tree, &tree, &query->arena, err);
    return st == NH_OK ? nh_query_finish(query, err) : st;
}

void nh_asker_end(nh_asker *asker)
{
    nh_analyzer_free(asker->analyzer);
    asker->analyzer = NULL;
}

nh_status nh_query_parse(const nh_reader *r, const char *text, size_t len,
                         const nh_query_options *options, nh_query **out, nh_error *err)
{
    nh_asker asker = {.reader = r};
    const nh_status st = nh_query_ask(&asker, (nh_str){text, len}, options, out, err);

    nh_asker_end(&asker);
    return st;
}

bool nh_query_warning(const nh_query *q, size_t i, nh_warning *out)
{
    if (i >= q->tree.n_warnings)
        return false;
    *out = (nh_warning){q->tree.warnings[i].at, q->tree.warnings[i].size,
                        q->tree.warnings[i].text};
    return true;
}

nh_str nh_query_dump(const nh_query *q)
{
    return q->dump;
}

void nh_query_free(nh_query *q)
{
    nh_env env;

    if (q == NULL)
        return;
    nh_arena_close(&q->arena);
    env = q->own;
    nh_release(&env, q);
}
