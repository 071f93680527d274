/* tests/unit/test_query_filter.c - a question narrowed down: trees side by side, none of the filter scoring. */
#include "searcher/query/tree/query_filter.h"

#include <string.h>

#include "common/base/str.h"
#include "newshound/searcher.h"
#include "searcher/query/query_parse.h"
#include "searcher/question.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"
#include "tests/support/rows/query_rows.h"

static nh_query_tree parse(const char *text, bool filter, nh_arena *arena)
{
    const nh_query_rules rules = {.filter = filter};
    nh_query_tree tree = {0};

    assert_int_equal(nh_query_tree_parse(nh_str_of(text), &rules, arena, &tree, NULL),
                     NH_OK);
    return tree;
}

static void a_filter_stands_beside_the_question(void **state)
{
    static const struct {
        const char *text, *filter, *expected;
    } rows[] = {
        {"golan heights", "source:ap",
         "(and (list \"golan\" \"heights\") (field source \"ap\"))"},
        {"golan OR syria", "-source:ap",
         "(and (or \"golan\" \"syria\") (not (field source \"ap\")))"},
        {"golan", "winery talks",
         "(and \"golan\" (not (not (list +\"winery\" +\"talks\"))))"},
        {"golan", "title:(a b)",
         "(and \"golan\" (not (not (scope title (list +\"a\" +\"b\")))))"},
        {"golan", "\"a b\" -c",
         "(and \"golan\" (not (not (list +(phrase =\"a\" =\"b\") -\"c\"))))"},
        {"golan", "a OR b", "(and \"golan\" (not (not (or \"a\" \"b\"))))"},
        {"golan", "", "\"golan\""},
        {"", "source:ap", "()"},
        {"-golan", "source:ap",
         "(and (and (not \"golan\") (nothing)) (field source \"ap\"))"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_arena arena = {0};
        nh_buffer out = {0};
        nh_query_tree tree = parse(rows[i].text, false, &arena);
        const nh_query_tree filter = parse(rows[i].filter, true, &arena);

        assert_int_equal(nh_query_tree_filter(&tree, &filter, &arena, NULL), NH_OK);
        query_tree_check(&tree);
        nh_query_tree_print(&tree, &out);
        nh_buf_u8(&out, 0);
        assert_string_equal(out.bytes, rows[i].expected);
        nh_buf_free(&out);
        nh_arena_close(&arena);
    }
}

static void places_and_warnings_count_on_behind_the_question(void **state)
{
    nh_arena arena = {0};
    nh_query_tree tree = parse("golan AND", false, &arena);
    const nh_query_tree filter = parse("source:ap (", true, &arena);

    (void)state;
    assert_int_equal(nh_query_tree_filter(&tree, &filter, &arena, NULL), NH_OK);
    assert_true(nh_str_equal(tree.text, NH_STR("golan AND source:ap (")));
    assert_true(tree.n_warnings >= 2);
    assert_int_equal(tree.warnings[0].at, 6);
    assert_int_equal(tree.warnings[1].at, 20);
    assert_int_equal(tree.filter_at, 10);
    nh_arena_close(&arena);
}

static nh_status join(const nh_env *env, void *context)
{
    const nh_query_rules rules = {.filter = true};
    nh_arena arena = {.env = env};
    nh_query_tree tree = {0}, filter = {0};
    nh_status st =
        nh_query_tree_parse(NH_STR("golan heights"), &rules, &arena, &tree, NULL);

    (void)context;
    if (st == NH_OK)
        st = nh_query_tree_parse(NH_STR("date:2025 ("), &rules, &arena, &filter, NULL);
    if (st == NH_OK)
        st = nh_query_tree_filter(&tree, &filter, &arena, NULL);
    nh_arena_close(&arena);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    (void)state;
    fault_sweep_allocations(join, NULL);
}

/* The hits, and what each scores, of "golan" under a filter: "c 12345 a 777". */
static void ask(tiny_index *t, const char *text, const char *filter, nh_match match,
                nh_buffer *out)
{
    const nh_search_options o = {.size = sizeof o, .match = match};
    nh_asker asker = {.reader = t->reader};
    nh_query *q = NULL;
    nh_results *res = NULL;
    nh_hit hit;
    nh_passage_hit p;

    assert_int_equal(nh_query_ask(&asker, nh_str_of(text), NULL, &q, NULL), NH_OK);
    if (filter != NULL)
        assert_int_equal(nh_query_narrow(q, t->reader, nh_str_of(filter), NULL, NULL),
                         NH_OK);
    assert_int_equal(nh_search(t->searcher, q, &o, &res, NULL), NH_OK);
    for (size_t i = 0; nh_results_hit(res, i, &hit); i++) {
        nh_buf_print(out, "%.*s %lld", NH_STR_ARG(hit.id), (long long)hit.score);
        assert_true(nh_results_passage(res, i, 0, &p));
        nh_buf_print(out, "/%zu ", p.n_marks);
    }
    nh_buf_u8(out, 0);
    nh_results_free(res);
    nh_query_free(q);
    nh_asker_end(&asker);
}

static void hits_fit_the_filter_and_score_as_without_it(void **state)
{
    static const tiny_article articles[] = {
        {.id = "a", .source = "AP", .text = "Golan talks at the winery of the Golan."},
        {.id = "b", .source = "AP", .text = "Golan talks."},
        {.id = "c", .source = "dpa", .text = "The Golan and a winery, and no more."},
    };
    static const struct {
        const char *filter;
        const char *ids[3]; /* of the hits, in any order */
    } rows[] = {
        {"source:ap", {"a", "b"}},
        {"winery", {"a", "c"}},
        {"winery talks", {"a"}},
        {"-source:ap", {"c"}},
        {"winery OR talks", {"a", "b", "c"}},
        {"syria", {NULL}},
        {"-winery -source:dpa", {"b"}},
    };
    tiny_index *t = tiny_index_new(NULL);
    nh_buffer all = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(articles); i++)
        tiny_index_add(t, &articles[i]);
    tiny_index_open(t);
    ask(t, "golan", NULL, NH_MATCH_ANY, &all);
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_buffer some = {0};
        size_t n = 0;

        ask(t, "golan", rows[i].filter, NH_MATCH_ANY, &some);
        for (; n < 3 && rows[i].ids[n] != NULL; n++) {
            const char *found = strstr((const char *)some.bytes, rows[i].ids[n]);
            char hit[64] = {0};

            assert_non_null(found);
            memcpy(hit, found, (size_t)(strchr(found + 2, ' ') - found));
            assert_non_null(strstr((const char *)all.bytes, hit));
        }
        for (size_t k = 0; k < some.size; k++)
            n -= some.bytes[k] == '/';
        assert_int_equal(n, 0);
        nh_buf_free(&some);
    }
    nh_buf_free(&all);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_filter_stands_beside_the_question),
        cmocka_unit_test(places_and_warnings_count_on_behind_the_question),
        cmocka_unit_test(every_failed_allocation_is_survived),
        cmocka_unit_test(hits_fit_the_filter_and_score_as_without_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
