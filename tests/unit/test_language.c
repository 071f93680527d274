/* tests/unit/test_language.c - what is a language code, and its part before the region. */
#include "common/base/api/language.h"

#include "common/base/str.h"
#include "tests/support/cm.h"

static void a_language_code_is_two_or_three_letters_with_a_region_at_most(void **state)
{
    static const char *const codes[] = {"de",    "DEU",   "fa",         "de-CH",
                                        "sr_RS", "pt-BR", "zh-Hant-TW", "xx"};
    static const char *const others[] = {"",   "d",   "english",   "de-", "-de",
                                         "d1", "de ", "d\xc3\xa9", "{}",  "d\xffx"};

    (void)state;
    for (size_t i = 0; i < COUNT(codes); i++)
        assert_true(nh_language_is_code(nh_str_of(codes[i])));
    for (size_t i = 0; i < COUNT(others); i++)
        assert_false(nh_language_is_code(nh_str_of(others[i])));
}

static void the_region_is_no_part_of_the_language(void **state)
{
    (void)state;
    assert_int_equal(nh_language_primary(NH_STR("de-CH")), 2);
    assert_int_equal(nh_language_primary(NH_STR("sr_Latn")), 2);
    assert_int_equal(nh_language_primary(NH_STR("deu")), 3);
    assert_int_equal(nh_language_primary(NH_STR("-de")), 0);
    assert_int_equal(nh_language_primary(NH_STR("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_language_code_is_two_or_three_letters_with_a_region_at_most),
        cmocka_unit_test(the_region_is_no_part_of_the_language),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
