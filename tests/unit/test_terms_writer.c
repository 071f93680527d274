/* tests/unit/test_terms_writer.c - the order of forms, which gives them their codes. */
#include "tests/support/cm.h"

#include <string.h>

#include "common/base/str.h"
#include "indexer/write/terms/terms_writer.h"

static void the_most_frequent_form_has_code_0(void **state)
{
    nh_form forms[] = {{.text = {"barrack", 7}, .df = 5},
                       {.text = {"barracks", 8}, .df = 9},
                       {.text = {"barracked", 9}, .df = 5},
                       {.text = {"barracking", 10}, .df = 1}};
    static const char *const expected[] = {"barracks", "barrack", "barracked",
                                           "barracking"};
    static const uint16_t codes[] = {1, 0, 2, 3};
    uint16_t code_of[4];
    uint32_t scratch[4];

    (void)state;
    nh_forms_order(forms, 4, code_of, scratch);
    for (size_t i = 0; i < 4; i++) {
        assert_true(nh_str_equal(forms[i].text, nh_str_of(expected[i])));
        assert_int_equal(code_of[i], codes[i]);
    }
}

/* Any order of any number of forms is sorted, and code_of leads from the old place to the new. */
static void many_forms_are_sorted(void **state)
{
    enum { MOST = 300 };
    static nh_form forms[MOST], before[MOST];
    static char texts[MOST][4];
    uint16_t code_of[MOST];
    uint32_t scratch[MOST];
    uint32_t seed = 1;

    (void)state;
    for (uint32_t n = 1; n <= MOST; n += 13) {
        for (uint32_t i = 0; i < n; i++) {
            seed = seed * 1103515245u + 12345u;
            texts[i][0] = (char)('a' + i / 26);
            texts[i][1] = (char)('a' + i % 26);
            forms[i] = (nh_form){.text = {texts[i], 2}, .df = 1 + (seed >> 16) % 20};
        }
        memcpy(before, forms, sizeof before);
        nh_forms_order(forms, n, code_of, scratch);
        for (uint32_t i = 0; i < n; i++)
            assert_ptr_equal(forms[code_of[i]].text.ptr, before[i].text.ptr);
        for (uint32_t i = 1; i < n; i++)
            assert_true(forms[i - 1].df > forms[i].df ||
                        (forms[i - 1].df == forms[i].df &&
                         nh_str_compare(forms[i - 1].text, forms[i].text) < 0));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_most_frequent_form_has_code_0),
        cmocka_unit_test(many_forms_are_sorted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
