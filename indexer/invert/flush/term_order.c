/* indexer/invert/flush/term_order.c - the terms of a run in the order of the dictionary. */
#include "indexer/invert/flush/term_order.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/str.h"

#define HEAP_BITS 16u /* of a term's beginning that say which heap it goes to */
#define HEAPS (1u << HEAP_BITS)

int nh_ordered_term_compare(const nh_ordered_term *a, const nh_ordered_term *b)
{
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return nh_str_compare((nh_str){a->text, a->size}, (nh_str){b->text, b->size});
}

static int compare_terms(const void *a, const void *b)
{
    return nh_ordered_term_compare((const nh_ordered_term *)a, (const nh_ordered_term *)b);
}

/* Where the texts of terms are. */
typedef struct term_texts {
    const nh_run_words *words;
    const nh_analyzer *analyzer;
    uint32_t pair_words; /* version of the list                   */
    char *keys;          /* of pairs, NH_PAIR_KEY_SIZE bytes each */
} term_texts;

static inline nh_str text_of(const term_texts *t, uint32_t term)
{
    return nh_run_words_is_pair(term)
               ? nh_run_pairs_key(t->pair_words, term,
                                  t->keys + (size_t)term * NH_PAIR_KEY_SIZE)
               : nh_run_words_text(t->words, t->analyzer, term);
}

/* The heap of a term: what it begins with. */
static inline uint32_t heap_of(uint64_t key)
{
    return (uint32_t)(key >> (64 - HEAP_BITS));
}

/* How many terms of each heap occur, in heaps[1 + h]: with fewer to a heap, sorting one asks for
 * far fewer comparisons than sorting all. */
static void count_heaps(const term_texts *texts, const uint32_t *counts, uint32_t *heaps)
{
    for (uint32_t t = 0; t < texts->words->terms; t++)
        if (counts[t] > 0)
            heaps[1 + heap_of(nh_str_key(text_of(texts, t)))]++;
    for (uint32_t h = 1; h < HEAPS; h++)
        heaps[1 + h] += heaps[h];
}

/* Terms go to their heaps, heap h to list[heaps[h]] and behind it; each heaps[h] ends where its
 * heap does. */
static void list_terms(nh_term_order *o, const term_texts *texts, const uint32_t *counts,
                       uint32_t *heaps)
{
    for (uint32_t t = 0; t < texts->words->terms; t++) {
        const nh_str text = counts[t] > 0 ? text_of(texts, t) : (nh_str){NULL, 0};
        const uint64_t key = nh_str_key(text);

        if (counts[t] > 0)
            o->list[heaps[heap_of(key)]++] =
                (nh_ordered_term){key, text.ptr, (uint32_t)text.len, t, counts[t]};
    }
}

static void sort_heaps(nh_term_order *o, const uint32_t *ends)
{
    uint32_t at = 0;

    for (uint32_t h = 0; h < HEAPS; at = ends[h++])
        if (ends[h] - at > 1)
            qsort(o->list + at, ends[h] - at, sizeof *o->list, compare_terms);
    o->count = ends[HEAPS - 1];
}

static nh_status sort_terms(nh_term_order *o, const term_texts *texts,
                            const uint32_t *counts, nh_error *err)
{
    uint32_t *heaps = (uint32_t *)nh_zeroed(o->env, HEAPS + 1, sizeof *heaps);

    o->list =
        (nh_ordered_term *)nh_resized(o->env, NULL, texts->words->terms, sizeof *o->list);
    if (heaps != NULL && o->list != NULL) {
        count_heaps(texts, counts, heaps);
        list_terms(o, texts, counts, heaps);
        sort_heaps(o, heaps);
    }
    nh_release(o->env, heaps);
    return heaps != NULL && o->list != NULL ? NH_OK : nh_fail_memory(err, "sorting terms");
}

nh_status nh_term_order_make(const nh_run_words *words, const nh_analyzer *analyzer,
                             uint32_t pair_words, const nh_parts *parts, nh_term_order *out,
                             nh_error *err)
{
    term_texts texts = {words, analyzer, pair_words, NULL};
    uint32_t *counts = NULL;
    nh_status st = nh_parts_count(parts, words->terms, &counts, err);

    *out = (nh_term_order){.env = words->env};
    out->keys = texts.keys =
        (char *)nh_resized(words->env, NULL, NH_PAIR_TERMS, NH_PAIR_KEY_SIZE);
    if (st == NH_OK && out->keys == NULL)
        st = nh_fail_memory(err, "sorting terms");
    if (st == NH_OK)
        st = sort_terms(out, &texts, counts, err);
    if (st != NH_OK) {
        nh_release(words->env, counts);
        nh_term_order_close(out);
        return st;
    }
    for (size_t r = 0; r < out->count; r++)
        counts[out->list[r].term] = (uint32_t)r;
    out->rank = counts;
    return NH_OK;
}

void nh_term_order_close(nh_term_order *o)
{
    nh_release(o->env, o->list);
    nh_release(o->env, o->rank);
    nh_release(o->env, o->keys);
    *o = (nh_term_order){.env = o->env};
}
