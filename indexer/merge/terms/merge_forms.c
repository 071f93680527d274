/* indexer/merge/terms/merge_forms.c - the forms that a term has in several segments, and their codes. */
#include "indexer/merge/terms/merge_forms.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "indexer/write/terms/terms_writer.h"

/* A form of one of the entries. */
typedef struct nh_form_source {
    const nh_form *form;
    size_t map_at; /* where its code in the union belongs */
} nh_form_source;

void nh_form_union_free(nh_form_union *u)
{
    nh_release(u->env, u->forms);
    nh_release(u->env, u->maps);
    nh_release(u->env, u->sources);
    nh_release(u->env, u->code_of);
    nh_release(u->env, u->scratch);
    *u = (nh_form_union){.env = u->env};
}

static bool make_room(nh_form_union *u, size_t n)
{
    const size_t more = n + n / 2 + 16;

    if (n <= u->capacity)
        return true;
    nh_form_union_free(u);
    u->forms = (nh_form *)nh_resized(u->env, NULL, more, sizeof *u->forms);
    u->maps = (uint16_t *)nh_resized(u->env, NULL, more, sizeof *u->maps);
    u->sources = (nh_form_source *)nh_resized(u->env, NULL, more, sizeof *u->sources);
    u->code_of = (uint16_t *)nh_resized(u->env, NULL, more, sizeof *u->code_of);
    u->scratch = (uint32_t *)nh_resized(u->env, NULL, more, sizeof *u->scratch);
    if (u->forms == NULL || u->maps == NULL || u->sources == NULL || u->code_of == NULL ||
        u->scratch == NULL)
        return false;
    u->capacity = more;
    return true;
}

static int compare_sources(const void *a, const void *b)
{
    const nh_form_source *x = (const nh_form_source *)a;
    const nh_form_source *y = (const nh_form_source *)b;
    const int c = nh_str_compare(x->form->text, y->form->text);

    return c != 0 ? c : (x->map_at > y->map_at) - (x->map_at < y->map_at);
}

/* Equal forms become one, with their passages together; map_at leads to its number. */
static void unite(nh_form_union *u, size_t n)
{
    uint32_t last = 0;

    u->count = 0;
    for (size_t i = 0; i < n; i++) {
        const nh_form *f = u->sources[i].form;

        if (u->count == 0 || !nh_str_equal(u->forms[last].text, f->text)) {
            if (u->count == NH_FORM_LIMIT) {
                u->maps[u->sources[i].map_at] = 0; /* as in a run: it counts as the first */
                u->forms[0].df += f->df;
                continue;
            }
            last = u->count++;
            u->forms[last] = *f;
            u->forms[last].df = 0;
        }
        u->forms[last].df += f->df;
        u->maps[u->sources[i].map_at] = (uint16_t)last;
    }
}

/* Forms that only deleted articles had come last, and go. */
static void order(nh_form_union *u, size_t n)
{
    nh_forms_order(u->forms, u->count, u->code_of, u->scratch);
    for (size_t i = 0; i < n; i++)
        u->maps[i] = u->code_of[u->maps[i]];
    while (u->count > 1 && u->forms[u->count - 1].df == 0)
        u->count--;
}

/* Most terms: one form, and the same everywhere. */
static bool unite_single(nh_form_union *u, const nh_term *const *terms, uint32_t n)
{
    if (terms[0]->n_forms != 1)
        return false;
    for (uint32_t i = 1; i < n; i++)
        if (terms[i]->n_forms != 1 ||
            !nh_str_equal(terms[i]->forms[0].text, terms[0]->forms[0].text))
            return false;
    u->forms[0] = terms[0]->forms[0];
    u->count = 1;
    u->maps[0] = 0;
    for (uint32_t i = 1; i < n; i++) {
        u->forms[0].df += terms[i]->forms[0].df;
        u->maps[i] = 0;
    }
    return true;
}

nh_status nh_form_union_make(nh_form_union *u, const nh_term *const *terms, uint32_t n,
                             size_t *map_at, nh_error *err)
{
    size_t sum = 0;
    size_t at = 0;

    for (uint32_t i = 0; i < n; i++) {
        map_at[i] = sum;
        sum += terms[i]->n_forms;
    }
    if (!make_room(u, sum))
        return nh_fail_memory(err, "forms of a term");
    if (unite_single(u, terms, n))
        return NH_OK;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t c = 0; c < terms[i]->n_forms; c++, at++)
            u->sources[at] = (nh_form_source){&terms[i]->forms[c], at};
    qsort(u->sources, sum, sizeof *u->sources, compare_sources);
    unite(u, sum);
    order(u, sum);
    return NH_OK;
}

bool nh_form_map_is_identity(const nh_form_union *u, size_t at, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (u->maps[at + i] != i)
            return false;
    return true;
}
