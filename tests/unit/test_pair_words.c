/* tests/unit/test_pair_words.c - the lists of pair words, and the keys of pairs. */
#include <string.h>

#include "common/base/str.h"
#include "common/text/pairs/pair_words.h"
#include "common/text/words/analyzer.h"
#include "tests/support/cm.h"

static void words_have_numbers_and_numbers_have_words(void **state)
{
    uint32_t n = 0;

    (void)state;
    while (nh_pair_word_text(NH_PAIRS_NEWEST, n + 1).len > 0) {
        n++;
        assert_int_equal(
            nh_pair_word(NH_PAIRS_NEWEST, nh_pair_word_text(NH_PAIRS_NEWEST, n)), n);
    }
    assert_true(n > 30 && n <= NH_PAIR_WORDS_MOST);
    assert_int_equal(nh_pair_word_text(NH_PAIRS_NEWEST, 0).len, 0);
}

static void other_words_have_none(void **state)
{
    static const char *const others[] = {"", "The", "th", "thee", "golan", "of the", "of "};

    (void)state;
    for (size_t i = 0; i < COUNT(others); i++)
        assert_int_equal(nh_pair_word(NH_PAIRS_NEWEST, nh_str_of(others[i])), 0);
    assert_int_equal(nh_pair_word(NH_PAIRS_NONE, NH_STR("the")), 0);
    assert_int_equal(nh_pair_word(NH_PAIRS_NEWEST + 1, NH_STR("the")), 0);
}

/* Words of the list are looked for as an analyzer leaves them. */
static void the_words_are_folded(void **state)
{
    (void)state;
    for (uint32_t n = 1; nh_pair_word_text(NH_PAIRS_NEWEST, n).len > 0; n++) {
        const nh_str word = nh_pair_word_text(NH_PAIRS_NEWEST, n);
        nh_buffer folded = {0};

        nh_form_folded(word, &folded);
        assert_true(nh_str_equal(nh_buf_str(&folded), word));
        nh_buf_free(&folded);
    }
}

static void any_two_words_have_a_key(void **state)
{
    char room[NH_PAIR_KEY_SIZE];

    (void)state;
    for (uint32_t a = 1; nh_pair_word_text(NH_PAIRS_NEWEST, a).len > 0; a++)
        for (uint32_t b = 1; nh_pair_word_text(NH_PAIRS_NEWEST, b).len > 0; b++) {
            const nh_str first = nh_pair_word_text(NH_PAIRS_NEWEST, a);
            const nh_str second = nh_pair_word_text(NH_PAIRS_NEWEST, b);
            const nh_str key = nh_pair_key(first, second, room);

            assert_int_equal(key.len, first.len + 1 + second.len);
            assert_int_equal(key.ptr[first.len], ' ');
            assert_true(nh_pair_key_ok(NH_PAIRS_NEWEST, key));
            assert_false(nh_pair_key_ok(NH_PAIRS_NONE, key));
        }
}

static void other_keys_are_none(void **state)
{
    static const char *const keys[] = {"",        "of",      "of ",          " the",
                                       "of  the", "of the ", "of the golan", "golan of"};
    char room[NH_PAIR_KEY_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(keys); i++)
        assert_false(nh_pair_key_ok(NH_PAIRS_NEWEST, nh_str_of(keys[i])));
    assert_int_equal(nh_pair_key(NH_STR("government"), NH_STR("houses"), room).len, 0);
    assert_int_equal(nh_pair_key(NH_STR("eightlet"), NH_STR("seven77"), room).len, 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_have_numbers_and_numbers_have_words),
        cmocka_unit_test(other_words_have_none),
        cmocka_unit_test(the_words_are_folded),
        cmocka_unit_test(any_two_words_have_a_key),
        cmocka_unit_test(other_keys_are_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
