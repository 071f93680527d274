/* tests/unit/test_bench_numbers.c - percentiles and medians of small lists, worked out by hand. */
#include "tests/support/cm.h"

#include <math.h>

#include "searcher/commands/measure/bench_numbers.h"

static void assert_close(double got, double wanted)
{
    if (!(fabs(got - wanted) < 1e-12))
        fail_msg("%.12f, not %.12f", got, wanted);
}

static void a_percentile_is_the_least_time_that_so_many_are_not_above(void **state)
{
    double times[2000];
    nh_bench_numbers n;

    (void)state;
    for (size_t i = 0; i < COUNT(times); i++)
        times[i] = (double)(i + 1);
    n = nh_bench_numbers_of(times, 1000);
    assert_close(n.mean, 500.5);
    assert_close(n.p50, 500);
    assert_close(n.p90, 900);
    assert_close(n.p99, 990);
    assert_close(n.p999, 999);
    assert_close(n.most, 1000);
    n = nh_bench_numbers_of(times, 1001);
    assert_close(n.p50, 501);
    assert_close(n.p999, 1000);
    n = nh_bench_numbers_of(times, 2000);
    assert_close(n.p999, 1998);
    n = nh_bench_numbers_of(times, 3);
    assert_close(n.p50, 2);
    assert_close(n.p90, 3);
    n = nh_bench_numbers_of(times, 1);
    assert_close(n.p50, 1);
    assert_close(n.p999, 1);
    n = nh_bench_numbers_of(times, 0);
    assert_close(n.mean, 0);
    assert_close(n.most, 0);
}

static void a_median_is_the_middle_or_the_mean_of_the_two_there(void **state)
{
    double times[] = {5, 1, 4, 2};

    (void)state;
    nh_bench_sort(times, COUNT(times));
    assert_close(nh_bench_median(times, 4), 3);
    assert_close(nh_bench_median(times, 3), 2);
    assert_close(nh_bench_median(times, 1), 1);
    assert_close(nh_bench_median(times, 0), 0);
    nh_bench_sort(NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_percentile_is_the_least_time_that_so_many_are_not_above),
        cmocka_unit_test(a_median_is_the_middle_or_the_mean_of_the_two_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
