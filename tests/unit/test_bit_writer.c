/* tests/unit/test_bit_writer.c - bits that are put can be taken again, and fill no byte more. */
#include "common/codec/numbers/bit_writer.h"

#include <string.h>

#include "common/codec/numbers/bit_reader.h"
#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"

#define NUMBERS 500u

/* What was put: zeros before a one, and bits behind it; UINT32_MAX zeros: bits alone. */
typedef struct number {
    uint32_t zeros, bits;
    unsigned width;
} number;

static number random_number(random_numbers *r)
{
    number n = {.width = random_below(r, 32)};

    n.bits = random_below(r, 1u << n.width);
    n.zeros = random_below(r, 3) == 0 ? UINT32_MAX
                                      : random_below(r, random_below(r, 8) == 0 ? 300 : 12);
    return n;
}

static size_t put_all(const number *list, uint8_t *to)
{
    nh_bit_writer w = {.next = to};

    for (size_t i = 0; i < NUMBERS; i++) {
        if (list[i].zeros == UINT32_MAX)
            nh_bits_put(&w, list[i].bits, list[i].width);
        else
            nh_bits_put_unary(&w, list[i].zeros, list[i].bits, list[i].width);
    }
    nh_bits_end(&w);
    return (size_t)(w.next - to);
}

static size_t bits_of(const number *list)
{
    size_t sum = 0;

    for (size_t i = 0; i < NUMBERS; i++)
        sum +=
            list[i].width + (list[i].zeros == UINT32_MAX ? 0 : (size_t)list[i].zeros + 1);
    return sum;
}

static void bits_come_back_and_none_is_behind_them(void **state)
{
    static uint8_t bytes[NUMBERS * 64];
    random_numbers r = {5};

    (void)state;
    for (unsigned round = 0; round < 50; round++) {
        number list[NUMBERS];
        nh_bit_reader in;
        size_t size;

        for (size_t i = 0; i < NUMBERS; i++)
            list[i] = random_number(&r);
        memset(bytes, 0xaa, sizeof bytes);
        size = put_all(list, bytes);
        assert_int_equal(size, (bits_of(list) + 7) / 8);
        assert_int_equal(bytes[size], 0xaa);
        in = nh_bits_of(bytes, size);
        for (size_t i = 0; i < NUMBERS; i++) {
            uint32_t zeros = UINT32_MAX, bits = 0;

            if (list[i].zeros != UINT32_MAX)
                assert_true(nh_bits_unary(&in, &zeros));
            assert_int_equal(zeros, list[i].zeros);
            assert_true(nh_bits_take(&in, list[i].width, &bits));
            assert_int_equal(bits, list[i].bits);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_come_back_and_none_is_behind_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
