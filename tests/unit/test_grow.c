/* tests/unit/test_grow.c - lists that grow by one element at a time. */
#include "tests/support/cm.h"

#include "common/base/memory/grow.h"
#include "tests/support/faults/fault.h"

static void a_list_doubles_where_it_is_full(void **state)
{
    static const size_t capacities[] = {3, 6, 12, 24, 48, 96, 192};
    uint32_t *list = NULL;
    size_t capacity = 0;
    size_t step = 0;

    (void)state;
    for (uint32_t i = 0; i < 100; i++) {
        list = (uint32_t *)nh_grown(nh_env_system(), list, i, &capacity, 3, sizeof *list);
        assert_non_null(list);
        list[i] = i * 7;
        step += i == capacities[step];
        assert_int_equal(capacity, capacities[step]);
    }
    for (uint32_t i = 0; i < 100; i++)
        assert_int_equal(list[i], i * 7);
    nh_release(nh_env_system(), list);
}

static void without_memory_the_list_stays(void **state)
{
    fault *f = fault_new();
    const nh_env *env = fault_env(f);
    size_t capacity = 0;
    uint8_t *list = (uint8_t *)nh_grown(env, NULL, 0, &capacity, 1, sizeof *list);

    (void)state;
    assert_non_null(list);
    list[0] = 42;
    fault_fail_allocation(f, 0, true);
    assert_null(nh_grown(env, list, 1, &capacity, 1, sizeof *list));
    assert_int_equal(capacity, 1);
    assert_int_equal(list[0], 42);
    nh_release(env, list);
    fault_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_doubles_where_it_is_full),
        cmocka_unit_test(without_memory_the_list_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
