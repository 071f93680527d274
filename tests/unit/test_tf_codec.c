/* tests/unit/test_tf_codec.c - frequencies and form codes come back as they were. */
#include <string.h>

#include "common/codec/postings/postings_codec.h"
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

static void the_smallest_form_of_frequencies_is_chosen(void **state)
{
    static const struct {
        uint32_t step; /* every step-th posting has `tf`, the others 1 */
        uint8_t tf, width;
    } cases[] = {{1, 1, 0},
                 {256, 2, NH_WIDTH_SPARSE},
                 {20, 9, NH_WIDTH_SPARSE},
                 {4, 3, NH_WIDTH_UNARY},
                 {2, 2, 1},
                 {1, 200, 8}};

    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (uint32_t count = 256; count > 200; count -= 11) {
            nh_buffer out = {0};
            uint8_t tf[256], back[256], width;
            nh_cursor in;

            for (uint32_t i = 0; i < count; i++)
                tf[i] = (i + 1) % cases[c].step == 0 || i == 100 ? cases[c].tf : 1;
            nh_tf_encode(tf, count, &out, &width);
            assert_int_equal(width, cases[c].width);
            in = nh_cur(out.bytes, out.size);
            assert_true(nh_tf_decode(&in, width, count, back));
            assert_int_equal(nh_cur_left(&in), 0);
            assert_memory_equal(tf, back, count);
            if (out.size > 0) {
                in = nh_cur(out.bytes, out.size - 1);
                assert_false(nh_tf_decode(&in, width, count, back));
                assert_int_equal(nh_tf_size(width, count, out.bytes), out.size);
            }
            nh_buf_free(&out);
        }
}

static bool decodes(const uint8_t *bytes, size_t size, uint8_t width, uint32_t count)
{
    nh_cursor in = nh_cur(bytes, size);
    uint8_t tf[256];

    return nh_tf_decode(&in, width, count, tf);
}

static void nonsense_of_frequencies_is_refused(void **state)
{
    static const struct {
        uint8_t bytes[4];
        size_t size;
        uint8_t width;
        bool holds;
    } cases[] = {
        {{1, 0x07}, 2, NH_WIDTH_UNARY, true},
        {{1, 0x03}, 2, NH_WIDTH_UNARY, false},
        {{1, 0x0f}, 2, NH_WIDTH_UNARY, false},
        {{2, 0x07, 0}, 3, NH_WIDTH_UNARY, false},
        {{0}, 1, NH_WIDTH_UNARY, false},
        {{2, 0x07}, 2, NH_WIDTH_UNARY, false},
        {{2, 0, 0x03}, 3, NH_WIDTH_SPARSE, true},
        {{2, 0, 0x01}, 3, NH_WIDTH_SPARSE, false},
        {{2, 0, 0}, 3, NH_WIDTH_SPARSE, false},
        {{1, 0}, 2, NH_WIDTH_SPARSE, false},
        {{2, 0, 0x18}, 3, NH_WIDTH_SPARSE, false},
        {{0}, 1, NH_WIDTH_SPARSE, false},
        {{3, 0, 3, 0}, 4, NH_WIDTH_SPARSE, false},
        {{2, 0xf0, 0x03}, 3, NH_WIDTH_SPARSE, false},
        {{1, 0x07}, 2, NH_WIDTH_SPARSE + 1, false},
        {{1, 0x07}, 2, 127, false},
    };

    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        if (decodes(cases[c].bytes, cases[c].size, cases[c].width, 3) != cases[c].holds)
            fail_msg("case %zu", c);
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

/* A row of zeros and ones whose ones are `first` and `second` bits further on each. */
static bool decodes_row(uint32_t first, uint32_t second)
{
    uint8_t bytes[256] = {0};
    const uint32_t last = first + second - 1;

    bytes[0] = (uint8_t)(last / 8 + 1);
    bytes[1 + (first - 1) / 8] |= (uint8_t)(1u << (first - 1) % 8);
    bytes[1 + last / 8] |= (uint8_t)(1u << last % 8);
    return decodes(bytes, (size_t)bytes[0] + 1, NH_WIDTH_UNARY, 2);
}

static void frequencies_that_a_byte_does_not_hold_are_refused_in_rows(void **state)
{
    (void)state;
    assert_true(decodes_row(255, 255));
    assert_true(decodes_row(1, 255));
    assert_false(decodes_row(256, 1));
    assert_false(decodes_row(1, 256));
    assert_false(decodes_row(257, 3));
    assert_false(decodes_row(7, 515));
}

static void a_frequency_of_256_is_refused_in_lanes(void **state)
{
    uint8_t bytes[256];

    (void)state;
    memset(bytes, 0xfe, sizeof bytes);
    assert_true(decodes(bytes, sizeof bytes, 8, 256));
    bytes[200] = 0xff;
    assert_false(decodes(bytes, sizeof bytes, 8, 256));
    assert_false(decodes(bytes, sizeof bytes - 1, 8, 256));
}

/* Sparse numbers that are not zero take long to decode: more than half of them are not sparse. */
static void frequent_words_are_not_sparse(void **state)
{
    nh_buffer out = {0};
    uint8_t tf[256], width;

    (void)state;
    for (uint32_t i = 0; i < 256; i++)
        tf[i] = (uint8_t)(i < 120 ? 9 : 1);
    nh_tf_encode(tf, 256, &out, &width);
    assert_int_equal(width, NH_WIDTH_SPARSE);
    for (uint32_t i = 0; i < 256; i++)
        tf[i] = (uint8_t)(i < 130 ? 9 : 1);
    nh_tf_encode(tf, 256, &out, &width);
    assert_int_not_equal(width, NH_WIDTH_SPARSE);
    nh_buf_free(&out);
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

static void rare_codes_are_sparse(void **state)
{
    static uint16_t codes[3000], back[3000];

    (void)state;
    for (uint32_t n = 300; n <= 3000; n += 900)
        for (uint32_t step = 3; step < 300; step *= 3) {
            nh_buffer out = {0};
            uint8_t w;
            nh_cursor in;

            for (uint32_t i = 0; i < n; i++)
                codes[i] = (uint16_t)(i % step == 2 ? 1 + i * 40503u % step : 0u);
            nh_codes_encode(codes, n, &out, &w);
            assert_true(step < 9 || w == NH_WIDTH_SPARSE);
            in = nh_cur(out.bytes, out.size);
            assert_true(nh_codes_decode(&in, w, n, 65536, back));
            assert_int_equal(nh_cur_left(&in), 0);
            assert_int_equal(nh_codes_size(w, n, out.bytes), out.size);
            assert_memory_equal(codes, back, n * sizeof *codes);
            in = nh_cur(out.bytes, out.size);
            assert_false(nh_codes_decode(&in, w, n, 1, back));
            in = nh_cur(out.bytes, out.size - 1);
            assert_false(nh_codes_decode(&in, w, n, 65536, back));
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
        cmocka_unit_test(the_smallest_form_of_frequencies_is_chosen),
        cmocka_unit_test(nonsense_of_frequencies_is_refused),
        cmocka_unit_test(rare_codes_are_sparse),
        cmocka_unit_test(a_frequency_of_256_is_refused),
        cmocka_unit_test(frequencies_that_a_byte_does_not_hold_are_refused_in_rows),
        cmocka_unit_test(a_frequency_of_256_is_refused_in_lanes),
        cmocka_unit_test(frequent_words_are_not_sparse),
        cmocka_unit_test(codes_of_every_count_come_back),
        cmocka_unit_test(a_code_without_a_form_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
