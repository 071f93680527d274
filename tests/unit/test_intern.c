/* tests/unit/test_intern.c - texts into numbers. */
#include "tests/support/cm.h"

#include <stdio.h>

#include "common/base/str.h"
#include "indexer/write/intern.h"
#include "tests/support/faults/fault.h"

static uint32_t put(nh_intern *t, const char *text, bool expect_new)
{
    uint32_t number = UINT32_MAX;
    bool added;

    assert_int_equal(nh_intern_put(t, nh_str_of(text), &number, &added, NULL), NH_OK);
    assert_int_equal(added, expect_new);
    return number;
}

static void equal_texts_have_equal_numbers(void **state)
{
    nh_intern t = {.env = NULL};

    (void)state;
    assert_false(nh_intern_has(&t, NH_STR("a")));
    assert_int_equal(put(&t, "a", true), 0);
    assert_int_equal(put(&t, "ab", true), 1);
    assert_int_equal(put(&t, "", true), 2);
    assert_int_equal(put(&t, "ab", false), 1);
    assert_true(nh_intern_has(&t, NH_STR("")));
    assert_false(nh_intern_has(&t, NH_STR("b")));
    assert_true(nh_str_equal(nh_intern_text(&t, 1), NH_STR("ab")));
    nh_intern_clear(&t);
    assert_false(nh_intern_has(&t, NH_STR("a")));
    assert_int_equal(put(&t, "ab", true), 0);
    nh_intern_clear(&t);
}

static void thousands_of_texts_are_told_apart(void **state)
{
    nh_intern t = {.env = NULL};
    char text[32];

    (void)state;
    for (uint32_t i = 0; i < 5000; i++) {
        (void)snprintf(text, sizeof text, "id-%u", i);
        assert_int_equal(put(&t, text, true), i);
    }
    for (uint32_t i = 0; i < 5000; i++) {
        (void)snprintf(text, sizeof text, "id-%u", i);
        assert_int_equal(put(&t, text, false), i);
        assert_true(nh_str_equal(nh_intern_text(&t, i), nh_str_of(text)));
    }
    assert_true(nh_intern_memory(&t) > 5000 * 8);
    nh_intern_clear(&t);
}

static void a_table_that_was_moved_knows_its_texts(void **state)
{
    nh_intern tables[2] = {{.env = NULL}};

    (void)state;
    assert_int_equal(put(&tables[0], "usa", true), 0);
    tables[1] = tables[0];
    assert_int_equal(put(&tables[1], "usa", false), 0);
    assert_int_equal(put(&tables[1], "syria", true), 1);
    nh_intern_clear(&tables[1]);
}

static nh_status put_many(const nh_env *env, void *context)
{
    nh_intern t = {.env = env, .bytes = {.env = env}};
    nh_status st = NH_OK;
    char text[32];

    (void)context;
    for (uint32_t i = 0; st == NH_OK && i < 200; i++) {
        uint32_t number;
        bool added;

        (void)snprintf(text, sizeof text, "id-%u", i);
        st = nh_intern_put(&t, nh_str_of(text), &number, &added, NULL);
    }
    nh_intern_clear(&t);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(put_many, NULL) > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_have_equal_numbers),
        cmocka_unit_test(a_table_that_was_moved_knows_its_texts),
        cmocka_unit_test(thousands_of_texts_are_told_apart),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
