/* tests/unit/test_columns.c - how wide characters stand on a terminal. */
#include "common/text/letters/columns.h"

#include "tests/support/cm.h"

static void letters_are_narrow_wide_or_nothing(void **state)
{
    static const struct {
        uint32_t code;
        unsigned columns;
    } cases[] = {
        {'a', 1},    {' ', 1},    {'~', 1},    {0xe9, 1},     {0x5d0, 1},   {0x416, 1},
        {0x4e2d, 2}, {0x3042, 2}, {0xac00, 2}, {0xff21, 2},   {0x1f600, 2}, {0x3002, 2},
        {0x301, 0},  {0x5b7, 0},  {0x64e, 0},  {0x200d, 0},   {0xfe0f, 0},  {'\n', 0},
        {0x2026, 1}, {0x2014, 1}, {0xfffd, 1}, {0x110000, 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (nh_columns_of(cases[i].code) != cases[i].columns)
            fail_msg("U+%04X has %u columns, not %u", (unsigned)cases[i].code,
                     nh_columns_of(cases[i].code), cases[i].columns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_narrow_wide_or_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
