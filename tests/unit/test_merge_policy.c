/* tests/unit/test_merge_policy.c - which segments to merge. */
#include "tests/support/cm.h"

#include "indexer/merge/merge_policy.h"

static void few_segments_stay_and_the_newest_of_many_merge(void **state)
{
    static const struct {
        uint64_t list[12];
        size_t n, keep;
    } rows[] = {
        {{1}, 1, 1},
        {{9, 1, 1, 1, 1, 1, 1, 1}, 8, 8},
        /* nine of one size become one */
        {{1, 1, 1, 1, 1, 1, 1, 1, 1}, 9, 0},
        /* a large one stays */
        {{99, 1, 1, 1, 1, 1, 1, 1, 1}, 9, 1},
        /* however the sizes are, at most eight remain */
        {{256, 128, 64, 32, 16, 8, 4, 2, 1}, 9, 0},
        {{1 << 16, 1 << 14, 1 << 12, 1 << 10, 256, 64, 16, 4, 1}, 9, 7},
        /* one of which little is left goes with the others */
        {{99, 0, 1, 1, 1, 1, 1, 1, 1}, 9, 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(nh_merge_policy(rows[i].list, rows[i].n), rows[i].keep);
}

/* Commits of one size: what is copied per commit grows with the logarithm of their number. */
static void merging_stays_cheap(void **state)
{
    uint64_t list[NH_SEGMENTS_MOST + 1];
    uint64_t copied = 0;
    size_t n = 0;

    (void)state;
    for (unsigned commit = 0; commit < 4096; commit++) {
        size_t keep;
        uint64_t sum = 0;

        list[n++] = 1;
        keep = nh_merge_policy(list, n);
        for (size_t i = keep; i < n; i++)
            sum += list[i];
        if (keep < n) {
            copied += sum;
            list[keep] = sum;
            n = keep + 1;
        }
        assert_true(n <= NH_SEGMENTS_MOST);
    }
    assert_true(copied < 4096 * 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_segments_stay_and_the_newest_of_many_merge),
        cmocka_unit_test(merging_stays_cheap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
