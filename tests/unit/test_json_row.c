/* tests/unit/test_json_row.c - a row is one JSON object as RFC 8259 has it, or is told where it is not. */
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "corpus/topics/json_row.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

/* name=text of each member, # before a number, [] before a list, ! before others, @ and its byte */
static void spell(nh_json_row *row, nh_buffer *out)
{
    nh_json_member m = {.at = 0};

    nh_buf_clear(out);
    while (nh_json_row_next(row, &m)) {
        nh_buf_print(out, "%s%.*s=%s%s%s", out->size > 0 ? " " : "", NH_STR_ARG(m.name),
                     m.number ? "#" : "", m.list ? "[]" : "", m.other ? "!" : "");
        nh_buf_text(out, m.text);
        if (m.at != NH_JSON_NOWHERE)
            nh_buf_print(out, "@%zu", m.at);
    }
    if (row->problem != NULL)
        nh_buf_print(out, "%s", row->problem);
    if (row->problem != NULL && row->problem_at != NH_JSON_NOWHERE)
        nh_buf_print(out, "@%zu", row->problem_at);
    nh_buf_u8(out, 0);
}

static void check(const char *const (*cases)[2], size_t count)
{
    nh_json_row row = {.count = 0};
    nh_buffer out = {0};

    for (size_t i = 0; i < count; i++) {
        assert_int_equal(nh_json_row_read(&row, nh_str_of(cases[i][0]), NULL), NH_OK);
        spell(&row, &out);
        if (strcmp((char *)out.bytes, cases[i][1]) != 0)
            print_error("row: %s\n", cases[i][0]);
        assert_string_equal((char *)out.bytes, cases[i][1]);
    }
    nh_buf_free(&out);
    nh_json_row_free(&row);
}

static void members_are_given_in_order(void **state)
{
    static const char *const cases[][2] = {
        {"{}", ""},
        {" { \"a\" : \"b\" , \"c\" : 1 } ", "a=b@10 c=#1@21"},
        {"{\"a\":\" b c\\t\",\"d\":\" e \"}", "a=b c d=e@20"},
        {"{\"a\":true,\"b\":false,\"c\":null,\"d\":{\"e\":\"f\"},\"g\":\"\"}",
         "a=!true@5 b=!false@14 d=!{\"e\":\"f\"}@33 g=@48"},
        {"{\"a\":[\"b\"],\"c\":[],\"d\":[1],\"e\":[\"f\",[\"g\"]],\"h\":\"i\"}",
         "a=[][\"b\"]@5 c=[][]@15 d=[][1]@22 e=[][\"f\",[\"g\"]]@30 h=i@47"},
        {"{\"a\":{\"b\":[{\"c\":{}},[]]},\"d\":\"e\"}",
         "a=!{\"b\":[{\"c\":{}},[]]}@5 d=e@30"},
        {"{\"a\":1,\"a\":2,\"\":3}", "a=#1@5 a=#2@11 =#3@16"},
    };

    (void)state;
    check(cases, COUNT(cases));
}

static void digits_stay_as_they_are(void **state)
{
    static const char *const cases[][2] = {
        {"{\"a\":123456789012345678901234567890}", "a=#123456789012345678901234567890@5"},
        {"{\"a\":-9223372036854775808}", "a=#-9223372036854775808@5"},
        {"{\"a\":1.0,\"b\":100,\"c\":-0.00,\"d\":1.50,\"e\":1.0e5,\"f\":0}",
         "a=#1@5 b=#100@13 c=#-0@21 d=#1.50@31 e=#1.0e5@40 f=#0@50"},
        {"{\"a\":1E+2,\"b\":2e-30}", "a=#1E+2@5 b=#2e-30@14"},
    };

    (void)state;
    check(cases, COUNT(cases));
}

static void escapes_are_decoded(void **state)
{
    static const char *const cases[][2] = {
        {"{\"\\u0061\":\"\\\"\\\\\\/\\b\\f\\n\\r\\tz\"}", "a=\"\\/\b\f\n\r\tz"},
        {"{\"a\":\"\\u00e9\\u20AC\\ud83d\\ude00\\uD840\\uDC00\\uDBFF\\uDFFF\"}",
         "a=\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf0\xa0\x80\x80\xf4\x8f\xbf\xbf"},
        {"{\"a\":\"\\\\ud83d\"}", "a=\\ud83d"},
        {"{\"a\":\"caf\xe9 \\u00e9\",\"b\":\"c\"}", "a=caf\xc3\xa9 \xc3\xa9 b=c"},
    };

    (void)state;
    check(cases, COUNT(cases));
}

static void what_is_no_object_is_told_with_its_place(void **state)
{
    static const char *const cases[][2] = {
        {"", "malformed JSON@0"},
        {"x", "malformed JSON@0"},
        {"[1]", "not a JSON object@0"},
        {"\"a\"", "not a JSON object@0"},
        {"{\"a\":1", "malformed JSON@5"},
        {"{\"a\":\"b", "malformed JSON@5"},
        {"{\"a\":\"b\\", "malformed JSON@5"},
        {"{\"a\":1}}", "malformed JSON@7"},
        {"{\"a\":1}x", "malformed JSON@7"},
        {"{\"a\":1}{}", "malformed JSON@7"},
        {"{\"a\":1]", "malformed JSON@6"},
        {"{\"a\":[1}", "malformed JSON@7"},
        {"{\"a\":1,}", "malformed JSON@6"},
        {"{,}", "malformed JSON@1"},
        {"{,\"a\":1}", "malformed JSON@1"},
        {"{\"a\":1,,\"b\":2}", "malformed JSON@7"},
        {"{\"a\":1 \"b\":2}", "malformed JSON@1"},
        {"{\"a\"}", "malformed JSON@1"},
        {"{\"a\":}", "malformed JSON@1"},
        {"{\"a\" 1}", "malformed JSON@5"},
        {"{\"a\"::1}", "malformed JSON@5"},
        {"{\"a\":1:2}", "malformed JSON@5"},
        {"{\"a\":\"b\":1}", "malformed JSON@8"},
        {"{\"a\",\"b\"}", "malformed JSON@1"},
        {"{\"a\":1,\"b\"}", "malformed JSON@6"},
        {"{\"a\"}:1}", "malformed JSON@5"},
        {"{\"a\":{\"b\"}:1}", "malformed JSON@10"},
        {"{\"a\":[]:1}", "malformed JSON@7"},
        {"{\"a\":{}:\"b\"}", "malformed JSON@7"},
        {"{1:2}", "malformed JSON@1"},
        {"{a:1}", "malformed JSON@1"},
        {"{'a':1}", "malformed JSON@1"},
        {"{{}:1}", "malformed JSON@1"},
        {"{\"a\":[1,]}", "malformed JSON@7"},
        {"{\"a\":[,1]}", "malformed JSON@6"},
        {"{\"a\":[1 2]}", "malformed JSON@8"},
        {"{\"a\":[1:2]}", "malformed JSON@6"},
        {"{\"a\":[\"b\":2]}", "malformed JSON@9"},
        {"{\"a\":\"caf\xe9\"", "malformed JSON"},
    };

    (void)state;
    check(cases, COUNT(cases));
}

static void what_is_no_value_is_told_with_its_place(void **state)
{
    static const char *const cases[][2] = {
        {"{\"a\":tru}", "malformed JSON@5"},
        {"{\"a\":nulls}", "malformed JSON@5"},
        {"{\"a\":NaN}", "malformed JSON@5"},
        {"{\"a\":01}", "malformed JSON@5"},
        {"{\"a\":-}", "malformed JSON@5"},
        {"{\"a\":+1}", "malformed JSON@5"},
        {"{\"a\":1.}", "malformed JSON@5"},
        {"{\"a\":.5}", "malformed JSON@5"},
        {"{\"a\":1e}", "malformed JSON@5"},
        {"{\"a\":1-2}", "malformed JSON@5"},
        {"{\"a\":1.2.3}", "malformed JSON@5"},
        {"{\"a\":/**/1}", "malformed JSON@5"},
        {"{\"a\":\"\\x\"}", "malformed JSON@5"},
        {"{\"a\":\"\\u12\"}", "malformed JSON@5"},
        {"{\"a\":\"b\tc\"}", "a control character in a JSON text@7"},
        {"{\"a\":\"b\\ud83d\"}", "half a surrogate pair in a JSON text@7"},
        {"{\"a\":\"\\ud83d\\u0041\"}", "half a surrogate pair in a JSON text@6"},
        {"{\"a\":\"\\ude00\\ud83d\"}", "half a surrogate pair in a JSON text@6"},
        {"{\"a\":1,\"b\":[{\"\\ud800\":1}]}", "half a surrogate pair in a JSON text@14"},
    };

    (void)state;
    check(cases, COUNT(cases));
}

/* A row of `count` times `piece` between two others. */
static nh_status read_many(nh_json_row *row, const char *before, const char *piece,
                           size_t count, const char *after)
{
    nh_buffer text = {0};
    nh_status st = NH_OK;

    nh_buf_text(&text, nh_str_of(before));
    for (size_t i = 0; i < count; i++)
        nh_buf_text(&text, nh_str_of(piece));
    nh_buf_text(&text, nh_str_of(after));
    st = nh_json_row_read(row, nh_buf_str(&text), NULL);
    nh_buf_free(&text);
    return st;
}

static void depth_and_number_of_values_are_bounded(void **state)
{
    nh_json_row row = {.count = 0};
    nh_json_member m = {.at = 0};

    (void)state;
    assert_int_equal(read_many(&row, "{\"a\":", "[", 64, ""), NH_OK);
    assert_int_equal(row.code, NH_E_LIMIT);
    assert_string_equal(row.problem, "nested deeper than 64 levels");
    assert_int_equal(row.problem_at, 5 + 63);
    assert_int_equal(read_many(&row, "{\"[[\":\"", "[{\\\"", 100, "\"}"), NH_OK);
    assert_int_equal(row.code, NH_OK);
    assert_int_equal(read_many(&row, "{\"a\":", "{\"b\":", 63, "{}"), NH_OK);
    assert_int_equal(row.code, NH_E_LIMIT);
    assert_int_equal(read_many(&row, "{\"a\":[0", ",[{}]", 16000, "],\"b\":\"c\"}"), NH_OK);
    assert_int_equal(row.code, NH_OK);
    assert_true(nh_json_row_next(&row, &m) && m.list && nh_json_row_next(&row, &m));
    assert_memory_equal(m.text.ptr, "c", 1);
    assert_int_equal(read_many(&row, "{\"a\":[0", ",0", 65536 - 4, "]}"), NH_OK);
    assert_int_equal(row.code, NH_OK);
    assert_int_equal(row.count, 65536);
    assert_int_equal(read_many(&row, "{\"a\":[0", ",0", 65536 - 3, "]}"), NH_OK);
    assert_int_equal(row.code, NH_E_LIMIT);
    assert_string_equal(row.problem, "more than 65536 names and values");
    assert_false(nh_json_row_next(&row, &m));
    nh_json_row_free(&row);
}

static nh_status read_row(const nh_env *env, void *context)
{
    nh_json_row row = {.text.env = env, .tokens.env = env};
    nh_json_member m = {.at = 0};
    const nh_status st = nh_json_row_read(&row, *(const nh_str *)context, NULL);

    while (nh_json_row_next(&row, &m))
        assert_true(m.name.len > 0);
    nh_json_row_free(&row);
    return st;
}

static void failed_allocations_leave_nothing_behind(void **state)
{
    nh_buffer text = {0};

    (void)state;
    nh_buf_text(&text, NH_STR("{\"a\":\"caf\xe9\",\"b\":[0"));
    for (size_t i = 0; i < 500; i++)
        nh_buf_text(&text, NH_STR(",0"));
    nh_buf_text(&text, NH_STR("]}"));
    nh_str row = nh_buf_str(&text);

    assert_true(fault_sweep_allocations(read_row, &row) > 3);
    nh_buf_free(&text);
}

/* No cut and no changed bit of a good row is read beyond its end, or changes what is not in it. */
static void damage_is_told_or_harmless(void **state)
{
    static const char good[] =
        "{\"id\":\"\\ud83d\\ude00\",\"q\":[\"a\\n\",{\"b\":-1.5e3}],\"n\":50,\"t\":true}";
    nh_json_row row = {.count = 0};

    (void)state;
    for (size_t cut = 0; cut < sizeof good - 1; cut++) {
        char *part = malloc(cut + 1);

        memcpy(part, good, cut);
        assert_int_equal(nh_json_row_read(&row, (nh_str){part, cut}, NULL), NH_OK);
        assert_int_equal(row.code, NH_E_REFUSED);
        assert_true(row.problem_at <= cut);
        free(part);
    }
    for (size_t bit = 0; bit < (sizeof good - 1) * 8; bit++) {
        char text[sizeof good];
        nh_json_member m = {.at = 0};

        memcpy(text, good, sizeof good);
        text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
        assert_int_equal(nh_json_row_read(&row, (nh_str){text, sizeof good - 1}, NULL),
                         NH_OK);
        while (nh_json_row_next(&row, &m))
            assert_true(m.text.len <= sizeof good);
    }
    nh_json_row_free(&row);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_given_in_order),
        cmocka_unit_test(digits_stay_as_they_are),
        cmocka_unit_test(escapes_are_decoded),
        cmocka_unit_test(what_is_no_object_is_told_with_its_place),
        cmocka_unit_test(what_is_no_value_is_told_with_its_place),
        cmocka_unit_test(depth_and_number_of_values_are_bounded),
        cmocka_unit_test(failed_allocations_leave_nothing_behind),
        cmocka_unit_test(damage_is_told_or_harmless),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
