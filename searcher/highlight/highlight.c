/*
 * searcher/highlight/highlight.c - a question put to a text that no index has seen.
 *
 * What evaluation does with postings is done here with the tokens of the text: the same plan, the
 * same shapes over places, the same decision of the tree, for one article.
 */
#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "searcher/highlight/matching.h"

#define MOST_TEXT ((size_t)16 << 20)
#define MOST_MEMORY ((size_t)64 << 20) /* of the plan */

static nh_status fail_memory(const nh_matching *m)
{
    return nh_fail_memory(m->err, "a text to match");
}

/* ---- the text ------------------------------------------------------------------------- */

/* Bytes of no character become blanks, so that all others stay where they are. */
static nh_status clean(const nh_matching *m, nh_str text, nh_buffer *copy, nh_str *out)
{
    size_t valid = nh_utf8_valid(text);

    *out = text;
    if (valid == text.len)
        return NH_OK;
    nh_buf_text(copy, text);
    for (size_t at = 0; nh_buf_ok(copy) && at + valid < text.len;
         valid = nh_utf8_valid(nh_str_part(text, at, text.len - at))) {
        at += valid;
        copy->bytes[at++] = ' ';
    }
    *out = nh_buf_str(copy);
    return nh_buf_status(copy, m->err, "a text to match");
}

static nh_status look(void *self, nh_error *err)
{
    const nh_matching *m = (const nh_matching *)self;

    return nh_halt_look(&m->halt, err);
}

static nh_status cut_text(nh_matching *m)
{
    nh_cut_text text = {.look = look, .looker = m};
    nh_status st = clean(m, m->fresh->headline, &m->headline, &text.headline);

    if (st == NH_OK)
        st = clean(m, m->fresh->text, &m->text, &text.text);
    if (st == NH_OK)
        st = nh_analyzer_language(m->s->analyzer, m->fresh->language, &text.language,
                                  m->err);
    m->cut = nh_snippets_cut(m->s->snippets);
    return st == NH_OK ? nh_article_cut_make(m->cut, &text, m->err) : st;
}

/* ---- the plan ------------------------------------------------------------------------- */

/* The languages of the index and that of the text, or that of the query alone. */
static nh_status choose_languages(nh_matching *m, const nh_query *query)
{
    nh_searcher *s = m->s;
    const nh_languages *own = &s->languages;
    nh_languages *l = &m->languages;
    uint32_t handle = 0;
    nh_status st = nh_analyzer_language(
        s->analyzer, query->language.ptr != NULL ? query->language : m->fresh->language,
        &handle, m->err);

    l->list =
        (uint32_t *)nh_arena_array(&s->arena, (size_t)own->count + 1, sizeof *l->list);
    if (l->list == NULL)
        return nh_arena_fail(&s->arena, m->err, "the languages of a query");
    for (uint32_t i = 0; i < own->count && query->language.ptr == NULL; i++)
        if (own->list[i] != handle)
            l->list[l->count++] = own->list[i];
    l->list[l->count++] = handle;
    return st;
}

static nh_status make_plan(nh_matching *m, const nh_query *query)
{
    nh_searcher *s = m->s;
    nh_status st;

    nh_arena_reset(&s->arena);
    s->arena.limit = MOST_MEMORY;
    st = choose_languages(m, query);
    if (st == NH_OK)
        st = nh_searcher_plan(s, query, &m->languages, &m->plan, m->err);
    if (st == NH_OK)
        st = nh_truth_begin(&m->truth, &m->plan, 1, m->err);
    return st == NH_OK ? nh_leaves_new(s->env, &m->plan, &m->leaves, m->err) : st;
}

/* ---- the public functions -------------------------------------------------------------- */

static nh_status match_text(nh_matching *m, const nh_query *query, nh_match match)
{
    nh_status st = nh_halt_look(&m->halt, m->err);

    if (st == NH_OK)
        st = make_plan(m, query);
    if (st == NH_OK)
        st = cut_text(m);
    if (st == NH_OK)
        st = nh_matching_decide(m, match == NH_MATCH_ANY);
    if (st == NH_OK)
        st = nh_matching_mark(m);
    nh_leaves_free(m->leaves);
    nh_spans_free(m->s->env, &m->starts);
    nh_buf_free(&m->headline);
    nh_buf_free(&m->text);
    return st;
}

static nh_status check(const nh_fresh_text *text, nh_match match, nh_error *err)
{
    if ((unsigned)match > NH_MATCH_ANY)
        return nh_fail(err, NH_E_ARG, "match", NH_NO_OFFSET,
                       "has a value that is not known");
    if (text->text.len > MOST_TEXT || text->headline.len > MOST_TEXT - text->text.len)
        return nh_fail(err, NH_E_LIMIT, "text", NH_NO_OFFSET,
                       "a text to match has at most %zu bytes", MOST_TEXT);
    return NH_OK;
}

nh_status nh_highlight(nh_searcher *s, const nh_query *query, const nh_fresh_text *text,
                       const nh_highlight_options *options, nh_highlights **out,
                       nh_error *err)
{
    nh_fresh_text fresh;
    nh_highlight_options o;
    nh_matching m = {.s = s, .fresh = &fresh, .err = err};
    nh_status st = nh_sized_read(&fresh, sizeof fresh, text, "a text to match", err);

    *out = NULL;
    if (st == NH_OK)
        st = nh_sized_read(&o, sizeof o, options, "options of a match", err);
    if (st == NH_OK)
        st = check(&fresh, o.match, err);
    if (st != NH_OK)
        return st;
    m.halt = (nh_halt){.stop = o.stop, .cancel = &s->cancelled};
    nh_halt_after(&m.halt, o.deadline);
    m.headline.env = m.text.env = s->env;
    m.out = nh_new(s->env, nh_highlights);
    if (m.out == NULL)
        return fail_memory(&m);
    m.out->env = *s->env;
    m.out->env.log = NULL;
    st = match_text(&m, query, o.match);
    if (st == NH_OK)
        *out = m.out;
    else
        nh_highlights_free(m.out);
    return st;
}

bool nh_highlights_match(const nh_highlights *h)
{
    return h->match;
}

const nh_mark *nh_highlights_marks(const nh_highlights *h, bool headline, size_t *n)
{
    const nh_mark_list *marks = headline ? &h->headline : &h->text;

    *n = marks->count;
    return marks->list;
}

void nh_highlights_free(nh_highlights *h)
{
    nh_env env;

    if (h == NULL)
        return;
    env = h->env;
    nh_release(&env, h->text.list);
    nh_release(&env, h->headline.list);
    nh_release(&env, h);
}
