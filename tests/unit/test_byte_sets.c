/* tests/unit/test_byte_sets.c - masks of the bytes that are in a set. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/text/letters/byte_sets.h"
#include "tests/support/cm.h"

#define BLOCKS 5u

static nh_byte_sets some_sets(void)
{
    nh_byte_sets sets = {0};

    for (uint8_t c = 0; c < 0x80; c++) {
        if (c <= ' ')
            nh_byte_sets_put(&sets, 0, c);
        if (c >= '0' && c <= 'z')
            nh_byte_sets_put(&sets, 1, c);
        if (c % 7 == 3)
            nh_byte_sets_put(&sets, 2, c);
    }
    nh_byte_sets_put(&sets, 3, 0x7F);
    return sets;
}

static bool is_in(unsigned s, uint8_t c)
{
    switch (s) {
    case 0:
        return c <= ' ';
    case 1:
        return c >= '0' && c <= 'z';
    case 2:
        return c < 0x80 && c % 7 == 3;
    default:
        return c == 0x7F;
    }
}

static void each_bit_says_whether_its_byte_is_in_the_set(void **state)
{
    const nh_byte_sets sets = some_sets();
    char bytes[BLOCKS * NH_BYTE_BLOCK];
    nh_byte_masks masks[BLOCKS];

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 29); /* each of the 256 */
    for (size_t k = 0; nh_byte_masker_usable(k) != NULL; k++) {
        memset(masks, 0x55, sizeof masks);
        nh_byte_masker_usable(k)(&sets, bytes, BLOCKS, masks);
        for (size_t i = 0; i < sizeof bytes; i++) {
            const nh_byte_masks *m = &masks[i / NH_BYTE_BLOCK];
            const unsigned bit = i % NH_BYTE_BLOCK;
            const uint8_t c = (uint8_t)bytes[i];

            for (unsigned s = 0; s < NH_BYTE_SETS; s++)
                assert_int_equal(m->set[s] >> bit & 1, is_in(s, c));
            assert_int_equal(m->high >> bit & 1, c >= 0x80);
        }
    }
}

/* Byte after byte of the first of some blocks is none of ASCII. */
static void masks_of_one_set_end_with_ascii(void **state)
{
    const nh_byte_sets sets = some_sets();
    char bytes[BLOCKS * NH_BYTE_BLOCK];
    uint64_t in[BLOCKS], high;

    (void)state;
    for (size_t at = 0; at <= sizeof bytes; at++)
        for (size_t k = 0; nh_set_masker_usable(k) != NULL; k++) {
            const size_t n = at < sizeof bytes ? at / NH_BYTE_BLOCK + 1 : BLOCKS;

            for (size_t i = 0; i < sizeof bytes; i++)
                bytes[i] = (char)((i * 29 & 0x7F) | (i == at ? 0x80 : 0));
            assert_int_equal(nh_set_masker_usable(k)(sets.low[1], bytes, BLOCKS, in, &high),
                             n);
            assert_int_equal(high, at < sizeof bytes ? UINT64_C(1) << at % NH_BYTE_BLOCK
                                                     : UINT64_C(0));
            for (size_t i = 0; i < n * NH_BYTE_BLOCK; i++)
                assert_int_equal(in[i / NH_BYTE_BLOCK] >> i % NH_BYTE_BLOCK & 1,
                                 is_in(1, (uint8_t)bytes[i]));
        }
}

static void the_environment_asks_for_portable_masks(void **state)
{
    const char *before = getenv("NH_CPU");

    (void)state;
    if (before == NULL) {
        size_t last = 0;

        while (nh_byte_masker_usable(last + 1) != NULL)
            last++;
        assert_ptr_equal(nh_byte_masker_get(), nh_byte_masker_usable(last));
        assert_ptr_equal(nh_set_masker_get(), nh_set_masker_usable(last));
        assert_int_equal(setenv("NH_CPU", "scalar", 1), 0);
    }
    if (before == NULL || strcmp(before, "scalar") == 0) {
        assert_ptr_equal(nh_byte_masker_get(), nh_byte_masker_usable(0));
        assert_ptr_equal(nh_set_masker_get(), nh_set_masker_usable(0));
    }
    if (before == NULL)
        assert_int_equal(unsetenv("NH_CPU"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_bit_says_whether_its_byte_is_in_the_set),
        cmocka_unit_test(masks_of_one_set_end_with_ascii),
        cmocka_unit_test(the_environment_asks_for_portable_masks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
