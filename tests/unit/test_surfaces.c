/* tests/unit/test_surfaces.c - stretches of text that can be analysed by themselves. */
#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "common/text/surfaces/surfaces.h"
#include "tests/support/cm.h"

typedef struct surface_row {
    const char *text;
    const char *news; /* the surfaces, each followed by | */
    const char *plain;
} surface_row;

static const surface_row surface_rows[] = {
    {"", "", ""},
    {" ., - ", "", ""},
    {"The talks, (begun) today.", "The|talks|begun|today|", "The|talks|begun|today|"},
    {"the U.S., U.S.", "the|U.S.|U.S.|", "the|U.S.|U.S.|"},
    {"co-operation -x-", "co-operation|x|", "co|operation|x|"},
    {"'quoted' \"quoted\"", "quoted|quoted|", "quoted|quoted|"},
    {"\u201cIsrael\u2019s\u201d\u2014so\u2026yes\u00a0no", "Israel\u2019s|so|yes|no|",
     "Israel\u2019s|so|yes|no|"},
    {"@a #b a@b.org", "@a|#b|a@b.org|", "a|b|a|b.org|"},
    {"$1,500 50%", "1,500|50|", "1,500|50|"},
    {"https://x.org/y/?z=1.", "https://x.org/y/?z=1.|", "https|x.org|y|z|1|"},
    {"\u05e6\u05d4\"\u05dc \u05d0'", "\u05e6\u05d4\"\u05dc|\u05d0'|",
     "\u05e6\u05d4\"\u05dc|\u05d0'|"},
    {"_a_", "a|", "_a_|"},
};

static void check(const char *text, nh_profile profile, const char *expected)
{
    const uint8_t *classes = nh_byte_classes(profile);
    char found[300] = "";
    size_t used = 0;
    nh_surface s = nh_surface_next(nh_str_of(text), 0, classes);

    for (; s.size > 0; s = nh_surface_next(nh_str_of(text), s.next, classes))
        used += (size_t)snprintf(found + used, sizeof(found) - used, "%.*s|", (int)s.size,
                                 text + s.at);
    assert_string_equal(found, expected);
}

static void surfaces_end_where_no_rule_looks_across(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(surface_rows); i++) {
        check(surface_rows[i].text, NH_PROFILE_NEWS, surface_rows[i].news);
        check(surface_rows[i].text, NH_PROFILE_PLAIN, surface_rows[i].plain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(surfaces_end_where_no_rule_looks_across),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
