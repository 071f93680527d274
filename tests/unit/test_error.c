/* tests/unit/test_error.c - saying no, with a place. */
#include "common/base/error.h"

#include <errno.h>
#include <string.h>

#include "tests/support/cm.h"

static void fail_fills_every_field(void **state)
{
    nh_error err = {0};

    (void)state;
    assert_int_equal(nh_fail(&err, NH_E_CORRUPT, "a.seg", 40960, "%d passages", 300),
                     NH_E_CORRUPT);
    assert_int_equal(err.code, NH_E_CORRUPT);
    assert_string_equal(err.where, "a.seg");
    assert_int_equal(err.offset, 40960);
    assert_string_equal(err.what, "300 passages");
}

static void fail_without_an_error_gives_the_code_alone(void **state)
{
    (void)state;
    assert_int_equal(nh_fail(NULL, NH_E_LIMIT, NULL, NH_NO_OFFSET, "x"), NH_E_LIMIT);
    assert_int_equal(nh_fail_errno(NULL, ENOSPC, NULL, "write"), NH_E_SPACE);
    assert_int_equal(nh_fail_memory(NULL, "a plan"), NH_E_NOMEM);
}

static void long_texts_are_cut_between_characters(void **state)
{
    nh_error err = {0};
    char path[400] = "";

    (void)state;
    for (size_t i = 0; i < 398; i += 2)
        memcpy(path + i, "\xc3\xa9", 3);
    nh_fail(&err, NH_E_IO, path, NH_NO_OFFSET, "x%s", path);
    assert_int_equal(strlen(err.where), 158); /* 159 would end inside a character */
    assert_int_equal(strlen(err.what), 199);
    assert_int_equal((unsigned char)err.what[198], 0xa9);
}

static void a_sentence_stays_on_one_line(void **state)
{
    nh_error err = {0};

    (void)state;
    nh_fail(&err, NH_E_QUERY, NULL, 3, "no sense in \"%s\"", "a\r\nb");
    assert_string_equal(err.what, "no sense in \"a  b\"");
    assert_string_equal(err.where, "");
}

static void an_error_can_quote_the_one_it_replaces(void **state)
{
    nh_error err = {0};

    (void)state;
    nh_fail(&err, NH_E_IO, "manifest", 7, "cannot read");
    nh_fail(&err, NH_E_CORRUPT, err.where, err.offset, "no index here: %s", err.what);
    assert_string_equal(err.where, "manifest");
    assert_int_equal(err.offset, 7);
    assert_string_equal(err.what, "no index here: cannot read");
}

static void the_systems_errors_are_sorted_into_three_kinds(void **state)
{
    static const struct {
        int code;
        nh_status status;
    } cases[] = {
        {ENOSPC, NH_E_SPACE}, {EDQUOT, NH_E_SPACE}, {EFBIG, NH_E_SPACE},
        {ENOMEM, NH_E_NOMEM}, {EIO, NH_E_IO},       {EACCES, NH_E_IO},
        {ENOENT, NH_E_IO},    {98765, NH_E_IO},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_error err = {0};

        assert_int_equal(nh_fail_errno(&err, cases[i].code, "f", "open"), cases[i].status);
        assert_int_equal(err.offset, NH_NO_OFFSET);
        assert_memory_equal(err.what, "cannot open: ", 13);
        assert_true(strlen(err.what) > 13);
    }
}

static void every_status_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (nh_status a = NH_OK; a <= NH_E_INTERNAL; a++) {
        assert_string_not_equal(nh_status_text(a), "unknown");
        for (nh_status b = NH_OK; b < a; b++)
            assert_string_not_equal(nh_status_text(a), nh_status_text(b));
    }
    assert_string_equal(nh_status_text((nh_status)99), "unknown");
    assert_string_equal(nh_version(), NH_VERSION_TEXT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fail_fills_every_field),
        cmocka_unit_test(fail_without_an_error_gives_the_code_alone),
        cmocka_unit_test(long_texts_are_cut_between_characters),
        cmocka_unit_test(a_sentence_stays_on_one_line),
        cmocka_unit_test(an_error_can_quote_the_one_it_replaces),
        cmocka_unit_test(the_systems_errors_are_sorted_into_three_kinds),
        cmocka_unit_test(every_status_has_a_name_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
