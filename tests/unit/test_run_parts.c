/* tests/unit/test_run_parts.c - occurrences sorted part by part are those of the text, in its order. */
#include "indexer/invert/occurrences/run_parts.h"

#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/random_text.h"

#define FORMS 600u /* of term 0: more than fit a slot */
#define TERMS 50u  /* the others have one form each   */
#define WORDS (FORMS + TERMS - 1)
#define PASSAGES 4000u
#define PASSAGE_TOKENS 40u

/* An occurrence as the test keeps it. */
typedef struct seen {
    uint32_t passage, form;
    uint8_t position;
} seen;

/* A text, and the words of a run that knows all of it. */
typedef struct made_text {
    nh_word_place places[WORDS];
    uint16_t ordinals[WORDS];
    nh_run_words words;
    nh_passage_token tokens[PASSAGES][PASSAGE_TOKENS];
} made_text;

static void make_text(made_text *t)
{
    random_numbers r = {5};

    for (uint32_t w = 0; w < WORDS; w++) {
        const uint32_t form = w < FORMS ? w : 0;

        t->ordinals[w] = (uint16_t)form;
        t->places[w] = (w < FORMS ? 0 : w - FORMS + 1) << 8 |
                       (form < NH_FORM_LONG ? form : NH_FORM_LONG);
    }
    t->words = (nh_run_words){.terms = TERMS, .places = t->places, .ordinals = t->ordinals};
    for (uint32_t p = 0; p < PASSAGES; p++)
        for (uint32_t i = 0; i < PASSAGE_TOKENS; i++)
            t->tokens[p][i] = (nh_passage_token){.word = random_below(&r, WORDS),
                                                 .pos = (uint8_t)(i * 2)};
}

/* The text in parts, which `parts` and `forward` own. */
static nh_status sort_text(const made_text *t, nh_forward *forward, nh_parts *parts)
{
    nh_status st = nh_forward_prepare(forward, &t->words, NULL);

    for (uint32_t p = 0; st == NH_OK && p < PASSAGES; p++) {
        if (!nh_forward_has_room(forward, PASSAGE_TOKENS))
            st = nh_parts_take(parts, forward, NULL);
        if (st == NH_OK)
            st = nh_forward_put(forward, t->tokens[p], PASSAGE_TOKENS, &t->words, NULL);
    }
    return st == NH_OK ? nh_parts_take(parts, forward, NULL) : st;
}

static void assert_is(const nh_part *part, uint32_t at, seen expected)
{
    const nh_slot slot = part->slots[at];
    const bool is_long = nh_slot_form(slot) == NH_FORM_LONG;

    assert_int_equal(part->first_passage + nh_slot_passage(slot), expected.passage);
    assert_int_equal(nh_slot_position(slot), expected.position);
    assert_int_equal(is_long, expected.form >= NH_FORM_LONG);
    assert_int_equal(is_long ? nh_part_long_form(part, at) : nh_slot_form(slot),
                     expected.form);
}

/* The cells of a term, beside a walk over the text; returns how many occurrences there are. */
static uint32_t check_term(const made_text *t, const nh_parts *parts, const nh_cells *cells,
                           uint32_t term)
{
    const nh_cell *end;
    const nh_cell *cell = nh_cells_of(cells, term, &end);
    uint32_t done = 0; /* of the cell */
    uint32_t n = 0;

    for (uint32_t p = 0; p < PASSAGES; p++)
        for (uint32_t i = 0; i < PASSAGE_TOKENS; i++) {
            const nh_passage_token *token = &t->tokens[p][i];
            const seen expected = {p, t->ordinals[token->word], token->pos};

            if (nh_place_term(t->places[token->word]) != term)
                continue;
            assert_true(cell < end);
            assert_is(&parts->list[nh_cell_part(*cell)], nh_cell_start(*cell) + done,
                      expected);
            n++;
            if (++done == nh_cell_count(*cell)) {
                cell++;
                done = 0;
            }
        }
    assert_ptr_equal(cell, end);
    return n;
}

static void a_terms_occurrences_keep_the_order_of_the_text_and_their_forms(void **state)
{
    static made_text t;
    static uint32_t rank[TERMS];
    const nh_env *env = nh_env_system();
    nh_forward forward;
    nh_parts parts = {.env = env};
    nh_cells cells;
    uint32_t *counts;

    (void)state;
    make_text(&t);
    nh_forward_init(&forward, env, 0);
    assert_int_equal(sort_text(&t, &forward, &parts), NH_OK);
    assert_true(parts.count > 1);
    assert_int_equal(parts.passages, PASSAGES);
    for (uint32_t i = 0; i < TERMS; i++)
        rank[i] = i;
    assert_int_equal(nh_parts_count(&parts, TERMS, &counts, NULL), NH_OK);
    assert_int_equal(nh_cells_make(&parts, rank, TERMS, &cells, NULL), NH_OK);
    for (uint32_t term = 0; term < TERMS; term++)
        assert_int_equal(check_term(&t, &parts, &cells, term), counts[term]);
    nh_cells_close(&cells);
    nh_release(env, counts);
    nh_parts_clear(&parts);
    nh_forward_clear(&forward);
}

static nh_status sort_with(const nh_env *env, void *context)
{
    nh_parts parts = {.env = env};
    nh_forward forward;
    nh_status st;

    nh_forward_init(&forward, env, 0);
    st = sort_text((const made_text *)context, &forward, &parts);
    nh_parts_clear(&parts);
    nh_forward_clear(&forward);
    return st;
}

static void failed_allocations_are_told(void **state)
{
    static made_text t;

    (void)state;
    make_text(&t);
    assert_true(fault_sweep_allocations(sort_with, &t) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terms_occurrences_keep_the_order_of_the_text_and_their_forms),
        cmocka_unit_test(failed_allocations_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
