/* tests/system/test_work_counters.c - what queries cost, counted: an optimisation that is lost fails here, without a clock. */
#include "tests/support/cm.h"

#include "searcher/searcher_state.h"
#include "tests/support/makers/tiny_index.h"

#define MANY 12000u /* articles of the index below */
#define BLOCKS 42   /* of the word that most have   */

/* Seven of eight have "common"; the last 300 nothing else. Few have "rare", half of them
 * "half", some of these twice. */
static const char *text_of(uint32_t i)
{
    return i >= MANY - 300 ? "common"
           : i % 8 == 7    ? "something else again"
           : i % 4000 == 1 ? "common rare and other words"
           : i % 6 == 2    ? "common half and half more"
           : (i & 1) == 0  ? "common half of it all"
                           : "common and more of that";
}

static tiny_index *make_blocks(void)
{
    return tiny_index_of_texts(MANY, text_of, NULL);
}

/* Asks for ten hits, or a count; all that the searcher keeps from query to query is warm. */
static nh_results_facts cost_of(tiny_index *t, const char *query, nh_match match,
                                bool count)
{
    const nh_search_options o = {
        .size = sizeof o, .match = match, .count_only = count, .top_only = true};

    return tiny_index_facts(t, query, &o);
}

/* The most that a query may cost. */
typedef struct budget {
    const char *query;
    nh_match match;
    bool count;
    uint64_t blocks, scored, bytes;
} budget;

static void queries_stay_within_their_budgets(void **state)
{
    static const budget budgets[] = {
        {"common", NH_MATCH_ANY, false, 3, 768, 300},
        {"common", NH_MATCH_ANY, true, 0, 0, 0},
        {"rare", NH_MATCH_ANY, false, 1, 3, 64},
        {"rare", NH_MATCH_ANY, true, 0, 0, 0},
        {"common rare", NH_MATCH_ANY, false, 20, 4608, 800},
        {"again half", NH_MATCH_ANY, false, 29, 1500, 2012},
        {"common rare", NH_MATCH_ANY, true, 4, 3, 200},
        {"common half", NH_MATCH_ANY, true, 66, 0, 2300},
        {"common half rare", NH_MATCH_ANY, true, 66, 3, 2350},
        {"common rare", NH_MATCH_ALL, false, 4, 800, 300},
        {"common rare", NH_MATCH_ALL, true, 4, 3, 300},
    };
    tiny_index *t = make_blocks();

    (void)state;
    for (size_t i = 0; i < COUNT(budgets); i++) {
        const budget *b = &budgets[i];
        const nh_results_facts f = cost_of(t, b->query, b->match, b->count);

        if (f.work > b->blocks || f.scored > b->scored || f.bytes > b->bytes)
            fail_msg("%s, case %zu: %llu blocks, %llu postings, %llu bytes; at most %llu, "
                     "%llu, %llu",
                     b->query, i, (unsigned long long)f.work, (unsigned long long)f.scored,
                     (unsigned long long)f.bytes, (unsigned long long)b->blocks,
                     (unsigned long long)b->scored, (unsigned long long)b->bytes);
    }
    tiny_index_free(t);
}

static void what_is_not_decoded_is_counted(void **state)
{
    tiny_index *t = make_blocks();
    nh_results_facts pruned, full;

    (void)state;
    pruned = cost_of(t, "common", NH_MATCH_ANY, false);
    t->searcher->pruner.off = true;
    full = cost_of(t, "common", NH_MATCH_ANY, false);
    assert_int_equal(full.skipped, 0);
    assert_true(pruned.skipped > 30);
    assert_int_equal(pruned.work + pruned.skipped, BLOCKS);
    assert_true(full.scored > MANY / 2 && full.bytes > pruned.bytes);
    tiny_index_free(t);
}

static void auto_costs_what_it_comes_to(void **state)
{
    tiny_index *t = make_blocks();

    (void)state;
    assert_int_equal(cost_of(t, "common half", NH_MATCH_AUTO, false).work,
                     cost_of(t, "common half", NH_MATCH_ALL, false).work);
    assert_true(cost_of(t, "common rare", NH_MATCH_AUTO, false).work <=
                cost_of(t, "common rare", NH_MATCH_ALL, false).work +
                    cost_of(t, "common rare", NH_MATCH_ANY, false).work);
    tiny_index_free(t);
}

static void what_narrows_words_down_leaves_blocks_out(void **state)
{
    static const char *const queries[] = {"common -rare", "common date:none"};
    tiny_index *t = make_blocks();

    (void)state;
    for (size_t i = 0; i < COUNT(queries); i++) {
        uint64_t all, some;

        t->searcher->pruner.off = true;
        all = cost_of(t, queries[i], NH_MATCH_ANY, false).work;
        t->searcher->pruner.off = false;
        some = cost_of(t, queries[i], NH_MATCH_ANY, false).work;
        if (some >= all)
            fail_msg("%s: %llu blocks, not fewer than %llu", queries[i],
                     (unsigned long long)some, (unsigned long long)all);
    }
    tiny_index_free(t);
}

/* Room for hits is that of the postings, however many hits are asked for. */
static void hits_that_cannot_be_take_no_memory(void **state)
{
    const nh_search_options o = {
        .size = sizeof o, .limit = 100000, .top_only = true, .ids_only = true};
    tiny_index *t = make_blocks();

    (void)state;
    assert_int_equal(tiny_index_facts(t, "rare", &o).hits, 3);
    assert_true(t->searcher->arena.held < 16384);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_stay_within_their_budgets),
        cmocka_unit_test(what_is_not_decoded_is_counted),
        cmocka_unit_test(auto_costs_what_it_comes_to),
        cmocka_unit_test(hits_that_cannot_be_take_no_memory),
        cmocka_unit_test(what_narrows_words_down_leaves_blocks_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
