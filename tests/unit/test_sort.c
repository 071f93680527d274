/* tests/unit/test_sort.c - keys in order, and the k-th best score. */
#include "tests/support/cm.h"

#include <stdlib.h>

#include "searcher/prune/best/sort.h"
#include "tests/support/makers/random_text.h"

#define MOST 600u
#define CROWDED 10000u

static int compare_keys(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static int compare_scores(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x < y) - (x > y);
}

static void keys_are_sorted_whatever_bytes_differ(void **state)
{
    static const unsigned shifts[] = {0, 3, 24, 32, 56};
    random_numbers r = {1};
    uint64_t keys[MOST], room[MOST], want[MOST];

    (void)state;
    for (uint32_t round = 0; round < 200; round++) {
        const uint32_t n = random_below(&r, round < 100 ? 60 : MOST);
        const unsigned shift = shifts[round % 5];

        for (uint32_t i = 0; i < n; i++)
            want[i] = keys[i] = (uint64_t)random_below(&r, 5000) << shift | (round & 7);
        qsort(want, n, sizeof *want, compare_keys);
        nh_sort_keys(keys, room, n);
        for (uint32_t i = 0; i < n; i++)
            assert_int_equal(keys[i], want[i]);
    }
}

static void bits_below_the_first_that_matters_go_along(void **state)
{
    static const unsigned lows[] = {0, 7, 12, 20, 30};
    random_numbers r = {3};
    uint64_t keys[MOST], room[MOST], want[MOST];

    (void)state;
    for (uint32_t round = 0; round < 200; round++) {
        const uint32_t n = random_below(&r, round < 50 ? 60 : MOST);
        const unsigned low = lows[round % 5];

        for (uint32_t i = 0; i < n; i++) { /* those above `low` are all different */
            const uint64_t high = ((uint64_t)i * 7919) % 100003;

            want[i] = keys[i] =
                high << low | (random_below(&r, 1u << 30) & ((1u << low) - 1));
        }
        qsort(want, n, sizeof *want, compare_keys);
        nh_sort_keys_from(keys, room, n, low);
        for (uint32_t i = 0; i < n; i++)
            assert_int_equal(keys[i], want[i]);
    }
}

/* Keys in a few narrow places, and some of them in narrower ones still, as equal scores are. */
static uint64_t crowded_key(random_numbers *r, uint32_t round)
{
    const uint64_t score = random_below(r, 1 + round % 7) * 100000;
    const uint64_t near = random_once(r, 3) ? random_below(r, 3) : 0;

    return (score + near) << 38 | (uint64_t)random_below(r, 1u << 19) << 19;
}

static void crowds_of_keys_are_sorted_too(void **state)
{
    static uint64_t keys[CROWDED], room[CROWDED], want[CROWDED];
    random_numbers r = {4};

    (void)state;
    for (uint32_t round = 0; round < 120; round++) {
        const uint32_t n = random_below(&r, round % 10 == 0 ? CROWDED : 3000);

        for (uint32_t i = 0; i < n; i++)
            want[i] = keys[i] = crowded_key(&r, round) | (i & 0x7ffff);
        qsort(want, n, sizeof *want, compare_keys);
        nh_sort_keys(keys, room, n);
        assert_memory_equal(keys, want, n * sizeof *keys);
    }
}

static void the_kth_best_score_is_that_of_a_sort(void **state)
{
    random_numbers r = {2};
    int32_t scores[MOST], want[MOST];

    (void)state;
    for (uint32_t round = 0; round < 400; round++) {
        const uint32_t n = 1 + random_below(&r, MOST);
        const uint32_t place = random_below(&r, n);
        const uint32_t different = 1 + random_below(&r, round % 2 == 0 ? 5 : 100000);

        for (uint32_t i = 0; i < n; i++)
            want[i] = scores[i] = (int32_t)random_below(&r, different);
        qsort(want, n, sizeof *want, compare_scores);
        assert_int_equal(nh_select_score(scores, n, place), want[place]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_sorted_whatever_bytes_differ),
        cmocka_unit_test(bits_below_the_first_that_matters_go_along),
        cmocka_unit_test(crowds_of_keys_are_sorted_too),
        cmocka_unit_test(the_kth_best_score_is_that_of_a_sort),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
