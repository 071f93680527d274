/*
 * searcher/highlight.c - a question put to a text that no index has seen.
 *
 * What evaluation does with postings is done here with the tokens of the text: the same plan, the
 * same shapes over places, the same decision of the tree, for one article.
 */
#include "newshound/highlight.h"

#include "common/base/error.h"
#include "common/base/sized.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "searcher/match/bits.h"
#include "searcher/match/filters.h"
#include "searcher/match/truth.h"
#include "searcher/searcher_state.h"

#define MOST_TEXT ((size_t)16 << 20)
#define MOST_MEMORY ((size_t)64 << 20) /* of the plan */

/* A list of marks that grows. */
typedef struct mark_list {
    nh_mark *list;
    size_t count;
    size_t room;
} mark_list;

struct nh_highlights {
    nh_env env; /* a copy: they may outlive what they were made with */
    bool match;
    mark_list text;
    mark_list headline;
};

/* A text being matched. */
typedef struct matching {
    nh_searcher *s;
    const nh_fresh_text *fresh;
    nh_buffer headline,
        text; /* copies without bytes of no character, where there are any */
    nh_languages languages;
    nh_plan plan;
    nh_truth truth;
    uint64_t **found; /* by leaf: the bits of its node */
    nh_leaves *leaves;
    nh_article_cut *cut;
    nh_spans starts;
    nh_highlights *out;
    nh_error *err;
} matching;

static nh_status fail_memory(const matching *m)
{
    return nh_fail_memory(m->err, "a text to match");
}

/* ---- the text ------------------------------------------------------------------------- */

/* Bytes of no character become blanks, so that all others stay where they are. */
static nh_status clean(const matching *m, nh_str text, nh_buffer *copy, nh_str *out)
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

static nh_status cut_text(matching *m)
{
    nh_cut_text text = {0};
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
static nh_status choose_languages(matching *m, const nh_query *query)
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

static nh_status make_plan(matching *m, const nh_query *query)
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

/* ---- is it true? ---------------------------------------------------------------------- */

/* Does the leaf begin in a passage of its fields, in the chain [first, end)? */
static bool is_in_scope(const matching *m, const nh_leaf *leaf, uint32_t first,
                        uint32_t end)
{
    uint32_t base = 0, i = 0;

    for (uint32_t p = first; p < end; p++) {
        const uint32_t behind = base + m->cut->cut.passages[p].span;
        const bool right = (leaf->scope & ~nh_article_cut_scope(m->cut, p)) == 0;

        for (; i < m->starts.count && m->starts.list[i].start < behind; i++)
            if (right)
                return true;
        base = behind;
    }
    return false;
}

/* The bits of each leaf's node. */
static nh_status list_leaves(matching *m)
{
    m->found =
        (uint64_t **)nh_arena_array(m->plan.arena, m->plan.n_leaves, sizeof(uint64_t *));
    if (m->found == NULL)
        return nh_arena_fail(m->plan.arena, m->err, "a text to match");
    for (uint32_t i = 0; i < m->plan.tree->count; i++)
        if (m->plan.nodes[i].leaf != NH_LEAF_NONE)
            m->found[m->plan.nodes[i].leaf] = m->truth.nodes[i];
    return NH_OK;
}

static nh_status find_leaves(matching *m, uint32_t first, uint32_t end)
{
    size_t n;
    uint32_t limit = 0;
    nh_status st = nh_article_cut_tokens(m->cut, first, end, NH_CUT_ALL, &n, m->err);

    for (uint32_t p = first; p < end; p++)
        limit += m->cut->cut.passages[p].span;
    for (uint32_t i = 0; i < m->plan.n_leaves && st == NH_OK; i++) {
        uint64_t *bits = m->found[i];

        if (bits == NULL || nh_bits_get(bits, 0))
            continue;
        st = nh_leaves_find(m->leaves, i, m->cut->tokens, n, limit, &m->starts, m->err);
        if (st == NH_OK && is_in_scope(m, &m->plan.leaves[i], first, end))
            nh_bits_set(bits, 0);
    }
    return st;
}

/* source: and lang: are known of a fresh text; no other field has a value. */
static nh_status decide_filter(const matching *m, uint32_t i)
{
    const nh_node *n = &m->plan.tree->nodes[i];
    nh_str value = {NULL, 0};
    bool is = false;
    nh_status st = NH_OK;

    if (n->kind == NH_NODE_DATE)
        is = nh_filter_date_fits(n, m->fresh->date);
    else if (nh_str_equal(n->name, NH_STR("source")))
        value = m->fresh->source;
    else if (nh_str_equal(n->name, NH_STR("lang")))
        value = m->fresh->language;
    if (value.len > 0)
        st = nh_filter_value_fits(m->s->env, n, value, &is, m->err);
    if (is)
        nh_bits_set(m->truth.nodes[i], 0);
    return st;
}

static nh_status decide(matching *m, bool any)
{
    const uint64_t *root;
    nh_status st = list_leaves(m);

    for (uint32_t p = 0; p < m->cut->cut.n_passages && st == NH_OK;) {
        const uint32_t end = nh_article_cut_chain(m->cut, p);

        st = find_leaves(m, p, end);
        p = end;
    }
    for (uint32_t i = 0; i < m->plan.tree->count && st == NH_OK; i++) {
        const nh_node_kind kind = m->plan.tree->nodes[i].kind;

        if (m->truth.nodes[i] != NULL && (kind == NH_NODE_FIELD || kind == NH_NODE_DATE))
            st = decide_filter(m, i);
    }
    if (st != NH_OK)
        return st;
    root = nh_truth_decide(&m->truth, &m->plan, any);
    m->out->match = root != NULL && nh_bits_get(root, 0);
    return NH_OK;
}

/* ---- marks ---------------------------------------------------------------------------- */

/* Adds marks, which begin behind the beginning of the last one; where they overlap, they become
 * one. */
static nh_status add_marks(const matching *m, const nh_marks *marks, mark_list *to)
{
    for (size_t i = 0; i < marks->count; i++) {
        const nh_mark mark = marks->list[i];
        nh_mark *last = to->count > 0 ? &to->list[to->count - 1] : NULL;

        if (last != NULL && mark.at < last->at + last->size) {
            if (mark.at + mark.size > last->at + last->size)
                last->size = mark.at + mark.size - last->at;
            continue;
        }
        if (to->count == to->room) {
            const size_t room = to->room > 0 ? to->room * 2 : 16;
            nh_mark *grown =
                (nh_mark *)nh_resized(&m->out->env, to->list, room, sizeof *grown);

            if (grown == NULL)
                return fail_memory(m);
            to->list = grown;
            to->room = room;
        }
        to->list[to->count++] = mark;
    }
    return NH_OK;
}

static nh_status mark_part(matching *m, uint32_t passage, nh_cut_part part, mark_list *to)
{
    nh_marks marks = {NULL, 0};
    const nh_status st =
        nh_article_cut_marks(m->cut, m->leaves, passage, part, &marks, m->err);

    return st == NH_OK ? add_marks(m, &marks, to) : st;
}

static nh_status mark(matching *m)
{
    nh_status st = NH_OK;

    for (uint32_t p = 0; p < m->cut->cut.n_passages && st == NH_OK; p++) {
        const nh_passage *passage = &m->cut->cut.passages[p];
        const bool headline = (passage->flags & NH_PASSAGE_HEADLINE) != 0;

        if (headline || passage->first < m->cut->headline_tokens)
            st = mark_part(m, p, NH_CUT_HEADLINE, &m->out->headline);
        if (st == NH_OK && !headline)
            st = mark_part(m, p, NH_CUT_TEXT, &m->out->text);
    }
    return st;
}

/* ---- the public functions -------------------------------------------------------------- */

static nh_status match_text(matching *m, const nh_query *query, nh_match match)
{
    nh_status st = make_plan(m, query);

    if (st == NH_OK)
        st = cut_text(m);
    if (st == NH_OK)
        st = decide(m, match == NH_MATCH_ANY);
    if (st == NH_OK)
        st = mark(m);
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
                       nh_match match, nh_highlights **out, nh_error *err)
{
    nh_fresh_text fresh;
    matching m = {.s = s, .fresh = &fresh, .err = err};
    nh_status st = nh_sized_read(&fresh, sizeof fresh, text, "a text to match", err);

    *out = NULL;
    if (st == NH_OK)
        st = check(&fresh, match, err);
    if (st != NH_OK)
        return st;
    m.headline.env = m.text.env = s->env;
    m.out = nh_new(s->env, nh_highlights);
    if (m.out == NULL)
        return fail_memory(&m);
    m.out->env = *s->env;
    m.out->env.log = NULL;
    st = match_text(&m, query, match);
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
    const mark_list *marks = headline ? &h->headline : &h->text;

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
