/* tests/unit/test_top_hits.c - the best hits, against sorting them all. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "searcher/rank/top_hits.h"
#include "tests/support/makers/random_text.h"

#define HITS 200

static void the_order_is_score_date_id_passage(void **state)
{
    static const nh_top_hit ordered[] = {
        {.score = 5, .date = 1, .id = {"a", 1}},
        {.score = 4, .date = 9, .id = {"a", 1}, .passage = 0},
        {.score = 4, .date = 9, .id = {"a", 1}, .passage = 3},
        {.score = 4, .date = 8, .id = {"bb", 2}},
        {.score = 4, .date = 8, .id = {"b", 1}},
        {.score = 4, .date = 8, .id = {"a", 1}},
        {.score = 4, .date = NH_UNDATED, .id = {"z", 1}},
    };
    const nh_top_order plain = {.ids = NULL};

    (void)state;
    for (size_t i = 0; i < COUNT(ordered); i++)
        for (size_t k = 0; k < COUNT(ordered); k++)
            assert_int_equal(nh_top_before(&plain, &ordered[i], &ordered[k]), i < k);
}

static void other_orders_move_the_date(void **state)
{
    const nh_top_hit new = {.score = 1, .date = 9, .id = {"a", 1}};
    const nh_top_hit old = {.score = 1, .date = 3, .id = {"b", 1}};
    const nh_top_hit best = {.score = 7, .date = 1, .id = {"c", 1}};
    const nh_top_order by_date = {.by_date = true}, by_id = {.ties_by_id = true};

    (void)state;
    assert_true(nh_top_before(&by_date, &new, &old));
    assert_true(nh_top_before(&by_date, &old, &best));
    assert_true(nh_top_before(&by_id, &old, &new));
    assert_true(nh_top_before(&by_id, &best, &old));
}

/* trec_eval sorts the texts of a run file, where a blank is %20 and 9 is larger than 10. */
static void runs_are_ordered_by_their_texts(void **state)
{
    static const nh_top_hit ordered[] = {
        {.score = 5, .id = {"a", 1}, .number = 1},
        {.score = 4, .id = {"b", 1}, .number = 9},
        {.score = 4, .id = {"b", 1}, .number = 2},
        {.score = 4, .id = {"b", 1}, .number = 10},
        {.score = 4, .id = {"b", 1}, .number = 1},
        {.score = 4, .id = {"b", 1}, .number = 0},
        {.score = 4, .id = {"a%", 2}},
        {.score = 4, .id = {"a b", 3}},
        {.score = 4, .id = {"a$b", 3}},
        {.score = 4, .id = {"a!b", 3}},
        {.score = 4, .id = {"a", 1}},
    };
    const nh_top_order by_id = {.ties_by_id = true};

    (void)state;
    for (size_t i = 0; i < COUNT(ordered); i++)
        for (size_t k = 0; k < COUNT(ordered); k++)
            assert_int_equal(nh_top_before(&by_id, &ordered[i], &ordered[k]), i < k);
}

static int compare(const void *a, const void *b, void *context)
{
    const nh_top_order *order = (const nh_top_order *)context;

    return nh_top_before(order, (const nh_top_hit *)a, (const nh_top_hit *)b) ? -1 : 1;
}

static void make_hits(random_numbers *r, nh_top_hit *hits, char ids[HITS][8])
{
    for (uint32_t i = 0; i < HITS; i++) {
        snprintf(ids[i], sizeof ids[i], "%u", random_below(r, 50));
        hits[i] = (nh_top_hit){.score = random_below(r, 5),
                               .date = random_once(r, 3) ? NH_UNDATED : random_below(r, 4),
                               .id = nh_str_of(ids[i]),
                               .segment = random_below(r, 2),
                               .passage = i,
                               .number = i};
    }
}

static void the_best_are_those_of_a_sorted_list(void **state)
{
    static const uint64_t rooms[] = {0, 1, 2, 7, 100, HITS, HITS + 50};
    random_numbers r = {7};
    nh_top_hit hits[HITS];
    char ids[HITS][8];
    nh_arena arena = {0};

    (void)state;
    for (unsigned i = 0; i < COUNT(rooms) * 4; i++) {
        const nh_top_order order = {.by_date = (i & 1) != 0, .ties_by_id = (i & 2) != 0};
        const uint64_t room = rooms[i / 4];
        nh_top_order context = order;
        nh_top_hits top;

        make_hits(&r, hits, ids);
        assert_int_equal(nh_top_begin(&top, &arena, room, order, NULL), NH_OK);
        for (uint32_t k = 0; k < HITS; k++)
            if (nh_top_wants(&top, hits[k].score))
                nh_top_add(&top, &hits[k]);
        nh_top_finish(&top);
        qsort_r(hits, HITS, sizeof hits[0], compare, &context);
        assert_int_equal(top.count, room < HITS ? room : HITS);
        for (uint64_t k = 0; k < top.count; k++)
            assert_memory_equal(&top.hits[k], &hits[k], sizeof hits[k]);
    }
    nh_arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_is_score_date_id_passage),
        cmocka_unit_test(other_orders_move_the_date),
        cmocka_unit_test(runs_are_ordered_by_their_texts),
        cmocka_unit_test(the_best_are_those_of_a_sorted_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
