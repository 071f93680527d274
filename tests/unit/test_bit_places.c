/* tests/unit/test_bit_places.c - where the bits of masks are. */
#include "common/text/letters/bit_places.h"
#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"

#define MASKS 5u
#define UNUSED 0xabcdabcdu

/* A mask of which about one bit in `sparse` is set; none where it is 0, all where it is 1. */
static uint64_t make_mask(random_numbers *random, uint32_t sparse)
{
    uint64_t mask = 0;

    for (unsigned i = 0; i < 64; i++)
        mask |= (uint64_t)(sparse > 0 && random_below(random, sparse) == 0) << i;
    return mask;
}

static void check_list(nh_bit_lister list, const uint64_t *masks, size_t n, uint32_t base)
{
    uint32_t places[64 * MASKS + NH_BIT_ROOM + 1];
    size_t count = 0;
    size_t found;

    for (size_t i = 0; i < COUNT(places); i++)
        places[i] = UNUSED;
    found = list(masks, n, base, places);
    for (uint32_t i = 0; i < 64 * n; i++) {
        if ((masks[i / 64] >> i % 64 & 1) != 0)
            assert_int_equal(places[count++], base + i);
    }
    assert_int_equal(found, count);
    for (size_t i = count + NH_BIT_ROOM; i < COUNT(places); i++)
        assert_int_equal(places[i], UNUSED);
}

static void every_lister_lists_every_bit(void **state)
{
    static const uint32_t sparse[] = {0, 1, 2, 3, 6, 40};
    random_numbers random = {7};
    uint64_t masks[MASKS];

    (void)state;
    for (size_t k = 0; nh_bit_lister_usable(k) != NULL; k++) {
        for (size_t round = 0; round < 600; round++) {
            const size_t n = round % (MASKS + 1);

            for (size_t i = 0; i < n; i++)
                masks[i] = make_mask(&random, sparse[random_below(&random, COUNT(sparse))]);
            check_list(nh_bit_lister_usable(k), masks, n, 64u * (uint32_t)round);
        }
    }
}

static void the_lister_that_is_chosen_is_usable(void **state)
{
    size_t k = 0;

    (void)state;
    while (nh_bit_lister_usable(k) != NULL &&
           nh_bit_lister_usable(k) != nh_bit_lister_get())
        k++;
    assert_non_null(nh_bit_lister_usable(k));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_lister_lists_every_bit),
        cmocka_unit_test(the_lister_that_is_chosen_is_usable),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
