/* tests/unit/test_exit_code.c - the one table of exit codes. */
#include "common/base/api/exit_code.h"

#include "tests/support/cm.h"

static void every_status_has_its_exit_code(void **state)
{
    static const struct {
        nh_status status;
        int code;
    } cases[] = {
        {NH_OK, 0},
        {NH_E_ARG, 2},
        {NH_E_QUERY, 2},
        {NH_E_IO, 3},
        {NH_E_SPACE, 3},
        {NH_E_NOMEM, 3},
        {NH_E_BUSY, 3},
        {NH_E_CORRUPT, 4},
        {NH_E_VERSION, 4},
        {NH_E_LOCKED, 5},
        {NH_E_LIMIT, 6},
        {NH_E_REFUSED, 7},
        {NH_E_INTERNAL, 9},
        {(nh_status)99, 9},
        {NH_E_COMMIT_UNKNOWN, 8},
        {NH_E_CANCELLED, 130},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(nh_status_exit_code(cases[i].status), cases[i].code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_exit_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
