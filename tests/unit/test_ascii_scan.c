/* tests/unit/test_ascii_scan.c - scans of 16 bytes at a time find what a look at each byte finds. */
#include <string.h>

#include "common/text/letters/ascii_scan.h"
#include "tests/support/cm.h"

#define SIZE 40u

/* Each byte value at each place of texts of each length, so that whole loads, parts of a load
 * and the bytes after the last load all meet it. */
static void each_byte_stops_a_scan_wherever_it_stands(void **state)
{
    char bytes[SIZE];

    (void)state;
    for (unsigned value = 0; value < 256; value++) {
        for (size_t place = 0; place < SIZE; place++) {
            const char c = (char)value;
            const nh_str text = {bytes, SIZE - place % 3};

            memset(bytes, 'm', SIZE);
            bytes[place] = c;
            const bool inside = place < text.len;
            const size_t alnum = inside && !nh_scan_is_alnum(c) ? place : text.len;
            const size_t quiet = inside && !nh_scan_is_quiet(c) ? place : text.len;

            assert_int_equal(nh_scan_alnum(text, 0), alnum);
            assert_int_equal(nh_scan_quiet(text, 0), quiet);
        }
    }
}

static void scans_begin_where_they_are_told_to(void **state)
{
    const char *bytes = ".aaaaaaaaaaaaaaaaaaaaaaa zz.";
    const nh_str text = {bytes, strlen(bytes)};

    (void)state;
    assert_int_equal(nh_scan_alnum(text, 0), 0);
    assert_int_equal(nh_scan_alnum(text, 1), 24);
    assert_int_equal(nh_scan_alnum(text, 25), 27);
    assert_int_equal(nh_scan_alnum(text, 28), 28);
    assert_int_equal(nh_scan_quiet(text, 0), 0);
    assert_int_equal(nh_scan_quiet(text, 1), 27);
    assert_int_equal(nh_scan_quiet(text, 28), 28);
}

static void letters_and_digits_are_those_of_ascii(void **state)
{
    unsigned alnum = 0;
    unsigned loud = 0;

    (void)state;
    for (unsigned value = 0; value < 256; value++) {
        alnum += nh_scan_is_alnum((char)value);
        loud += !nh_scan_is_quiet((char)value);
    }
    assert_int_equal(alnum, 62);
    assert_int_equal(loud, 128 + 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_byte_stops_a_scan_wherever_it_stands),
        cmocka_unit_test(scans_begin_where_they_are_told_to),
        cmocka_unit_test(letters_and_digits_are_those_of_ascii),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
