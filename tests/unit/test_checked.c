/* tests/unit/test_checked.c - arithmetic that notices overflow. */
#include "common/base/checked.h"

#include "tests/support/cm.h"

static void sums_and_products_at_the_edge(void **state)
{
    static const struct {
        uint64_t a;
        uint64_t b;
        bool adds;
        bool multiplies;
    } cases[] = {
        {0, 0, true, true},
        {UINT64_MAX, 0, true, true},
        {UINT64_MAX, 1, false, true},
        {UINT64_MAX - 1, 1, true, true},
        {UINT64_MAX / 2, 2, true, true},
        {UINT64_MAX / 2 + 1, 2, true, false},
        {UINT64_MAX, UINT64_MAX, false, false},
        {1ull << 32, 1ull << 32, true, false},
        {(1ull << 32) - 1, (1ull << 32) + 1, true, true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint64_t v = 7;

        assert_int_equal(nh_add_u64(cases[i].a, cases[i].b, &v), cases[i].adds);
        assert_int_equal(v, cases[i].adds ? cases[i].a + cases[i].b : 7);
        v = 7;
        assert_int_equal(nh_mul_u64(cases[i].a, cases[i].b, &v), cases[i].multiplies);
        assert_int_equal(v, cases[i].multiplies ? cases[i].a * cases[i].b : 7);
    }
}

static void sizes_behave_the_same(void **state)
{
    size_t v = 7;

    (void)state;
    assert_false(nh_add_size(SIZE_MAX, 1, &v));
    assert_false(nh_mul_size(SIZE_MAX, 2, &v));
    assert_int_equal(v, 7);
    assert_true(nh_add_size(SIZE_MAX - 1, 1, &v));
    assert_int_equal(v, SIZE_MAX);
    assert_true(nh_mul_size(6, 7, &v));
    assert_int_equal(v, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_and_products_at_the_edge),
        cmocka_unit_test(sizes_behave_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
