/* tests/unit/test_score.c - BM25 in integers. */
#include "tests/support/cm.h"

#include <math.h>

#include "searcher/rank/score.h"
#include "tests/support/faults/fault.h"

static void the_logarithm_is_that_of_the_textbooks(void **state)
{
    static const struct {
        double x, ln;
    } cases[] = {
        {1, 0},
        {2, 0.69314718055994530942},
        {2.71828182845904523536, 1},
        {10, 2.30258509299404568402},
        {0.5, -0.69314718055994530942},
        {0.001, -6.90775527898213705205},
        {1e10, 23.0258509299404568402},
        {2147483648.0, 21.4875625973582965}, /* 31 ln 2 */
        {1.0000001, 9.9999995000000333e-8},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_true(fabs(nh_score_ln(cases[i].x) - cases[i].ln) <
                    1e-9 * (1 + fabs(cases[i].ln)));
    assert_true(nh_score_ln(1) == 0);
}

static void the_logarithm_agrees_with_the_library(void **state)
{
    (void)state;
    for (double x = 1e-6; x < 1e12; x *= 1.0173)
        assert_true(fabs(nh_score_ln(x) - log(x)) <= 4e-16 * fabs(log(x)));
}

static void idf_is_never_negative_and_falls_with_df(void **state)
{
    (void)state;
    for (uint64_t df = 0; df < 1000; df++) {
        assert_true(nh_score_idf(1000, df) > nh_score_idf(1000, df + 1));
        assert_true(nh_score_idf(1000, df + 1) > 0);
    }
    assert_true(nh_score_idf(1000, 5000) == nh_score_idf(1000, 1000));
    assert_true(fabs(nh_score_idf(100, 10) - log(1 + 90.5 / 10.5)) < 1e-15);
}

static void a_part_grows_with_tf_and_falls_with_length(void **state)
{
    const nh_formula f = {.units = 10, .mean = 90, .k1 = 0.9, .b = 0.4};

    (void)state;
    assert_true(fabs(nh_score_part(&f, 1, 90) - 1 / 1.9) < 1e-15);
    for (uint32_t tf = 1; tf < 255; tf++)
        assert_true(nh_score_part(&f, tf, 90) < nh_score_part(&f, tf + 1, 90));
    for (uint32_t length = 1; length < 255; length++)
        assert_true(nh_score_part(&f, 3, length) > nh_score_part(&f, 3, length + 1));
}

static void a_table_holds_the_rounded_formula(void **state)
{
    const nh_formula f = {.units = 5000, .mean = 73.25, .k1 = 1.2, .b = 0.75};
    nh_arena arena = {0};
    nh_score_table *t = nh_score_table_new(&arena, &f, 2560, 17);

    (void)state;
    assert_non_null(t);
    for (uint32_t round = 0; round < 2; round++) /* computed, then remembered */
        for (uint32_t tf = 1; tf < 400; tf += 7)
            for (uint32_t length = 1; length < 1000; length += 13) {
                const double exact =
                    2.5 * log(1 + 4983.5 / 17.5) * nh_score_part(&f, tf, length) * 1048576;

                assert_true(fabs((double)nh_score_get(t, tf, length) - exact) <= 0.500001);
            }
    assert_false(t->starved);
    nh_arena_close(&arena);
}

static void a_table_without_room_is_right_but_says_so(void **state)
{
    const nh_formula f = {.units = 10, .mean = 50, .k1 = 0.9, .b = 0.4};
    nh_arena arena = {0};
    fault *failing = fault_new();
    nh_score_table *t;
    nh_score roomy;

    (void)state;
    t = nh_score_table_new(&arena, &f, 1024, 3);
    roomy = nh_score_get(t, 2, 40);
    nh_arena_close(&arena);
    arena = (nh_arena){.env = fault_env(failing)};
    t = nh_score_table_new(&arena, &f, 1024, 3);
    fault_fail_allocation(failing, 0, true);
    for (uint32_t tf = 1; tf < 255; tf++)
        nh_score_get(t, tf, 40);
    assert_true(t->starved);
    assert_int_equal(nh_score_get(t, 2, 40), roomy);
    nh_arena_close(&arena);
    fault_free(failing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_logarithm_is_that_of_the_textbooks),
        cmocka_unit_test(the_logarithm_agrees_with_the_library),
        cmocka_unit_test(idf_is_never_negative_and_falls_with_df),
        cmocka_unit_test(a_part_grows_with_tf_and_falls_with_length),
        cmocka_unit_test(a_table_holds_the_rounded_formula),
        cmocka_unit_test(a_table_without_room_is_right_but_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
