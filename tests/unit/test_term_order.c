/* tests/unit/test_term_order.c - the terms of a run that occur, in the order of their bytes. */
#include "indexer/invert/flush/term_order.h"

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/random_text.h"

#define TERMS 5000u

/* Terms with occurrences and some without, which the run knows all the same. */
typedef struct made_run {
    nh_run_words words;
    nh_forward forward;
    nh_parts parts;
    size_t occur; /* terms that do */
} made_run;

/* Short ones, so that many begin alike or are the beginning of others, and any bytes. */
static nh_str make_text(random_numbers *r, char room[24])
{
    static const char letters[] = {'a', 'b', 'z', '\x01', '\x7f', '\x80', '\xff', '\0'};
    const size_t n = 1 + random_below(r, 12 + 12 * random_below(r, 2));

    for (size_t i = 0; i < n; i++)
        room[i] = letters[random_below(r, i < 4 ? sizeof letters : 2)];
    return (nh_str){room, n};
}

static nh_status make_run(made_run *m, const nh_env *env)
{
    random_numbers r = {11};
    nh_status st = NH_OK;

    *m = (made_run){.parts = {.env = env}};
    nh_run_words_init(&m->words, env);
    nh_forward_init(&m->forward, env, 0);
    for (uint32_t i = 0; st == NH_OK && i < TERMS; i++) {
        char room[24];
        uint32_t term;

        st = nh_run_words_pair(&m->words, make_text(&r, room), &term, NULL);
    }
    if (st == NH_OK)
        st = nh_forward_prepare(&m->forward, &m->words, NULL);
    if (st == NH_OK)
        st = nh_forward_put(&m->forward, NULL, 0, &m->words, NULL);
    if (st != NH_OK)
        return st;
    for (uint32_t term = 0; term < m->words.terms.count; term++) {
        const nh_found_pair once = {.term = term};

        m->occur += term % 7 != 3;
        nh_forward_put_pairs(&m->forward, &once, term % 7 != 3);
    }
    return nh_parts_take(&m->parts, &m->forward, NULL);
}

static void free_run(made_run *m)
{
    nh_parts_clear(&m->parts);
    nh_forward_clear(&m->forward);
    nh_run_words_clear(&m->words);
}

static void all_terms_that_occur_stand_in_byte_order(void **state)
{
    made_run m;
    nh_term_order order;

    (void)state;
    assert_int_equal(make_run(&m, nh_env_system()), NH_OK);
    assert_true(m.words.terms.count > 1000);
    assert_int_equal(nh_term_order_make(&m.words, &m.parts, &order, NULL), NH_OK);
    assert_int_equal(order.count, m.occur);
    for (size_t i = 0; i < order.count; i++) {
        const nh_ordered_term *t = &order.list[i];
        const nh_str text = nh_intern_text(&m.words.terms, t->term);

        assert_true(nh_str_equal((nh_str){t->text, t->size}, text));
        assert_int_equal(t->count, 1);
        assert_int_equal(order.rank[t->term], i);
        if (i > 0)
            assert_true(nh_str_compare((nh_str){t[-1].text, t[-1].size}, text) < 0);
    }
    nh_term_order_close(&order);
    free_run(&m);
}

static nh_status order_with(const nh_env *env, void *context)
{
    nh_term_order order = {.env = env};
    made_run m;
    nh_status st = make_run(&m, env);

    (void)context;
    if (st == NH_OK)
        st = nh_term_order_make(&m.words, &m.parts, &order, NULL);
    nh_term_order_close(&order);
    free_run(&m);
    return st;
}

static void failed_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(order_with, NULL) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_terms_that_occur_stand_in_byte_order),
        cmocka_unit_test(failed_allocations_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
