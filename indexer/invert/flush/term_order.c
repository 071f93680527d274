/* indexer/invert/flush/term_order.c - the terms of a run in the order of the dictionary. */
#include "indexer/invert/flush/term_order.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/str.h"

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

static void list_terms(nh_term_order *o, const nh_intern *terms, const uint32_t *counts)
{
    for (uint32_t t = 0; t < terms->count; t++) {
        const nh_str text = nh_intern_text(terms, t);

        if (counts[t] > 0)
            o->list[o->count++] = (nh_ordered_term){nh_str_key(text), text.ptr,
                                                    (uint32_t)text.len, t, counts[t]};
    }
}

nh_status nh_term_order_make(const nh_run_words *words, const nh_parts *parts,
                             nh_term_order *out, nh_error *err)
{
    const size_t n = words->terms.count;
    uint32_t *counts = NULL;
    nh_status st = nh_parts_count(parts, n, &counts, err);

    *out = (nh_term_order){.env = words->env};
    if (st != NH_OK)
        return st;
    out->list = (nh_ordered_term *)nh_resized(words->env, NULL, n, sizeof *out->list);
    if (out->list == NULL) {
        nh_release(words->env, counts);
        return nh_fail_memory(err, "sorting terms");
    }
    list_terms(out, &words->terms, counts);
    qsort(out->list, out->count, sizeof *out->list, compare_terms);
    for (size_t r = 0; r < out->count; r++)
        counts[out->list[r].term] = (uint32_t)r;
    out->rank = counts;
    return NH_OK;
}

void nh_term_order_close(nh_term_order *o)
{
    nh_release(o->env, o->list);
    nh_release(o->env, o->rank);
    *o = (nh_term_order){.env = o->env};
}
