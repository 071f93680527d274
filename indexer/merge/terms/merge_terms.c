/* indexer/merge/terms/merge_terms.c - the dictionaries of the inputs and all their postings. */
#include "indexer/merge/terms/merge_terms.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "indexer/merge/key_heap.h"
#include "indexer/merge/terms/merge_counts.h"
#include "indexer/merge/terms/merge_postings.h"

#define POSTING_BYTES 3u /* of a posting in all sections, about */

typedef struct merging {
    nh_merge_inputs *in;
    nh_section_spools *to;
    nh_key_heap heap;
    uint32_t *taken; /* inputs with the smallest term, ascending      */
    uint32_t n_taken;
    const nh_term **terms;    /* their entries, of those that keep some of it  */
    uint32_t *lists;          /* of which inputs these are                     */
    size_t *map_at;           /* of each, in the union                         */
    uint32_t n;               /* how many there are                            */
    nh_counted_term *counted; /* by input                                   */
    nh_form_union forms;
    nh_postings_writer *postings;
    nh_list_copier copier;
    nh_terms_writer dictionary;
    uint64_t *begins; /* of the articles: article_begins.h */
} merging;

/* ---- the walk ----------------------------------------------------------------------- */

/* Inputs with the smallest term leave the heap. */
static void take_smallest(merging *m)
{
    const nh_str text = m->heap.items[0].key;

    m->n_taken = 0;
    while (m->heap.count > 0 && nh_str_equal(m->heap.items[0].key, text)) {
        m->taken[m->n_taken++] = m->heap.items[0].list;
        nh_heap_pop(&m->heap);
    }
}

static void push(merging *m, uint32_t list)
{
    const nh_term *term = m->in->list[list].term;

    if (term != NULL)
        nh_heap_push(&m->heap, (nh_heap_item){term->text, list});
}

/* The inputs that were taken go on to their next term. */
static nh_status go_on(merging *m, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < m->n_taken; i++) {
        nh_merge_input *input = &m->in->list[m->taken[i]];

        st = nh_terms_next(input->terms, &input->term, err);
        if (st == NH_OK)
            push(m, m->taken[i]);
    }
    return st;
}

static nh_status refresh(merging *m, nh_error *err)
{
    nh_status st = nh_merge_inputs_refresh(m->in, err);

    m->heap.count = 0;
    for (uint32_t i = 0; st == NH_OK && i < m->in->count; i++)
        push(m, i);
    return st;
}

/* ---- a term ------------------------------------------------------------------------- */

/* The entries of the inputs that were taken, without those of which nothing is kept. */
static nh_status count_entries(merging *m, nh_error *err)
{
    nh_status st = NH_OK;

    m->n = 0;
    for (uint32_t i = 0; st == NH_OK && i < m->n_taken; i++) {
        const uint32_t list = m->taken[i];
        const nh_term *term;

        st = nh_term_count(&m->counted[list], &m->in->list[list], &term, err);
        if (st != NH_OK || term->df == 0)
            continue;
        m->lists[m->n] = list;
        m->terms[m->n++] = term;
    }
    return st;
}

static nh_status copy_lists(merging *m, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < m->n; i++) {
        const nh_merge_input *input = &m->in->list[m->lists[i]];
        const size_t at = m->map_at[i];

        st =
            nh_list_copy(&m->copier, input, m->forms.maps + at,
                         nh_form_map_is_identity(&m->forms, at, input->term->n_forms), err);
    }
    return st;
}

static uint64_t sum_of_df(const merging *m)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < m->n; i++)
        sum += m->terms[i]->df;
    return sum;
}

static nh_status merge_term(merging *m, nh_error *err)
{
    nh_written_list list;
    nh_new_term term = {.list = &list};
    nh_status st = count_entries(m, err);

    if (st == NH_OK && m->n > 0)
        st = nh_form_union_make(&m->forms, m->terms, m->n, m->map_at, err);
    if (st != NH_OK || m->n == 0)
        return st;
    term.text = m->terms[0]->text;
    term.pair = nh_term_is_pair(m->terms[0]);
    nh_postings_begin(m->postings, term.pair ? 0 : m->forms.count, sum_of_df(m));
    if ((st = copy_lists(m, err)) != NH_OK ||
        (st = nh_postings_end(m->postings, &list, err)) != NH_OK)
        return st;
    for (uint32_t i = 0; i < m->n; i++) {
        term.article_df += m->terms[i]->article_df;
        term.cf += m->terms[i]->cf;
    }
    term.forms = m->forms.forms;
    term.n_forms = m->forms.count;
    return nh_terms_writer_put(&m->dictionary, &term, err);
}

/* The smallest term of all inputs, which go on to their next. */
static nh_status step(merging *m, nh_error *err)
{
    uint64_t df = 16;
    bool due = false;
    nh_status st;

    take_smallest(m);
    for (uint32_t i = 0; i < m->n_taken; i++)
        df += m->in->list[m->taken[i]].term->df;
    st = merge_term(m, err);
    if (st == NH_OK)
        st = go_on(m, err);
    if (st == NH_OK)
        st = nh_merge_inputs_touch(m->in, df * POSTING_BYTES, &due, err);
    return st == NH_OK && due ? refresh(m, err) : st;
}

static nh_status merge_all(merging *m, nh_error *err)
{
    nh_status st = nh_merge_inputs_walk(m->in, err);

    for (uint32_t i = 0; st == NH_OK && i < m->in->count; i++)
        push(m, i);
    while (st == NH_OK && m->heap.count > 0)
        st = step(m, err);
    return st;
}

static nh_status make_room(merging *m, nh_error *err)
{
    const nh_env *env = m->in->env;
    const uint32_t n = m->in->count;

    m->heap.items = (nh_heap_item *)nh_resized(env, NULL, n, sizeof *m->heap.items);
    m->taken = (uint32_t *)nh_zeroed(env, n, sizeof *m->taken);
    m->terms = (const nh_term **)nh_zeroed(env, n, sizeof *m->terms);
    m->lists = (uint32_t *)nh_zeroed(env, n, sizeof *m->lists);
    m->map_at = (size_t *)nh_zeroed(env, n, sizeof *m->map_at);
    m->counted = (nh_counted_term *)nh_zeroed(env, n, sizeof *m->counted);
    if (m->heap.items == NULL || m->taken == NULL || m->terms == NULL || m->lists == NULL ||
        m->map_at == NULL || m->counted == NULL)
        return nh_fail_memory(err, "merging");
    for (uint32_t i = 0; i < n; i++)
        m->counted[i] = (nh_counted_term){.env = env, .small = {.env = env}};
    return NH_OK;
}

static void free_room(merging *m)
{
    const nh_env *env = m->in->env;

    for (uint32_t i = 0; m->counted != NULL && i < m->in->count; i++)
        nh_counted_term_free(&m->counted[i]);
    nh_release(env, m->heap.items);
    nh_release(env, m->taken);
    nh_release(env, m->terms);
    nh_release(env, m->lists);
    nh_release(env, m->map_at);
    nh_release(env, m->counted);
}

nh_status nh_merge_terms(nh_merge_inputs *in, const nh_impact_rule *rule,
                         nh_section_spools *to, nh_dictionary_sums *out, nh_error *err)
{
    merging m = {.in = in, .to = to, .forms = {.env = in->env}};
    nh_status st = nh_postings_writer_new(to, rule, &m.postings, err);

    nh_list_copier_init(&m.copier, in->env, m.postings);
    nh_terms_writer_init(&m.dictionary, to);
    if (st == NH_OK)
        st = make_room(&m, err);
    if (st == NH_OK)
        st = nh_merge_inputs_begins(in, &m.begins, err);
    if (st == NH_OK)
        nh_postings_scope(m.postings, &(nh_list_scope){in->passages, in->tokens, m.begins});
    if (st == NH_OK)
        st = merge_all(&m, err);
    *out = m.dictionary.sums;
    nh_terms_writer_close(&m.dictionary);
    nh_list_copier_free(&m.copier);
    nh_postings_writer_free(m.postings);
    nh_form_union_free(&m.forms);
    nh_release(in->env, m.begins);
    free_room(&m);
    return st;
}
