/* tests/unit/test_kernels.c - every set of kernels gives the numbers of the scalar one. */
#include "common/codec/kernels/kernels.h"

#include <stdlib.h>
#include <string.h>

#include "common/codec/kernels/kernels_impl.h"
#include "common/codec/numbers/pack.h"
#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"

static void lanes_agree_at_every_width(void **state)
{
    random_numbers random = {7};

    (void)state;
    for (unsigned width = 0; width <= 32; width++) {
        uint8_t *in = (uint8_t *)malloc((size_t)32 * width + 1);
        uint32_t expected[256], found[256];

        for (size_t i = 0; i < (size_t)32 * width; i++)
            in[i] = (uint8_t)random_u32(&random);
        nh_kernels_usable(0)->lanes_unpack(in, width, expected);
        for (size_t k = 1; nh_kernels_usable(k) != NULL; k++) {
            nh_kernels_usable(k)->lanes_unpack(in, width, found);
            assert_memory_equal(expected, found, sizeof found);
        }
        free(in);
    }
}

static void narrow_lanes_are_bytes_too(void **state)
{
    random_numbers random = {8};

    (void)state;
    for (unsigned width = 0; width <= 8; width++)
        for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
            uint8_t *in = (uint8_t *)malloc((size_t)32 * width + 1), found[256];
            uint32_t expected[256];

            for (size_t i = 0; i < (size_t)32 * width; i++)
                in[i] = (uint8_t)random_u32(&random);
            nh_kernels_usable(0)->lanes_unpack(in, width, expected);
            nh_kernels_usable(k)->lanes_bytes(in, width, found);
            for (size_t i = 0; i < 256; i++)
                assert_int_equal(found[i], expected[i]);
            free(in);
        }
}

static void lanes_are_the_inverse_of_packing(void **state)
{
    random_numbers random = {9};

    (void)state;
    for (unsigned width = 0; width <= 32; width++) {
        const uint32_t mask = (uint32_t)(((uint64_t)1 << width) - 1);
        nh_buffer out = {0};
        uint32_t values[256], found[256];

        for (unsigned i = 0; i < 256; i++)
            values[i] = random_u32(&random) & mask;
        nh_lanes_pack(values, width, &out);
        assert_int_equal(out.size, 32 * width);
        for (size_t k = 0; width > 0 && nh_kernels_usable(k) != NULL; k++) {
            nh_kernels_usable(k)->lanes_unpack(out.bytes, width, found);
            assert_memory_equal(values, found, sizeof found);
        }
        nh_buf_free(&out);
    }
}

static void ids_agree_for_every_count(void **state)
{
    random_numbers random = {11};

    (void)state;
    for (size_t n = 1; n <= 256; n++)
        for (unsigned width = 0; width <= 32; width += 4) {
            const uint32_t mask = (uint32_t)(((uint64_t)1 << width) - 1);
            uint32_t gaps[256] = {0}, expected[256], found[256];

            for (size_t i = 1; i < n; i++)
                gaps[i] = random_u32(&random) & mask;
            memcpy(expected, gaps, sizeof gaps);
            nh_kernels_usable(0)->ids_from_gaps(expected, n, 1000);
            assert_int_equal(expected[n - 1], 1000);
            for (size_t k = 1; nh_kernels_usable(k) != NULL; k++) {
                memcpy(found, gaps, sizeof gaps);
                nh_kernels_usable(k)->ids_from_gaps(found, n, 1000);
                assert_memory_equal(expected, found, n * sizeof *found);
            }
        }
}

static void bits_agree_at_every_width(void **state)
{
    random_numbers random = {13};

    (void)state;
    for (unsigned width = 0; width <= 32; width++)
        for (size_t n = 1; n <= 256; n += 1 + n / 4) {
            const size_t size = nh_packed_size(n, width);
            uint8_t *in = (uint8_t *)malloc(size + 1);
            uint32_t expected[256], found[256];

            for (size_t i = 0; i < size; i++)
                in[i] = (uint8_t)random_u32(&random);
            nh_kernels_usable(0)->bits_unpack(in, size, width, n, expected);
            for (size_t k = 1; nh_kernels_usable(k) != NULL; k++) {
                nh_kernels_usable(k)->bits_unpack(in, size, width, n, found);
                assert_memory_equal(expected, found, n * sizeof *found);
            }
            free(in);
        }
}

static void bytes_are_summed_up(void **state)
{
    random_numbers random = {23};
    uint8_t in[256];

    (void)state;
    for (size_t i = 0; i < sizeof in; i++)
        in[i] = (uint8_t)random_u32(&random);
    for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
        uint32_t sum = 0;

        for (size_t n = 0; n < sizeof in; n++) {
            assert_int_equal(nh_kernels_usable(k)->bytes_sum(in, n), sum);
            sum += in[n];
        }
    }
}

static void the_greatest_byte_is_told(void **state)
{
    random_numbers random = {24};

    (void)state;
    for (size_t k = 0; nh_kernels_usable(k) != NULL; k++)
        for (size_t n = 0; n <= 256; n++) {
            uint8_t in[256], most = 0;

            for (size_t i = 0; i < sizeof in; i++)
                in[i] = (uint8_t)(random_u32(&random) >> random_below(&random, 8));
            for (size_t i = 0; i < n; i++)
                most = in[i] > most ? in[i] : most;
            assert_int_equal(nh_kernels_usable(k)->bytes_most(in, n), most);
        }
}

static void scores_follow_from_parts(void **state)
{
    random_numbers random = {25};
    double parts[64];
    int32_t scores[64];

    (void)state;
    for (size_t k = 0; nh_kernels_usable(k) != NULL; k++)
        for (int32_t times = 1; times < 4; times++) {
            const double factor = 1.25e6 + random_below(&random, 1000000);

            for (size_t i = 0; i < 64; i++)
                parts[i] = (double)random_u32(&random) / 4294967296.0;
            nh_kernels_usable(k)->scores_fill(parts, 64, factor, times, scores);
            for (size_t i = 0; i < 64; i++)
                assert_int_equal(scores[i], times * (int32_t)(factor * parts[i] + 0.5));
        }
}

#define SUMS 1184u

/* Of sums in which `all` are, those from `least` on. */
static void check_taken(const nh_kernels *kernels, const int32_t all[SUMS], size_t n,
                        int32_t least)
{
    int32_t sums[SUMS], scores[SUMS];
    uint32_t ids[SUMS];
    size_t taken, at = 0;

    memcpy(sums, all, sizeof sums);
    taken = kernels->sums_take(sums, n, least, 1000, ids, scores);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(sums[i], 0);
        if (all[i] < least)
            continue;
        assert_true(at < taken);
        assert_int_equal(ids[at], 1000 + i);
        assert_int_equal(scores[at++], all[i]);
    }
    assert_int_equal(at, taken);
    assert_memory_equal(sums + n, all + n, (SUMS - n) * sizeof *all);
}

static void high_sums_are_taken_and_all_are_gone(void **state)
{
    random_numbers random = {31};
    int32_t many[SUMS], few[SUMS]; /* that are high; few are single, and far apart */

    (void)state;
    for (size_t i = 0; i < SUMS; i++) {
        many[i] = (int32_t)(random_u32(&random) % 10);
        few[i] = random_once(&random, 100) && i / 150 % 2 == 0 ? many[i] + 1 : -many[i];
    }
    for (size_t k = 0; nh_kernels_usable(k) != NULL; k++)
        for (int32_t least = 1; least <= 10; least++)
            for (size_t n = 0; n <= SUMS; n += 32) {
                check_taken(nh_kernels_usable(k), many, n, least);
                check_taken(nh_kernels_usable(k), few, n, least);
            }
}

static void ids_with_high_scores_are_kept(void **state)
{
    random_numbers random = {37};
    uint32_t ids[70], out_ids[72], numbers[72];
    int32_t scores[70], out[72];

    (void)state;
    for (size_t i = 0; i < 70; i++) {
        scores[i] = (int32_t)(random_u32(&random) % 10) - 3;
        ids[i] = random_u32(&random);
    }
    for (size_t k = 0; nh_kernels_usable(k) != NULL; k++)
        for (int32_t least = -4; least <= 7; least++)
            for (size_t n = 0; n <= 70; n++) {
                const nh_kernels *set = nh_kernels_usable(k);
                const size_t kept = set->scores_keep(ids, scores, n, least, out_ids, out);
                int32_t again[72];
                size_t at = 0;

                for (size_t i = 0; i < n; i++) {
                    if (scores[i] < least)
                        continue;
                    assert_int_equal(out_ids[at], ids[i]);
                    assert_int_equal(out[at++], scores[i]);
                }
                assert_int_equal(at, kept);
                memcpy(numbers, ids, sizeof ids);
                memcpy(again, scores, sizeof scores);
                assert_int_equal(set->scores_keep(numbers, again, n, least, numbers, again),
                                 kept);
                assert_memory_equal(numbers, out_ids, kept * sizeof *numbers);
                assert_memory_equal(again, out, kept * sizeof *again);
            }
}

static void bytes_that_reach_a_bound_are_told(void **state)
{
    static const uint8_t bounds[] = {0, 1, 2, 5, 127, 128, 254, 255};
    random_numbers random = {53};

    (void)state;
    for (size_t n = 0; n <= 256; n++)
        for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
            const uint8_t least = bounds[random_u32(&random) % sizeof bounds];
            uint8_t bytes[256], out[256 + 8];
            size_t found = 0, count;

            for (size_t j = 0; j < n; j++)
                bytes[j] =
                    (uint8_t)(random_u32(&random) % 3 == 0 ? random_u32(&random)
                                                           : random_u32(&random) % 8);
            count = nh_kernels_usable(k)->bytes_reach(bytes, n, least, out);
            for (size_t j = 0; j < n; j++)
                if (bytes[j] >= least)
                    assert_int_equal(out[found++], j);
            assert_int_equal(count, found);
        }
}

static void split_gaps_of_every_count_become_ids(void **state)
{
    random_numbers random = {23};

    (void)state;
    for (size_t n = 1; n <= 256; n++)
        for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
            const unsigned low = (unsigned)(n % 21);
            const uint32_t last = UINT32_MAX - (uint32_t)n;
            uint32_t places[256], v[256] = {0}, ids[256];

            places[0] = UINT32_MAX;
            ids[0] = 0;
            for (size_t i = 1; i < n; i++) {
                places[i] = places[i - 1] + 1 + random_u32(&random) % 9;
                v[i] = random_u32(&random) & (((uint32_t)1 << low) - 1);
                ids[i] = ids[i - 1] + 1 + v[i] + ((places[i] - places[i - 1] - 1) << low);
            }
            nh_kernels_usable(k)->ids_from_split(places, n, low, last, v);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(v[i], ids[i] + last - ids[n - 1]);
        }
}

/* `n` numbers with gaps of 1 to `step`. */
static void fill_ascending(random_numbers *random, uint32_t *ids, size_t n, uint32_t step)
{
    uint32_t id = random_u32(random) % 64;

    for (size_t i = 0; i < n; i++, id += 1 + random_u32(random) % step)
        ids[i] = id;
}

static void numbers_in_both_rows_are_found(void **state)
{
    static const size_t counts[] = {0, 1, 7, 8, 9, 23, 24, 31, 64, 100, 255, 256};
    enum { N = sizeof counts / sizeof *counts };
    random_numbers random = {31};

    (void)state;
    for (size_t t = 0; t < (size_t)N * N * 8; t++) {
        const size_t n_a = counts[t % N], n_b = counts[t / N % N];
        uint32_t a[256] = {0}, b[256] = {0};
        uint8_t which[256 + 8], again[256 + 8], at[256 + 8];

        fill_ascending(&random, a, n_a, 1 + random_u32(&random) % 9);
        fill_ascending(&random, b, n_b, 1 + random_u32(&random) % 9);
        for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
            const size_t n = nh_kernels_usable(k)->ids_meet(a, n_a, b, n_b, which, at);
            size_t met = 0;

            for (size_t i = 0, j = 0; i < n_a; i++) {
                for (; j < n_b && b[j] < a[i]; j++)
                    continue;
                if (j < n_b && b[j] == a[i]) {
                    assert_int_equal(which[met], i);
                    assert_int_equal(at[met++], j);
                }
            }
            assert_int_equal(n, met);
            assert_int_equal(nh_kernels_usable(k)->ids_meet(a, n_a, b, n_b, again, NULL),
                             n);
            assert_memory_equal(again, which, n);
        }
    }
}

static void a_set_is_chosen(void **state)
{
    (void)state;
    assert_string_equal(nh_kernels_usable(0)->name, "scalar");
    assert_non_null(nh_kernels_get());
    assert_ptr_equal(nh_kernels_get(), nh_kernels_get());
}

/* The fastest is the last; each can be asked for, and what cannot be run is passed over. */
static void a_set_can_be_wished_for(void **state)
{
    static const char *const names[] = {"scalar", "avx2-no-pext", "avx2"};
    const nh_kernels *last = NULL;
    size_t n = 0;

    (void)state;
    for (; nh_kernels_usable(n) != NULL; n++) {
        last = nh_kernels_usable(n);
        assert_true(n < COUNT(names));
        assert_string_equal(last->name, names[n]);
        assert_ptr_equal(nh_kernels_wished(names[n]), last);
    }
    for (; n < COUNT(names); n++)
        assert_ptr_equal(nh_kernels_wished(names[n]), last);
    assert_ptr_equal(nh_kernels_wished(NULL), last);
    assert_ptr_equal(nh_kernels_wished("abacus"), last);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lanes_agree_at_every_width),
        cmocka_unit_test(narrow_lanes_are_bytes_too),
        cmocka_unit_test(lanes_are_the_inverse_of_packing),
        cmocka_unit_test(ids_agree_for_every_count),
        cmocka_unit_test(bits_agree_at_every_width),
        cmocka_unit_test(bytes_are_summed_up),
        cmocka_unit_test(the_greatest_byte_is_told),
        cmocka_unit_test(scores_follow_from_parts),
        cmocka_unit_test(split_gaps_of_every_count_become_ids),
        cmocka_unit_test(numbers_in_both_rows_are_found),
        cmocka_unit_test(high_sums_are_taken_and_all_are_gone),
        cmocka_unit_test(ids_with_high_scores_are_kept),
        cmocka_unit_test(bytes_that_reach_a_bound_are_told),
        cmocka_unit_test(a_set_is_chosen),
        cmocka_unit_test(a_set_can_be_wished_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
