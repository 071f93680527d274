/* tests/unit/test_measure_names.c - measures by name, as people and as trec_eval spell them. */
#include "tests/support/cm.h"

#include "common/base/str.h"
#include "newshound/measure.h"

static void names_are_read_and_written(void **state)
{
    static const struct {
        const char *name, *canonical;
    } rows[] = {
        {"map", "map"},
        {"MAP", "map"},
        {"map@100", "map@100"},
        {"map_cut_100", "map@100"},
        {"nDCG@10", "ndcg@10"},
        {"ndcg", "ndcg"},
        {"ndcg_cut_5", "ndcg@5"},
        {"ndcg_exp", "ndcg_exp"},
        {"ndcg_exp@20", "ndcg_exp@20"},
        {"P@30", "p@30"},
        {"P_30", "p@30"},
        {"p", "p"},
        {"set_P", "p"},
        {"recall@1000", "recall@1000"},
        {"recall_1000", "recall@1000"},
        {"set_recall", "recall"},
        {"rr", "rr"},
        {"RR@10", "rr@10"},
        {"recip_rank", "rr"},
        {"Rprec", "rprec"},
        {"bpref", "bpref"},
        {"judged@1000000", "judged@1000000"},
        {"success@1", "success@1"},
        {"success_5", "success@5"},
        {"num_q", "num_q"},
        {"num_ret", "num_ret"},
        {"num_rel", "num_rel"},
        {"num_rel_ret", "num_rel_ret"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_measure measure = {0};
        nh_measure again = {0};
        char text[NH_MEASURE_TEXT_SIZE];

        if (!nh_measure_parse(nh_str_of(rows[i].name), &measure))
            fail_msg("\"%s\" is not known", rows[i].name);
        nh_measure_text(measure, text);
        assert_string_equal(text, rows[i].canonical);
        assert_true(nh_measure_parse(nh_str_of(text), &again));
        assert_int_equal(again.kind, measure.kind);
        assert_int_equal(again.cutoff, measure.cutoff);
    }
}

static void what_names_no_measure_is_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "mapp",
        "ma",
        "map@",
        "map@0",
        "@10",
        "map@-1",
        "map@1000001",
        "p@99999999999999999999",
        "bpref@10",
        "rprec@5",
        "num_q@3",
        "map@1@2",
        "map 10",
        "ndcg_10",
        "ndcg_exp_10",
        "judged_10",
        "ndcg@ 10",
        "ndcg@10 ",
        "_10",
        "rr_10",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_measure measure = {NH_MEASURE_RR, 7};

        if (nh_measure_parse(nh_str_of(rows[i]), &measure))
            fail_msg("\"%s\" is taken for a measure", rows[i]);
        assert_int_equal(measure.cutoff, 7);
    }
}

static void an_unknown_kind_has_no_name(void **state)
{
    char text[NH_MEASURE_TEXT_SIZE] = "x";

    (void)state;
    nh_measure_text((nh_measure){(nh_measure_kind)99, 10}, text);
    assert_string_equal(text, "");
    assert_false(nh_measure_is_count((nh_measure){(nh_measure_kind)99, 0}));
}

static void only_numbers_of_things_are_counted(void **state)
{
    (void)state;
    for (int kind = NH_MEASURE_NUM_Q; kind <= NH_MEASURE_SUCCESS; kind++)
        assert_int_equal(nh_measure_is_count((nh_measure){(nh_measure_kind)kind, 0}),
                         kind <= NH_MEASURE_NUM_REL_RET);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read_and_written),
        cmocka_unit_test(what_names_no_measure_is_refused),
        cmocka_unit_test(an_unknown_kind_has_no_name),
        cmocka_unit_test(only_numbers_of_things_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
