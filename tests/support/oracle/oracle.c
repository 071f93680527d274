/* tests/support/oracle/oracle.c - articles as lists of tokens. */
#include "tests/support/oracle/oracle.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/oracle/oracle_parts.h"

void *o_array(nh_arena *arena, size_t count, size_t size)
{
    void *array = nh_arena_array(arena, count, size);

    assert_non_null(array);
    return array;
}

static nh_str keep(nh_arena *arena, nh_str text)
{
    return text.len > 0 ? nh_arena_copy(arena, text) : (nh_str){"", 0};
}

nh_str o_fold(const oracle *o, nh_arena *arena, nh_str form)
{
    nh_buffer b = {0};
    nh_str folded;

    if (o->bytes)
        return keep(arena, form);
    nh_form_folded(form, &b);
    folded = keep(arena, nh_buf_str(&b));
    nh_buf_free(&b);
    return folded;
}

oracle *oracle_new(const nh_analysis *analysis, const nh_passage_rule *rule)
{
    oracle *o = (oracle *)calloc(1, sizeof *o);

    assert_non_null(o);
    assert_int_equal(nh_analyzer_new(nh_env_system(), analysis, &o->analyzer, NULL), NH_OK);
    assert_int_equal(nh_cutter_new(nh_env_system(), rule, o->analyzer, &o->cutter, NULL),
                     NH_OK);
    o->bytes = analysis->profile == NH_PROFILE_WHITESPACE;
    o->whole = rule->whole;
    o->n_languages = 1; /* handle 0: the index's own */
    return o;
}

static uint32_t language_of(oracle *o, nh_str language)
{
    uint32_t handle;

    assert_int_equal(nh_analyzer_language(o->analyzer, language, &handle, NULL), NH_OK);
    for (size_t i = 0; i < o->n_languages; i++)
        if (o->languages[i] == handle)
            return handle;
    assert_in_range(o->n_languages, 1, 15);
    o->languages[o->n_languages++] = handle;
    return handle;
}

/* A line begins where the passage before does not continue. */
static void add_line(oracle *o, o_article *a, const nh_cut *cut, size_t first, size_t end)
{
    o_line *line = &a->lines[a->n_lines++];
    size_t n = 0;

    for (size_t p = first; p < end; p++)
        n += cut->passages[p].count;
    line->tokens = (o_token *)o_array(&o->arena, n, sizeof *line->tokens);
    line->first_passage = first;
    line->n_passages = end - first;
    for (size_t p = first; p < end; p++) {
        const nh_passage *from = &cut->passages[p];

        for (uint32_t i = 0; i < from->count; i++) {
            const nh_passage_token *t = &cut->tokens[from->first + i];
            const nh_word *w = nh_analyzer_word(o->analyzer, t->word);
            o_token *to = &line->tokens[line->n_tokens++];

            to->term = keep(&o->arena, w->term);
            to->form = keep(&o->arena, w->form);
            to->folded = o_fold(o, &o->arena, w->form);
            to->at = line->positions + t->pos;
            to->span = w->span;
        }
        a->passages[p] = (o_passage){from->count, from->flags, line->positions,
                                     line->positions + from->span};
        a->length += from->count;
        line->positions += from->span;
    }
}

static void add_lines(oracle *o, o_article *a, const nh_cut *cut)
{
    size_t first = 0;

    a->n_passages = cut->n_passages;
    a->passages = (o_passage *)o_array(&o->arena, cut->n_passages, sizeof *a->passages);
    a->lines = (o_line *)o_array(&o->arena, cut->n_passages, sizeof *a->lines);
    for (size_t p = 0; p < cut->n_passages; p++) {
        if (p + 1 < cut->n_passages && (cut->passages[p].flags & NH_PASSAGE_CONTINUES) != 0)
            continue;
        add_line(o, a, cut, first, p + 1);
        first = p + 1;
    }
}

static o_article *next_article(oracle *o)
{
    if (o->n_articles == o->room) {
        o->room = o->room > 0 ? o->room * 2 : 64;
        o->articles = (o_article *)realloc(o->articles, o->room * sizeof *o->articles);
        assert_non_null(o->articles);
    }
    o->articles[o->n_articles] = (o_article){0};
    return &o->articles[o->n_articles++];
}

void oracle_add(oracle *o, const nh_article *article)
{
    const nh_cut_text text = {.headline = article->headline,
                              .text = article->text,
                              .language = language_of(o, article->language)};
    o_article *a = next_article(o);
    nh_cut cut;

    assert_int_equal(nh_cut_article(o->cutter, &text, &cut, NULL), NH_OK);
    a->id = keep(&o->arena, article->id);
    a->source = keep(&o->arena, article->source);
    a->language = keep(&o->arena, article->language);
    a->date = article->date;
    add_lines(o, a, &cut);
    o->passages += a->n_passages;
    o->tokens += a->length;
}

void oracle_free(oracle *o)
{
    nh_cutter_free(o->cutter);
    nh_analyzer_free(o->analyzer);
    nh_arena_close(&o->arena);
    nh_arena_close(&o->asked);
    nh_arena_close(&o->scratch);
    free(o->articles);
    free(o);
}
