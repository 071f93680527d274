/* tests/unit/test_stop_list.c - reading a list of stop words. */
#include "common/base/str.h"
#include "common/text/words/forms/stop_list.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

static void words_are_read_whatever_the_blanks(void **state)
{
    nh_stop_list list;

    (void)state;
    assert_int_equal(
        nh_stop_list_read(nh_env_system(), NH_STR("the\n  of\t\r\n\nand a"), &list, NULL),
        NH_OK);
    assert_int_equal(list.count, 4);
    assert_true(nh_stop_list_has(&list, NH_STR("the")));
    assert_true(nh_stop_list_has(&list, NH_STR("a")));
    assert_false(nh_stop_list_has(&list, NH_STR("th")));
    assert_false(nh_stop_list_has(&list, NH_STR("")));
    nh_stop_list_close(&list);
    assert_false(nh_stop_list_has(&list, NH_STR("the")));
}

static void an_empty_list_has_nothing(void **state)
{
    nh_stop_list list;

    (void)state;
    assert_int_equal(nh_stop_list_read(nh_env_system(), (nh_str){NULL, 0}, &list, NULL),
                     NH_OK);
    assert_false(nh_stop_list_has(&list, NH_STR("the")));
    nh_stop_list_close(&list);
}

static nh_status read_list(const nh_env *env, void *context)
{
    nh_stop_list list = {0};
    const nh_status status = nh_stop_list_read(env, NH_STR("the of"), &list, NULL);

    (void)context;
    if (status == NH_OK)
        nh_stop_list_close(&list);
    return status;
}

static void every_failed_allocation_is_told(void **state)
{
    (void)state;
    assert_int_equal(fault_sweep_allocations(read_list, NULL), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_read_whatever_the_blanks),
        cmocka_unit_test(an_empty_list_has_nothing),
        cmocka_unit_test(every_failed_allocation_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
