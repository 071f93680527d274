/* tests/unit/test_plan.c - what a query comes to before any index is asked. */
#include "tests/support/cm.h"

#include <string.h>

#include "common/base/str.h"
#include "searcher/match/plan/plan.h"
#include "searcher/query/query_parse.h"
#include "tests/support/faults/fault.h"

/* Plans `text` for an index of English news with the stop words "in" and "the". */
static nh_status plan_text(const nh_env *env, const char *text, nh_arena *arena,
                           nh_plan *plan)
{
    static const nh_query_rules standard = {.now = INT64_MIN};
    const nh_analysis analysis = {.profile = NH_PROFILE_NEWS,
                                  .language = NH_STR("en"),
                                  .stemmer = NH_STR("english"),
                                  .stopwords = NH_STR("in\nthe\n")};
    const uint32_t language = 0;
    nh_plan_rules rules = {
        .profile = NH_PROFILE_NEWS, .languages = &language, .n_languages = 1};
    nh_analyzer *analyzer = NULL;
    nh_query_tree *tree = nh_arena_new(arena, nh_query_tree);
    nh_status st = tree != NULL ? nh_analyzer_new(env, &analysis, &analyzer, NULL)
                                : nh_arena_fail(arena, NULL, "a tree");

    rules.analyzer = analyzer;
    if (st == NH_OK)
        st = nh_query_tree_parse(nh_str_of(text), &standard, arena, tree, NULL);
    if (st == NH_OK)
        st = nh_plan_make(tree, &rules, arena, plan, NULL);
    nh_analyzer_free(analyzer);
    return st;
}

static void print_edge(const nh_edge *e, nh_buffer *out)
{
    nh_buf_print(out, "%u-%u", e->from, e->to);
    if (e->any) {
        nh_buf_text(out, NH_STR("*"));
        return;
    }
    nh_buf_u8(out, e->exact ? '=' : ':');
    nh_buf_text(out, e->exact || e->prefix ? e->spelling : e->terms[0]);
    nh_buf_text(out, e->prefix ? NH_STR("*") : NH_STR(""));
}

/* Leaves in braces, shapes between bars, paths between commas. */
static void print_plan(const nh_plan *plan, nh_buffer *out)
{
    for (uint32_t l = 0; l < plan->n_leaves; l++) {
        const nh_leaf *leaf = &plan->leaves[l];

        nh_buf_print(out, "%s{", leaf->scores ? "" : "!");
        for (uint32_t s = 0; s < leaf->n_shapes; s++) {
            const nh_shape *shape = &plan->shapes[leaf->first_shape + s];

            nh_buf_print(out, "%s", s > 0 ? " | " : "");
            for (uint32_t p = 0; p < shape->n_paths; p++) {
                const nh_path *path = &plan->paths[shape->first_path + p];

                nh_buf_print(out, "%s", p > 0 ? ", " : "");
                for (uint32_t e = 0; e < path->n_edges; e++) {
                    nh_buf_print(out, "%s", e > 0 ? " " : "");
                    print_edge(&plan->edges[path->first_edge + e], out);
                }
            }
        }
        nh_buf_print(out, "}%s", plan->relaxable ? "?" : "");
    }
    nh_buf_u8(out, 0);
}

static void queries_become_leaves_of_paths(void **state)
{
    static const struct {
        const char *query, *plan;
    } cases[] = {
        {"golan", "{0-1:golan}"},
        {"heights", "{0-1:height}"},
        {"=heights", "{0-1=heights}"},
        {"golan heights", "{0-1:golan}?{0-1:height}?"},
        {"golan AND heights", "{0-1:golan}{0-1:height}"},
        {"golan -heights", "{0-1:golan}!{0-1:height}"},
        {"golan date:2025", "{0-1:golan}"},
        {"\"golan heights\"", "{0-1=golan 1-2=heights}"},
        {"\"golan * heights\"", "{0-1=golan 1-2* 2-3=heights}"},
        {"\"golan the heights\"", "{0-1=golan 1-2* 2-3=heights}"},
        {"\"the golan *\"", "{0-1=golan}"},
        {"golan OR heights", "{0-1:golan | 0-1:height}"},
        {"golan OR (heights OR \"the west bank\")",
         "{0-1:golan | 0-1:height | 0-1=west 1-2=bank}"},
        {"golan OR heights^2", "{0-1:golan}{0-1:height}"},
        {"golan OR (heights AND bank)", "{0-1:golan}{0-1:height}{0-1:bank}"},
        {"(golan heights)~3", "{0-1:golan, 0-1:height}"},
        {"barrac*", "{0-1:barrac*}"},
        {"co-operation", "{0-2:cooper 0-1:co 1-2:oper}"},
        {"\"a co-operation deal\"",
         "{0-1=a 1-3=cooperation 1-2=co 2-3=operation 3-4=deal}"},
        {"in-depth", "{0-2:indepth 0-1* 1-2:depth}"},
        {"golan the", "{0-1:golan}"},
        {"the", ""},
        {"the in", ""},
        {"golan \"the in\"", "{0-1:golan}"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_arena arena = {0};
        nh_buffer out = {0};
        nh_plan plan;

        assert_int_equal(plan_text(NULL, cases[i].query, &arena, &plan), NH_OK);
        print_plan(&plan, &out);
        if (strcmp((const char *)out.bytes, cases[i].plan) != 0)
            print_error("%s\n", cases[i].query);
        assert_string_equal((const char *)out.bytes, cases[i].plan);
        nh_buf_free(&out);
        nh_arena_close(&arena);
    }
}

static void weights_multiply_and_fields_confine(void **state)
{
    nh_arena arena = {0};
    nh_plan plan;

    (void)state;
    assert_int_equal(
        plan_text(NULL, "(golan^2 bank)^3 title:(heights^0.5) barrack", &arena, &plan),
        NH_OK);
    assert_int_equal(plan.n_leaves, 4);
    assert_int_equal(plan.leaves[0].weight, 6 * 1024);
    assert_int_equal(plan.leaves[1].weight, 3 * 1024);
    assert_int_equal(plan.leaves[2].weight, 512);
    assert_int_equal(plan.leaves[2].scope, NH_SCOPE_TITLE);
    assert_int_equal(plan.leaves[3].scope, 0);
    nh_arena_close(&arena);
}

static void what_is_dropped_is_warned_of(void **state)
{
    nh_arena arena = {0};
    nh_plan plan;

    (void)state;
    assert_int_equal(plan_text(NULL, "golan the", &arena, &plan), NH_OK);
    assert_int_equal(plan.n_warnings, 1);
    assert_int_equal(plan.warnings[0].at, 6);
    assert_int_equal(plan.warnings[0].size, 3);
    nh_arena_close(&arena);
}

static nh_status plan_under_faults(const nh_env *env, void *context)
{
    nh_arena arena = {.env = env};
    nh_plan plan;
    const nh_status st =
        plan_text(env, "(a co-operation)~3 \"x * y\" OR b z* the", &arena, &plan);

    (void)context;
    nh_arena_close(&arena);
    return st;
}

static void a_failed_allocation_is_reported(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(plan_under_faults, NULL) > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_become_leaves_of_paths),
        cmocka_unit_test(weights_multiply_and_fields_confine),
        cmocka_unit_test(what_is_dropped_is_warned_of),
        cmocka_unit_test(a_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
