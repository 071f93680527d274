/* tests/unit/test_decimal.c - numbers of run files, read the same in every locale. */
#include "tests/support/cm.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/str.h"
#include "searcher/measure/files/decimal.h"

static void numbers_are_read_as_the_c_library_reads_them(void **state)
{
    static const char *const rows[] = {
        "0",
        "-0",
        "1",
        "+1",
        "-17.25",
        "12.345678",
        "0.0000001",
        ".5",
        "5.",
        "1e3",
        "1E-3",
        "-2.5e+2",
        "000123",
        "999999999999999",
        "1e22",
        "0.0000000e5",
        "1e-320",
        "4.1130000",
        "15.9999990",
        "1e308",
        "0e99999",
        "1e-9999",
        "00000000000000000000000000001.5",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const double wanted = strtod(rows[i], NULL);
        double got = -1;

        assert_true(nh_decimal_read(nh_str_of(rows[i]), &got));
        if (!(fabs(got - wanted) <= fabs(wanted) * 1e-15 + 1e-320))
            fail_msg("%s is read as %.17g", rows[i], got);
    }
}

static void more_digits_than_fit_change_the_last_place_at_most(void **state)
{
    static const char *const rows[] = {
        "123456789012345678901234567890", "0.1234567890123456789012345678901234567890",
        "3.14159265358979323846264338327950288e0", "17976931348623157e292"};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const double wanted = strtod(rows[i], NULL);
        double got = 0;

        assert_true(nh_decimal_read(nh_str_of(rows[i]), &got));
        assert_true(fabs(got - wanted) <= fabs(wanted) * 1e-14);
    }
}

static void the_same_number_is_the_same_bits_however_it_is_spelled(void **state)
{
    static const char *const rows[] = {"1.1", "1.1000000", "11e-1", "0.11e1", "+01.10"};
    double first = 0;

    (void)state;
    assert_true(nh_decimal_read(nh_str_of(rows[0]), &first));
    for (size_t i = 1; i < COUNT(rows); i++) {
        double got = 0;

        assert_true(nh_decimal_read(nh_str_of(rows[i]), &got));
        assert_true(got == first);
    }
}

static void what_is_no_number_is_refused(void **state)
{
    static const char *const rows[] = {
        "",      "-",   ".",   "e5",    "1e",    "1e+",
        "1.2.3", "1,5", "nan", "inf",   "0x10",  "1 ",
        " 1",    "--1", "1-",  "1e5.5", "1e309", "1e99999999999999999999"};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        double got = 42;

        if (nh_decimal_read(nh_str_of(rows[i]), &got) || got != 42)
            fail_msg("\"%s\" is taken for a number", rows[i]);
    }
}

static void grades_are_whole_numbers_of_32_bits(void **state)
{
    static const struct {
        const char *text;
        bool is;
        int32_t value;
    } rows[] = {
        {"0", true, 0},
        {"-1", true, -1},
        {"+2", true, 2},
        {"2147483647", true, INT32_MAX},
        {"-2147483648", true, INT32_MIN},
        {"2147483648", false, 0},
        {"-2147483649", false, 0},
        {"99999999999999999999", false, 0},
        {"1.0", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"x", false, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int32_t got = 0;

        assert_int_equal(nh_decimal_read_int(nh_str_of(rows[i].text), &got), rows[i].is);
        assert_int_equal(got, rows[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_as_the_c_library_reads_them),
        cmocka_unit_test(more_digits_than_fit_change_the_last_place_at_most),
        cmocka_unit_test(the_same_number_is_the_same_bits_however_it_is_spelled),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(grades_are_whole_numbers_of_32_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
