/* tests/unit/test_sized.c - options of older and of newer callers. */
#include "tests/support/cm.h"

#include <string.h>

#include "common/base/api/sized.h"

/* What this version knows, and what the next one may. */
typedef struct known_options {
    size_t size;
    uint64_t first;
    uint64_t second;
} known_options;

typedef struct newer_options {
    size_t size;
    uint64_t first;
    uint64_t second;
    uint64_t third;
} newer_options;

static void sizes_decide_what_is_read(void **state)
{
    static const struct {
        newer_options given;
        nh_status status;
        uint64_t first, second;
    } rows[] = {
        {{sizeof(known_options), 1, 2, 3}, NH_OK, 1, 2},
        {{offsetof(known_options, second), 1, 2, 3}, NH_OK, 1, 0}, /* an older caller */
        {{sizeof(size_t), 1, 2, 3}, NH_OK, 0, 0},
        {{sizeof(newer_options), 1, 2, 0}, NH_OK, 1, 2}, /* nothing new is asked for */
        {{sizeof(newer_options), 1, 2, 3}, NH_E_ARG, 0, 0},
        {{0, 1, 2, 3}, NH_E_ARG, 0, 0}, /* the size was forgotten */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        known_options got;
        nh_error err = {0};

        assert_int_equal(nh_sized_read(&got, sizeof got, &rows[i].given, "options", &err),
                         rows[i].status);
        assert_int_equal(err.code, rows[i].status);
        assert_int_equal(got.first, rows[i].first);
        assert_int_equal(got.second, rows[i].second);
    }
}

static void no_options_are_all_zero(void **state)
{
    known_options got = {1, 2, 3};

    (void)state;
    assert_int_equal(nh_sized_read(&got, sizeof got, NULL, "options", NULL), NH_OK);
    assert_int_equal(got.first + got.second, 0);
}

static void facts_fill_no_more_than_there_is_room_for(void **state)
{
    static const known_options facts = {99, 1, 2};
    known_options out = {offsetof(known_options, second), 7, 7};
    newer_options newer = {sizeof newer, 7, 7, 7};

    (void)state;
    nh_sized_give(&out, &facts, sizeof facts);
    assert_int_equal(out.size, offsetof(known_options, second));
    assert_int_equal(out.first, 1);
    assert_int_equal(out.second, 7);
    nh_sized_give(&newer, &facts, sizeof facts);
    assert_int_equal(newer.size, sizeof newer);
    assert_int_equal(newer.second, 2);
    assert_int_equal(newer.third, 7);
}

static void facts_without_a_size_are_refused(void **state)
{
    static const known_options facts = {99, 1, 2};
    known_options out = {0, 7, 7};
    nh_error err = {0};

    (void)state;
    assert_int_equal(nh_sized_check(&out, "facts", &err), NH_E_ARG);
    assert_string_equal(err.what, "facts without their size");
    nh_sized_give(&out, &facts, sizeof facts);
    assert_int_equal(out.first, 7);
    out.size = sizeof out.size;
    assert_int_equal(nh_sized_check(&out, "facts", &err), NH_OK);
    assert_int_equal(nh_sized_check(NULL, "facts", &err), NH_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_decide_what_is_read),
        cmocka_unit_test(no_options_are_all_zero),
        cmocka_unit_test(facts_fill_no_more_than_there_is_room_for),
        cmocka_unit_test(facts_without_a_size_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
