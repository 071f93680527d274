/* tests/unit/test_kernels_places.c - kernels that unpack and compare places: every set gives the numbers of the scalar one. */
#include <stdlib.h>
#include <string.h>

#include "common/codec/kernels/kernels.h"
#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"

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
            uint32_t places[256], bits = 0;
            const uint32_t all = nh_kernels_usable(k)->places_measure(spans, tf, n, places);

            for (size_t i = 0; i < n; i++) {
                unsigned width = 0;

                assert_int_equal(nh_places_bit(places[i]), bits);
                while (spans[i] > 1 && (spans[i] - 1) >> width != 0)
                    width++;
                assert_int_equal(nh_places_width(places[i]), width);
                assert_int_equal(nh_places_count(places[i]), tf[i]);
                bits += tf[i] * width;
            }
            assert_int_equal(all, bits);
        }
}

#define POSTINGS 64u

typedef struct row {
    uint8_t bytes[POSTINGS * 255 + 1 + NH_PACKED_SLACK];
    nh_packed_places packed[POSTINGS];
} row;

/* Up to `most` distinct places below 2^width, and below 255, ascending, in each posting. */
static void make_row(random_numbers *random, unsigned width, unsigned most, row *r)
{
    const unsigned limit = width == 8 ? 255 : 1u << width;
    size_t bit = random_u32(random) % 8;

    memset(r->bytes, 0xff, sizeof r->bytes);
    for (size_t i = 0; i < POSTINGS; i++) {
        const unsigned n = 1 + random_u32(random) % (most < limit ? most : limit);
        unsigned left = n;

        r->packed[i] =
            (nh_packed_places){r->bytes, nh_places_make((uint32_t)bit, width, n)};
        for (unsigned place = 0; place < limit && left > 0; place++) {
            if (random_u32(random) % (limit - place) >= left)
                continue;
            for (unsigned j = 0; j < width; j++, bit++)
                if ((place >> j & 1) == 0)
                    r->bytes[bit / 8] &= (uint8_t) ~(1u << bit % 8);
            left--;
        }
    }
}

static unsigned place_of(const nh_packed_places *p, unsigned k)
{
    unsigned place = 0;

    const unsigned width = nh_places_width(p->places);

    for (unsigned j = 0; j < width; j++) {
        const size_t bit = nh_places_bit(p->places) + (size_t)k * width + j;

        place |= ((unsigned)p->in[bit / 8] >> bit % 8 & 1) << j;
    }
    return place;
}

static unsigned count_one_by_one(const nh_packed_places *a, const nh_packed_places *b,
                                 unsigned apart)
{
    unsigned n = 0;

    for (unsigned i = 0; i < nh_places_count(a->places); i++)
        for (unsigned k = 0; k < nh_places_count(b->places); k++)
            n += place_of(a, i) + apart == place_of(b, k);
    return n;
}

static void check_follow(const row *a, const row *b, unsigned apart, const nh_kernels *k)
{
    uint8_t which[POSTINGS], counts[POSTINGS] = {0};
    size_t n, at = 0;

    for (size_t i = 0; i < POSTINGS / 2; i++)
        which[i] = (uint8_t)(2 * i + 1);
    n = k->places_follow(a->packed, b->packed, apart, which, POSTINGS / 2, counts);
    for (size_t i = 1; i < POSTINGS; i += 2) {
        const unsigned count = count_one_by_one(&a->packed[i], &b->packed[i], apart);

        assert_int_equal(counts[i], count);
        if (count > 0)
            assert_int_equal(which[at++], i);
    }
    assert_int_equal(n, at);
}

static void places_that_follow_are_counted_one_by_one(void **state)
{
    static const unsigned most[] = {1, 2, 9, 40, 255};
    random_numbers random = {41};

    (void)state;
    for (unsigned width = 0; width <= 8; width++)
        for (size_t i = 0; i < sizeof most / sizeof most[0]; i++)
            for (size_t j = 0; j < sizeof most / sizeof most[0]; j++) {
                static row a, b;

                make_row(&random, width, most[i], &a);
                make_row(&random, width, most[j], &b);
                for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
                    check_follow(&a, &b, 0, nh_kernels_usable(k));
                    check_follow(&a, &b, 1, nh_kernels_usable(k));
                    check_follow(&a, &b, 63, nh_kernels_usable(k));
                    check_follow(&a, &b, 255, nh_kernels_usable(k));
                }
            }
}

static void places_of_different_widths_are_compared(void **state)
{
    random_numbers random = {43};

    (void)state;
    for (unsigned width = 1; width <= 8; width++) {
        static row a, b;

        make_row(&random, width, 12, &a);
        make_row(&random, 8, 12, &b);
        for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
            check_follow(&a, &b, 2, nh_kernels_usable(k));
            check_follow(&b, &a, 2, nh_kernels_usable(k));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_agree_at_every_width_and_bit),
        cmocka_unit_test(starts_are_kept_where_a_place_follows),
        cmocka_unit_test(places_take_the_bits_of_their_spans),
        cmocka_unit_test(places_that_follow_are_counted_one_by_one),
        cmocka_unit_test(places_of_different_widths_are_compared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
