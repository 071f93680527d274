/* indexer/invert/occurrences/run_words.c - the words of a run as terms and their forms. */
#include "indexer/invert/occurrences/run_words.h"

#include "common/base/error.h"
#include "common/segment/format.h"

#define FIRST_CAPACITY 1024u

void nh_run_words_init(nh_run_words *w, const nh_env *env)
{
    *w = (nh_run_words){.env = env, .terms = {.env = env, .bytes = {.env = env}}};
}

static bool grow_places(nh_run_words *w, size_t need)
{
    size_t n = w->capacity > 0 ? w->capacity + w->capacity / 2 : FIRST_CAPACITY;
    nh_word_place *places;
    uint16_t *ordinals;

    if (need <= w->capacity)
        return true;
    n = n < need ? need : n;
    places = (nh_word_place *)nh_resized(w->env, w->places, n, sizeof *places);
    if (places == NULL)
        return false;
    w->places = places;
    ordinals = (uint16_t *)nh_resized(w->env, w->ordinals, n, sizeof *ordinals);
    if (ordinals == NULL)
        return false;
    w->ordinals = ordinals;
    w->capacity = n;
    return true;
}

static bool grow_terms(nh_run_words *w, size_t need)
{
    size_t n =
        w->terms_capacity > 0 ? w->terms_capacity + w->terms_capacity / 2 : FIRST_CAPACITY;
    uint32_t *n_forms;

    if (need <= w->terms_capacity)
        return true;
    n_forms = (uint32_t *)nh_resized(w->env, w->n_forms, n, sizeof *n_forms);
    if (n_forms == NULL)
        return false;
    w->n_forms = n_forms;
    w->terms_capacity = n;
    return true;
}

/* The number of a term, new or not. */
static nh_status put_term(nh_run_words *w, nh_str text, uint32_t *term, nh_error *err)
{
    bool added;
    nh_status st;

    if (!grow_terms(w, w->terms.count + 1))
        return nh_fail_memory(err, "terms");
    st = nh_intern_put(&w->terms, text, term, &added, err);
    if (st != NH_OK)
        return st;
    if (*term >= NH_RUN_TERMS)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "too many terms in a run");
    if (added)
        w->n_forms[*term] = 0;
    return NH_OK;
}

nh_status nh_run_words_pair(nh_run_words *w, nh_str key, uint32_t *term, nh_error *err)
{
    return put_term(w, key, term, err);
}

/*
 * A term has at most as many forms as a code can number. No language comes near; where a
 * hostile text does, forms beyond the limit count as the term's first one.
 */
static nh_status learn(nh_run_words *w, const nh_word *word, nh_error *err)
{
    uint32_t term, form;
    const nh_status st = put_term(w, word->term, &term, err);

    if (st != NH_OK)
        return st;
    form = w->n_forms[term] < NH_FORM_LIMIT ? w->n_forms[term]++ : 0;
    w->ordinals[w->count] = (uint16_t)form;
    w->places[w->count++] = term << 8 | (form < NH_FORM_LONG ? form : NH_FORM_LONG);
    return NH_OK;
}

nh_status nh_run_words_learn(nh_run_words *w, const nh_analyzer *analyzer, nh_error *err)
{
    const size_t n = nh_analyzer_words(analyzer);
    nh_status st = NH_OK;

    if (!grow_places(w, n))
        return nh_fail_memory(err, "words");
    while (st == NH_OK && w->count < n)
        st = learn(w, nh_analyzer_word(analyzer, (uint32_t)w->count), err);
    return st;
}

size_t nh_run_words_memory(const nh_run_words *w)
{
    return nh_intern_memory(&w->terms) +
           w->capacity * (sizeof *w->places + sizeof *w->ordinals) +
           w->terms_capacity * sizeof *w->n_forms;
}

void nh_run_words_clear(nh_run_words *w)
{
    nh_intern_clear(&w->terms);
    nh_release(w->env, w->places);
    nh_release(w->env, w->ordinals);
    nh_release(w->env, w->n_forms);
    nh_run_words_init(w, w->env);
}
