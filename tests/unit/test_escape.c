/* tests/unit/test_escape.c - untrusted text made fit for the place where it is shown. */
#include "common/base/bytes/escape.h"

#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

#define BAD "\xef\xbf\xbd"

typedef void escaper(nh_buffer *out, nh_str text);

static void check(escaper *escape, const char *in, size_t size, const char *expected)
{
    nh_buffer b = {0};

    escape(&b, (nh_str){in, size});
    nh_buf_u8(&b, 0);
    assert_true(nh_buf_ok(&b));
    assert_string_equal((const char *)b.bytes, expected);
    nh_buf_free(&b);
}

typedef struct row {
    const char *in;
    const char *expected;
} row;

static void check_rows(escaper *escape, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check(escape, rows[i].in, strlen(rows[i].in), rows[i].expected);
}

static void one_line(nh_buffer *out, nh_str text)
{
    nh_escape_terminal(out, text, false);
}

static void many_lines(nh_buffer *out, nh_str text)
{
    nh_escape_terminal(out, text, true);
}

static void a_terminal_sees_no_commands(void **state)
{
    static const row rows[] = {
        {"Golan Heights", "Golan Heights"},
        {"", ""},
        {"caf\xc3\xa9 \xf0\x9f\x98\x80 \xe6\x97\xa5",
         "caf\xc3\xa9 \xf0\x9f\x98\x80 \xe6\x97\xa5"},
        {"\x1b[31mred\x1b[0m", BAD "[31mred" BAD "[0m"},
        {"\x1b]0;title\x07", BAD "]0;title" BAD},
        {"a\tb", "a\tb"},
        {"a\nb\rc", "a" BAD "b" BAD "c"},
        {"\x7f\x08", BAD BAD},
        {"\xc2\x9b"
         "31m",
         BAD "31m"}, /* CSI as one C1 control         */
        {"\xe2\x80\xae"
         "gnp.exe",
         BAD "gnp.exe"},                            /* right-to-left override        */
        {"\xe2\x81\xa6x\xe2\x81\xa9", BAD "x" BAD}, /* isolates                      */
        {"\xd8\x9c\xe2\x80\x8e\xe2\x80\x8f", BAD BAD BAD}, /* marks                    */
        {"\xe2\x80\xa8\xe2\x80\xa9", BAD BAD}, /* line and paragraph separators */
        {"\xe2\x80\x8dz\xe2\x80\xb0", "\xe2\x80\x8dz\xe2\x80\xb0"}, /* a joiner, a sign */
        {"\xc2\xa0", "\xc2\xa0"}, /* the first after C1            */
    };

    (void)state;
    check_rows(one_line, rows, COUNT(rows));
    check(one_line, "a\0b", 3, "a" BAD "b");
    check(many_lines, "a\nb\rc", 5, "a\nb" BAD "c");
}

static void invalid_utf8_is_replaced_byte_by_byte(void **state)
{
    static const row rows[] = {
        {"\x80", BAD},
        {"a\xff"
         "b",
         "a" BAD "b"},
        {"\xc0\xaf", BAD BAD}, /* a slash in two bytes          */
        {"\xc1\xbf", BAD BAD},
        {"\xe0\x80\xaf", BAD BAD BAD}, /* a slash in three bytes        */
        {"\xe0\x9f\xbf", BAD BAD BAD},
        {"\xe0\xa0\x80", "\xe0\xa0\x80"}, /* the first that needs three    */
        {"\xed\xa0\x80", BAD BAD BAD},    /* a surrogate                   */
        {"\xed\x9f\xbf", "\xed\x9f\xbf"}, /* the last before them          */
        {"\xf0\x8f\xbf\xbf", BAD BAD BAD BAD},
        {"\xf0\x90\x80\x80", "\xf0\x90\x80\x80"},
        {"\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
        {"\xf4\x90\x80\x80", BAD BAD BAD BAD}, /* beyond Unicode            */
        {"\xf5\x80\x80\x80", BAD BAD BAD BAD},
        {"\xe2\x82", BAD BAD}, /* ends in the middle            */
        {"\xe2\x82z", BAD BAD "z"},
        {"\xc3", BAD},
    };
    static escaper *const all[] = {one_line, many_lines, nh_escape_json, nh_escape_html,
                                   nh_escape_tsv};

    (void)state;
    for (size_t i = 0; i < COUNT(all); i++)
        check_rows(all[i], rows, COUNT(rows));
}

static void json_strings_hold_anything(void **state)
{
    static const row rows[] = {
        {"say \"hi\" \\ /", "say \\\"hi\\\" \\\\ /"},
        {"\b\f\n\r\t", "\\b\\f\\n\\r\\t"},
        {"\x1f\x01", "\\u001f\\u0001"},
        {"\x7f", "\\u007f"},
        {"\xe2\x80\xa8", "\\u2028"},
        {"\xe2\x80\xae", "\\u202e"},
        {"\xc2\x9b", "\\u009b"},
        {"caf\xc3\xa9", "caf\xc3\xa9"},
    };

    (void)state;
    check_rows(nh_escape_json, rows, COUNT(rows));
    check(nh_escape_json, "\0", 1, "\\u0000");
    check(nh_escape_json_string, "a\"", 2, "\"a\\\"\"");
}

static void html_has_no_markup_left(void **state)
{
    static const row rows[] = {
        {"<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"},
        {"AT&T \"x\"", "AT&amp;T &quot;x&quot;"},
        {"a\nb\x1b", "a\nb" BAD},
    };

    (void)state;
    check_rows(nh_escape_html, rows, COUNT(rows));
}

static void a_tsv_field_stays_in_its_column(void **state)
{
    static const row rows[] = {{"a\tb\r\nc", "a b  c"}, {"\x1b", BAD}, {"a b", "a b"}};

    (void)state;
    check_rows(nh_escape_tsv, rows, COUNT(rows));
}

static void a_csv_field_is_quoted_where_it_must_be(void **state)
{
    static const row rows[] = {
        {"", ""},
        {"Golan Heights", "Golan Heights"},
        {"Golan, Heights", "\"Golan, Heights\""},
        {"the \"Heights\"", "\"the \"\"Heights\"\"\""},
        {"\"", "\"\"\"\""},
        {"a\r\nb\tc", "a  b c"},
        {"\x1b\xff", BAD BAD},
        {"a;b 'c'", "a;b 'c'"},
    };

    (void)state;
    check_rows(nh_escape_csv, rows, COUNT(rows));
}

static void a_csv_field_is_no_formula(void **state)
{
    static const row rows[] = {
        {"=SUM(1,2)", "\"'=SUM(1,2)\""},
        {"=barrack", "'=barrack"},
        {"+1", "'+1"},
        {"-golan", "'-golan"},
        {"@x", "'@x"},
        {"a=b", "a=b"},
    };

    (void)state;
    check_rows(nh_escape_csv, rows, COUNT(rows));
}

static void a_trec_field_is_one_word_that_can_be_read_back(void **state)
{
    static const row rows[] = {
        {"news/2025-03-01.txt#7", "news/2025-03-01.txt#7"},
        {"a b\tc", "a%20b%09c"},
        {"100%", "100%25"},
        {"caf\xc3\xa9", "caf\xc3\xa9"},
        {"\xff", "%FF"},
        {"\xc2\xa0\xe2\x80\x83\xe3\x80\x80", "%C2%A0%E2%80%83%E3%80%80"},
    };

    (void)state;
    check_rows(nh_escape_trec, rows, COUNT(rows));
}

static void trec_fields_compare_as_they_are_spelled(void **state)
{
    static const char *const texts[] = {"",
                                        "a",
                                        "a b",
                                        "a!b",
                                        "a$b",
                                        "a%b",
                                        "a%20b",
                                        "a&b",
                                        "ab",
                                        "a\tb",
                                        "a\xffz",
                                        "a\xff",
                                        "a\xfez",
                                        "caf\xc3\xa9",
                                        "caf\xc3\xa8",
                                        "caf",
                                        "cafz",
                                        "a\xc2\x85z",
                                        "a\xc2\xa0z",
                                        "a\xe2\x80\xa8z",
                                        "a\xe2\x80\xa9z",
                                        "a\xe2\x80\x9cz"};

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        for (size_t k = 0; k < COUNT(texts); k++) {
            const nh_str a = nh_str_of(texts[i]), b = nh_str_of(texts[k]);
            nh_buffer x = {0}, y = {0};
            int expected, got = nh_escape_trec_compare(a, b);

            nh_escape_trec(&x, a);
            nh_escape_trec(&y, b);
            expected = nh_str_compare(nh_buf_str(&x), nh_buf_str(&y));
            assert_int_equal((got > 0) - (got < 0), (expected > 0) - (expected < 0));
            nh_buf_free(&x);
            nh_buf_free(&y);
        }
    }
}

static nh_status escape_some(const nh_env *env, void *context)
{
    nh_buffer b = {.env = env};
    nh_status st;

    (void)context;
    for (int i = 0; i < 100; i++)
        nh_escape_json_string(&b, NH_STR("a\nb\xff"));
    st = nh_buf_status(&b, NULL, "a line");
    nh_buf_free(&b);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(escape_some, NULL) > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_sees_no_commands),
        cmocka_unit_test(invalid_utf8_is_replaced_byte_by_byte),
        cmocka_unit_test(json_strings_hold_anything),
        cmocka_unit_test(html_has_no_markup_left),
        cmocka_unit_test(a_tsv_field_stays_in_its_column),
        cmocka_unit_test(a_csv_field_is_quoted_where_it_must_be),
        cmocka_unit_test(a_csv_field_is_no_formula),
        cmocka_unit_test(a_trec_field_is_one_word_that_can_be_read_back),
        cmocka_unit_test(trec_fields_compare_as_they_are_spelled),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
