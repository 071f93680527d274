/* tests/unit/test_survivors.c - what a merge keeps is numbered without gaps. */
#include "indexer/merge/survivors.h"

#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/random_text.h"

static void without_deletions_nothing_is_stored(void **state)
{
    const nh_survivors s = nh_survivors_all(7);
    uint32_t from, end = 0;

    (void)state;
    assert_int_equal(nh_survivors_rank(&s, 7), 7);
    assert_true(nh_survivors_has(&s, 6));
    assert_true(nh_survivors_next(&s, &from, &end));
    assert_int_equal(from, 0);
    assert_int_equal(end, 7);
    assert_false(nh_survivors_next(&s, &from, &end));
}

/* Ranks, membership and ranges against a plain count. */
static void compare(const nh_survivors *s, const bool *dropped)
{
    uint32_t kept = 0;
    uint32_t from, end = 0;
    uint32_t sum = 0;

    for (uint32_t i = 0; i < s->count; i++) {
        assert_int_equal(nh_survivors_has(s, i), !dropped[i]);
        assert_int_equal(nh_survivors_rank(s, i), kept);
        kept += !dropped[i];
    }
    assert_int_equal(nh_survivors_rank(s, s->count), kept);
    assert_int_equal(s->kept, kept);
    while (nh_survivors_next(s, &from, &end)) {
        assert_true(from == 0 || dropped[from - 1]);
        assert_true(end == s->count || dropped[end]);
        for (uint32_t i = from; i < end; i++)
            assert_false(dropped[i]);
        sum += end - from;
    }
    assert_int_equal(sum, kept);
}

static void survivors_are_numbered_without_gaps(void **state)
{
    static const uint32_t counts[] = {1, 63, 64, 65, 511, 512, 513, 1024, 3000};
    static bool dropped[3000];
    random_numbers r = {5};

    (void)state;
    for (size_t c = 0; c < COUNT(counts); c++)
        for (unsigned round = 0; round < 8; round++) {
            nh_survivors s;

            assert_int_equal(nh_survivors_make(NULL, counts[c], &s, NULL), NH_OK);
            memset(dropped, 0, sizeof dropped);
            for (unsigned n = 0; n < round * round; n++) {
                const uint32_t from = random_below(&r, counts[c]);
                const uint32_t size = random_below(&r, counts[c] - from + 1) / round;

                nh_survivors_drop(&s, from, from + size);
                memset(dropped + from, 1, size);
            }
            nh_survivors_number(&s);
            compare(&s, dropped);
            nh_survivors_free(&s);
        }
}

static nh_status make(const nh_env *env, void *context)
{
    nh_survivors s;
    const nh_status st = nh_survivors_make(env, 1000, &s, NULL);

    (void)context;
    nh_survivors_free(&s);
    return st;
}

static void failed_allocations_are_told(void **state)
{
    (void)state;
    assert_int_equal(fault_sweep_allocations(make, NULL), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_deletions_nothing_is_stored),
        cmocka_unit_test(survivors_are_numbered_without_gaps),
        cmocka_unit_test(failed_allocations_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
