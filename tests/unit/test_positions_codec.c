/* tests/unit/test_positions_codec.c - positions come back as they were, or not at all. */
#include <stdlib.h>
#include <string.h>

#include "common/codec/postings/postings_codec.h"
#include "tests/support/cm.h"

/* A block whose i-th posting has tf and span made from `seed`. */
typedef struct block {
    uint32_t count, n;
    uint8_t tf[256], spans[256];
    uint8_t positions[256 * 255];
} block;

static int ascending(const void *a, const void *b)
{
    return *(const uint8_t *)a - *(const uint8_t *)b;
}

static void fill(block *b, uint32_t count, uint32_t seed)
{
    b->count = count;
    b->n = 0;
    for (uint32_t i = 0; i < count; i++) {
        b->spans[i] = (uint8_t)(1 + (seed * 31 + i * 7) % 255);
        b->tf[i] = (uint8_t)(1 + (seed + i * i) % (i % 50 == 0 ? 255 : 4));
        for (uint32_t k = 0; k < b->tf[i]; k++)
            b->positions[b->n + k] = (uint8_t)((k * 97 + seed) % b->spans[i]);
        qsort(b->positions + b->n, b->tf[i], 1, ascending);
        b->n += b->tf[i];
    }
}

static void round_trip(const block *b, uint8_t codec)
{
    nh_buffer out = {0};
    uint8_t *back = (uint8_t *)malloc(b->n + 64), *exact;
    nh_cursor in;

    nh_positions_encode(codec, b->positions, b->tf, b->spans, b->count, &out);
    assert_int_equal(out.size, nh_positions_size(codec, b->tf, b->spans, b->count));
    exact = (uint8_t *)malloc(out.size + 1);
    if (out.size > 0)
        memcpy(exact, out.bytes, out.size);
    in = nh_cur(exact, out.size);
    assert_true(nh_positions_decode(&in, codec, b->tf, b->spans, b->count, back));
    assert_int_equal(nh_cur_left(&in), 0);
    assert_memory_equal(back, b->positions, b->n);
    if (out.size > 0) {
        in = nh_cur(exact, out.size - 1);
        assert_false(nh_positions_decode(&in, codec, b->tf, b->spans, b->count, back));
    }
    free(exact);
    free(back);
    nh_buf_free(&out);
}

static void blocks_of_every_count_come_back(void **state)
{
    static block b;

    (void)state;
    for (uint32_t count = 1; count <= 256; count++) {
        fill(&b, count, count * 3);
        round_trip(&b, NH_POSITIONS_RAW);
        round_trip(&b, NH_POSITIONS_PACKED);
    }
}

static void passages_of_every_span_come_back(void **state)
{
    static block b;

    (void)state;
    for (uint32_t span = 1; span <= 255; span++) {
        b = (block){.count = 1, .n = 2, .tf = {2}, .spans = {(uint8_t)span}};
        b.positions[1] = (uint8_t)(span - 1);
        round_trip(&b, NH_POSITIONS_PACKED);
        round_trip(&b, NH_POSITIONS_RAW);
    }
}

static bool decodes(uint8_t codec, uint8_t tf, uint8_t span, const char *bytes, size_t size)
{
    nh_cursor in = nh_cur(bytes, size);
    uint8_t back[255 + 64];

    return nh_positions_decode(&in, codec, &tf, &span, 1, back);
}

static void nonsense_is_refused(void **state)
{
    (void)state;
    assert_true(decodes(NH_POSITIONS_RAW, 2, 3, "\1\2", 2));
    assert_true(decodes(NH_POSITIONS_RAW, 2, 3, "\2\2", 2)); /* joined forms */
    assert_false(decodes(NH_POSITIONS_RAW, 2, 3, "\2\1", 2));
    assert_false(decodes(NH_POSITIONS_RAW, 2, 3, "\2\3", 2));
    assert_false(decodes(2, 2, 3, "\2\3", 2));
    assert_true(decodes(NH_POSITIONS_PACKED, 2, 3, "\x09", 1));
    assert_false(decodes(NH_POSITIONS_PACKED, 2, 3, "\x0d", 1)); /* position 3 */
    assert_false(decodes(NH_POSITIONS_PACKED, 2, 3, "\x19", 1)); /* spare bits */
    assert_true(decodes(NH_POSITIONS_PACKED, 9, 1, "", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_every_count_come_back),
        cmocka_unit_test(passages_of_every_span_come_back),
        cmocka_unit_test(nonsense_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
