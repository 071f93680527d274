/* tests/unit/test_worth.c - postings are ranked by what they are worth, exactly. */
#include "common/segment/worth.h"

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

__extension__ typedef unsigned __int128 wide;

static const nh_worth_rule rules[] = {
    {374882u * UINT64_C(114) + 77, 374882, 1200000, 750000},
    {1000, 1000, 900000, 1000000}, /* b 1: tf / length alone     */
    {1000, 500, 900000, 0},        /* b 0: tf alone              */
    {1000, 500, 0, 400000},        /* k1 0: all are worth the same */
    {UINT64_C(255) * 0x7ffffffe, 0x7ffffffe, 100000000, 999999}, /* as large as it gets */
};

static nh_worth_ranks *ranks_of(const nh_worth_rule *rule)
{
    nh_worth_ranks *ranks;

    assert_int_equal(nh_worth_ranks_new(NULL, rule, &ranks, NULL), NH_OK);
    return ranks;
}

/* W of the page of the format. */
static wide weight_of(const nh_worth_rule *r, nh_worth w)
{
    return r->k1 == 0
               ? 0
               : (wide)(1000000 - r->b) * r->tokens + (wide)r->b * w.length * r->passages;
}

/* Above 0 if the first is worth more, 0 if both are worth the same, exactly. */
static int compare(const nh_worth_rule *r, nh_worth a, nh_worth b)
{
    const wide left = weight_of(r, b) * a.tf, right = weight_of(r, a) * b.tf;

    return (left > right) - (left < right);
}

/* tf / (1 - b + b length / mean), which is in the same order. */
static long double about(const nh_worth_rule *r, nh_worth w)
{
    const long double b = r->b / 1e6L;

    return w.tf / (1 - b + b * w.length * r->passages / (long double)r->tokens);
}

static void ranks_are_in_the_order_of_the_formula(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rules); i++) {
        nh_worth_ranks *ranks = ranks_of(&rules[i]);

        for (uint32_t k = 0; k < 50000; k++) {
            const nh_worth a = {(uint8_t)(k * 7 % 255 + 1), (uint8_t)(k * 31 % 255 + 1)};
            const nh_worth b = {(uint8_t)(k * 13 % 251 + 1), (uint8_t)(k / 3 % 255 + 1)};
            const long double left = about(&rules[i], a), right = about(&rules[i], b);
            const int ra = ranks->rank[a.tf][a.length], rb = ranks->rank[b.tf][b.length];

            if (rules[i].k1 == 0)
                assert_int_equal(ra, rb);
            else if (left > right * (1 + 1e-15L))
                assert_true(ra < rb);
            else if (right > left * (1 + 1e-15L))
                assert_true(ra > rb);
        }
        nh_release(NULL, ranks);
    }
}

static void ranks_go_up_where_the_worth_goes_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rules); i++) {
        nh_worth_ranks *ranks = ranks_of(&rules[i]);

        for (uint32_t r = 1; r < ranks->count; r++)
            assert_true(compare(&rules[i], ranks->first[r - 1], ranks->first[r]) > 0);
        for (uint32_t tf = 1; tf < 256; tf++)
            for (uint32_t length = 1; length < 256; length++) {
                const nh_worth w = {(uint8_t)tf, (uint8_t)length};
                const nh_worth first = ranks->first[ranks->rank[tf][length]];

                assert_int_equal(compare(&rules[i], w, first), 0);
                assert_true(first.tf < tf || (first.tf == tf && first.length <= length));
            }
        nh_release(NULL, ranks);
    }
}

static void without_k1_there_is_one_rank_and_without_b_one_for_each_tf(void **state)
{
    static const struct {
        uint32_t rule, count;
    } rows[] = {{3, 1}, {2, 255}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_worth_ranks *ranks = ranks_of(&rules[rows[i].rule]);

        assert_int_equal(ranks->count, rows[i].count);
        nh_release(NULL, ranks);
    }
}

static nh_status rank_with(const nh_env *env, void *context)
{
    nh_worth_ranks *ranks;
    const nh_status st = nh_worth_ranks_new(env, &rules[0], &ranks, NULL);

    (void)context;
    nh_release(env, ranks);
    return st;
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    (void)fault_sweep_allocations(rank_with, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_in_the_order_of_the_formula),
        cmocka_unit_test(ranks_go_up_where_the_worth_goes_down),
        cmocka_unit_test(without_k1_there_is_one_rank_and_without_b_one_for_each_tf),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
