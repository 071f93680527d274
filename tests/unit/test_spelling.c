/* tests/unit/test_spelling.c - form, exact word and flags of one word. */
#include <string.h>

#include "common/base/str.h"
#include "common/text/words/analyzer.h"
#include "common/text/words/forms/spelling.h"
#include "tests/support/cm.h"

typedef struct spelling_row {
    const char *word;
    unsigned how;
    const char *form;
    const char *exact;
    unsigned flags;
} spelling_row;

#define BOTH (NH_SPELL_CAPITALS | NH_SPELL_SEPARATORS)

static const spelling_row spelling_rows[] = {
    {"Barrack", BOTH, "barrack", "barrack", 0},
    {"US", BOTH, "US", "us", NH_WORD_ACRONYM},
    {"US", NH_SPELL_SEPARATORS, "us", "us", 0},
    {"T\u00fcrkiye", BOTH, "t\u00fcrkiye", "turkiye", NH_WORD_ACCENT},
    {"\u00dcN", BOTH, "\u00dcN", "un", NH_WORD_ACRONYM | NH_WORD_ACCENT},
    {"Co-Operation", BOTH, "co-operation", "cooperation", 0},
    {"Co-Operation", 0, "co-operation", "co-operation", 0},
    {"1,500,000.25", BOTH, "1,500,000.25", "1500000.25", NH_WORD_NUMBER},
    {"1'500", BOTH, "1'500", "1500", NH_WORD_NUMBER},
    {"1,50", BOTH, "1,50", "1,50", NH_WORD_NUMBER},
    {"1,5000", BOTH, "1,5000", "1,5000", NH_WORD_NUMBER},
    {"1,500th", BOTH, "1,500th", "1500th", NH_WORD_NUMBER},
    {"\u00ad\u200d", BOTH, "", "", 0},
};

static void a_word_has_a_form_and_an_exact_word(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(spelling_rows); i++) {
        const spelling_row *row = &spelling_rows[i];
        nh_spelling s;

        assert_true(nh_spell(nh_str_of(row->word), row->how, &s));
        assert_true(nh_str_equal((nh_str){s.form, s.form_size}, nh_str_of(row->form)));
        assert_true(nh_str_equal((nh_str){s.exact, s.exact_size}, nh_str_of(row->exact)));
        assert_int_equal(s.flags, row->flags);
    }
}

static void a_word_over_255_bytes_has_none(void **state)
{
    char word[400];
    nh_spelling s;

    (void)state;
    memset(word, 'a', sizeof(word));
    assert_true(nh_spell((nh_str){word, NH_WORD_MAX}, BOTH, &s));
    assert_false(nh_spell((nh_str){word, NH_WORD_MAX + 1}, BOTH, &s));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_has_a_form_and_an_exact_word),
        cmocka_unit_test(a_word_over_255_bytes_has_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
