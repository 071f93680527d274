/* tests/unit/test_front.c - texts in order come back from what differs, and nothing else does. */
#include "common/codec/front.h"

#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"

#define MOST 400u

static char text[MOST + NH_FRONT_SLACK];

static nh_front front_of(nh_buffer *row)
{
    const size_t size = row->size;

    nh_buf_zeros(row, NH_FRONT_SLACK);
    return (nh_front){row->bytes, row->bytes + size, text, 0, MOST};
}

static void texts_of_every_length_and_overlap_come_back(void **state)
{
    nh_buffer row = {0};
    char made[MOST];
    nh_str before = {NULL, 0};
    nh_front f;

    (void)state;
    memset(made, 'x', sizeof made);
    for (size_t len = 1; len <= MOST; len += len < 40 ? 1 : 30) {
        nh_front_put(before, (nh_str){made, len}, &row);
        nh_front_put((nh_str){made, len}, NH_STR("xxy"), &row);
        before = NH_STR("xxy");
    }
    f = front_of(&row);
    for (size_t len = 1; len <= MOST; len += len < 40 ? 1 : 30) {
        assert_true(nh_front_take(&f));
        assert_true(nh_str_equal((nh_str){text, f.len}, (nh_str){made, len}));
        assert_true(nh_front_take(&f));
        assert_true(nh_str_equal((nh_str){text, f.len}, NH_STR("xxy")));
    }
    assert_false(nh_front_take(&f));
    nh_buf_free(&row);
}

static void near_texts_take_a_byte_and_what_is_new(void **state)
{
    nh_buffer row = {0};

    (void)state;
    nh_front_put(NH_STR("speech-17/9"), NH_STR("speech-18/0"), &row);
    assert_int_equal(row.size, 4);
    assert_memory_equal(row.bytes,
                        "\x33"
                        "8/0",
                        4);
    nh_buf_free(&row);
}

static void impossible_rows_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
    } rows[] = {
        {"", 0},                           /* nothing                          */
        {"\x10", 1},                       /* loses a byte that was never there */
        {"\x00", 1},                       /* an empty text                     */
        {"\x03za", 3},                     /* ends too early                    */
        {"\xf0", 1},                       /* likewise, in a number             */
        {"\x0f\x05zzzz", 6},               /* likewise, behind one              */
        {"\xf0\x00", 2},                   /* loses 15 of none                  */
        {"\x0f\xff\xff\xff\xff\x0fzz", 8}, /* more than there is room for       */
        {"\x0f\x80\x00z", 4},              /* a padded number                   */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_buffer row = {0};
        nh_front f;

        nh_buf_bytes(&row, rows[i].bytes, rows[i].size);
        f = front_of(&row);
        if (nh_front_take(&f))
            fail_msg("row %zu is taken", i);
        assert_int_equal(f.len, 0);
        assert_ptr_equal(f.next, row.bytes);
        nh_buf_free(&row);
    }
}

static void no_text_grows_over_the_limit(void **state)
{
    nh_buffer row = {0};
    nh_front f;
    unsigned taken = 0;

    (void)state;
    for (unsigned i = 0; i < 100; i++)
        nh_buf_bytes(&row, "\x0ezzzzzzzzzzzzzz", 15);
    f = front_of(&row);
    while (nh_front_take(&f))
        taken++;
    assert_int_equal(taken, MOST / 14);
    nh_buf_free(&row);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_every_length_and_overlap_come_back),
        cmocka_unit_test(near_texts_take_a_byte_and_what_is_new),
        cmocka_unit_test(impossible_rows_are_refused),
        cmocka_unit_test(no_text_grows_over_the_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
