/* tests/unit/test_hash_slots.c - numbers are found by their hashes, however many share one. */
#include "common/base/bytes/hash_slots.h"

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

/* Many numbers have the same hash, and hashes end alike. */
static uint32_t hash_of(uint32_t number)
{
    return number % 40 << 8 | 0xfe;
}

/* The slot of `number`, or the free one where it belongs. */
static nh_hash_slot *find(const nh_hash_slots *t, uint32_t number)
{
    nh_hash_slot *s = nh_hash_slots_first(t, hash_of(number));

    while (s->number != 0 && s->number != number)
        s = nh_hash_slots_next(t, s);
    return s;
}

static void a_number_is_found_and_no_other_one(void **state)
{
    nh_hash_slots t = {0};

    (void)state;
    assert_true(nh_hash_slots_grow(&t, NULL, 256));
    for (uint32_t i = 1; i <= 200; i++) {
        assert_int_equal(find(&t, i)->number, 0);
        nh_hash_slots_put(&t, (nh_hash_slot){i, hash_of(i)});
    }
    for (uint32_t i = 1; i <= 200; i++)
        assert_int_equal(find(&t, i)->hash, hash_of(i));
    assert_int_equal(find(&t, 201)->number, 0);
    assert_int_equal(nh_hash_slots_memory(&t), 256 * sizeof(nh_hash_slot));
    nh_hash_slots_free(&t, NULL);
}

static void a_larger_table_has_all_numbers_and_its_seed_still(void **state)
{
    nh_hash_slots t = {0};
    uint64_t seed;

    (void)state;
    assert_true(nh_hash_slots_grow(&t, NULL, 64));
    seed = t.seed;
    for (uint32_t i = 1; i <= 60; i++)
        *find(&t, i) = (nh_hash_slot){i, hash_of(i)};
    assert_true(nh_hash_slots_grow(&t, NULL, 1024));
    assert_int_equal(t.seed, seed);
    for (uint32_t i = 1; i <= 60; i++)
        assert_int_equal(find(&t, i)->number, i);
    assert_int_equal(find(&t, 61)->number, 0);
    nh_hash_slots_free(&t, NULL);
}

static nh_status grow_twice(const nh_env *env, void *context)
{
    nh_hash_slots t = {0};
    bool grown = nh_hash_slots_grow(&t, env, 64);

    (void)context;
    if (grown) {
        nh_hash_slots_put(&t, (nh_hash_slot){7, hash_of(7)});
        grown = nh_hash_slots_grow(&t, env, 128);
        assert_int_equal(t.count, grown ? 128 : 64);
        assert_int_equal(find(&t, 7)->number, 7);
    }
    nh_hash_slots_free(&t, env);
    return grown ? NH_OK : NH_E_NOMEM;
}

static void without_memory_a_table_stays_as_it_was(void **state)
{
    (void)state;
    assert_int_equal(fault_sweep_allocations(grow_twice, NULL), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_found_and_no_other_one),
        cmocka_unit_test(a_larger_table_has_all_numbers_and_its_seed_still),
        cmocka_unit_test(without_memory_a_table_stays_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
