/* tests/unit/test_arena.c - memory that dies together. */
#include "common/base/memory/arena.h"

#include <stdalign.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    nh_arena a = {0};
    uint8_t *pieces[200];

    (void)state;
    for (size_t i = 0; i < COUNT(pieces); i++) {
        pieces[i] = (uint8_t *)nh_arena_array(&a, i, 3);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        for (size_t k = 0; k < 3 * i; k++)
            assert_int_equal(pieces[i][k], 0);
        memset(pieces[i], (int)(i & 0xff), 3 * i);
    }
    for (size_t i = 0; i < COUNT(pieces); i++)
        for (size_t k = 0; k < 3 * i; k++)
            assert_int_equal(pieces[i][k], i & 0xff);
    nh_arena_close(&a);
    assert_int_equal(a.held, 0);
}

static void pieces_of_nothing_differ(void **state)
{
    nh_arena a = {0};
    void *one = nh_arena_array(&a, 0, 8);
    void *other = nh_arena_array(&a, 8, 0);

    (void)state;
    assert_non_null(one);
    assert_non_null(other);
    assert_ptr_not_equal(one, other);
    nh_arena_close(&a);
}

static void a_list_grows_and_keeps_what_it_holds(void **state)
{
    nh_arena a = {.limit = 40000};
    uint32_t *list = NULL, *grown;
    uint32_t room = 0, n = 0;

    (void)state;
    while ((grown = (uint32_t *)nh_arena_grown(&a, list, n, &room, 3, sizeof *list)) !=
           NULL) {
        list = grown;
        assert_true(n < room);
        list[n] = n * 7;
        n++;
    }
    assert_true(a.full);
    assert_int_equal(n, room); /* as they were */
    assert_true(n > 1000 && n % 3 == 0);
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(list[i], i * 7);
    nh_arena_close(&a);
}

static void copies_end_with_a_nul(void **state)
{
    nh_arena a = {0};
    char text[] = "Golan";
    const nh_str copy = nh_arena_copy(&a, nh_str_of(text));
    const nh_str empty = nh_arena_copy(&a, (nh_str){NULL, 0});

    (void)state;
    memset(text, 'x', 5);
    assert_string_equal(copy.ptr, "Golan");
    assert_int_equal(copy.len, 5);
    assert_string_equal(empty.ptr, "");
    nh_arena_close(&a);
}

static void the_limit_holds_and_is_told_from_lack_of_memory(void **state)
{
    nh_arena a = {.limit = 10000};
    nh_error err = {0};
    size_t pieces = 0;

    (void)state;
    while (nh_arena_array(&a, 1, 16) != NULL)
        pieces++;
    assert_in_range(pieces, 9000 / 16, 10000 / 16);
    assert_true(a.held <= 10000);
    assert_true(a.full);
    assert_int_equal(nh_arena_fail(&a, &err, "the plan"), NH_E_LIMIT);
    assert_non_null(strstr(err.what, "the plan"));

    assert_null(nh_arena_array(&a, SIZE_MAX, 2));
    assert_false(a.full);
    assert_int_equal(nh_arena_fail(&a, &err, "the plan"), NH_E_NOMEM);
    assert_null(nh_arena_array(&a, SIZE_MAX - 8, 1));
    assert_null(nh_arena_copy(&a, (nh_str){"", SIZE_MAX}).ptr);
    nh_arena_close(&a);
    assert_non_null(nh_arena_array(&a, 9000, 1)); /* closed is as good as new */
    nh_arena_close(&a);
}

static void a_reset_keeps_one_chunk_and_zeroes_again(void **state)
{
    fault *f = fault_new();
    nh_arena a = {.env = fault_env(f)};
    size_t allocations;

    (void)state;
    for (size_t i = 0; i < 1000; i++)
        memset(nh_arena_array(&a, 1, 100), 0xff, 100);
    nh_arena_reset(&a);
    assert_int_equal(fault_held(f), 1);
    allocations = fault_allocations(f);
    for (size_t i = 0; i < 100; i++) {
        const uint8_t *piece = (const uint8_t *)nh_arena_array(&a, 1, 100);

        for (size_t k = 0; k < 100; k++)
            assert_int_equal(piece[k], 0);
    }
    assert_int_equal(fault_allocations(f), allocations);
    nh_arena_close(&a);
    nh_arena_reset(&a);
    nh_arena_close(&a);
    fault_free(f);
}

static nh_status use_an_arena(const nh_env *env, void *context)
{
    nh_arena a = {.env = env};
    nh_status st = NH_OK;

    (void)context;
    for (size_t i = 0; i < 100 && st == NH_OK; i++)
        if (nh_arena_array(&a, 1, 997) == NULL)
            st = nh_arena_fail(&a, NULL, "a piece");
    nh_arena_close(&a);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(use_an_arena, NULL) >= 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(pieces_of_nothing_differ),
        cmocka_unit_test(a_list_grows_and_keeps_what_it_holds),
        cmocka_unit_test(copies_end_with_a_nul),
        cmocka_unit_test(the_limit_holds_and_is_told_from_lack_of_memory),
        cmocka_unit_test(a_reset_keeps_one_chunk_and_zeroes_again),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
