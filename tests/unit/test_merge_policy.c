/* tests/unit/test_merge_policy.c - which segments to merge. */
#include "tests/support/cm.h"

#include "indexer/merge/merge_policy.h"

static void few_segments_stay_and_the_newest_of_many_merge(void **state)
{
    static const struct {
        nh_merge_candidate list[12];
        size_t n, keep;
    } rows[] = {
        {{{1, 0}}, 1, 1},
        {{{9, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}}, 8, 8},
        /* nine of one size become one */
        {{{1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}}, 9, 0},
        /* a large one stays */
        {{{99, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}}, 9, 1},
        /* however the sizes are, at most eight remain */
        {{{256, 0}, {128, 0}, {64, 0}, {32, 0}, {16, 0}, {8, 0}, {4, 0}, {2, 0}, {1, 0}},
         9,
         0},
        {{{1 << 16, 0},
          {1 << 14, 0},
          {1 << 12, 0},
          {1 << 10, 0},
          {256, 0},
          {64, 0},
          {16, 0},
          {4, 0},
          {1, 0}},
         9,
         7},
        /* what has deletions is not merged, nor what is older */
        {{{1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 1}, {1, 0}, {1, 0}, {1, 0}, {1, 0}}, 9, 5},
        {{{1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 1}, {1, 0}}, 9, 9},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(nh_merge_policy(rows[i].list, rows[i].n), rows[i].keep);
}

/* Commits of one size: what is copied per commit grows with the logarithm of their number. */
static void merging_stays_cheap(void **state)
{
    nh_merge_candidate list[NH_SEGMENTS_MOST + 1];
    uint64_t copied = 0;
    size_t n = 0;

    (void)state;
    for (unsigned commit = 0; commit < 4096; commit++) {
        size_t keep;
        uint64_t sum = 0;

        list[n++] = (nh_merge_candidate){1, 0};
        keep = nh_merge_policy(list, n);
        for (size_t i = keep; i < n; i++)
            sum += list[i].size;
        if (keep < n) {
            copied += sum;
            list[keep].size = sum;
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
