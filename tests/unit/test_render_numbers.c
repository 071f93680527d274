/* tests/unit/test_render_numbers.c - scores and numbers as text, whatever the locale. */
#include <locale.h>
#include <stdio.h>

#include "searcher/present/render_forms.h"
#include "tests/support/cm.h"

static void check_score(nh_score score, unsigned digits)
{
    nh_buffer out = {0};
    char expected[64];

    snprintf(expected, sizeof expected, "%.*f", (int)digits,
             (double)score / (double)NH_SCORE_ONE);
    nh_render_score(score, digits, &out);
    nh_buf_u8(&out, 0);
    assert_true(nh_buf_ok(&out));
    assert_string_equal((const char *)out.bytes, expected);
    nh_buf_free(&out);
}

/* A double holds these scores exactly, and printf() rounds what it holds half to even. */
static void a_score_is_exact_and_rounded_half_to_even(void **state)
{
    static const nh_score scores[] = {0,
                                      1,
                                      -1,
                                      NH_SCORE_ONE,
                                      NH_SCORE_ONE - 1,
                                      -NH_SCORE_ONE,
                                      NH_SCORE_ONE / 2,
                                      NH_SCORE_ONE + NH_SCORE_ONE / 2,
                                      NH_SCORE_ONE / 4,
                                      NH_SCORE_ONE * 3 / 4,
                                      NH_SCORE_ONE / 128,
                                      NH_SCORE_ONE * 3 / 128,
                                      INT64_C(1) << 40,
                                      (INT64_C(1) << 52) + 1};

    (void)state;
    for (size_t i = 0; i < COUNT(scores); i++)
        for (unsigned digits = 1; digits <= 7; digits++)
            check_score(scores[i], digits);
    for (nh_score score = 1; score < 4 * NH_SCORE_ONE; score += 997)
        check_score(score, (unsigned)(score % 7) + 1);
}

static void check_number(double value, const char *fixed, const char *in_short)
{
    nh_buffer out = {0};

    nh_render_fixed(value, 3, &out);
    nh_buf_u8(&out, 0);
    assert_string_equal((const char *)out.bytes, fixed);
    nh_buf_clear(&out);
    nh_render_short(value, &out);
    nh_buf_u8(&out, 0);
    assert_string_equal((const char *)out.bytes, in_short);
    nh_buf_free(&out);
}

static void a_number_has_a_point_in_every_locale(void **state)
{
    static const char *const locales[] = {"C", "de_DE.UTF-8", "fr_FR.UTF-8", "fa_IR.UTF-8",
                                          "de_DE.utf8"};

    (void)state;
    for (size_t i = 0; i < COUNT(locales); i++) {
        if (setlocale(LC_NUMERIC, locales[i]) == NULL)
            continue; /* not installed */
        check_number(0.9, "0.900", "0.9");
        check_number(-12.5, "-12.500", "-12.5");
        check_number(3, "3.000", "3");
        check_number(1e-7, "0.000", "1e-07");
        check_number(1.5e15, "1500000000000000.000", "1.5e+15");
    }
    setlocale(LC_NUMERIC, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_score_is_exact_and_rounded_half_to_even),
        cmocka_unit_test(a_number_has_a_point_in_every_locale),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
