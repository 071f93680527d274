/* tests/unit/test_buffer.c - a growing byte writer with a cap. */
#include "common/base/bytes/buffer.h"

#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

static void integers_are_written_lowest_byte_first(void **state)
{
    static const uint8_t expected[] = {1,    3,    2,    7,    6,    5,    4,    0x0f, 0x0e,
                                       0x0d, 0x0c, 0x0b, 0x0a, 0x09, 0x08, 0xac, 0x02};
    nh_buffer b = {0};

    (void)state;
    nh_buf_u8(&b, 1);
    nh_buf_u16(&b, 0x0203);
    nh_buf_u32(&b, 0x04050607);
    nh_buf_u64(&b, 0x08090a0b0c0d0e0f);
    nh_buf_var32(&b, 300);
    assert_int_equal(b.size, sizeof expected);
    assert_memory_equal(b.bytes, expected, sizeof expected);
    nh_buf_free(&b);
    assert_null(b.bytes);
}

static void text_is_formatted_and_appended(void **state)
{
    nh_buffer b = {0};

    (void)state;
    nh_buf_text(&b, NH_STR("a"));
    nh_buf_print(&b, "%d-%s", 42, "x");
    nh_buf_text(&b, (nh_str){NULL, 0});
    assert_true(nh_str_equal(nh_buf_str(&b), NH_STR("a42-x")));
    for (int i = 0; i < 1000; i++)
        nh_buf_print(&b, "%04d", i);
    assert_int_equal(b.size, 4005);
    assert_memory_equal(b.bytes + 4001, "0999", 4);
    nh_buf_free(&b);
}

static void align_pads_with_zeros_only_where_needed(void **state)
{
    static const struct {
        size_t size;
        size_t to;
        size_t expected;
    } cases[] = {{0, 64, 0},   {1, 64, 64},   {63, 64, 64},
                 {64, 64, 64}, {65, 64, 128}, {5, 1, 5}};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_buffer b = {0};

        for (size_t k = 0; k < cases[i].size; k++)
            nh_buf_u8(&b, 0xff);
        nh_buf_align(&b, cases[i].to);
        assert_int_equal(b.size, cases[i].expected);
        for (size_t k = cases[i].size; k < b.size; k++)
            assert_int_equal(b.bytes[k], 0);
        nh_buf_free(&b);
    }
}

static void the_limit_is_exact_and_sticks(void **state)
{
    nh_buffer b = {.limit = 10};
    nh_error err = {0};

    (void)state;
    nh_buf_print(&b, "%s", "0123456789"); /* the NUL of printf does not count */
    assert_true(nh_buf_ok(&b));
    assert_int_equal(nh_buf_status(&b, &err, "a snippet"), NH_OK);
    nh_buf_u8(&b, 1);
    nh_buf_zeros(&b, 0);
    assert_false(nh_buf_ok(&b));
    assert_int_equal(b.size, 10);
    assert_int_equal(nh_buf_status(&b, &err, "a snippet"), NH_E_LIMIT);
    assert_non_null(strstr(err.what, "a snippet"));
    assert_null(nh_buf_extend(&b, 0));

    nh_buf_clear(&b);
    nh_buf_u8(&b, 1);
    assert_true(nh_buf_ok(&b));
    assert_int_equal(b.size, 1);
    nh_buf_free(&b);
    assert_int_equal(b.limit, 10);
}

static void absurd_sizes_are_refused(void **state)
{
    nh_buffer b = {0};

    (void)state;
    nh_buf_u8(&b, 1);
    assert_null(nh_buf_extend(&b, SIZE_MAX));
    assert_false(nh_buf_ok(&b));
    nh_buf_free(&b);
}

static void room_for_nothing_is_a_place(void **state)
{
    nh_buffer b = {0};

    (void)state;
    assert_non_null(nh_buf_extend(&b, 0));
    assert_int_equal(b.size, 0);
    nh_buf_free(&b);
}

static nh_status write_some(const nh_env *env, void *context)
{
    nh_buffer b = {.env = env};
    nh_status st;

    (void)context;
    for (uint32_t i = 0; i < 1000; i++)
        nh_buf_var32(&b, i);
    nh_buf_print(&b, "%01000d", 7);
    st = nh_buf_status(&b, NULL, "a record");
    nh_buf_free(&b);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(write_some, NULL) > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_are_written_lowest_byte_first),
        cmocka_unit_test(text_is_formatted_and_appended),
        cmocka_unit_test(align_pads_with_zeros_only_where_needed),
        cmocka_unit_test(the_limit_is_exact_and_sticks),
        cmocka_unit_test(absurd_sizes_are_refused),
        cmocka_unit_test(room_for_nothing_is_a_place),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
