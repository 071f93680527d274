/* tests/unit/test_evaluation.c - runs measured and compared: which questions count, and what p is. */
#include "tests/support/cm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "newshound/measure.h"
#include "tests/support/faults/fault.h"
#include "tests/support/temp_dir.h"

static const char judgments[] = "1 0 a 1\n1 0 b 0\n1 0 c 2\n"
                                "2 0 a 1\n"
                                "3 0 z 1\n"
                                "5 0 a 0\n";
/* Question 1: equal scores stand by docno, the largest first: c, b, a. The ranks are lies. */
static const char ranking[] = "1 Q0 a 1 2.0 t\n1 Q0 c 9 2.0 t\n1 Q0 b 3 2.00 t\n"
                              "2 Q0 q 1 1.0 t\n2 Q0 a 2 7.5 t\n"
                              "4 Q0 a 1 1.0 t\n"
                              "5 Q0 a 1 1.0 t\n";

typedef struct measured {
    nh_qrels *qrels;
    nh_trec_run *run;
    nh_evaluation *values;
} measured;

static nh_status measure(const temp_dir *t, const nh_env *env, const char *names,
                         bool complete, measured *out)
{
    const nh_trec_options reading = {.size = sizeof reading, .env = env};
    const nh_evaluation_options how = {.size = sizeof how, .complete = complete};
    char *qrels = temp_dir_path(t, "qrels");
    char *run = temp_dir_path(t, "run");
    nh_measure measures[8] = {0};
    size_t n = 0;
    nh_status st = nh_qrels_read(qrels, &reading, &out->qrels, NULL);

    for (const char *at = names; *at != '\0'; at += strcspn(at, " "), at += *at == ' ')
        assert_true(nh_measure_parse((nh_str){at, strcspn(at, " ")}, &measures[n++]));
    if (st == NH_OK)
        st = nh_trec_run_read(run, &reading, &out->run, NULL);
    if (st == NH_OK)
        st = nh_evaluation_new(out->qrels, out->run, measures, n, &how, &out->values, NULL);
    free(qrels);
    free(run);
    return st;
}

static void forget(measured *m)
{
    nh_evaluation_free(m->values);
    nh_trec_run_free(m->run);
    nh_qrels_free(m->qrels);
}

static void write_files(const temp_dir *t)
{
    temp_dir_write(t, "qrels", judgments, sizeof judgments - 1);
    temp_dir_write(t, "run", ranking, sizeof ranking - 1);
}

static void assert_close(double got, double wanted)
{
    if (!(fabs(got - wanted) < 1e-9))
        fail_msg("%.12f, not %.12f", got, wanted);
}

static void questions_in_both_count(void **state)
{
    const temp_dir *t = *state;
    nh_evaluation_facts facts = {.size = sizeof facts};
    measured m = {0};

    write_files(t);
    assert_int_equal(measure(t, NULL, "num_q map num_rel num_ret rr@1", false, &m), NH_OK);
    nh_evaluation_facts_get(m.values, &facts);
    assert_int_equal(facts.queries, 3); /* 1, 2 and 5, which has nothing relevant */
    assert_int_equal(facts.missing, 1);
    assert_int_equal(facts.unknown, 1);
    assert_true(nh_str_equal(nh_evaluation_query(m.values, 0), NH_STR("1")));
    assert_true(nh_str_equal(nh_evaluation_query(m.values, 2), NH_STR("5")));
    assert_null(nh_evaluation_query(m.values, 3).ptr);
    assert_true(
        isnan(nh_evaluation_value(m.values, 3, 0))); /* there is no such question, */
    assert_true(
        isnan(nh_evaluation_value(m.values, 0, 5))); /* and no such measure        */
    assert_true(isnan(nh_evaluation_value(m.values, SIZE_MAX, SIZE_MAX)));
    assert_true(isnan(nh_evaluation_mean(m.values, 5)));
    assert_close(nh_evaluation_value(m.values, 0, 1), (1 + 2.0 / 3) / 2);
    assert_close(nh_evaluation_value(m.values, 1, 1), 1);
    assert_close(nh_evaluation_value(m.values, 2, 1), 0);
    assert_close(nh_evaluation_mean(m.values, 0), 3);
    assert_close(nh_evaluation_mean(m.values, 1), ((1 + 2.0 / 3) / 2 + 1) / 3);
    assert_close(nh_evaluation_mean(m.values, 2), 3);
    assert_close(nh_evaluation_mean(m.values, 3), 6);
    forget(&m);
}

static void complete_counts_every_question_with_judgments(void **state)
{
    const temp_dir *t = *state;
    nh_evaluation_facts facts = {.size = sizeof facts};
    measured m = {0};

    write_files(t);
    assert_int_equal(measure(t, NULL, "num_q map num_rel", true, &m), NH_OK);
    nh_evaluation_facts_get(m.values, &facts);
    assert_int_equal(facts.queries, 4);
    assert_int_equal(facts.missing, 1);
    assert_close(nh_evaluation_value(m.values, 2, 1), 0);
    assert_close(nh_evaluation_mean(m.values, 1), ((1 + 2.0 / 3) / 2 + 1) / 4);
    assert_close(nh_evaluation_mean(m.values, 2), 4);
    forget(&m);
}

static void nothing_in_common_is_no_question(void **state)
{
    const temp_dir *t = *state;
    measured m = {0};

    temp_dir_write(t, "qrels", judgments, sizeof judgments - 1);
    temp_dir_write(t, "run", "9 Q0 a 1 1 t\n", 13);
    assert_int_equal(measure(t, NULL, "map", false, &m), NH_OK);
    assert_null(nh_evaluation_query(m.values, 0).ptr);
    assert_close(nh_evaluation_mean(m.values, 0), 0);
    forget(&m);
}

static void a_measure_of_no_kind_and_a_grade_too_large_are_refused(void **state)
{
    const nh_measure wrong = {(nh_measure_kind)77, 0};
    const nh_measure map = {NH_MEASURE_MAP, 0};
    const nh_evaluation_options large = {.size = sizeof large, .relevant = UINT32_MAX};
    const temp_dir *t = *state;
    nh_evaluation *values = NULL;
    measured m = {0};

    write_files(t);
    assert_int_equal(measure(t, NULL, "map", false, &m), NH_OK);
    assert_int_equal(nh_evaluation_new(m.qrels, m.run, &wrong, 1, NULL, &values, NULL),
                     NH_E_ARG);
    assert_int_equal(nh_evaluation_new(m.qrels, m.run, &map, 1, &large, &values, NULL),
                     NH_E_ARG);
    assert_null(values);
    forget(&m);
}

static nh_status measure_and_compare(const nh_env *env, void *context)
{
    const nh_comparison_options how = {.size = sizeof how, .samples = 10};
    nh_comparison c = {.size = sizeof c};
    measured m = {0};
    nh_status st = measure(context, env, "map ndcg@10", true, &m);

    if (st == NH_OK)
        st = nh_evaluation_compare(m.values, m.values, 0, &how, &c, NULL);
    forget(&m);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    temp_dir *t = *state;

    write_files(t);
    assert_true(fault_sweep_allocations(measure_and_compare, t) > 14);
}

/* ---- comparisons ------------------------------------------------------------------------ */

/* Two runs over the same questions, which have one relevant article each. */
typedef struct pair {
    measured base, other;
} pair;

static void write_run(const temp_dir *t, size_t n, uint64_t found)
{
    nh_buffer run = {0};
    nh_buffer qrels = {0};

    for (size_t i = 0; i < n; i++) {
        const bool has = (found >> i & 1) != 0;

        nh_buf_print(&run, "%zu Q0 %s 1 1 t\n", 100 + i, has ? "rel" : "non");
        nh_buf_print(&qrels, "%zu 0 rel 1\n", 100 + i);
    }
    temp_dir_write(t, "run", run.bytes, run.size);
    temp_dir_write(t, "qrels", qrels.bytes, qrels.size);
    nh_buf_free(&run);
    nh_buf_free(&qrels);
}

static void begin_pair(const temp_dir *t, size_t n, uint64_t base, uint64_t other,
                       pair *out)
{
    *out = (pair){0};
    write_run(t, n, base);
    assert_int_equal(measure(t, NULL, "rr num_q", false, &out->base), NH_OK);
    write_run(t, n, other);
    assert_int_equal(measure(t, NULL, "rr num_q", false, &out->other), NH_OK);
}

static void end_pair(pair *p)
{
    forget(&p->base);
    forget(&p->other);
}

static nh_comparison compare(const pair *p, uint64_t samples, uint64_t seed)
{
    const nh_comparison_options how = {
        .size = sizeof how, .samples = samples, .seed = seed};
    nh_comparison c = {.size = sizeof c};

    assert_int_equal(
        nh_evaluation_compare(p->base.values, p->other.values, 0, &how, &c, NULL), NH_OK);
    return c;
}

static void p_of_few_questions_is_exact(void **state)
{
    static const struct {
        size_t n;
        uint64_t base, other;
        double p;
        uint64_t better, worse;
    } rows[] = {
        /* Three differences of 1: of 8 sign changes only +++ and --- are as far from 0. */
        {3, 0, 7, 2.0 / 8, 3, 0},
        /* +1 +1 +1 -1: the sum is 2; of 16, those with |sum| 4 (2) or 2 (8). */
        {4, 8, 7, 10.0 / 16, 3, 1},
        /* Differences of 0 do not matter: one of 1 among four questions. */
        {4, 0, 1, 1, 1, 0},
        {4, 5, 5, 1, 0, 0},
        {15, 0, 0x7fff, 2.0 / 32768, 15, 0},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        pair p;
        nh_comparison c;

        begin_pair(*state, rows[i].n, rows[i].base, rows[i].other, &p);
        c = compare(&p, 1000, 0);
        assert_true(c.exact);
        assert_close(c.p, rows[i].p);
        assert_int_equal(c.queries, rows[i].n);
        assert_int_equal(c.better, rows[i].better);
        assert_int_equal(c.worse, rows[i].worse);
        assert_close(c.difference,
                     ((double)rows[i].better - (double)rows[i].worse) / (double)rows[i].n);
        assert_true(c.low <= c.difference && c.difference <= c.high);
        end_pair(&p);
    }
}

static void p_of_many_questions_is_near_the_exact_one(void **state)
{
    /* 16 differences, 12 of +1 and 4 of -1: |sum| >= 8 has 2 * (1 + 16 + 120 + 560 + 1820)
     * of 65,536 sign changes. */
    const double exact = 2.0 * (1 + 16 + 120 + 560 + 1820) / 65536;
    pair p;
    nh_comparison c;

    begin_pair(*state, 16, 0xf000, 0x0fff, &p);
    c = compare(&p, 100000, 1);
    assert_false(c.exact);
    assert_true(fabs(c.p - exact) < 0.005);
    assert_close(c.difference, 0.5);
    /* Of the mean of 16 values of +1 (p 3/4) and -1: the 2.5 and 97.5 % points of the binomial
     * distribution are 8 and 15 of 16, and (2 * 8 - 16) / 16 = 0, (2 * 15 - 16) / 16 = 0.875. */
    assert_true(c.low >= 0 && c.low <= 0.125);
    assert_true(c.high >= 0.75 && c.high <= 0.875);
    end_pair(&p);
}

static void the_same_seed_gives_the_same_figures(void **state)
{
    pair p;
    nh_comparison first;
    nh_comparison again;
    nh_comparison other;

    begin_pair(*state, 30, 0x12345678, 0x2fedcba9, &p);
    first = compare(&p, 1000, 7);
    again = compare(&p, 1000, 7);
    other = compare(&p, 1000, 8);
    assert_memory_equal(&first, &again, sizeof first);
    assert_true(first.p != other.p);
    end_pair(&p);
}

static void what_cannot_be_compared_is_refused(void **state)
{
    static const nh_comparison_options wrong[] = {
        {.size = sizeof wrong[0], .samples = 10000001},
        {.size = sizeof wrong[0], .confidence = 1},
        {.size = sizeof wrong[0], .confidence = -0.5},
    };
    nh_comparison c = {.size = sizeof c};
    measured none = {0};
    pair p;

    begin_pair(*state, 3, 1, 2, &p);
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(
            nh_evaluation_compare(p.base.values, p.other.values, 0, &wrong[i], &c, NULL),
            NH_E_ARG);
    assert_int_equal(
        nh_evaluation_compare(p.base.values, p.other.values, 1, NULL, &c, NULL), NH_E_ARG);
    assert_int_equal(
        nh_evaluation_compare(p.base.values, p.other.values, 2, NULL, &c, NULL), NH_E_ARG);
    write_files(*state);
    assert_int_equal(measure(*state, NULL, "rr", false, &none), NH_OK);
    assert_int_equal(nh_evaluation_compare(p.base.values, none.values, 0, NULL, &c, NULL),
                     NH_E_ARG);
    forget(&none);
    end_pair(&p);
}

static void a_comparison_is_stopped(void **state)
{
    nh_flag stop = 1;
    const nh_comparison_options how = {.size = sizeof how, .stop = &stop};
    nh_comparison c = {.size = sizeof c};
    pair p;

    begin_pair(*state, 20, 0x3ff, 0xfffff, &p);
    assert_int_equal(
        nh_evaluation_compare(p.base.values, p.other.values, 0, &how, &c, NULL),
        NH_E_CANCELLED);
    end_pair(&p);
}

int main(void)
{
#define IN_DIR(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)
    const struct CMUnitTest tests[] = {
        IN_DIR(questions_in_both_count),
        IN_DIR(complete_counts_every_question_with_judgments),
        IN_DIR(nothing_in_common_is_no_question),
        IN_DIR(a_measure_of_no_kind_and_a_grade_too_large_are_refused),
        IN_DIR(every_failed_allocation_is_survived),
        IN_DIR(p_of_few_questions_is_exact),
        IN_DIR(p_of_many_questions_is_near_the_exact_one),
        IN_DIR(the_same_seed_gives_the_same_figures),
        IN_DIR(what_cannot_be_compared_is_refused),
        IN_DIR(a_comparison_is_stopped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
