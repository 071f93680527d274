/* tests/unit/test_stretches.c - surfaces found by masks are those found byte by byte. */
#include <string.h>

#include "common/base/str.h"
#include "common/text/surfaces/stretches.h"
#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"

#define TEXT_SIZE 1400u

static const nh_profile profiles[] = {NH_PROFILE_NEWS, NH_PROFILE_PLAIN,
                                      NH_PROFILE_WHITESPACE};

/* What texts are made of: words, blanks, and everything that tells surfaces apart. */
static const char *const pieces[] = {
    "a",      "Golan",  " ",      " ",      " ",      "\n",     "heights", "1967",
    ".",      ",",      "'",      "\"",     "-",      "--",     "@",       "#",
    "_",      "/",      "&",      "(",      ")",      "\u2019", "\u201c",  "\u201d",
    "\u2014", "\u2026", "\u00a0", "\u00e9", "\u05d0", "\u4e2d", "U.S.",    "l'",
    "\t",     "\r\n",   "\x7f",   "x.y",
};

/* A text of about `size` bytes, of which every size comes about. */
static size_t make_text(random_numbers *random, size_t size, char text[TEXT_SIZE])
{
    size_t used = 0;

    while (used < size) {
        const char *piece = pieces[random_below(random, COUNT(pieces))];
        const size_t n = strlen(piece);

        if (used + n > TEXT_SIZE)
            break;
        memcpy(text + used, piece, n);
        used += n;
    }
    return used;
}

static bool is_odd(const nh_stretches *s, size_t i)
{
    for (size_t k = 0; k < s->n_odds; k++)
        if (s->odds[k] == i)
            return true;
    return false;
}

/* Takes the surfaces of stretch `i`, which are the next ones of the text after byte *at. */
static void check_stretch(const nh_stretches *s, size_t i, size_t *at)
{
    const size_t start = nh_stretch_start(s, i);
    const size_t end = nh_stretch_end(s, i);
    size_t from = start;

    assert_true(start < end);
    do {
        const nh_surface expected = nh_surface_next(s->text, *at, s->rule->classes);
        nh_surface found = {start, end - start, end};

        if (is_odd(s, i))
            found = nh_stretch_surface(s, i, from);
        if (found.size == 0)
            return;
        assert_int_equal(found.at, expected.at);
        assert_int_equal(found.size, expected.size);
        *at = expected.next;
        from = found.next;
    } while (from < end);
}

static void check_text(nh_str text, const nh_surface_rule *rule)
{
    nh_stretches s;
    size_t at = 0;

    nh_stretches_begin(&s, rule, text);
    while (nh_stretches_more(&s)) {
        for (size_t i = 0; i < s.count; i++)
            check_stretch(&s, i, &at);
    }
    assert_int_equal(nh_surface_next(text, at, rule->classes).size, 0);
}

static void masks_find_the_surfaces_of_any_text(void **state)
{
    char text[TEXT_SIZE];
    random_numbers random = {4};

    (void)state;
    for (size_t size = 0; size < 1200; size++) {
        const nh_str made = {text, make_text(&random, size, text)};

        for (size_t p = 0; p < COUNT(profiles); p++) {
            nh_surface_rule rule = nh_surface_rule_of(profiles[p]);

            for (size_t k = 0; nh_byte_masker_usable(k) != NULL; k++) {
                rule.mask = nh_byte_masker_usable(k);
                for (size_t l = 0; nh_bit_lister_usable(l) != NULL; l++) {
                    rule.list = nh_bit_lister_usable(l);
                    check_text(made, &rule);
                }
            }
        }
    }
}

static void letters_and_digits_alone_are_not_odd(void **state)
{
    const nh_str text = NH_STR("\"The talks, (begun) in 1967.\" Israel's U.S. caf\u00e9.");
    const nh_surface_rule rule = nh_surface_rule_of(NH_PROFILE_NEWS);
    static const bool odds[] = {false, false, false, false, false, true, true, true};
    nh_stretches s;

    (void)state;
    nh_stretches_begin(&s, &rule, text);
    assert_true(nh_stretches_more(&s));
    assert_int_equal(s.count, COUNT(odds));
    for (size_t i = 0; i < s.count; i++)
        assert_int_equal(is_odd(&s, i), odds[i]);
    assert_false(nh_stretches_more(&s));
}

static void the_empty_text_has_none(void **state)
{
    const nh_surface_rule rule = nh_surface_rule_of(NH_PROFILE_NEWS);
    nh_stretches s;

    (void)state;
    nh_stretches_begin(&s, &rule, (nh_str){0});
    assert_true(nh_stretches_more(&s));
    assert_int_equal(s.count, 0);
    assert_false(nh_stretches_more(&s));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(masks_find_the_surfaces_of_any_text),
        cmocka_unit_test(letters_and_digits_alone_are_not_odd),
        cmocka_unit_test(the_empty_text_has_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
