/* tests/unit/test_tf_codec.c - frequencies and form codes come back as they were. */
#include <string.h>

#include "common/codec/postings_codec.h"
#include "tests/support/cm.h"

static void frequencies_of_every_count_and_width_come_back(void **state)
{
    (void)state;
    for (uint32_t count = 1; count <= 256; count++)
        for (unsigned most = 1; most <= 255; most += 1 + most / 2) {
            nh_buffer out = {0};
            uint8_t tf[256], back[256], width;
            nh_cursor in;

            for (uint32_t i = 0; i < count; i++)
                tf[i] = (uint8_t)(1 + i * 7 % most);
            tf[count - 1] = (uint8_t)most;
            nh_tf_encode(tf, count, &out, &width);
            in = nh_cur(out.bytes, out.size);
            assert_true(nh_tf_decode(&in, width, count, back));
            assert_int_equal(nh_cur_left(&in), 0);
            assert_memory_equal(tf, back, count);
            nh_buf_free(&out);
        }
}

static void a_frequency_of_256_is_refused(void **state)
{
    const uint8_t most[] = {0xfe}, over[] = {0xff};
    nh_cursor in = nh_cur(most, 1);
    uint8_t tf[256];

    (void)state;
    assert_true(nh_tf_decode(&in, 8, 1, tf));
    assert_int_equal(tf[0], 255);
    in = nh_cur(over, 1);
    assert_false(nh_tf_decode(&in, 8, 1, tf));
    in = nh_cur(most, 1);
    assert_false(nh_tf_decode(&in, 9, 1, tf));
}

static void codes_of_every_count_come_back(void **state)
{
    static uint16_t codes[3000], back[3000];

    (void)state;
    for (uint32_t n = 0; n < 3000; n += 1 + n / 5)
        for (unsigned width = 0; width <= 16; width++) {
            const uint32_t mask = ((uint32_t)1 << width) - 1;
            nh_buffer out = {0};
            uint8_t w;
            nh_cursor in;

            for (uint32_t i = 0; i < n; i++)
                codes[i] = (uint16_t)(i * 40503u & mask);
            nh_codes_encode(codes, n, &out, &w);
            in = nh_cur(out.bytes, out.size);
            assert_true(nh_codes_decode(&in, w, n, 65536, back));
            assert_int_equal(nh_cur_left(&in), 0);
            assert_memory_equal(codes, back, n * sizeof *codes);
            nh_buf_free(&out);
        }
}

static void a_code_without_a_form_is_refused(void **state)
{
    const uint8_t bytes[] = {0x02};
    nh_cursor in = nh_cur(bytes, 1);
    uint16_t codes[2];

    (void)state;
    assert_true(nh_codes_decode(&in, 2, 2, 3, codes));
    in = nh_cur(bytes, 1);
    assert_false(nh_codes_decode(&in, 2, 2, 2, codes));
    assert_false(nh_cur_ok(&in));
    in = nh_cur(bytes, 1);
    assert_false(nh_codes_decode(&in, 17, 0, 2, codes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frequencies_of_every_count_and_width_come_back),
        cmocka_unit_test(a_frequency_of_256_is_refused),
        cmocka_unit_test(codes_of_every_count_come_back),
        cmocka_unit_test(a_code_without_a_form_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
