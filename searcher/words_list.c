/* searcher/words_list.c - the words of an index that fit a pattern. */
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "common/text/words/analyzer.h"
#include "newshound/words.h"
#include "searcher/match/plan/lexicon.h"
#include "searcher/reader.h"

/* Who hears of the words. */
typedef struct listing {
    nh_lexicon *lex;
    const nh_form_rule *rule;
    bool (*on_word)(void *self, const nh_word_facts *word);
    void *self;
    bool stopped;
} listing;

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

static nh_status tell_form(listing *l, uint32_t s, const nh_form *form, uint64_t term_df,
                           nh_error *err)
{
    bool fits, first;
    nh_status st = nh_form_fits(l->rule, form->text, &l->lex->folded, &fits, err);
    nh_word_facts facts = {.form = form->text, .term = l->lex->term, .term_df = term_df};

    if (st != NH_OK || !fits)
        return st;
    facts.df = add_up(l->lex, s, form->text, &first);
    if (first)
        l->stopped = !l->on_word(l->self, &facts);
    return NH_OK;
}

static nh_status tell_entry(listing *l, nh_error *err)
{
    uint64_t term_df = 0;
    nh_status st = NH_OK;

    for (uint32_t s = 0; s < l->lex->n_segments; s++)
        term_df += l->lex->of[s] != NULL ? l->lex->of[s]->df : 0;
    for (uint32_t s = 0; s < l->lex->n_segments; s++) {
        const nh_term *term = l->lex->of[s];

        for (uint32_t i = 0;
             term != NULL && i < term->n_forms && st == NH_OK && !l->stopped; i++)
            st = tell_form(l, s, &term->forms[i], term_df, err);
    }
    return st;
}

/* A stem begins with the letter of its forms. */
static nh_status list_words(listing *l, nh_error *err)
{
    const nh_str spelling = l->rule->spelling;
    const nh_str first = nh_str_part(spelling, 0, spelling.len > 0 ? 1 : 0);
    nh_status st = nh_lexicon_seek(l->lex, first, err);
    bool found = true;

    while (st == NH_OK && !l->stopped) {
        st = nh_lexicon_next(l->lex, &found, err);
        if (st != NH_OK || !found || !nh_str_starts(l->lex->term, first))
            break;
        st = tell_entry(l, err);
    }
    return st;
}

/* The exact word that the pattern is, if that is all it holds. */
static nh_status fold_token(const nh_analyzer *a, const nh_tokens *tokens,
                            const char *pattern, nh_buffer *folded, nh_error *err)
{
    const nh_word *word =
        tokens->count > 0 ? nh_analyzer_word(a, tokens->list[0].word) : NULL;

    if (word != NULL && tokens->positions > word->span)
        return nh_fail(err, NH_E_ARG, pattern, NH_NO_OFFSET, "this is more than one word");
    nh_form_folded(word != NULL ? word->form : nh_str_of(pattern), folded);
    return NH_OK;
}

/* A whole word goes the way of the words of a text, so that U.S. is US here, too. */
static nh_status fold_word(nh_reader *r, const char *pattern, nh_buffer *folded,
                           nh_error *err)
{
    const nh_analysis analysis = nh_reader_analysis(r);
    nh_analyzer *analyzer = NULL;
    nh_tokens tokens = {0};
    nh_buffer scratch = {.env = r->env};
    nh_str valid = {0};
    nh_status st = nh_utf8_adopt(nh_str_of(pattern), &scratch, &valid, NULL, err);

    if (st == NH_OK)
        st = nh_analyzer_new(r->env, &analysis, &analyzer, err);
    if (st == NH_OK)
        st = nh_analyzer_run(analyzer, valid, 0, &tokens, err);
    if (st == NH_OK)
        st = fold_token(analyzer, &tokens, pattern, folded, err);
    nh_analyzer_free(analyzer);
    nh_buf_free(&scratch);
    return st;
}

nh_status nh_words_list(nh_reader *r, const char *pattern,
                        bool (*on_word)(void *self, const nh_word_facts *word), void *self,
                        nh_error *err)
{
    nh_form_rule rule = {.bytes =
                             r->index->manifest.settings.profile == NH_PROFILE_WHITESPACE};
    nh_buffer folded = {.env = r->env};
    nh_str text = nh_str_of(pattern);
    nh_lexicon lex;
    listing l = {&lex, &rule, on_word, self, false};
    nh_status st = NH_OK;

    if (text.len > 0 && text.ptr[text.len - 1] == '*') {
        rule.prefix = true;
        text.len--;
    }
    if (text.len > 0 && memchr(text.ptr, '*', text.len) != NULL)
        return nh_fail(err, NH_E_ARG, pattern, NH_NO_OFFSET,
                       "a * stands only at the end of a pattern");
    if (rule.bytes)
        nh_buf_text(&folded, text);
    else if (rule.prefix)
        nh_form_folded(text, &folded);
    else
        st = fold_word(r, pattern, &folded, err);
    if (st == NH_OK)
        st = nh_buf_status(&folded, err, "a pattern");
    rule.spelling = nh_buf_str(&folded);
    if (st == NH_OK)
        st = nh_lexicon_open(r->env, r->index, &lex, err);
    if (st == NH_OK) {
        st = list_words(&l, err);
        nh_lexicon_close(&lex);
    }
    nh_buf_free(&folded);
    return nh_index_name_file(r->index->path, st, err);
}
