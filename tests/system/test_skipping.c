/* tests/system/test_skipping.c - what newest hits, expanded words and joins leave alone, counted without a clock. */
#include "tests/support/cm.h"

#include <stdio.h>

#include "searcher/searcher_state.h"
#include "tests/support/makers/tiny_index.h"

#define MANY 12000u
#define BEST 16u /* short articles at the beginning, which no other one comes up to */

/* All have "common", half of them "half", "halves" or "halved", a few "rare". */
static const char *text_of(uint32_t i)
{
    return i < BEST          ? "common half"
           : i % 3000 == 100 ? "common halves and something rare among all the rest of it"
           : i % 4 == 0      ? "common half of it and all the rest of what there is to say"
           : i % 4 == 2      ? "common but halved and with all the rest of what there is"
                             : "common and more of that and all the rest of what there is";
}

/* A later article is newer, or as new. */
static void add(tiny_index *t, uint32_t i)
{
    char id[16], date[16];

    snprintf(id, sizeof id, "a%u", i);
    snprintf(date, sizeof date, "%04u-%02u-%02u", 1980 + i / 336, i / 28 % 12 + 1,
             i % 28 + 1);
    tiny_index_add(t, &(tiny_article){.id = id, .text = text_of(i), .date = date});
}

static int set_up(void **state)
{
    const nh_index_options o = {
        .size = sizeof o, .analysis = "whitespace", .stemmer = "none", .passages = "none"};
    tiny_index *t = tiny_index_new(&o);

    for (uint32_t i = 0; i < MANY; i++)
        add(t, i);
    tiny_index_open(t);
    *state = t;
    return 0;
}

/* A query, and the most that it may cost where the exhaustive evaluator pays at least as much as is
 * said. */
typedef struct budget {
    const char *query;
    nh_match match;
    nh_sort sort;
    uint64_t blocks, scored;         /* at most                          */
    uint64_t all_blocks, all_scored; /* at least, where all is evaluated */
} budget;

static nh_results_facts cost_of(tiny_index *t, const budget *b, bool off)
{
    const nh_search_options o = {
        .size = sizeof o, .match = b->match, .sort = b->sort, .top_only = true};

    t->searcher->pruner.off = off;
    return tiny_index_facts(t, b->query, &o);
}

static void expect_budget(tiny_index *t, const budget *b)
{
    const nh_results_facts few = cost_of(t, b, false), all = cost_of(t, b, true);

    assert_int_equal(few.hits, all.hits);
    if (few.work > b->blocks || few.scored > b->scored)
        fail_msg("%s: %llu blocks, %llu postings; at most %llu, %llu", b->query,
                 (unsigned long long)few.work, (unsigned long long)few.scored,
                 (unsigned long long)b->blocks, (unsigned long long)b->scored);
    if (all.work < b->all_blocks || all.scored < b->all_scored)
        fail_msg("%s, all of it: %llu blocks, %llu postings; at least %llu, %llu", b->query,
                 (unsigned long long)all.work, (unsigned long long)all.scored,
                 (unsigned long long)b->all_blocks, (unsigned long long)b->all_scored);
}

/* Of all blocks only the passages are read, which say what matches; scored are those of the newest
 * hits, which stand in one block of each word, or two. */
static void newest_hits_alone_are_scored(void **state)
{
    static const budget budgets[] = {
        {"common", NH_MATCH_ALL, NH_SORT_DATE, 49, 512, 94, MANY},
        {"common half", NH_MATCH_ALL, NH_SORT_DATE, 63, 1024, 118, MANY},
    };

    for (size_t i = 0; i < COUNT(budgets); i++)
        expect_budget((tiny_index *)*state, &budgets[i]);
    assert_true(cost_of((tiny_index *)*state, &budgets[0], false).skipped >= 45);
}

/* Once the hits at the beginning are known, bounds of blocks leave all others out. */
static void joins_leave_out_what_cannot_be_a_hit(void **state)
{
    static const budget both = {"common half", NH_MATCH_ALL, NH_SORT_SCORE, 8,
                                2048,          118,          MANY};

    expect_budget((tiny_index *)*state, &both);
    assert_true(cost_of((tiny_index *)*state, &both, false).skipped >= 50);
}

/* What a word is expanded into is read whole, since it has no bounds; of the words beside it, the
 * blocks that hold an article of which the query is true. */
static void sums_leave_out_what_the_query_is_not_true_of(void **state)
{
    static const budget rare = {
        "common rare hal*", NH_MATCH_ALL, NH_SORT_SCORE, 80, 7200, 78, 7000};

    expect_budget((tiny_index *)*state, &rare);
    assert_true(cost_of((tiny_index *)*state, &rare, false).skipped >= 43);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newest_hits_alone_are_scored),
        cmocka_unit_test(joins_leave_out_what_cannot_be_a_hit),
        cmocka_unit_test(sums_leave_out_what_the_query_is_not_true_of),
    };

    return cmocka_run_group_tests(tests, set_up, tiny_index_teardown);
}
