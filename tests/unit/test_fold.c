/* tests/unit/test_fold.c - which letters count as the same. */
#include <string.h>

#include "common/base/str.h"
#include "common/text/letters/fold.h"
#include "tests/support/cm.h"

typedef struct fold_row {
    const char *word;
    const char *cased;    /* NH_FOLD_CASE                                             */
    const char *unmarked; /* NH_FOLD_CASE and NH_FOLD_MARKS                           */
} fold_row;

static const fold_row fold_rows[] = {
    {"", "", ""},
    {"Barrack", "barrack", "barrack"},
    {"T\u00dcRK\u0130YE", "t\u00fcrki\u0307ye", "turkiye"},
    {"Erdo\u011fan", "erdo\u011fan", "erdogan"},
    {"e\u0301t\u00e9", "\u00e9t\u00e9", "ete"},
    {"Stra\u00dfe", "strasse", "strasse"},
    {"\u0141\u00f3d\u017a", "\u0142\u00f3d\u017a", "lodz"},
    {"S\u00f8ren \u00c6r\u00f8 \u0152uvre", "s\u00f8ren \u00e6r\u00f8 \u0153uvre",
     "soren aero oeuvre"},
    {"\ufb01nance", "finance", "finance"},
    {"\uff35\uff33\uff11", "us1", "us1"},
    {"so\u00adft\u200b\ufeff", "soft", "soft"},
    {"hadn\u2019t hadn\u02bct o`c", "hadn't hadn't o'c", "hadn't hadn't o'c"},
    {"co\u2010op co\u2011op", "co-op co-op", "co-op co-op"},
    {"\u0419\u043e\u0433 \u0401\u043b\u043a\u0430",
     "\u0439\u043e\u0433 \u0451\u043b\u043a\u0430",
     "\u0439\u043e\u0433 \u0435\u043b\u043a\u0430"},
    {"\u0427\u0435\u0301\u0445\u043e\u0432", "\u0447\u0435\u0301\u0445\u043e\u0432",
     "\u0447\u0435\u0445\u043e\u0432"},
    {"\u039a\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1",
     "\u03ba\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1",
     "\u03ba\u03b1\u03bb\u03b7\u03bc\u03b5\u03c1\u03b1"},
    {"\u0623\u064e\u062d\u0645\u062f", "\u0623\u064e\u062d\u0645\u062f",
     "\u0627\u062d\u0645\u062f"},
    {"\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926\u0940",
     "\u0939\u093f\u0928\u094d\u0926\u0940"},
    {"\u304b\u3099", "\u304c", "\u304c"},
    {"\ud55c\uad6d", "\ud55c\uad6d", "\ud55c\uad6d"},
};

static void check(nh_str word, unsigned what, const char *expected)
{
    char out[NH_WORD_MAX];
    char again[NH_WORD_MAX];
    const size_t size = nh_fold(word, what, out);

    assert_true(size <= NH_WORD_MAX);
    if (!nh_str_equal((nh_str){out, size}, nh_str_of(expected)))
        fail_msg("%.*s folds to %.*s, not to %s", NH_STR_ARG(word), (int)size, out,
                 expected);
    assert_int_equal(nh_fold((nh_str){out, size}, what, again), size);
    assert_memory_equal(out, again, size);
}

static void letters_that_count_as_the_same_become_the_same(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(fold_rows); i++) {
        check(nh_str_of(fold_rows[i].word), NH_FOLD_CASE, fold_rows[i].cased);
        check(nh_str_of(fold_rows[i].word), NH_FOLD_CASE | NH_FOLD_MARKS,
              fold_rows[i].unmarked);
    }
}

static void capitals_stay_if_they_are_asked_to(void **state)
{
    (void)state;
    check(NH_STR("NATO"), 0, "NATO");
    check(NH_STR("\uff35\uff33"), 0, "US");
    check(NH_STR("\u00dcN"), NH_FOLD_MARKS, "UN");
}

static void words_of_more_than_255_bytes_are_too_long(void **state)
{
    char word[600];
    char out[NH_WORD_MAX];
    size_t i;

    (void)state;
    memset(word, 'x', sizeof(word));
    assert_int_equal(nh_fold((nh_str){word, 255}, NH_FOLD_CASE, out), 255);
    assert_int_equal(nh_fold((nh_str){word, 256}, NH_FOLD_CASE, out), NH_FOLD_TOO_LONG);
    for (i = 0; i < sizeof(word); i += 2)
        memcpy(word + i, "\u00e9", 2);
    assert_int_equal(nh_fold((nh_str){word, 510}, NH_FOLD_CASE, out), NH_FOLD_TOO_LONG);
    assert_int_equal(nh_fold((nh_str){word, 510}, NH_FOLD_CASE | NH_FOLD_MARKS, out), 255);
}

static void two_to_six_capitals_are_an_acronym(void **state)
{
    static const char *const yes[] = {"US", "NATO", "UNHCRX", "\u00dcN",
                                      "\u0421\u0421\u0421\u0420"};
    static const char *const no[] = {"",        "U",  "us",  "Us",
                                     "UNHCRXY", "G7", "U.S", "\u6c49\u5b57"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(yes); i++)
        assert_true(nh_fold_is_capitals(nh_str_of(yes[i])));
    for (i = 0; i < COUNT(no); i++)
        assert_false(nh_fold_is_capitals(nh_str_of(no[i])));
    assert_int_equal(nh_fold_upper('a'), 'A');
    assert_int_equal(nh_fold_upper(0xFC), 0xDC);
    assert_int_equal(nh_fold_look_alike(0x2019), '\'');
    assert_int_equal(nh_fold_look_alike(0x2011), '-');
    assert_int_equal(nh_fold_look_alike(0x2014), 0x2014);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_that_count_as_the_same_become_the_same),
        cmocka_unit_test(capitals_stay_if_they_are_asked_to),
        cmocka_unit_test(words_of_more_than_255_bytes_are_too_long),
        cmocka_unit_test(two_to_six_capitals_are_an_acronym),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
