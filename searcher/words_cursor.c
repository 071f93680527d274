/* searcher/words_cursor.c - the words of an index that fit a pattern, one after the other. */
#include <stdio.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "common/text/words/analyzer.h"
#include "newshound/words.h"
#include "searcher/match/plan/lexicon.h"
#include "searcher/reader.h"

struct nh_words {
    const nh_env *env;
    nh_reader *reader; /* borrowed */
    nh_lexicon lexicon;
    nh_buffer pattern;  /* as it was given, without its * */
    nh_buffer spelling; /* as forms are compared with it  */
    nh_form_rule rule;
    bool on_entry;    /* the lexicon stands at a term that may have more forms */
    uint32_t segment; /* where the next form of the term is looked for         */
    uint32_t form;
    uint64_t term_df;
};

/* ---- the pattern ---------------------------------------------------------------------- */

static nh_status refuse(const nh_words *w, const char *what, nh_error *err)
{
    char text[80];

    snprintf(text, sizeof text, "%.*s", NH_STR_ARG(nh_buf_str(&w->pattern)));
    return nh_fail(err, NH_E_ARG, text, NH_NO_OFFSET, "%s", what);
}

/* The exact word that the pattern is, if that is all it holds. */
static nh_status fold_token(nh_words *w, const nh_analyzer *a, const nh_tokens *tokens,
                            nh_error *err)
{
    const nh_word *word =
        tokens->count > 0 ? nh_analyzer_word(a, tokens->list[0].word) : NULL;

    if (word != NULL && tokens->positions > word->span)
        return refuse(w, "this is more than one word", err);
    nh_form_folded(word != NULL ? word->form : nh_buf_str(&w->pattern), &w->spelling);
    return NH_OK;
}

/* A whole word goes the way of the words of a text, so that U.S. is US here, too. */
static nh_status fold_word(nh_words *w, nh_error *err)
{
    const nh_analysis analysis = nh_reader_analysis(w->reader);
    nh_analyzer *analyzer = NULL;
    nh_tokens tokens = {0};
    nh_buffer scratch = {.env = w->env};
    nh_str valid = {0};
    nh_status st = nh_utf8_adopt(nh_buf_str(&w->pattern), &scratch, &valid, NULL, err);

    if (st == NH_OK)
        st = nh_analyzer_new(w->env, &analysis, &analyzer, err);
    if (st == NH_OK)
        st = nh_analyzer_run(analyzer, valid, 0, &tokens, err);
    if (st == NH_OK)
        st = fold_token(w, analyzer, &tokens, err);
    nh_analyzer_free(analyzer);
    nh_buf_free(&scratch);
    return st;
}

static nh_status read_pattern(nh_words *w, nh_str text, nh_error *err)
{
    nh_status st = NH_OK;

    w->rule.bytes = w->reader->index->manifest.settings.profile == NH_PROFILE_WHITESPACE;
    if (text.len > 0 && text.ptr[text.len - 1] == '*') {
        w->rule.prefix = true;
        text.len--;
    }
    nh_buf_text(&w->pattern, text);
    st = nh_buf_status(&w->pattern, err, "a pattern");
    if (st != NH_OK)
        return st;
    if (text.len > 0 && memchr(text.ptr, '*', text.len) != NULL)
        return refuse(w, "a * stands only at the end of a pattern", err);
    if (w->rule.bytes)
        nh_buf_text(&w->spelling, text);
    else if (w->rule.prefix)
        nh_form_folded(text, &w->spelling);
    else
        st = fold_word(w, err);
    if (st == NH_OK)
        st = nh_buf_status(&w->spelling, err, "a pattern");
    w->rule.spelling = nh_buf_str(&w->spelling);
    return st;
}

/* A stem begins with the letter of its forms, so only that part of the dictionary is walked. */
static nh_str first_letter(const nh_words *w)
{
    return nh_str_part(w->rule.spelling, 0, w->rule.spelling.len > 0 ? 1 : 0);
}

nh_status nh_words_open(nh_reader *r, const char *pattern, size_t len, nh_words **out,
                        nh_error *err)
{
    nh_words *w = nh_new(r->env, nh_words);
    nh_status st;

    *out = NULL;
    if (w == NULL)
        return nh_fail_memory(err, "the words of an index");
    w->reader = r;
    w->env = w->pattern.env = w->spelling.env = w->lexicon.env = r->env;
    st = read_pattern(w, (nh_str){pattern, len}, err);
    if (st == NH_OK)
        st = nh_lexicon_open(r->env, r->index, &w->lexicon, err);
    if (st == NH_OK)
        st = nh_lexicon_seek(&w->lexicon, first_letter(w), err);
    if (st == NH_OK)
        *out = w;
    else
        nh_words_close(w);
    return nh_index_name_file(r->index->path, st, err);
}

void nh_words_close(nh_words *w)
{
    if (w == NULL)
        return;
    nh_lexicon_close(&w->lexicon);
    nh_buf_free(&w->pattern);
    nh_buf_free(&w->spelling);
    nh_release(w->env, w);
}

/* ---- the words ------------------------------------------------------------------------ */

/* Goes to the next term; not on_entry behind the last that may fit. */
static nh_status next_entry(nh_words *w, nh_error *err)
{
    nh_lexicon *lex = &w->lexicon;
    bool found;
    const nh_status st = nh_lexicon_next(lex, &found, err);

    w->on_entry = st == NH_OK && found && nh_str_starts(lex->term, first_letter(w));
    w->segment = w->form = 0;
    w->term_df = 0;
    for (uint32_t s = 0; w->on_entry && s < lex->n_segments; s++)
        w->term_df += lex->of[s] != NULL ? lex->of[s]->df : 0;
    return st;
}

/* Passages with this form of the lexicon's entry; *first: no segment before `s` has it. */
static uint64_t add_up(const nh_lexicon *lex, uint32_t s, nh_str form, bool *first)
{
    uint64_t df = 0;

    *first = true;
    for (uint32_t i = 0; i < lex->n_segments; i++)
        for (uint32_t k = 0; lex->of[i] != NULL && k < lex->of[i]->n_forms; k++)
            if (nh_str_equal(lex->of[i]->forms[k].text, form)) {
                *first = *first && i >= s;
                df += lex->of[i]->forms[k].df;
            }
    return df;
}

/* The next form of the entry that fits and that no segment before has told; NULL behind the
 * last. */
static nh_status next_form(nh_words *w, nh_word_facts *out, bool *found, nh_error *err)
{
    nh_lexicon *lex = &w->lexicon;

    *found = false;
    while (w->segment < lex->n_segments && !*found) {
        const nh_term *term = lex->of[w->segment];
        const nh_form *form;
        bool fits;
        nh_status st;

        if (term == NULL || w->form == term->n_forms) {
            w->segment++;
            w->form = 0;
            continue;
        }
        form = &term->forms[w->form++];
        st = nh_form_fits(&w->rule, form->text, &lex->folded, &fits, err);
        if (st != NH_OK)
            return st;
        if (!fits)
            continue;
        *out =
            (nh_word_facts){.form = form->text, .term = lex->term, .term_df = w->term_df};
        out->df = add_up(lex, w->segment, form->text, found);
    }
    return NH_OK;
}

nh_status nh_words_next(nh_words *w, nh_word_facts *out, bool *more, nh_error *err)
{
    nh_status st = NH_OK;

    *more = false;
    do {
        if (!w->on_entry)
            st = next_entry(w, err);
        if (st != NH_OK || !w->on_entry)
            break;
        st = next_form(w, out, more, err);
        w->on_entry = *more;
    } while (st == NH_OK && !*more);
    return nh_index_name_file(w->reader->index->path, st, err);
}
