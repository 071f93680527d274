/* searcher/match/plan/known_terms.c - dictionary entries that were read, kept from query to query. */
#include "searcher/match/plan/known_terms.h"

#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"

/* Above this many forms a term is taken to repeat without looking at each pair of them. */
#define FORMS_COMPARED 64u

/* Entries of about ten thousand words. A reader's private memory is to stay small, and words that
 * are met again and again come back soon. */
#define MOST_HELD ((size_t)4 << 20)

void nh_known_terms_begin(const nh_env *env, nh_terms **walkers, uint32_t n_segments,
                          nh_known_terms *out)
{
    *out = (nh_known_terms){.env = env,
                            .n_segments = n_segments,
                            .walkers = walkers,
                            .words = {.env = env, .texts = {.env = env}},
                            .arena = {.env = env},
                            .folded = {.env = env},
                            .part = {.env = env}};
}

static void forget(nh_known_terms *known)
{
    nh_word_table_close(&known->words);
    nh_arena_reset(&known->arena);
    nh_release(known->env, (const void *)known->list);
    known->list = NULL;
    known->room = 0;
    known->age++;
}

void nh_known_terms_trim(nh_known_terms *known)
{
    if (known->arena.held + nh_word_table_memory(&known->words) +
            known->room * sizeof *known->list >
        MOST_HELD)
        forget(known);
}

void nh_known_terms_close(nh_known_terms *known)
{
    forget(known);
    nh_arena_close(&known->arena);
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
static nh_status read_entries(nh_known_terms *known, nh_str text, bool pair,
                              const nh_known_term **out, nh_error *err)
{
    nh_known_term *entries =
        (nh_known_term *)nh_arena_array(&known->arena, known->n_segments, sizeof *entries);
    nh_status st = entries != NULL ? NH_OK : nh_fail_memory(err, "a word");

    known->lookups++;
    for (uint32_t s = 0; s < known->n_segments && st == NH_OK; s++) {
        const nh_term *term = NULL;

        st = pair ? nh_terms_find_pair(known->walkers[s], text, &term, err)
                  : nh_terms_find(known->walkers[s], text, &term, err);
        if (st != NH_OK || term == NULL)
            continue;
        entries[s].term = nh_term_copy(&known->arena, term);
        st = entries[s].term != NULL ? nh_known_term_describe(known, &entries[s], err)
                                     : nh_fail_memory(err, "a word");
    }
    if (st == NH_OK)
        *out = entries;
    return st;
}

/* Where what is known of `text` stands, or NULL: memory was short. */
static const nh_known_term **place_of(nh_known_terms *known, nh_str text)
{
    const nh_word word = {.term = text};
    uint32_t number;

    if (!nh_word_table_number(&known->words, &word, &number))
        return NULL;
    if (number >= known->room) {
        const size_t room = known->room > 0 ? 2 * known->room : 64;
        const nh_known_term **list = (const nh_known_term **)nh_resized(
            known->env, (void *)known->list, room, sizeof(const nh_known_term *));

        if (list == NULL)
            return NULL;
        memset((void *)(list + known->room), 0,
               (room - known->room) * sizeof(const nh_known_term *));
        known->list = list;
        known->room = room;
    }
    return &known->list[number];
}

static nh_status find(nh_known_terms *known, nh_str text, bool pair,
                      const nh_known_term **out, nh_error *err)
{
    const nh_known_term **place = place_of(known, text);
    nh_status st = NH_OK;

    if (place == NULL)
        return nh_fail_memory(err, "a word");
    if (*place == NULL)
        st = read_entries(known, text, pair, place, err);
    *out = *place;
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
