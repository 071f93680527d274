/* tests/unit/test_kernels_bits.c - kernels that read bit sets: every set of kernels finds the bits that are there. */
#include <stdlib.h>
#include <string.h>

#include "common/codec/kernels/kernels.h"
#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"

static void bit_sets_agree_and_respect_their_room(void **state)
{
    random_numbers random = {17};

    (void)state;
    for (size_t size = 0; size < 200; size++)
        for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
            uint8_t in[200];
            uint32_t ids[9] = {0};
            size_t bits = 0, found;

            for (size_t i = 0; i < size; i++) {
                in[i] = (uint8_t)random_u32(&random);
                bits += (size_t)__builtin_popcount(in[i]);
            }
            ids[8] = 12345;
            found = nh_kernels_usable(k)->bitset_expand(in, size, 70, 8, ids);
            assert_int_equal(found, bits);
            assert_int_equal(ids[8], 12345);
            for (size_t i = 0; i < 8 && i < bits; i++)
                assert_true(in[(ids[i] - 70) / 8] >> (ids[i] - 70) % 8 & 1);
        }
}

/* One bit in `sparse` is set. */
static void check_distances(const nh_kernels *k, random_numbers *random, uint32_t sparse,
                            size_t size)
{
    uint8_t *in = (uint8_t *)malloc(size + 1), *out = (uint8_t *)malloc(300 + 8);
    size_t n = 0, next = 0;

    memset(in, 0, size);
    for (size_t bit = 0; bit < size * 8 && n < 300; bit++)
        if (random_u32(random) % sparse == 0) {
            in[bit / 8] |= (uint8_t)(1u << bit % 8);
            n++;
        }
    assert_int_equal(k->bits_distances(in, size, n, out), n);
    for (size_t bit = 0, i = 0; bit < size * 8; bit++) {
        if ((in[bit / 8] >> bit % 8 & 1) == 0)
            continue;
        assert_int_equal(out[i++], (bit + 1 - next) % 256);
        next = bit + 1;
    }
    if (n > 0)
        assert_int_equal(k->bits_distances(in, size, n - 1, out), n);
    free(in);
    free(out);
}

static void distances_of_bits_are_told(void **state)
{
    random_numbers random = {19};

    (void)state;
    for (size_t k = 0; nh_kernels_usable(k) != NULL; k++)
        for (uint32_t sparse = 1; sparse < 3000; sparse *= 3)
            for (size_t size = 0; size < 900; size += 1 + size / 4)
                check_distances(nh_kernels_usable(k), &random, sparse, size);
}

static void bits_are_counted_up_to_any_place(void **state)
{
    random_numbers random = {29};
    uint8_t in[40];

    (void)state;
    for (size_t i = 0; i < sizeof in; i++)
        in[i] = (uint8_t)random_u32(&random);
    for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
        size_t bits = 0;

        for (size_t n = 0; n < 8 * sizeof in; n++) {
            assert_int_equal(nh_kernels_usable(k)->bits_count(in, n), bits);
            bits += (size_t)(in[n / 8] >> n % 8 & 1);
        }
    }
}

static void numbers_in_a_bit_set_have_their_rank(void **state)
{
    random_numbers random = {43};

    (void)state;
    for (uint32_t range = 1; range < 2000; range += 1 + range / 3)
        for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
            uint8_t in[256] = {0};
            uint32_t ids[256], id = 60;
            uint8_t which[256 + 8], at[256 + 8];
            const nh_bit_row row = {in, 100, range};
            const size_t from = random_u32(&random) % 3;
            size_t n, i = 0, rank = 0;

            for (uint32_t b = 0; b < range; b++)
                in[b / 8] |= (uint8_t)((random_u32(&random) % 8 == 0) << (b % 8));
            for (size_t j = 0; j < COUNT(ids); j++)
                ids[j] = id += 1 + random_u32(&random) % 20;
            n = nh_kernels_usable(k)->bits_meet(&row, ids + from, COUNT(ids) - from, which,
                                                at);
            for (uint32_t b = 0; b < range; b++) {
                if ((in[b / 8] >> b % 8 & 1) == 0)
                    continue;
                for (size_t j = from; j < COUNT(ids); j++)
                    if (ids[j] == 100 + b) {
                        assert_true(i < n);
                        assert_int_equal(from + which[i], j);
                        assert_int_equal(at[i++], rank);
                    }
                rank++;
            }
            assert_int_equal(n, i);
        }
}

/* Bits that are set already, a row and ids to be joined with them. */
typedef struct joined {
    uint64_t before[40], bits[40], expected[40];
    uint8_t in[256 + NH_BIT_ROW_SLACK];
    nh_bit_row row;
    uint32_t ids[256];
    size_t n; /* ids */
    size_t set, both;
} joined;

static joined make_joined(random_numbers *random, uint32_t range)
{
    joined j = {.row = {NULL, random_u32(random) % 300, range}};
    uint32_t id = random_u32(random) % 100;

    for (size_t i = 0; i < COUNT(j.before); i++)
        j.before[i] = (uint64_t)random_u32(random) << 32 | random_u32(random);
    for (uint32_t b = 0; b < range; b++)
        j.in[b / 8] |= (uint8_t)((random_u32(random) % 3 == 0) << (b % 8));
    for (size_t i = (range + 7) / 8; i < sizeof j.in; i++)
        j.in[i] = (uint8_t)random_u32(random); /* what is behind it is not looked at */
    for (; j.n < range % 257 && id < 64 * COUNT(j.before); j.n++) {
        j.ids[j.n] = id;
        id += 1 + random_u32(random) % 12;
    }
    return j;
}

/* What one more bit makes of them. */
static void expect_bit(joined *j, uint32_t at)
{
    j->set++;
    j->both += (size_t)(j->before[at / 64] >> at % 64 & 1);
    j->expected[at / 64] |= (uint64_t)1 << at % 64;
}

static void begin_joined(joined *j)
{
    j->set = j->both = 0;
    memcpy(j->bits, j->before, sizeof j->bits);
    memcpy(j->expected, j->before, sizeof j->bits);
}

static void check_joined_row(joined *j, const nh_kernels *k)
{
    nh_counted_row rows[3];
    size_t both;

    begin_joined(j);
    j->row.in = j->in;
    for (uint32_t b = 0; b < j->row.range; b++)
        if ((j->in[b / 8] >> b % 8 & 1) != 0)
            expect_bit(j, j->row.first + b);
    for (size_t i = 0; i < COUNT(rows); i++)
        rows[i] = (nh_counted_row){j->row, (uint32_t)j->set};
    assert_int_equal(k->rows_share(rows, 3, j->bits, &both), 3);
    assert_int_equal(both, 3 * j->both);
    assert_int_equal(k->rows_join(rows, 3, j->bits), 3);
    assert_memory_equal(j->bits, j->expected, sizeof j->bits);
    rows[1].count++; /* that one has not so many */
    assert_int_equal(k->rows_share(rows, 3, j->bits, &both), 1);
    assert_int_equal(k->rows_join(rows, 3, j->bits), 1);
}

static void check_joined_ids(joined *j, const nh_kernels *k)
{
    begin_joined(j);
    for (size_t i = 0; i < j->n; i++)
        expect_bit(j, j->ids[i]);
    assert_int_equal(k->ids_share(j->ids, j->n, j->bits), j->both);
    k->ids_join(j->ids, j->n, j->bits);
    assert_memory_equal(j->bits, j->expected, sizeof j->bits);
}

static void rows_and_ids_join_other_bits_and_share_some(void **state)
{
    random_numbers random = {53};

    (void)state;
    for (uint32_t range = 1; range < 2048; range += 1 + range / 9) {
        joined j = make_joined(&random, range);

        for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
            check_joined_row(&j, nh_kernels_usable(k));
            check_joined_ids(&j, nh_kernels_usable(k));
        }
    }
}

static void bytes_with_a_bit_are_gathered(void **state)
{
    random_numbers random = {47};

    (void)state;
    for (size_t n = 0; n < 400; n++)
        for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
            uint8_t in[50] = {0}, bytes[400], out[256 + 8];
            size_t i = 0;

            for (size_t j = 0; j < n; j++) {
                bytes[j] = (uint8_t)random_u32(&random);
                in[j / 8] |= (uint8_t)((random_u32(&random) % 2) << (j % 8));
            }
            nh_kernels_usable(k)->bytes_gather(in, n, bytes, out);
            for (size_t j = 0; j < n && i < 256; j++)
                if ((in[j / 8] >> j % 8 & 1) != 0)
                    assert_int_equal(out[i++], bytes[j]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bit_sets_agree_and_respect_their_room),
        cmocka_unit_test(distances_of_bits_are_told),
        cmocka_unit_test(bits_are_counted_up_to_any_place),
        cmocka_unit_test(numbers_in_a_bit_set_have_their_rank),
        cmocka_unit_test(rows_and_ids_join_other_bits_and_share_some),
        cmocka_unit_test(bytes_with_a_bit_are_gathered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
