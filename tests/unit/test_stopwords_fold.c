/* tests/unit/test_stopwords_fold.c - stop words as an index stores them. */
#include "tests/support/cm.h"

#include "common/base/str.h"
#include "indexer/commit/manifest/stopwords_fold.h"
#include "tests/support/faults/fault.h"

static void words_are_folded_sorted_and_each_once(void **state)
{
    static const struct {
        const char *lines;
        bool raw;
        const char *expected;
    } rows[] = {
        {"", false, ""},
        {"the", false, "the"},
        {"the\n", false, "the"},
        {" The \r\n\nof\n  THE\nA", false, "a\nof\nthe"},
        {"The\nof\nThe", true, "The\nof"},
    };
    nh_arena arena = {0};
    nh_str out;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(nh_stopwords_fold(rows[i].lines, rows[i].raw, &arena, &out, NULL),
                         NH_OK);
        assert_int_equal(out.len, strlen(rows[i].expected));
        assert_string_equal(out.ptr, rows[i].expected);
    }
    nh_arena_close(&arena);
}

static nh_status fold(const nh_env *env, void *context)
{
    nh_arena arena = {.env = env};
    nh_str out;
    const nh_status st = nh_stopwords_fold("The\nof", false, &arena, &out, NULL);

    (void)context;
    nh_arena_close(&arena);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(fold, NULL) > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_folded_sorted_and_each_once),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
