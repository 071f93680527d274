/* tests/unit/test_kernels_places.c - kernels that unpack and compare places: every set gives the numbers of the scalar one. */
#include <stdlib.h>
#include <string.h>

#include "common/codec/kernels.h"
#include "tests/support/cm.h"
#include "tests/support/random_text.h"

static void places_agree_at_every_width_and_bit(void **state)
{
    random_numbers random = {31};

    (void)state;
    for (unsigned width = 0; width <= 8; width++)
        for (size_t n = 0; n <= 255; n += 1 + n / 6) {
            const size_t bit = random_u32(&random) % 40;
            const size_t size = (bit + n * width + 7) / 8;
            uint8_t *in = (uint8_t *)malloc(size + 1);
            uint8_t expected[255 + NH_PLACES_SLACK], found[255 + NH_PLACES_SLACK];

            for (size_t i = 0; i < size; i++)
                in[i] = (uint8_t)random_u32(&random);
            nh_kernels_usable(0)->places_unpack(in, size, bit, width, n, expected);
            for (size_t i = 0; i < n; i++)
                for (unsigned k = 0; k < 8; k++) {
                    const size_t at = bit + i * width + k;
                    const unsigned is = k < width ? (unsigned)in[at / 8] >> at % 8 & 1 : 0;

                    assert_int_equal((unsigned)expected[i] >> k & 1, is);
                }
            for (size_t k = 1; nh_kernels_usable(k) != NULL; k++) {
                nh_kernels_usable(k)->places_unpack(in, size, bit, width, n, found);
                assert_memory_equal(expected, found, n);
            }
            free(in);
        }
}

static void starts_are_kept_where_a_place_follows(void **state)
{
    random_numbers random = {37};

    (void)state;
    for (size_t m = 0; m <= 255; m += 1 + m / 8)
        for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
            uint8_t places[255 + NH_PLACES_SLACK], starts[64], kept[64];
            const unsigned shift = random_u32(&random) % 70;
            size_t n, i = 0;

            for (size_t j = 0; j < sizeof places; j++)
                places[j] = (uint8_t)random_u32(&random);
            for (size_t j = 0; j < sizeof starts; j++)
                kept[j] = starts[j] = (uint8_t)random_u32(&random);
            n = nh_kernels_usable(k)->places_join(kept, sizeof kept, shift, places, m);
            for (size_t j = 0; j < sizeof starts; j++) {
                bool follows = false;

                for (size_t l = 0; l < m; l++)
                    follows |= places[l] == starts[j] + shift;
                if (follows)
                    assert_int_equal(kept[i++], starts[j]);
            }
            assert_int_equal(n, i);
        }
}

static void places_take_the_bits_of_their_spans(void **state)
{
    random_numbers random = {53};
    uint8_t spans[256], tf[256];

    (void)state;
    for (size_t i = 0; i < 256; i++) {
        spans[i] = (uint8_t)i;
        tf[i] = (uint8_t)(random_u32(&random) % 3 == 0 ? 255 : 1 + random_u32(&random) % 9);
    }
    for (size_t n = 1; n <= 256; n++)
        for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
            uint32_t before[257], bits = 0;
            uint8_t widths[256];

            nh_kernels_usable(k)->places_measure(spans, tf, n, widths, before);
            for (size_t i = 0; i < n; i++) {
                unsigned width = 0;

                assert_int_equal(before[i], bits);
                while (spans[i] > 1 && (spans[i] - 1) >> width != 0)
                    width++;
                assert_int_equal(widths[i], width);
                bits += tf[i] * width;
            }
            assert_int_equal(before[n], bits);
        }
}

/* Places below 2^width, and below 255, for postings of 1 to 20 of them. */
static size_t random_row(random_numbers *random, unsigned width, nh_place_row *row,
                         uint8_t *in, uint8_t *tf, uint32_t *before)
{
    static uint8_t widths[9][64];
    size_t bit = 0;

    memset(in, 0, 4096);
    memset(widths[width], (int)width, sizeof widths[width]);
    for (size_t i = 0; i < 64; i++) {
        tf[i] = (uint8_t)(1 + random_u32(random) % 20);
        before[i] = (uint32_t)bit;
        for (size_t k = 0; k < tf[i]; k++, bit += width) {
            const uint32_t value = random_u32(random) % 255 & ((1u << width) - 1);

            for (unsigned j = 0; j < width; j++)
                in[(bit + j) / 8] |= (uint8_t)((value >> j & 1) << ((bit + j) % 8));
        }
    }
    *row = (nh_place_row){in, (bit + 7) / 8, before, widths[width], tf};
    return bit;
}

static void places_that_follow_are_counted_alike(void **state)
{
    random_numbers random = {41};
    size_t met = 0;

    (void)state;
    for (unsigned width = 0; width <= 8; width++)
        for (size_t k = 1; nh_kernels_usable(k) != NULL; k++) {
            static uint8_t in[2][4096];
            uint8_t tf[2][64];
            uint32_t before[2][64];
            nh_place_row a, b;
            nh_place_pair expected[64], found[64];
            size_t n;

            random_row(&random, width, &a, in[0], tf[0], before[0]);
            random_row(&random, width, &b, in[1], tf[1], before[1]);
            for (uint8_t i = 0; i < 64; i++)
                expected[i] = found[i] = (nh_place_pair){i, (uint8_t)(63 - i), 0};
            n = nh_kernels_usable(0)->places_follow(&a, &b, width / 3, expected, 64);
            met += n;
            assert_int_equal(
                nh_kernels_usable(k)->places_follow(&a, &b, width / 3, found, 64), n);
            assert_memory_equal(expected, found, n * sizeof *found);
        }
    assert_true(met > 100 || nh_kernels_usable(1) == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_agree_at_every_width_and_bit),
        cmocka_unit_test(starts_are_kept_where_a_place_follows),
        cmocka_unit_test(places_take_the_bits_of_their_spans),
        cmocka_unit_test(places_that_follow_are_counted_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
