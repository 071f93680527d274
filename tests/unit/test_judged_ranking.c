/* tests/unit/test_judged_ranking.c - measures of small rankings, worked out by hand. */
#include "tests/support/cm.h"

#include <math.h>

#include "common/base/str.h"
#include "searcher/measure/judged_ranking.h"

#define U NH_UNJUDGED

/* Judged: A 2, B 0, C 1, D 0, E 1, F 3, G 0. Retrieved: A, one that nobody judged, B, C, D, E. */
static const int32_t grades[] = {2, U, 0, 1, 0, 1};
static const int32_t ideal[] = {3, 2, 1, 1};
static const nh_judged_ranking mixed = {.grades = grades,
                                        .count = COUNT(grades),
                                        .ideal = ideal,
                                        .n_ideal = COUNT(ideal),
                                        .relevant = 4,
                                        .nonrelevant = 3,
                                        .least = 1};

static double value_of(const nh_judged_ranking *ranking, const char *name)
{
    nh_measure measure = {0};

    if (!nh_measure_parse(nh_str_of(name), &measure))
        fail_msg("%s is not known", name);
    return nh_judged_ranking_value(ranking, measure);
}

static void expect(const nh_judged_ranking *ranking, const char *name, double wanted)
{
    const double got = value_of(ranking, name);

    if (!(fabs(got - wanted) < 1e-9))
        fail_msg("%s is %.12f, not %.12f", name, got, wanted);
}

static void every_measure_has_the_value_worked_out_by_hand(void **state)
{
    const struct {
        const char *name;
        double value;
    } rows[] = {
        {"num_q", 1},
        {"num_ret", 6},
        {"num_rel", 4},
        {"num_rel_ret", 3},
        {"map", (1.0 / 1 + 2.0 / 4 + 3.0 / 6) / 4},
        {"map@4", (1.0 / 1 + 2.0 / 4) / 4},
        {"map@5", (1.0 / 1 + 2.0 / 4) / 4},
        {"p@1", 1},
        {"p@5", 2.0 / 5},
        {"p@10", 3.0 / 10},
        {"p", 3.0 / 6},
        {"recall@4", 2.0 / 4},
        {"recall@1000", 3.0 / 4},
        {"recall", 3.0 / 4},
        {"rr", 1},
        {"rprec", 2.0 / 4},
        {"judged@5", 4.0 / 5},
        {"judged@10", 5.0 / 10},
        {"judged", 5.0 / 6},
        {"success@1", 1},
        /* A is before every article that is not relevant, C behind one of three, E behind two. */
        {"bpref", (1 + (1 - 1.0 / 3) + (1 - 2.0 / 3)) / 4},
        {"ndcg@1", 2.0 / 3},
        {"ndcg@3", 2 / (3 + 2 / log2(3) + 1 / log2(4))},
        {"ndcg",
         (2 + 1 / log2(5) + 1 / log2(7)) / (3 + 2 / log2(3) + 1 / log2(4) + 1 / log2(5))},
        {"ndcg@6",
         (2 + 1 / log2(5) + 1 / log2(7)) / (3 + 2 / log2(3) + 1 / log2(4) + 1 / log2(5))},
        {"ndcg_exp@1", 3.0 / 7},
        {"ndcg_exp@3", 3 / (7 + 3 / log2(3) + 1 / log2(4))},
        {"ndcg_exp",
         (3 + 1 / log2(5) + 1 / log2(7)) / (7 + 3 / log2(3) + 1 / log2(4) + 1 / log2(5))},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        expect(&mixed, rows[i].name, rows[i].value);
}

static void a_higher_least_grade_leaves_gains_alone(void **state)
{
    nh_judged_ranking strict = mixed;

    (void)state;
    strict.least = 2;
    strict.relevant = 2; /* A and F */
    strict.nonrelevant = 5;
    expect(&strict, "map", 1.0 / 2);
    expect(&strict, "p@5", 1.0 / 5);
    expect(&strict, "bpref", 1.0 / 2);
    expect(&strict, "rprec", 1.0 / 2);
    expect(&strict, "judged@5", 4.0 / 5);
    expect(&strict, "ndcg@3", value_of(&mixed, "ndcg@3"));
}

static void bpref_counts_only_as_many_as_are_relevant(void **state)
{
    /* One relevant article behind three that are not, of four: one is the most that counts. */
    static const int32_t late[] = {0, 0, 0, 1};
    static const int32_t one[] = {1};
    const nh_judged_ranking r = {.grades = late,
                                 .count = COUNT(late),
                                 .ideal = one,
                                 .n_ideal = 1,
                                 .relevant = 1,
                                 .nonrelevant = 4,
                                 .least = 1};

    (void)state;
    expect(&r, "bpref", 0);
    expect(&r, "rr", 1.0 / 4);
    expect(&r, "rr@3", 0);
    expect(&r, "rr@4", 1.0 / 4);
    expect(&r, "success@3", 0);
    expect(&r, "success@4", 1);
    expect(&r, "rprec", 0);
}

static void a_perfect_ranking_is_worth_one(void **state)
{
    static const int32_t best[] = {3, 2, 2, 1, 0, U};
    static const int32_t sorted[] = {3, 2, 2, 1};
    static const char *const names[] = {"map",         "ndcg", "ndcg@2",   "ndcg_exp",
                                        "ndcg_exp@10", "rr",   "rprec",    "bpref",
                                        "recall",      "p@4",  "success@1"};
    const nh_judged_ranking r = {.grades = best,
                                 .count = COUNT(best),
                                 .ideal = sorted,
                                 .n_ideal = COUNT(sorted),
                                 .relevant = 4,
                                 .nonrelevant = 1,
                                 .least = 1};

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        expect(&r, names[i], 1);
}

static void nothing_retrieved_and_nothing_relevant_are_zero(void **state)
{
    nh_judged_ranking nothing = mixed;
    const nh_judged_ranking irrelevant = {
        .grades = grades + 1, .count = 2, .nonrelevant = 2, .least = 1};

    (void)state;
    nothing.count = 0;
    for (int kind = NH_MEASURE_MAP; kind <= NH_MEASURE_SUCCESS; kind++)
        for (uint32_t k = 0; k < 2; k++) {
            const nh_measure measure = {(nh_measure_kind)kind, k * 10};

            assert_true(nh_judged_ranking_value(&nothing, measure) == 0);
            if (kind != NH_MEASURE_JUDGED)
                assert_true(nh_judged_ranking_value(&irrelevant, measure) == 0);
        }
    expect(&nothing, "num_rel", 4);
    expect(&irrelevant, "judged", 1.0 / 2);
}

static void no_grade_is_too_large_for_an_exponential_gain(void **state)
{
    static const int32_t huge[] = {1, INT32_MAX, 2000000000};
    static const int32_t sorted[] = {INT32_MAX, 2000000000, 1};
    const nh_judged_ranking r = {.grades = huge,
                                 .count = 3,
                                 .ideal = sorted,
                                 .n_ideal = 3,
                                 .relevant = 3,
                                 .least = 1};

    (void)state;
    /* Beside 2^2147483647 the others are nothing: what remains is its discount. */
    expect(&r, "ndcg_exp", 1 / log2(3));
    expect(&r, "ndcg_exp@1", 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_measure_has_the_value_worked_out_by_hand),
        cmocka_unit_test(a_higher_least_grade_leaves_gains_alone),
        cmocka_unit_test(bpref_counts_only_as_many_as_are_relevant),
        cmocka_unit_test(a_perfect_ranking_is_worth_one),
        cmocka_unit_test(nothing_retrieved_and_nothing_relevant_are_zero),
        cmocka_unit_test(no_grade_is_too_large_for_an_exponential_gain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
