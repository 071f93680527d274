/* searcher/question.c - a question, parsed for an index. */
#include "searcher/question.h"

#include <time.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/keywords_reader.h"
#include "common/text/words/stem.h"
#include "searcher/query/query_parse.h"
#include "searcher/raw_words.h"
#include "searcher/reader.h"

#define RAW_LIMIT 65536u /* more is refused by the parser, whose limit is smaller */

/* Keywords that any index may have, and those that this one has. */
static bool is_field(void *self, nh_str name)
{
    static const char *const usual[] = {"id",      "source", "lang", "url",
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

static nh_status print_tree(nh_query *q, nh_error *err)
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

static nh_status parse(nh_query *q, const nh_reader *r, nh_str text,
                       const nh_query_options *o, nh_error *err)
{
    union { /* the parser hands `self` back unchanged */
        const nh_reader *in;
        void *out;
    } self = {.in = r};
    const nh_query_rules rules = {
        .strict = o->strict,
        .raw = o->raw,
        .now = o->has_now ? o->now : (int64_t)time(NULL),
        .is_field = is_field,
        .self = self.out,
    };
    nh_status st = NH_OK;

    if (o->language != NULL && !nh_language_is_code(nh_str_of(o->language)))
        return nh_fail(err, NH_E_ARG, "language", NH_NO_OFFSET,
                       "\"%.40s\" is no language code, such as de or de-CH", o->language);
    if (o->language != NULL) {
        q->language = nh_arena_copy(&q->arena, nh_str_of(o->language));
        if (q->language.ptr == NULL)
            st = nh_arena_fail(&q->arena, err, "a query");
    }
    if (st == NH_OK && o->raw && text.len <= RAW_LIMIT)
        st = nh_raw_words(r, text, &q->arena, &text, err);
    if (st == NH_OK)
        st = nh_query_tree_parse(text, &rules, &q->arena, &q->tree, err);
    return st == NH_OK ? print_tree(q, err) : st;
}

nh_status nh_query_parse(const nh_reader *r, const char *text, size_t len,
                         const nh_query_options *options, nh_query **out, nh_error *err)
{
    nh_query_options o = {0};
    nh_query *q;
    nh_status st;

    *out = NULL;
    if (options != NULL)
        memcpy(&o, options, options->size < sizeof o ? options->size : sizeof o);
    q = nh_new(r->env, nh_query);
    if (q == NULL)
        return nh_fail_memory(err, "a query");
    q->env = q->arena.env = r->env;
    st = parse(q, r, (nh_str){text, len}, &o, err);
    if (st != NH_OK) {
        nh_query_free(q);
        return st;
    }
    *out = q;
    return NH_OK;
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
    if (q == NULL)
        return;
    nh_arena_close(&q->arena);
    nh_release(q->env, q);
}
