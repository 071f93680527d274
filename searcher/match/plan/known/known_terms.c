/* searcher/match/plan/known/known_terms.c - dictionary entries that were read, kept from query to query. */
#include "searcher/match/plan/known/known_terms.h"

#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"

/* Above this many forms a term is taken to repeat without looking at each pair of them. */
#define FORMS_COMPARED 64u

void nh_known_terms_begin(const nh_env *env, nh_terms **walkers, uint32_t n_segments,
                          nh_known_terms *out)
{
    *out = (nh_known_terms){.n_segments = n_segments,
                            .walkers = walkers,
                            .folded = {.env = env},
                            .part = {.env = env}};
    nh_known_table_begin(env, &out->table);
}

void nh_known_terms_trim(nh_known_terms *known)
{
    if (!nh_known_table_is_full(&known->table))
        return;
    nh_known_table_forget(&known->table);
    known->age++;
}

void nh_known_terms_close(nh_known_terms *known)
{
    nh_known_table_close(&known->table);
    nh_buf_free(&known->folded);
    nh_buf_free(&known->part);
}

/* A joined word as written, up to its first hyphen: its first part is not longer than that. */
static nh_str before_hyphen(nh_str form)
{
    const char *hyphen = (const char *)memchr(form.ptr, '-', form.len);

    return hyphen != NULL && hyphen > form.ptr
               ? nh_str_part(form, 0, (size_t)(hyphen - form.ptr))
               : form;
}

/*
 * A joined word and its first part share a position. They count twice there only if both have
 * this term; then the part is one of its forms, and the joined word begins with it.
 */
static nh_status find_repeats(nh_known_terms *known, const nh_term *term, uint32_t joined,
                              bool *repeats, nh_error *err)
{
    nh_buffer *folded = &known->folded, *part = &known->part;
    nh_status st;

    nh_buf_clear(folded);
    nh_form_folded(before_hyphen(term->forms[joined].text), folded);
    st = nh_buf_status(folded, err, "a form");
    for (uint32_t i = 0; i < term->n_forms && !*repeats && st == NH_OK; i++) {
        nh_buf_clear(part);
        nh_form_folded(term->forms[i].text, part);
        st = nh_buf_status(part, err, "a form");
        *repeats = st == NH_OK && i != joined &&
                   nh_str_starts(nh_buf_str(folded), nh_buf_str(part));
    }
    return st;
}

nh_status nh_known_term_describe(nh_known_terms *known, nh_known_term *t, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < t->term->n_forms && st == NH_OK; i++) {
        if (t->term->forms[i].span < 2)
            continue;
        t->joined = true;
        if (t->term->n_forms > FORMS_COMPARED)
            t->repeats = true;
        else if (!t->repeats)
            st = find_repeats(known, t->term, i, &t->repeats, err);
    }
    return st;
}

/* The word's entries, one for each segment, in the arena. */
static nh_status read_entries(nh_known_terms *known, nh_str text, bool pair, void **out,
                              nh_error *err)
{
    nh_arena *arena = &known->table.arena;
    nh_known_term *entries =
        (nh_known_term *)nh_arena_array(arena, known->n_segments, sizeof *entries);
    nh_status st = entries != NULL ? NH_OK : nh_fail_memory(err, "a word");

    known->lookups++;
    for (uint32_t s = 0; s < known->n_segments && st == NH_OK; s++) {
        const nh_term *term = NULL;

        st = pair ? nh_terms_find_pair(known->walkers[s], text, &term, err)
                  : nh_terms_find(known->walkers[s], text, &term, err);
        if (st != NH_OK || term == NULL)
            continue;
        entries[s].term = nh_term_copy(arena, term);
        st = entries[s].term != NULL ? nh_known_term_describe(known, &entries[s], err)
                                     : nh_fail_memory(err, "a word");
    }
    if (st == NH_OK)
        *out = entries;
    return st;
}

static nh_status find(nh_known_terms *known, nh_str text, bool pair,
                      const nh_known_term **out, nh_error *err)
{
    void **place = nh_known_table_place(&known->table, text);
    nh_status st = NH_OK;

    if (place == NULL)
        return nh_fail_memory(err, "a word");
    if (*place == NULL)
        st = read_entries(known, text, pair, place, err);
    *out = (const nh_known_term *)*place;
    return st;
}

nh_status nh_known_terms_find(nh_known_terms *known, nh_str text, const nh_known_term **out,
                              nh_error *err)
{
    return find(known, text, false, out, err);
}

nh_status nh_known_terms_find_pair(nh_known_terms *known, nh_str key,
                                   const nh_known_term **out, nh_error *err)
{
    return find(known, key, true, out, err);
}
