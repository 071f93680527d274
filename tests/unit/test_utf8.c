/* tests/unit/test_utf8.c - bytes of unknown origin into valid UTF-8. */
#include <string.h>

#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

typedef struct adopt_row {
    const char *bytes;
    const char *text;
    nh_utf8_source source;
    unsigned repairs;
    unsigned bad_at;
} adopt_row;

static const adopt_row adopt_rows[] = {
    {"", "", NH_UTF8_AS_IS, 0, 0},
    {"plain and long enough", "plain and long enough", NH_UTF8_AS_IS, 0, 21},
    {"T\u00fcrkiye \U0001F600 \ufffd", "T\u00fcrkiye \U0001F600 \ufffd", NH_UTF8_AS_IS, 0,
     17},
    {"caf\xe9 \x93so\x94", "caf\u00e9 \u201cso\u201d", NH_UTF8_WINDOWS, 0, 3},
    {"don\x92t pay \x80 5", "don\u2019t pay \u20ac 5", NH_UTF8_WINDOWS, 0, 3},
    {"a\x81z", "a\ufffdz", NH_UTF8_WINDOWS, 1, 1},
    {"caf\u00e9 caf\xe9.", "caf\u00e9 caf\ufffd.", NH_UTF8_REPAIRED, 1, 9},
    {"\u00e9\xe2\x82", "\u00e9\ufffd\ufffd", NH_UTF8_REPAIRED, 2, 2},
    {"\u00e9\xc0\xaf", "\u00e9\ufffd\ufffd", NH_UTF8_REPAIRED, 2, 2},
    {"\u00e9\xed\xa0\x80", "\u00e9\ufffd\ufffd\ufffd", NH_UTF8_REPAIRED, 3, 2},
    {"\u00e9\xf4\x90\x80\x80", "\u00e9\ufffd\ufffd\ufffd\ufffd", NH_UTF8_REPAIRED, 4, 2},
};

static void bytes_are_read_as_what_they_seem_to_be(void **state)
{
    nh_buffer scratch = {0};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(adopt_rows); i++) {
        const adopt_row *row = &adopt_rows[i];
        nh_utf8_report report;
        nh_str text;

        assert_int_equal(
            nh_utf8_adopt(nh_str_of(row->bytes), &scratch, &text, &report, NULL), NH_OK);
        assert_true(nh_str_equal(text, nh_str_of(row->text)));
        assert_int_equal(report.source, row->source);
        assert_int_equal(report.repairs, row->repairs);
        assert_int_equal(report.bad_at, row->bad_at);
    }
    nh_buf_free(&scratch);
}

static void valid_text_is_not_copied(void **state)
{
    const nh_str bytes = NH_STR("caf\u00e9");
    nh_buffer scratch = {0};
    nh_str text;

    (void)state;
    assert_int_equal(nh_utf8_adopt(bytes, &scratch, &text, NULL, NULL), NH_OK);
    assert_ptr_equal(text.ptr, bytes.ptr);
    assert_null(scratch.bytes);
}

static void a_limit_of_the_scratch_is_told(void **state)
{
    nh_buffer scratch = {.limit = 4};
    nh_str text;
    nh_error err = {0};

    (void)state;
    assert_int_equal(nh_utf8_adopt(NH_STR("caf\xe9 caf\xe9"), &scratch, &text, NULL, &err),
                     NH_E_LIMIT);
    assert_true(err.what[0] != '\0');
    nh_buf_free(&scratch);
}

static nh_status adopt_with(const nh_env *env, void *context)
{
    nh_buffer scratch = {.env = env};
    nh_str text;
    const nh_status status =
        nh_utf8_adopt(*(const nh_str *)context, &scratch, &text, NULL, NULL);

    nh_buf_free(&scratch);
    return status;
}

static void every_failed_allocation_is_told(void **state)
{
    nh_str windows = NH_STR("caf\xe9");
    nh_str mixed = NH_STR("caf\u00e9 caf\xe9");

    (void)state;
    assert_true(fault_sweep_allocations(adopt_with, &windows) > 0);
    assert_true(fault_sweep_allocations(adopt_with, &mixed) > 0);
}

static void characters_are_written_and_found_backwards(void **state)
{
    static const struct {
        uint32_t c;
        const char *bytes;
    } rows[] = {{0x41, "A"}, {0xFC, "\u00fc"}, {0x20AC, "\u20ac"}, {0x1F600, "\U0001F600"}};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        char out[NH_UTF8_MAX];
        const nh_str expected = nh_str_of(rows[i].bytes);

        assert_true(nh_str_equal((nh_str){out, nh_utf8_encode(rows[i].c, out)}, expected));
        assert_int_equal(nh_utf8_before(expected, expected.len), 0);
    }
    assert_int_equal(nh_utf8_before(NH_STR("a\u20ac"), 4), 1);
    assert_true(nh_utf8_is_ascii(NH_STR("0123456789")));
    assert_false(nh_utf8_is_ascii(NH_STR("0123456789\u00fc")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_read_as_what_they_seem_to_be),
        cmocka_unit_test(valid_text_is_not_copied),
        cmocka_unit_test(a_limit_of_the_scratch_is_told),
        cmocka_unit_test(every_failed_allocation_is_told),
        cmocka_unit_test(characters_are_written_and_found_backwards),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
