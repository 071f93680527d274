/* tests/unit/test_memo.c - surfaces that are remembered, long and short. */
#include <stdio.h>

#include "common/base/str.h"
#include "common/text/words/memo.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

/* Surfaces of 1 to 64 bytes, all different; NUL-ended. */
static nh_str surface_of(unsigned i, char out[80])
{
    const int size =
        snprintf(out, 80, "%u%.*s", i, (int)(i % 58),
                 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefgh");

    return (nh_str){out, (size_t)size};
}

static bool add(nh_memo *memo, unsigned i)
{
    char bytes[80];
    const nh_str surface = surface_of(i, bytes);
    const nh_memo_key key = nh_memo_key_of(memo, surface, 0, surface.len);
    const nh_memo_slot facts = {.count = 1, .positions = 1};
    const nh_token token = {.word = i, .size = (uint16_t)(surface.len - i % 2)};

    return nh_memo_add(memo, &key, &token, &facts);
}

/* Whether surface `i` is remembered, with its word. */
static bool has(const nh_memo *memo, unsigned i)
{
    char bytes[80];
    const nh_str surface = surface_of(i, bytes);
    const nh_memo_key key = nh_memo_key_of(memo, surface, 0, surface.len);
    const nh_memo_slot *slot = nh_memo_find(memo, &key);

    if (slot == NULL)
        return false;
    assert_int_equal((slot->info & NH_MEMO_SIMPLE) != 0, i % 2 == 0);
    assert_int_equal((slot->info & NH_MEMO_LONG) != 0, surface.len > NH_MEMO_INLINE);
    if (i % 2 == 0)
        assert_int_equal(slot->value, i);
    else
        assert_int_equal(memo->tokens[slot->value].word, i);
    return true;
}

static void what_was_added_is_found_until_the_reset(void **state)
{
    nh_memo memo;
    unsigned i;

    (void)state;
    assert_int_equal(nh_memo_open(nh_env_system(), &memo, NULL), NH_OK);
    for (i = 0; i < 5000; i++) {
        assert_false(has(&memo, i));
        assert_true(add(&memo, i));
    }
    for (i = 0; i < 5000; i++)
        assert_true(has(&memo, i));
    assert_true(4 * memo.used <= 3 * memo.slot_count);
    assert_true(nh_memo_memory(&memo) >= 5000 * sizeof(nh_memo_slot));
    nh_memo_reset(&memo);
    assert_false(has(&memo, 17));
    assert_true(add(&memo, 17));
    assert_true(has(&memo, 17));
    nh_memo_close(&memo);
}

static void a_key_is_the_same_at_the_end_of_a_text_and_inside(void **state)
{
    const nh_str text = NH_STR("barrack, and much text after it; barrack");
    nh_memo memo;
    nh_memo_key inside;
    nh_memo_key at_end;

    (void)state;
    assert_int_equal(nh_memo_open(nh_env_system(), &memo, NULL), NH_OK);
    inside = nh_memo_key_of(&memo, text, 0, 7);
    at_end = nh_memo_key_of(&memo, text, text.len - 7, 7);
    assert_memory_equal(inside.key, at_end.key, sizeof(inside.key));
    assert_int_equal(inside.hash, at_end.hash);
    nh_memo_close(&memo);
}

static void a_simple_surface_is_found_by_its_padded_bytes_or_not_at_all(void **state)
{
    unsigned found = 0;
    nh_memo memo;

    (void)state;
    assert_int_equal(nh_memo_open(nh_env_system(), &memo, NULL), NH_OK);
    for (unsigned i = 0; i < 5000; i++)
        assert_true(add(&memo, i));
    for (unsigned i = 0; i < 6000; i++) {
        char bytes[80];
        const nh_str surface = surface_of(i, bytes);
        const nh_memo_short key = nh_memo_pad(surface, 0, surface.len);
        const nh_memo_slot *slot = nh_memo_simple(&memo, nh_memo_ask(&memo, key), key);

        if (slot == NULL)
            continue;
        assert_true(i < 5000 && i % 2 == 0 && surface.len <= NH_MEMO_INLINE);
        assert_int_equal(slot->value, i);
        found++;
    }
    assert_true(found > 400); /* of some 550 */
    nh_memo_close(&memo);
}

static nh_status remember(const nh_env *env, void *context)
{
    nh_memo memo;
    nh_status status = nh_memo_open(env, &memo, NULL);
    unsigned i;

    (void)context;
    if (status != NH_OK)
        return status;
    for (i = 0; i < 1200 && status == NH_OK; i++) {
        if (!add(&memo, i)) {
            status = NH_E_NOMEM;
            assert_false(has(&memo, i));
        }
        assert_true(i == 0 || has(&memo, i - 1));
    }
    nh_memo_close(&memo);
    return status;
}

static void a_failed_allocation_leaves_the_memo_as_it_was(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(remember, NULL) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_added_is_found_until_the_reset),
        cmocka_unit_test(a_key_is_the_same_at_the_end_of_a_text_and_inside),
        cmocka_unit_test(a_simple_surface_is_found_by_its_padded_bytes_or_not_at_all),
        cmocka_unit_test(a_failed_allocation_leaves_the_memo_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
