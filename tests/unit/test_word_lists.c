/* tests/unit/test_word_lists.c - lists that are chosen while texts come: when, for whom, and without memory. */
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "indexer/write/words/word_lists.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

#define PIECE (1u << 20)

/* A megabyte of a few words. */
static nh_str piece(void)
{
    static const char words[] = "the envoys hailed the treaty of the heights ";
    static char text[PIECE];

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = words[i % (sizeof words - 1)];
    return (nh_str){text, sizeof text};
}

static nh_status choose_one(const nh_env *env, void *context)
{
    nh_word_lists l;
    nh_wording *list = NULL;
    unsigned seen = 0;
    nh_status st = NH_OK;

    (void)context;
    nh_word_lists_init(&l, env);
    for (unsigned i = 0; st == NH_OK && i < 4; i++) {
        assert_false(nh_word_lists_take(&l, &list, &seen));
        st = nh_word_lists_sample(&l, piece(), NULL);
    }
    if (st == NH_OK) {
        assert_true(nh_word_lists_take(&l, &list, &seen));
        assert_non_null(list);
        assert_false(nh_word_lists_take(&l, &list, &seen));
        assert_in_range(nh_word_lists_memory(&l), NH_WORDS, NH_WORD_CHOICE_SIZE);
    }
    nh_wording_free(list);
    nh_word_lists_close(&l);
    return st;
}

static void a_list_comes_with_enough_text(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(choose_one, NULL) > 2);
}

static void another_one_comes_after_more(void **state)
{
    nh_word_lists l;
    nh_wording *list = NULL, *first;
    unsigned seen = 0;

    (void)state;
    nh_word_lists_init(&l, nh_env_system());
    for (unsigned i = 0; i < 4; i++)
        assert_int_equal(nh_word_lists_sample(&l, piece(), NULL), NH_OK);
    assert_true(nh_word_lists_take(&l, &list, &seen));
    first = nh_wording_share(list);
    for (unsigned i = 0; i < 64; i++)
        assert_int_equal(nh_word_lists_sample(&l, piece(), NULL), NH_OK);
    assert_true(nh_word_lists_memory(&l) < NH_WORD_CHOICE_SIZE);
    assert_int_equal(nh_word_lists_sample(&l, (nh_str){piece().ptr, 4096}, NULL), NH_OK);
    assert_false(nh_word_lists_take(&l, &list, &seen));
    assert_true(nh_word_lists_memory(&l) > NH_WORD_CHOICE_SIZE);
    assert_int_equal(nh_word_lists_sample(&l, piece(), NULL), NH_OK);
    assert_true(nh_word_lists_take(&l, &list, &seen));
    assert_ptr_not_equal(list, first);
    assert_true(nh_str_equal(nh_wording_list(list), nh_wording_list(first)));
    nh_word_lists_restart(&l);
    assert_true(nh_word_lists_take(&l, &list, &seen));
    assert_null(list);
    assert_int_equal(nh_word_lists_memory(&l), 0);
    nh_wording_free(first);
    nh_word_lists_close(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_comes_with_enough_text),
        cmocka_unit_test(another_one_comes_after_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
