/* tests/unit/test_date.c - dates as fields and newspapers write them. */
#include <string.h>

#include "common/base/dates/date.h"
#include "common/base/str.h"
#include "tests/support/cm.h"

static const struct {
    const char *text;
    const char *expected; /* "" if it is no date */
} spellings[] = {
    {"2025", "2025"},
    {"2025-06", "2025-06"},
    {"2025-06-30", "2025-06-30"},
    {" 2025-06-30\n", "2025-06-30"},
    {"20250630", "2025-06-30"},
    {"2025/6/3", "2025-06-03"},
    {"2025-06-30T12:34:56Z", "2025-06-30T12:34:56Z"},
    {"2025-06-30T12:34:56+02:00", "2025-06-30T10:34:56Z"},
    {"2025-06-30T12:34:56.789-0500", "2025-06-30T17:34:56Z"},
    {"2025-06-30 12:34", "2025-06-30T12:34:00Z"},
    {"2025-01-01T00:30:00+01:00", "2024-12-31T23:30:00Z"},
    {"June 30, 2025", "2025-06-30"},
    {"Jun. 30, 2025", "2025-06-30"},
    {"JUNE 30 2025", "2025-06-30"},
    {"Sept. 5th, 2025", "2025-09-05"},
    {"30 June 2025", "2025-06-30"},
    {"30. Juni 2025", "2025-06-30"},
    {"30 de junio de 2025", "2025-06-30"},
    {"1er janvier 2025", ""},
    {"14 août 2025", "2025-08-14"},
    {"June 2025", "2025-06"},
    {"26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01Z"},
    {" 1-MAR-1987 09:05:00.10", "1987-03-01T09:05:00Z"},
    {"Mon, 30 Jun 2025 10:00:00 GMT", "2025-06-30T10:00:00Z"},
    {"Monday, June 30, 2025", "2025-06-30"},
    {"June 30, 2025 at 5:04 p.m. EDT", "2025-06-30T21:04:00Z"},
    {"June 30, 2025 12:10 AM UTC", "2025-06-30T00:10:00Z"},
    {"June 30, 2025 5:04 IST", "2025-06-30"}, /* three zones have that name */
    {"6/30/2025", "2025-06-30"},
    {"30/6/2025", "2025-06-30"},
    {"5/6/2025", ""}, /* May or June: nobody knows */
    {"30.6.2025", "2025-06-30"},
    {"2024-02-29", "2024-02-29"},
    {"2023-02-29", ""},
    {"2000-02-29", "2000-02-29"},
    {"1900-02-29", ""},
    {"2025-13-01", ""},
    {"2025-00-01", ""},
    {"2025-04-31", ""},
    {"2025-06-30T25:00:00Z", ""},
    {"2025-06-30T23:61:00Z", ""},
    {"0000-01-01", ""},
    {"June 31, 2025", ""},
    {"June", ""},
    {"today", ""},
    {"", ""},
    {"-", ""},
    {"2025-06-30x", ""},
    {"2025-06-30T", ""},
    {"99999999999999999999", ""},
    {"12345", ""},
};

static void dates_are_read_in_every_spelling(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(spellings); i++) {
        nh_date date = {0};
        char text[NH_DATE_TEXT_SIZE] = "";
        const bool read = nh_date_parse(nh_str_of(spellings[i].text), &date);

        if (read)
            nh_date_text(date, text);
        if (strcmp(text, spellings[i].expected) != 0 ||
            read != (spellings[i].expected[0] != '\0'))
            fail_msg("\"%s\" reads as \"%s\", not \"%s\"", spellings[i].text, text,
                     spellings[i].expected);
        assert_int_equal(date.source, NH_DATE_FROM_NOWHERE);
    }
}

static void dates_are_found_in_running_text(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
        size_t at;
        size_t size;
    } cases[] = {
        {"Published June 30, 2025 by us", "2025-06-30", 10, 13},
        {" date 2025-06-30 + x", "2025-06-30", 6, 10},
        {"on 3 May 2024.", "2024-05-03", 3, 10},
        {"updated 2025-06-30T10:00Z", "2025-06-30", 8, 10},
        {"in June 2025 and on June 3, 2025", "2025-06-03", 20, 12},
        {"may 2025 or 12025-06-300", "", 0, 0},
        {"about 5,000 people on June 5", "", 0, 0},
        {"", "", 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_date date = {0};
        char text[NH_DATE_TEXT_SIZE] = "";
        size_t at = 0;
        size_t size = 0;

        if (nh_date_find(nh_str_of(cases[i].text), &date, &at, &size))
            nh_date_text(date, text);
        assert_string_equal(text, cases[i].expected);
        assert_int_equal(at, cases[i].at);
        assert_int_equal(size, cases[i].size);
    }
}

static void a_date_covers_its_year_month_or_day(void **state)
{
    static const struct {
        const char *text;
        const char *last;
    } cases[] = {
        {"2024", "2024-12-31T23:59:59Z"},       {"2024-02", "2024-02-29T23:59:59Z"},
        {"2023-02", "2023-02-28T23:59:59Z"},    {"1969-12", "1969-12-31T23:59:59Z"},
        {"1969-12-30", "1969-12-30T23:59:59Z"}, {"0001", "0001-12-31T23:59:59Z"},
        {"9999", "9999-12-31T23:59:59Z"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_date date = {0};
        int64_t first = 0;
        char text[NH_DATE_TEXT_SIZE] = "";
        nh_date last = {.precision = NH_DATE_SECOND};

        assert_true(nh_date_parse(nh_str_of(cases[i].text), &date));
        nh_date_range(date, &first, &last.seconds);
        assert_int_equal(first, date.seconds);
        nh_date_text(last, text);
        assert_string_equal(text, cases[i].last);
    }
}

static void days_are_counted_from_1970(void **state)
{
    (void)state;
    assert_int_equal(nh_date_days(1970, 1, 1), 0);
    assert_int_equal(nh_date_days(1969, 12, 31), -1);
    assert_int_equal(nh_date_days(2000, 3, 1), 11017);
    assert_int_equal(nh_date_days(2025, 6, 30), 20269);
    assert_int_equal(nh_date_days(0, 3, 1), -719468);
    assert_int_equal(nh_date_days(-400, 3, 1), -719468 - 146097);
    for (int64_t year = -9999; year <= 9999; year++) /* every year follows the one before */
        assert_int_equal(nh_date_days(year, 1, 1), nh_date_days(year - 1, 12, 31) + 1);
}

static void no_date_has_no_text(void **state)
{
    char text[NH_DATE_TEXT_SIZE] = "x";

    (void)state;
    nh_date_text((nh_date){0}, text);
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_in_every_spelling),
        cmocka_unit_test(dates_are_found_in_running_text),
        cmocka_unit_test(a_date_covers_its_year_month_or_day),
        cmocka_unit_test(days_are_counted_from_1970),
        cmocka_unit_test(no_date_has_no_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
