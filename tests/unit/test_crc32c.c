/* tests/unit/test_crc32c.c - the checksum of every block, against its published values. */
#include "common/base/bytes/crc32c.h"

#include <string.h>

#include "common/base/bytes/crc32c_impl.h"
#include "tests/support/cm.h"

/* RFC 3720, appendix B.4, and the check value of the polynomial. */
static void published_values_are_met(void **state)
{
    uint8_t bytes[32];

    (void)state;
    assert_int_equal(nh_crc32c("123456789", 9), 0xe3069283);
    assert_int_equal(nh_crc32c("", 0), 0);
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(nh_crc32c(bytes, sizeof bytes), 0x8a9136aa);
    memset(bytes, 0xff, sizeof bytes);
    assert_int_equal(nh_crc32c(bytes, sizeof bytes), 0x62a8ab43);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)i;
    assert_int_equal(nh_crc32c(bytes, sizeof bytes), 0x46dd794e);
    assert_int_equal(nh_crc32c_portable(0, bytes, sizeof bytes), 0x46dd794e);
}

/* One bit at a time, straight from the polynomial. */
static uint32_t slowly(const uint8_t *bytes, size_t size)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78 : 0);
    }
    return ~crc;
}

static void both_implementations_agree_at_every_length_and_alignment(void **state)
{
    uint8_t bytes[600];
    uint32_t seed = 1;

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++) {
        seed = seed * 1664525 + 1013904223;
        bytes[i] = (uint8_t)(seed >> 24);
    }
    for (size_t start = 0; start < 9; start++)
        for (size_t size = 0; size < 560; size += 1 + size / 16) {
            const uint32_t expected = slowly(bytes + start, size);

            assert_int_equal(nh_crc32c(bytes + start, size), expected);
            assert_int_equal(nh_crc32c_portable(0, bytes + start, size), expected);
        }
}

/* As the definition says, by each way that this processor can go. */
static void compare_ways(uint32_t crc, const uint8_t *bytes, size_t size)
{
    const uint32_t expected = nh_crc32c_portable(crc, bytes, size);

    assert_int_equal(nh_crc32c_more(crc, bytes, size), expected);
#if defined(NH_CRC32C_X86)
    if (nh_crc32c_x86_usable())
        assert_int_equal(nh_crc32c_x86(crc, bytes, size), expected);
    if (nh_crc32c_wide_usable())
        assert_int_equal(nh_crc32c_wide(crc, bytes, size), expected);
#endif
}

/* Long enough for three pieces of each size, with anything before and behind them. */
static void long_runs_have_the_sum_of_their_definition(void **state)
{
    static const size_t sizes[] = {1007,  1008,  1009,  2015,  2016,  3000,
                                   16319, 16320, 16321, 16367, 16368, 16369,
                                   16384, 32640, 32736, 32768, 49999};
    static uint8_t bytes[50010];
    uint32_t seed = 7;

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++) {
        seed = seed * 1664525 + 1013904223;
        bytes[i] = (uint8_t)(seed >> 24);
    }
    for (size_t start = 0; start < 9; start++)
        for (size_t i = 0; i < COUNT(sizes); i++)
            compare_ways(seed, bytes + start, sizes[i]);
}

static void a_checksum_can_be_continued_anywhere(void **state)
{
    static const char text[] = "the Golan Heights, seen from the east";
    const uint32_t whole = nh_crc32c(text, sizeof text);

    (void)state;
    for (size_t cut = 0; cut <= sizeof text; cut++) {
        const uint32_t head = nh_crc32c(text, cut);

        assert_int_equal(nh_crc32c_more(head, text + cut, sizeof text - cut), whole);
        assert_int_equal(nh_crc32c_portable(head, text + cut, sizeof text - cut), whole);
    }
}

static void every_single_bit_counts(void **state)
{
    uint8_t bytes[100] = {0};
    const uint32_t whole = nh_crc32c(bytes, sizeof bytes);

    (void)state;
    for (size_t bit = 0; bit < 8 * sizeof bytes; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_not_equal(nh_crc32c(bytes, sizeof bytes), whole);
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_values_are_met),
        cmocka_unit_test(both_implementations_agree_at_every_length_and_alignment),
        cmocka_unit_test(long_runs_have_the_sum_of_their_definition),
        cmocka_unit_test(a_checksum_can_be_continued_anywhere),
        cmocka_unit_test(every_single_bit_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
