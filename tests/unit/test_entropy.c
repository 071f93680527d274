/* tests/unit/test_entropy.c - bits of numbers that are counted, and of places that are chosen. */
#include "tests/support/cm.h"

#include "indexer/inspect/entropy/entropy.h"

static void expect(double found, double bits)
{
    assert_true(found > bits - 1e-6 && found < bits + 1e-6);
}

static void kinds_take_as_many_bits_as_they_are_rare(void **state)
{
    (void)state;
    expect(nh_entropy_bits((const uint64_t[]){0, 0, 0}, 3), 0);
    expect(nh_entropy_bits((const uint64_t[]){0, 7, 0}, 3), 0);
    expect(nh_entropy_bits((const uint64_t[]){4, 4, 4, 4}, 4), 32);
    expect(nh_entropy_bits((const uint64_t[]){8, 4, 4}, 3), 24);
}

static void choices_take_the_logarithm_of_their_number(void **state)
{
    (void)state;
    expect(nh_choice_bits(0, 10), 0);
    expect(nh_choice_bits(10, 10), 0);
    expect(nh_choice_bits(255, 3), 0); /* parts of joined words share a position */
    expect(nh_choice_bits(1, 64), 6);
    expect(nh_choice_bits(63, 64), 6);
    expect(nh_choice_bits(2, 8), 4.807354922); /* 28 ways */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_take_as_many_bits_as_they_are_rare),
        cmocka_unit_test(choices_take_the_logarithm_of_their_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
