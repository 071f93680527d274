/* tests/unit/test_stem.c - languages to stemmers, words to stems. */
#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "common/text/words/forms/stem.h"
#include "tests/support/cm.h"

typedef struct stem_row {
    const char *stemmer;
    const char *word;
    const char *stem;
} stem_row;

static const stem_row stem_rows[] = {
    {"english", "barracks", "barrack"},   {"english", "us", "us"},
    {"english", "cooperation", "cooper"}, {"porter", "us", "u"},
    {"none", "barracks", "barracks"},     {"german", "hauser", "haus"},
    {"spanish", "naciones", "nacion"},    {"french", "maisons", "maison"},
};

static void stems_are_those_of_the_algorithm(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(stem_rows); i++) {
        nh_stemmer s;

        assert_int_equal(nh_stemmer_open(nh_str_of(stem_rows[i].stemmer), &s, NULL), NH_OK);
        assert_string_equal(s.name, stem_rows[i].stemmer);
        assert_true(nh_str_equal(nh_stemmer_stem(&s, nh_str_of(stem_rows[i].word)),
                                 nh_str_of(stem_rows[i].stem)));
        nh_stemmer_close(&s);
        assert_null(s.engine);
    }
}

static void every_language_of_the_table_has_a_known_algorithm(void **state)
{
    static const char *const codes[] = {"ar", "ca", "da", "de", "el", "en", "es", "eu",
                                        "fi", "fr", "ga", "hi", "hu", "hy", "id", "it",
                                        "lt", "nb", "ne", "nl", "nn", "no", "pt", "ro",
                                        "ru", "sr", "sv", "ta", "tr", "yi"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(codes); i++) {
        const char *name = nh_stemmer_for(nh_str_of(codes[i]));
        nh_stemmer s;

        assert_string_not_equal(name, "none");
        assert_int_equal(nh_stemmer_open(nh_str_of(name), &s, NULL), NH_OK);
        nh_stemmer_close(&s);
    }
    assert_string_equal(nh_stemmer_for(NH_STR("fa")), "none");
}

static void an_unknown_algorithm_is_refused_with_the_known_ones(void **state)
{
    nh_stemmer s;
    nh_error err = {0};

    (void)state;
    assert_int_equal(nh_stemmer_open(NH_STR("volap\u00fck"), &s, &err), NH_E_ARG);
    assert_non_null(strstr(err.what, "none arabic"));
}

typedef struct narrow_row {
    const char *stemmer;
    const char *word;
    const char *stem; /* where words in b are stemmed */
} narrow_row;

static const narrow_row narrow_rows[] = {
    {"english", "barracks", "barrack"}, {"english", "walks", "walks"},
    {"english", "3walks", "3walk"},     {"english", "'walks", "walk"},
    {"german", "hauser", "haus"},       {"none", "walks", "walks"},
};

static void a_narrowed_stemmer_leaves_words_that_begin_otherwise(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(narrow_rows); i++) {
        const nh_str word = nh_str_of(narrow_rows[i].word);
        nh_stemmer s, all;

        assert_int_equal(nh_stemmer_open(nh_str_of(narrow_rows[i].stemmer), &s, NULL),
                         NH_OK);
        assert_int_equal(nh_stemmer_open(nh_str_of(narrow_rows[i].stemmer), &all, NULL),
                         NH_OK);
        nh_stemmer_narrow(&s, 1u << 1);
        assert_true(
            nh_str_equal(nh_stemmer_stem(&s, word), nh_str_of(narrow_rows[i].stem)));
        nh_stemmer_narrow(&s, 0);
        assert_true(nh_str_equal(nh_stemmer_stem(&s, word), nh_stemmer_stem(&all, word)));
        nh_stemmer_close(&all);
        nh_stemmer_close(&s);
    }
}

/* What narrowing stands on, of words that the stemmer changes most. */
static void english_stems_begin_as_their_words_do(void **state)
{
    static const char *const beginnings[] = {
        "", "y", "sk", "d", "us", "gener", "commun", "arsen", "th", "ba", "e", "x", "yy"};
    static const char *const endings[] = {
        "ying", "ies",  "ied", "s",    "'s",    "'s'",  "is",   "ing",     "ed", "eedly",
        "ly",   "ably", "y",   "y's",  "ness",  "e",    "ll",   "ization", "",   "ational",
        "ogi",  "li",   "us",  "sses", "alism", "fful", "ions", "ae",      "'",  "ie"};
    nh_stemmer s;
    char word[32];

    (void)state;
    assert_int_equal(nh_stemmer_open(NH_STR("english"), &s, NULL), NH_OK);
    for (size_t i = 0; i < COUNT(beginnings) * COUNT(endings); i++) {
        for (char first = 'a'; first <= 'z'; first++) {
            nh_str stem;

            snprintf(word, sizeof word, "%c%s%s", first, beginnings[i / COUNT(endings)],
                     endings[i % COUNT(endings)]);
            stem = nh_stemmer_stem(&s, nh_str_of(word));
            assert_true(stem.len > 0);
            assert_int_equal(stem.ptr[0], first);
        }
    }
    nh_stemmer_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stems_are_those_of_the_algorithm),
        cmocka_unit_test(every_language_of_the_table_has_a_known_algorithm),
        cmocka_unit_test(an_unknown_algorithm_is_refused_with_the_known_ones),
        cmocka_unit_test(a_narrowed_stemmer_leaves_words_that_begin_otherwise),
        cmocka_unit_test(english_stems_begin_as_their_words_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
