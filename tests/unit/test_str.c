/* tests/unit/test_str.c - small questions about text that somebody else owns. */
#include "common/base/str.h"

#include "tests/support/cm.h"

static void order_is_that_of_unsigned_bytes(void **state)
{
    static const nh_str sorted[] = {
        {NULL, 0}, {"a", 1}, {"a\0", 2}, {"ab", 2}, {"b", 1}, {"\x80", 1}, {"\xff", 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(sorted); i++)
        for (size_t j = 0; j < COUNT(sorted); j++) {
            const int c = nh_str_compare(sorted[i], sorted[j]);

            assert_int_equal((c > 0) - (c < 0), (i > j) - (i < j));
            assert_int_equal(nh_str_equal(sorted[i], sorted[j]), i == j);
            if (nh_str_key(sorted[i]) != nh_str_key(sorted[j]))
                assert_int_equal(nh_str_key(sorted[i]) > nh_str_key(sorted[j]), i > j);
        }
}

static void a_key_is_the_first_eight_bytes(void **state)
{
    (void)state;
    assert_int_equal(nh_str_key((nh_str){NULL, 0}), 0);
    assert_int_equal(nh_str_key(NH_STR("b")), UINT64_C(0x6200000000000000));
    assert_int_equal(nh_str_key(NH_STR("barracks")), UINT64_C(0x6261727261636b73));
    assert_int_equal(nh_str_key(NH_STR("barracks and")), nh_str_key(NH_STR("barracks")));
    assert_int_equal(nh_str_key(NH_STR("\xff")), UINT64_C(0xff00000000000000));
}

static void texts_share_what_both_begin_with(void **state)
{
    (void)state;
    assert_int_equal(nh_str_shared(NH_STR("barracks"), NH_STR("barrage")), 5);
    assert_int_equal(nh_str_shared(NH_STR("barrack"), NH_STR("barracks")), 7);
    assert_int_equal(nh_str_shared(NH_STR("a"), NH_STR("b")), 0);
    assert_int_equal(nh_str_shared((nh_str){NULL, 0}, NH_STR("b")), 0);
}

static void a_text_starts_with_its_beginnings(void **state)
{
    (void)state;
    assert_true(nh_str_starts(NH_STR("barracks"), NH_STR("barrack")));
    assert_true(nh_str_starts(NH_STR("barrack"), NH_STR("barrack")));
    assert_true(nh_str_starts(NH_STR("barrack"), (nh_str){NULL, 0}));
    assert_true(nh_str_starts((nh_str){NULL, 0}, (nh_str){NULL, 0}));
    assert_false(nh_str_starts(NH_STR("barrac"), NH_STR("barrack")));
    assert_false(nh_str_starts(NH_STR("Barrack"), NH_STR("barrack")));
}

static void texts_of_nothing_are_empty(void **state)
{
    (void)state;
    assert_int_equal(nh_str_of(NULL).len, 0);
    assert_int_equal(nh_str_of("abc").len, 3);
    assert_true(
        nh_str_equal(nh_str_part(NH_STR("golan heights"), 6, 7), NH_STR("heights")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_is_that_of_unsigned_bytes),
        cmocka_unit_test(a_key_is_the_first_eight_bytes),
        cmocka_unit_test(texts_share_what_both_begin_with),
        cmocka_unit_test(a_text_starts_with_its_beginnings),
        cmocka_unit_test(texts_of_nothing_are_empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
