/* tests/unit/test_cursor.c - reading untrusted bytes in a straight line. */
#include "common/base/bytes/cursor.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "tests/support/cm.h"

static void fixed_widths_are_little_endian(void **state)
{
    static const uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    nh_cursor c = nh_cur(bytes, sizeof bytes);

    (void)state;
    assert_int_equal(nh_cur_u8(&c), 1);
    assert_int_equal(nh_cur_u16(&c), 0x0302);
    assert_int_equal(nh_cur_u32(&c), 0x07060504);
    assert_int_equal(nh_cur_u64(&c), 0x0f0e0d0c0b0a0908);
    assert_true(nh_cur_ok(&c));
    assert_int_equal(nh_cur_left(&c), 0);
}

static void the_first_bad_read_sticks_and_keeps_its_place(void **state)
{
    static const uint8_t bytes[] = {1, 2, 3};
    nh_cursor c = nh_cur(bytes, sizeof bytes);

    (void)state;
    assert_int_equal(nh_cur_u16(&c), 0x0201);
    assert_int_equal(nh_cur_u32(&c), 0);
    assert_false(nh_cur_ok(&c));
    assert_int_equal(c.bad_at, 2);
    assert_int_equal(nh_cur_u8(&c), 0); /* the byte is there, but nobody believes it */
    assert_int_equal(nh_cur_var64(&c), 0);
    assert_null(nh_cur_bytes(&c, 0));
    assert_null(nh_cur_str(&c).ptr);
    assert_false(nh_cur_zeros(&c, 0));
    assert_int_equal(c.bad_at, 2);
    assert_int_equal(nh_cur_left(&c), 0);
}

static void var32_reads_each_spelling_once(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        bool ok;
        uint32_t value;
    } cases[] = {
        {"\x00", 1, true, 0},
        {"\x7f", 1, true, 127},
        {"\x80\x01", 2, true, 128},
        {"\xff\xff\xff\xff\x0f", 5, true, UINT32_MAX},
        {"\xff\xff\xff\xff\x1f", 5, false, 0},     /* one bit too many       */
        {"\x80\x00", 2, false, 0},                 /* zero, spelled twice    */
        {"\xff\x80\x00", 3, false, 0},             /* 127, spelled twice     */
        {"\x80", 1, false, 0},                     /* ends in the middle     */
        {"", 0, false, 0},                         /* nothing there          */
        {"\x80\x80\x80\x80\x80\x01", 6, false, 0}, /* longer than five bytes */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_cursor c = nh_cur(cases[i].bytes, cases[i].size);
        const uint32_t got = nh_cur_var32(&c);

        assert_int_equal(nh_cur_ok(&c), cases[i].ok);
        assert_int_equal(got, cases[i].value);
        assert_int_equal(c.bad_at, 0); /* where the number began, not where it broke */
    }
}

static void var64_reads_each_spelling_once(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        bool ok;
        uint64_t value;
    } cases[] = {
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10, true, UINT64_MAX},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 9, true, INT64_MAX},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10, false, 0},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x01", 11, false, 0},
        {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", 10, false, 0},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff", 9, false, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_cursor c = nh_cur(cases[i].bytes, cases[i].size);
        const uint64_t got = nh_cur_var64(&c);

        assert_int_equal(nh_cur_ok(&c), cases[i].ok);
        assert_int_equal(got, cases[i].value);
    }
}

/* Values around each power of two go out through the buffer and come back. */
static void varints_come_back_as_they_went(void **state)
{
    (void)state;
    for (unsigned bit = 0; bit < 64; bit++)
        for (uint64_t d = 0; d < 3; d++) {
            const uint64_t v = ((uint64_t)1 << bit) - 1 + d;
            nh_buffer b = {0};
            nh_cursor c;

            nh_buf_var64(&b, v);
            c = nh_cur(b.bytes, b.size);
            assert_true(nh_cur_var64(&c) == v);
            assert_true(nh_cur_ok(&c) && nh_cur_left(&c) == 0);
            nh_buf_free(&b);
        }
}

static void every_truncation_of_a_record_is_noticed(void **state)
{
    nh_buffer b = {0};

    (void)state;
    nh_buf_u8(&b, 1);
    nh_buf_u32(&b, 2);
    nh_buf_var32(&b, 3000);
    nh_buf_put_str(&b, NH_STR("Golan Heights"));
    nh_buf_zeros(&b, 3);
    for (size_t size = 0; size <= b.size; size++) {
        uint8_t *copy = (uint8_t *)malloc(size > 0 ? size : 1); /* exact, for ASan */
        nh_cursor c = nh_cur(copy, size);
        bool zeros;

        memcpy(copy, b.bytes, size);
        nh_cur_u8(&c);
        nh_cur_u32(&c);
        nh_cur_var32(&c);
        nh_cur_str(&c);
        zeros = nh_cur_zeros(&c, 3);
        assert_int_equal(nh_cur_ok(&c), size == b.size);
        assert_int_equal(zeros, size == b.size);
        free(copy);
    }
    nh_buf_free(&b);
}

static void a_length_near_the_top_does_not_wrap(void **state)
{
    nh_cursor c = nh_cur("abcdef", 6);

    (void)state;
    nh_cur_u16(&c);
    assert_null(nh_cur_bytes(&c, SIZE_MAX));
    assert_int_equal(c.bad_at, 2);
}

static void a_part_exists_or_spoils_the_whole(void **state)
{
    static const struct {
        uint64_t offset;
        uint64_t size;
        bool ok;
    } cases[] = {
        {0, 6, true},  {6, 0, true},           {2, 3, true},           {0, 7, false},
        {7, 0, false}, {UINT64_MAX, 2, false}, {2, UINT64_MAX, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_cursor c = nh_cur("abcdef", 6);
        nh_cursor part = nh_cur_sub(&c, cases[i].offset, cases[i].size);

        assert_int_equal(nh_cur_ok(&c), cases[i].ok);
        assert_int_equal(nh_cur_ok(&part), cases[i].ok);
        assert_int_equal(nh_cur_left(&part), cases[i].ok ? cases[i].size : 0);
        if (cases[i].ok)
            assert_int_equal(c.at, 0);
    }
}

static void a_reader_can_say_no_itself(void **state)
{
    nh_cursor c = nh_cur("abcdef", 6);

    (void)state;
    nh_cur_u32(&c);
    nh_cur_spoil(&c, 1);
    assert_false(nh_cur_ok(&c));
    assert_int_equal(c.bad_at, 1);
    assert_int_equal(nh_cur_u8(&c), 0);
}

static void a_range_of_nothing_can_be_read(void **state)
{
    nh_cursor c = nh_cur(NULL, 0);

    (void)state;
    assert_non_null(nh_cur_bytes(&c, 0));
    assert_true(nh_cur_zeros(&c, 0));
    assert_true(nh_cur_ok(&c));
    assert_int_equal(nh_cur_u8(&c), 0);
    assert_false(nh_cur_ok(&c));
}

static void zeros_must_be_zeros(void **state)
{
    nh_cursor c = nh_cur("\0\0\1", 3);

    (void)state;
    assert_true(nh_cur_zeros(&c, 2));
    assert_false(nh_cur_zeros(&c, 1));
    assert_true(nh_cur_ok(&c)); /* the bytes were there; what they mean is the reader's */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_widths_are_little_endian),
        cmocka_unit_test(the_first_bad_read_sticks_and_keeps_its_place),
        cmocka_unit_test(var32_reads_each_spelling_once),
        cmocka_unit_test(var64_reads_each_spelling_once),
        cmocka_unit_test(varints_come_back_as_they_went),
        cmocka_unit_test(every_truncation_of_a_record_is_noticed),
        cmocka_unit_test(a_length_near_the_top_does_not_wrap),
        cmocka_unit_test(a_part_exists_or_spoils_the_whole),
        cmocka_unit_test(a_reader_can_say_no_itself),
        cmocka_unit_test(a_range_of_nothing_can_be_read),
        cmocka_unit_test(zeros_must_be_zeros),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
