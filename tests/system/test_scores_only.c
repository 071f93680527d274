/* tests/system/test_scores_only.c - hits whose ids are read when they are asked for. */
#include "tests/support/cm.h"

#include <string.h>

#include "newshound/articles.h"
#include "newshound/shards.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"

static const char query[] = "golan talks";

static const nh_search_options all_of_it = {
    .size = sizeof all_of_it, .match = NH_MATCH_ANY, .ids_only = true};
static const nh_search_options scores = {
    .size = sizeof scores, .match = NH_MATCH_ANY, .ids_only = true, .scores_only = true};

/* Three articles in two segments. */
static int build(void **state)
{
    static const tiny_article articles[] = {
        {.id = "a", .headline = "Golan talks", .date = "2025-06-30", .text = "More talks."},
        {.id = "b", .text = "A winery on the Golan heights. Nothing else."},
        {.id = "c", .date = "2025-07-01", .text = "Talks on talks."},
    };
    tiny_index *t = tiny_index_new(NULL);

    for (size_t i = 0; i < COUNT(articles); i++) {
        tiny_index_add(t, &articles[i]);
        if (i == 0)
            tiny_index_commit(t);
    }
    tiny_index_open(t);
    *state = t;
    return 0;
}

static void expect_hit(const nh_results *whole, const nh_results *res, size_t i,
                       bool filled)
{
    nh_hit a = {0}, b = {0};
    nh_passage_hit x = {0}, y = {0};

    assert_true(nh_results_hit(whole, i, &a));
    assert_true(nh_results_hit(res, i, &b));
    assert_int_equal(a.score, b.score);
    assert_int_equal(a.passages, b.passages);
    assert_int_equal(a.evidence, b.evidence);
    assert_int_equal(b.id.len, filled ? a.id.len : 0);
    assert_int_equal(nh_results_passage(res, i, 0, &y), filled);
    if (!filled)
        return;
    assert_memory_equal(a.id.ptr, b.id.ptr, a.id.len);
    assert_int_equal(a.date.seconds, b.date.seconds);
    assert_true(nh_results_passage(whole, i, 0, &x));
    assert_int_equal(x.number, y.number);
    assert_int_equal(x.headline, y.headline);
    assert_int_equal(x.score, y.score);
}

static void ids_are_read_of_the_hits_that_are_asked_for(void **state)
{
    tiny_index *t = (tiny_index *)*state;
    nh_results *whole = tiny_index_search(t, query, &all_of_it);
    nh_results *res = tiny_index_search(t, query, &scores);
    nh_hit hit;

    for (size_t i = 0; i < 3; i++)
        expect_hit(whole, res, i, false);
    assert_false(nh_results_hit(res, 3, &hit));
    assert_int_equal(nh_results_fill(res, 1, 1, NULL), NH_OK);
    for (size_t i = 0; i < 3; i++)
        expect_hit(whole, res, i, i == 1);
    assert_int_equal(nh_results_fill(res, 0, SIZE_MAX, NULL), NH_OK);
    assert_int_equal(nh_results_fill(res, 7, 1, NULL), NH_OK);
    assert_int_equal(nh_results_fill(whole, 0, 3, NULL), NH_OK);
    for (size_t i = 0; i < 3; i++)
        expect_hit(whole, res, i, true);
    nh_results_free(whole);
    nh_results_free(res);
}

static void hits_that_have_scores_only_are_not_merged(void **state)
{
    nh_results *res = tiny_index_search((tiny_index *)*state, query, &scores);
    const nh_results *const parts[] = {res};
    nh_results *merged = NULL;
    nh_error err = {0};

    assert_int_equal(nh_results_merge(parts, 1, &scores, &merged, &err), NH_E_ARG);
    assert_null(merged);
    nh_results_free(res);
}

static void what_needs_the_articles_has_their_ids_at_once(void **state)
{
    nh_search_options o = scores;
    nh_results *res;
    nh_hit hit = {0};

    o.explain = true;
    res = tiny_index_search((tiny_index *)*state, query, &o);
    assert_true(nh_results_hit(res, 0, &hit));
    assert_int_equal(hit.id.len, 1);
    nh_results_free(res);
}

/* Scores and ids alone, but for what explains them: ids are there. */
static nh_results *search_explained(tiny_index *t, const char *text)
{
    nh_search_options o = scores;

    o.explain = true;
    return tiny_index_search(t, text, &o);
}

static void answers_to_other_queries_are_not_merged_with_them(void **state)
{
    tiny_index *t = (tiny_index *)*state;
    nh_results *a = search_explained(t, query), *b = search_explained(t, "winery");
    nh_results *merged = NULL;
    const nh_results *const parts[] = {a, b};
    nh_error err = {0};

    assert_int_equal(nh_results_merge(parts, 2, &scores, &merged, &err), NH_E_ARG);
    assert_string_equal(err.what, "they are answers to different queries");
    assert_null(merged);
    nh_results_free(a);
    nh_results_free(b);
}

static void answers_that_have_ids_are_merged(void **state)
{
    tiny_index *t = (tiny_index *)*state;
    nh_results *a = search_explained(t, query),
               *b = tiny_index_search(t, query, &all_of_it);
    nh_results *merged = NULL;
    const nh_results *const parts[] = {a, b};
    nh_hit hit = {0}, best = {0};

    assert_int_equal(nh_results_merge(parts, 2, &all_of_it, &merged, NULL), NH_OK);
    assert_true(nh_results_hit(a, 0, &best));
    for (size_t i = 0; i < 2; i++) {
        assert_true(nh_results_hit(merged, i, &hit));
        assert_int_equal(hit.score, best.score);
        assert_int_equal(hit.id.len, 1);
    }
    nh_results_free(merged);
    nh_results_free(a);
    nh_results_free(b);
}

/* From opening to closing, with an environment that may fail. */
static nh_status fill_later(nh_reader *r, nh_searcher *s, nh_error *err)
{
    nh_query *q = NULL;
    nh_results *res = NULL;
    nh_status st = nh_query_parse(r, query, strlen(query), NULL, &q, err);

    if (st == NH_OK)
        st = nh_search(s, q, &scores, &res, err);
    if (st == NH_OK)
        st = nh_results_fill(res, 0, 3, err);
    nh_results_free(res);
    nh_query_free(q);
    return st;
}

static nh_status run(const nh_env *env, void *context)
{
    return tiny_index_try((const tiny_index *)context, env, fill_later);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    assert_true(fault_sweep_allocations(run, *state) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_read_of_the_hits_that_are_asked_for),
        cmocka_unit_test(hits_that_have_scores_only_are_not_merged),
        cmocka_unit_test(what_needs_the_articles_has_their_ids_at_once),
        cmocka_unit_test(answers_to_other_queries_are_not_merged_with_them),
        cmocka_unit_test(answers_that_have_ids_are_merged),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, build, tiny_index_teardown);
}
