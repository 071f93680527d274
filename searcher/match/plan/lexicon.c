/* searcher/match/plan/lexicon.c - a merge of sorted dictionaries, one step at a time. */
#include "searcher/match/plan/lexicon.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/words/analyzer.h"

nh_status nh_lexicon_open(const nh_env *env, const nh_index *index, nh_lexicon *out,
                          nh_error *err)
{
    const uint32_t n = index->manifest.n_segments;
    nh_status st = NH_OK;

    *out = (nh_lexicon){.env = env,
                        .n_segments = n,
                        .pairs = index->manifest.settings.pairs,
                        .folded = {.env = env}};
    out->walkers = (nh_terms **)nh_zeroed(env, n, sizeof(nh_terms *));
    out->stands = (const nh_term **)nh_zeroed(env, n, sizeof(const nh_term *));
    out->of = (const nh_term **)nh_zeroed(env, n, sizeof(const nh_term *));
    if (out->walkers == NULL || out->stands == NULL || out->of == NULL)
        st = nh_fail_memory(err, "a walk over the dictionaries");
    for (uint32_t i = 0; i < n && st == NH_OK; i++)
        st = nh_terms_open(index->segments[i], &out->walkers[i], err);
    nh_known_terms_begin(env, out->walkers, n, &out->known);
    if (st != NH_OK)
        nh_lexicon_close(out);
    return st;
}

void nh_lexicon_close(nh_lexicon *lex)
{
    nh_known_terms_close(&lex->known);
    for (uint32_t i = 0; lex->walkers != NULL && i < lex->n_segments; i++)
        nh_terms_close(lex->walkers[i]);
    nh_release(lex->env, lex->walkers);
    nh_release(lex->env, lex->stands);
    nh_release(lex->env, lex->of);
    nh_buf_free(&lex->folded);
    *lex = (nh_lexicon){.env = lex->env};
}

nh_status nh_lexicon_seek(nh_lexicon *lex, nh_str from, nh_error *err)
{
    nh_status st = NH_OK;

    lex->term = (nh_str){NULL, 0};
    for (uint32_t i = 0; i < lex->n_segments && st == NH_OK; i++) {
        lex->of[i] = NULL;
        st = nh_terms_seek(lex->walkers[i], from, &lex->stands[i], err);
    }
    return st;
}

/* Walkers that gave the last entry go on. */
static nh_status step(nh_lexicon *lex, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < lex->n_segments && st == NH_OK; i++)
        if (lex->of[i] != NULL)
            st = nh_terms_next(lex->walkers[i], &lex->stands[i], err);
    return st;
}

nh_status nh_lexicon_next(nh_lexicon *lex, bool *found, nh_error *err)
{
    const nh_status st = step(lex, err);

    *found = false;
    if (st != NH_OK)
        return st;
    for (uint32_t i = 0; i < lex->n_segments; i++) {
        if (lex->stands[i] == NULL)
            continue;
        if (!*found || nh_str_compare(lex->stands[i]->text, lex->term) < 0)
            lex->term = lex->stands[i]->text;
        *found = true;
    }
    for (uint32_t i = 0; i < lex->n_segments; i++) {
        const nh_term *t = lex->stands[i];

        lex->of[i] = t != NULL && nh_str_equal(t->text, lex->term) ? t : NULL;
    }
    return NH_OK;
}

nh_status nh_form_fits(const nh_form_rule *rule, nh_str form, nh_buffer *folded, bool *fits,
                       nh_error *err)
{
    nh_str spelling = form;
    nh_status st = NH_OK;

    if (!rule->bytes) {
        nh_buf_clear(folded);
        nh_form_folded(form, folded);
        st = nh_buf_status(folded, err, "a form");
        spelling = nh_buf_str(folded);
    }
    *fits = st == NH_OK && (rule->prefix ? nh_str_starts(spelling, rule->spelling)
                                         : nh_str_equal(spelling, rule->spelling));
    return st;
}
