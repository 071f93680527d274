/* indexer/invert/flush/term_encoder.c - a stretch of the terms of a view into postings, then into a segment. */
#include "indexer/invert/flush/term_encoder.h"

#include <string.h>

#include "common/base/error.h"
#include "indexer/invert/flush/term_encoder_impl.h"

nh_status nh_term_encoder_new(const nh_env *env, int dir, const nh_impact_rule *rule,
                              nh_term_encoder **out, nh_error *err)
{
    nh_term_encoder *e = nh_new(env, nh_term_encoder);
    nh_status st;

    *out = NULL;
    if (e == NULL)
        return nh_fail_memory(err, "encoding terms");
    e->env = env;
    e->forms.env = env;
    nh_encoded_terms_init(&e->terms, env);
    nh_section_spools_init(&e->sections, env, dir);
    for (size_t i = 0; i < NH_SECTION_KINDS; i++)
        e->sections.spool[i].most = SIZE_MAX;
    for (unsigned i = 0; i < NH_FLUSH_RUNS; i++)
        e->entry_list[i] = &e->entries[i];
    st = nh_postings_writer_new(&e->sections, rule, &e->postings, err);
    if (st != NH_OK) {
        nh_term_encoder_free(e);
        return st;
    }
    *out = e;
    return NH_OK;
}

void nh_term_encoder_rest(nh_term_encoder *e)
{
    if (e->postings != NULL)
        nh_postings_scope(e->postings, NULL);
    for (size_t i = 0; i < NH_SECTION_KINDS; i++)
        nh_buf_free(&e->sections.spool[i].memory);
    nh_form_union_free(&e->forms);
    nh_release(e->env, e->counted);
    nh_release(e->env, e->seen);
    e->counted = NULL;
    e->seen = NULL;
    e->forms_capacity = 0;
    nh_encoded_terms_free(&e->terms);
}

void nh_term_encoder_free(nh_term_encoder *e)
{
    if (e == NULL)
        return;
    nh_term_encoder_rest(e);
    nh_postings_writer_free(e->postings);
    nh_release(e->env, e);
}

/* ---- forms -------------------------------------------------------------------------- */

static bool room_for_forms(nh_term_encoder *e, size_t n)
{
    const size_t more = n + n / 2 + 16;

    if (n <= e->forms_capacity)
        return true;
    nh_release(e->env, e->counted);
    nh_release(e->env, e->seen);
    e->counted = (nh_form *)nh_resized(e->env, NULL, more, sizeof *e->counted);
    e->seen = (uint32_t *)nh_resized(e->env, NULL, more, sizeof *e->seen);
    e->forms_capacity = e->counted != NULL && e->seen != NULL ? more : 0;
    return e->forms_capacity > 0;
}

/* How many passages of a source have each of the `n` forms of a term. */
static void count_forms(nh_term_encoder *e, const nh_flush_source *s, size_t rank,
                        nh_form *forms, uint32_t n)
{
    const nh_cell *end;

    memset(e->seen, 0, n * sizeof *e->seen);
    for (const nh_cell *cell = nh_cells_of(&s->cells, rank, &end); cell < end; cell++) {
        const nh_part *part = &s->run->parts.list[nh_cell_part(*cell)];
        const nh_slot *slot = part->slots + nh_cell_start(*cell);

        for (const nh_slot *stop = slot + nh_cell_count(*cell); slot < stop; slot++) {
            const uint32_t form = nh_part_form(part, slot);
            const uint32_t passage = part->first_passage + nh_slot_passage(*slot) + 1;

            forms[form].df += e->seen[form] != passage;
            e->seen[form] = passage;
        }
    }
}

/* The forms that a source knows of the term, appended to `counted`. */
static void list_forms(nh_term_encoder *e, const nh_flush_source *s, unsigned i,
                       nh_form *forms)
{
    const uint32_t *words = nh_flush_forms(s, e->ranks[i], &e->entries[i].n_forms);

    for (uint32_t k = 0; k < e->entries[i].n_forms; k++) {
        const nh_word *w = nh_analyzer_word(s->run->analyzer, words[k]);

        forms[k] = (nh_form){.text = w->form, .span = w->span, .flags = w->flags};
    }
    e->entries[i].forms = forms;
}

/* The forms of the term that the taken sources have, in the order of their codes. */
static nh_status collect_forms(nh_term_encoder *e, const nh_flush_view *v, nh_error *err)
{
    nh_form *forms;
    uint32_t n;
    size_t sum = 0;

    for (unsigned i = 0; i < e->n_taken; i++) {
        (void)nh_flush_forms(&v->sources[e->taken[i]], e->ranks[i], &n);
        sum += n;
    }
    if (!room_for_forms(e, sum))
        return nh_fail_memory(err, "forms of a term");
    forms = e->counted;
    for (unsigned i = 0; i < e->n_taken; i++) {
        const nh_flush_source *s = &v->sources[e->taken[i]];

        list_forms(e, s, i, forms);
        if (sum > 1)
            count_forms(e, s, e->ranks[i], forms, e->entries[i].n_forms);
        forms += e->entries[i].n_forms;
    }
    return nh_form_union_make(&e->forms, e->entry_list, e->n_taken, e->map_at, err);
}

/* ---- a term ------------------------------------------------------------------------- */

/* Only pairs are no word of a text, and have no form. */
static bool is_pair(const nh_term_encoder *e, const nh_flush_view *v)
{
    uint32_t n;

    (void)nh_flush_forms(&v->sources[e->taken[0]], e->ranks[0], &n);
    return n == 0;
}

static nh_status encode_term(nh_term_encoder *e, const nh_flush_view *v, nh_error *err)
{
    nh_new_term term = {.pair = is_pair(e, v)};
    nh_form whole = {.span = 1};
    nh_written_list list;
    nh_status st = NH_OK;

    e->pair = term.pair;
    if (!term.pair)
        st = collect_forms(e, v, err);
    if (st == NH_OK)
        st = nh_term_postings_put(e, v, &list, err);
    if (st != NH_OK)
        return st;
    for (unsigned i = 0; i < e->n_taken; i++) {
        const nh_ordered_term *t = &v->sources[e->taken[i]].order.list[e->ranks[i]];

        term.text = (nh_str){t->text, t->size};
        term.cf += t->count;
    }
    term.article_df = e->articles;
    whole.text = term.text;
    term.n_forms = term.pair ? 1 : e->forms.count;
    term.forms = term.pair ? &whole : e->forms.forms;
    if (!term.pair && term.n_forms == 1)
        e->forms.forms[0].df = (uint32_t)list.df;
    term.list = &list;
    return nh_encoded_terms_put(&e->terms, &term, err);
}

nh_status nh_term_encode(nh_term_encoder *e, const nh_flush_view *v,
                         const nh_flush_places *from, const nh_flush_places *end,
                         nh_error *err)
{
    nh_flush_places at = *from;
    nh_status st = NH_OK;

    nh_postings_scope(e->postings, &(nh_list_scope){v->passages, v->tokens, v->begins});
    while (st == NH_OK && (e->n_taken = nh_flush_least(v, &at, end, e->taken)) > 0) {
        for (unsigned i = 0; i < e->n_taken; i++)
            e->ranks[i] = at.at[e->taken[i]]++;
        st = encode_term(e, v, err);
    }
    return st;
}

nh_status nh_term_encoder_hand_over(nh_term_encoder *e, nh_section_spools *to,
                                    nh_terms_writer *dictionary, nh_error *err)
{
    return nh_encoded_terms_hand_over(&e->terms, &e->sections, to, dictionary, err);
}
