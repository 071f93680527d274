/* indexer/invert/word_order.c - the words of a run in the order of the dictionary. */
#include "indexer/invert/word_order.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/format.h"

static uint64_t sort_key(nh_str text)
{
    uint64_t key = 0;

    for (size_t i = 0; i < 8; i++)
        key = key << 8 | (i < text.len ? (uint8_t)text.ptr[i] : 0);
    return key;
}

static int compare_words(const void *a, const void *b)
{
    const nh_ordered_word *x = (const nh_ordered_word *)a;
    const nh_ordered_word *y = (const nh_ordered_word *)b;
    int c;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    c = nh_str_compare(x->word->term, y->word->term);
    return c != 0 ? c : nh_str_compare(x->word->form, y->word->form);
}

/* Until the places are known, `term` only says how often the word occurs. */
static void count_words(const nh_forward *f, nh_word_place *places)
{
    for (size_t i = 0; i < f->count; i++)
        places[f->words[i]].term++;
}

static void list_words(nh_word_order *o, const nh_analyzer *analyzer, size_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const nh_word *word;

        if (o->places[i].term == 0)
            continue;
        word = nh_analyzer_word(analyzer, i);
        o->words[o->n_words++] = (nh_ordered_word){.key = sort_key(word->term),
                                                   .word = word,
                                                   .number = i,
                                                   .count = o->places[i].term};
    }
}

/*
 * A term has at most as many forms as a code can number. No language comes near; where a
 * hostile text does, forms beyond the limit count as the term's first one.
 */
static void number_terms(nh_word_order *o)
{
    uint32_t form = 0;
    uint32_t occurrences = 0;

    for (size_t i = 0; i < o->n_words; i++) {
        const nh_ordered_word *w = &o->words[i];

        form++;
        if (i == 0 || w->key != w[-1].key ||
            !nh_str_equal(w->word->term, w[-1].word->term)) {
            o->ends[o->n_terms++] = occurrences;
            form = 0;
        }
        occurrences += w->count;
        o->places[w->number].term = (uint32_t)(o->n_terms - 1);
        o->places[w->number].form = form < NH_FORM_LIMIT ? form : 0;
    }
}

nh_status nh_word_order_make(const nh_env *env, const nh_analyzer *analyzer,
                             const nh_forward *f, nh_word_order *out, nh_error *err)
{
    const size_t n = nh_analyzer_words(analyzer);

    *out = (nh_word_order){.env = env};
    out->places = (nh_word_place *)nh_zeroed(env, n, sizeof *out->places);
    out->words = (nh_ordered_word *)nh_resized(env, NULL, n, sizeof *out->words);
    out->ends = (uint32_t *)nh_resized(env, NULL, n, sizeof *out->ends);
    if (out->places == NULL || out->words == NULL || out->ends == NULL) {
        nh_word_order_close(out);
        return nh_fail_memory(err, "sorting words");
    }
    count_words(f, out->places);
    list_words(out, analyzer, n);
    qsort(out->words, out->n_words, sizeof *out->words, compare_words);
    number_terms(out);
    return NH_OK;
}

size_t nh_word_order_memory(size_t words)
{
    return words * (sizeof(nh_word_place) + 2 * sizeof(nh_ordered_word) + sizeof(size_t));
}

void nh_word_order_close(nh_word_order *o)
{
    nh_release(o->env, o->words);
    nh_release(o->env, o->places);
    nh_release(o->env, o->ends);
    *o = (nh_word_order){.env = o->env};
}
