/* tests/unit/test_color.c - colours where they are wanted. */
#include "searcher/commands/terminal/color.h"

#include "tests/support/cm.h"

static void colours_are_used_where_they_are_wanted(void **state)
{
    static const struct {
        nh_color_when when;
        bool terminal;
        const char *no_color;
        bool colour;
    } cases[] = {
        {NH_COLOR_AUTO, true, NULL, true},    {NH_COLOR_AUTO, false, NULL, false},
        {NH_COLOR_AUTO, true, "1", false},    {NH_COLOR_AUTO, true, "0", false},
        {NH_COLOR_AUTO, true, "", true},      {NH_COLOR_AUTO, false, "", false},
        {NH_COLOR_ALWAYS, false, NULL, true}, {NH_COLOR_ALWAYS, true, "1", true},
        {NH_COLOR_NEVER, true, NULL, false},  {NH_COLOR_NEVER, false, "1", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const nh_palette p =
            nh_color_choose(cases[i].when, cases[i].terminal, cases[i].no_color);

        assert_int_equal(p.match.len > 0, cases[i].colour);
        assert_int_equal(p.headline.len > 0, cases[i].colour);
        assert_int_equal(p.dim.len > 0, cases[i].colour);
        assert_int_equal(p.off.len > 0, cases[i].colour);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_are_used_where_they_are_wanted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
