/* tests/support/snippet_bench.c - snippets of an article that is in no index. */
#include "tests/support/snippet_bench.h"

#include "common/base/str.h"
#include "searcher/query/query_parse.h"

nh_status snippet_bench_open(snippet_bench *b, nh_str query, bool whole)
{
    const nh_analysis analysis = {
        .profile = NH_PROFILE_NEWS, .language = NH_STR("en"), .stemmer = NH_STR("english")};
    const nh_passage_rule rule = {.whole = whole, .min = 10, .target = 20, .max = 30};
    const nh_query_rules query_rules = {0};
    const uint32_t language = 0;
    nh_plan_rules rules = {.profile = NH_PROFILE_NEWS,
                           .languages = &language,
                           .n_languages = 1,
                           .whole = whole};
    nh_query_tree *tree;
    nh_status st = nh_analyzer_new(b->env, &analysis, &b->analyzer, NULL);

    b->arena.env = b->env;
    tree = nh_arena_new(&b->arena, nh_query_tree);
    rules.analyzer = b->analyzer;
    if (st == NH_OK && tree == NULL)
        st = NH_E_NOMEM;
    if (st == NH_OK)
        st = nh_query_tree_parse(query, &query_rules, &b->arena, tree, NULL);
    if (st == NH_OK)
        st = nh_plan_make(tree, &rules, &b->arena, &b->plan, NULL);
    if (st == NH_OK)
        st = nh_leaves_new(b->env, &b->plan, &b->leaves, NULL);
    if (st == NH_OK)
        st = nh_snippets_new(b->env, &rule, b->analyzer, &b->snippets, NULL);
    return st;
}

nh_status snippet_bench_fill(snippet_bench *b, const nh_stored *stored, uint32_t number,
                             uint32_t want, nh_passage_hit *out)
{
    const nh_snippet_job job = {.has_text = true,
                                .number = number,
                                .want = want,
                                .stored = stored,
                                .leaves = b->leaves,
                                .halt = b->halt};

    nh_snippets_begin(b->snippets);
    return nh_snippet_fill(b->snippets, &job, &b->arena, out, NULL);
}

void snippet_bench_close(snippet_bench *b)
{
    nh_snippets_free(b->snippets);
    nh_leaves_free(b->leaves);
    nh_analyzer_free(b->analyzer);
    nh_arena_close(&b->arena);
}
