/* tests/unit/test_word_table.c - pairs of term and form have one number each. */
#include <stdio.h>

#include "common/base/str.h"
#include "common/text/words/word_table.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

#define PAIRS 3000u

/* Pair `i`: a hundred forms share a term. */
static bool number(nh_word_table *table, unsigned i, uint32_t *out)
{
    char term[20];
    char form[20];
    const nh_word word = {.term = {term, (size_t)snprintf(term, sizeof(term), "t%u", i / 100)},
                          .form = {form, (size_t)snprintf(form, sizeof(form), "f%u", i)},
                          .span = 1};

    return nh_word_table_number(table, &word, out);
}

static void numbers_are_dense_and_stay(void **state)
{
    nh_word_table table = {.env = nh_env_system(), .texts = {.env = nh_env_system()}};
    uint32_t n;
    unsigned round;
    unsigned i;

    (void)state;
    for (round = 0; round < 2; round++) {
        for (i = 0; i < PAIRS; i++) {
            assert_true(number(&table, i, &n));
            assert_int_equal(n, i);
        }
    }
    assert_int_equal(table.count, PAIRS);
    assert_true(nh_str_equal(table.list[1234].form, NH_STR("f1234")));
    assert_true(nh_str_equal(table.list[1234].term, NH_STR("t12")));
    nh_word_table_close(&table);
    assert_int_equal(table.count, 0);
    assert_true(number(&table, 77, &n));
    assert_int_equal(n, 0);
    assert_true(nh_word_table_memory(&table) > 0);
    nh_word_table_close(&table);
}

static nh_status number_many(const nh_env *env, void *context)
{
    nh_word_table table = {.env = env, .texts = {.env = env}};
    nh_status status = NH_OK;
    uint32_t n;
    unsigned i;

    (void)context;
    for (i = 0; i < 500 && status == NH_OK; i++) {
        if (!number(&table, i, &n))
            status = NH_E_NOMEM;
        assert_int_equal(table.count, status == NH_OK ? i + 1 : i);
    }
    nh_word_table_close(&table);
    return status;
}

static void a_failed_allocation_leaves_the_table_as_it_was(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(number_many, NULL) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_dense_and_stay),
        cmocka_unit_test(a_failed_allocation_leaves_the_table_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
