/* tests/unit/test_docs_codec.c - passages of a block come back as they were, or not at all. */
#include <stdlib.h>
#include <string.h>

#include "common/codec/postings/postings_codec.h"
#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"

/* A small generator of its own, so that every run tries the same numbers. */
/* Encodes, decodes from a copy of the exact size, and compares. Returns the codec. */
static uint8_t round_trip(const uint32_t *ids, uint32_t count)
{
    nh_buffer out = {0};
    uint32_t back[256];
    uint8_t codec = 99, width = 99;
    uint8_t *exact;
    nh_cursor in;

    nh_docs_encode(ids, count, &out, &codec, &width);
    assert_true(nh_buf_ok(&out));
    exact = (uint8_t *)malloc(out.size + 1);
    if (out.size > 0)
        memcpy(exact, out.bytes, out.size);
    in = nh_cur(exact, out.size);
    assert_true(nh_docs_decode(&in, codec, width, count, ids[count - 1], back));
    assert_int_equal(nh_cur_left(&in), 0);
    assert_memory_equal(ids, back, count * sizeof *ids);
    if (out.size > 0) { /* a byte less is refused */
        in = nh_cur(exact, out.size - 1);
        assert_false(nh_docs_decode(&in, codec, width, count, ids[count - 1], back));
        assert_false(nh_cur_ok(&in));
    }
    free(exact);
    nh_buf_free(&out);
    return codec;
}

/* `count` ids whose gaps take up to `width` bits, and one exactly so many. */
static void fill(uint32_t *ids, uint32_t count, unsigned width, random_numbers *random)
{
    const uint32_t mask = (uint32_t)(((uint64_t)1 << width) - 1);
    uint64_t id = random_u32(random) % 1000;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t gap = i == count / 2 ? mask : random_u32(random) & mask;

        if (id + gap + 1 > UINT32_MAX - 300)
            gap = 0;
        id += gap + 1;
        ids[i] = (uint32_t)id;
    }
}

static void every_count_and_width_comes_back(void **state)
{
    random_numbers random = {1};
    uint32_t ids[256];

    (void)state;
    for (uint32_t count = 1; count <= 256; count++)
        for (unsigned width = 0; width <= 31; width++) {
            fill(ids, count, width, &random);
            round_trip(ids, count);
        }
}

static void the_shortest_form_is_chosen(void **state)
{
    uint32_t ids[256];

    (void)state;
    for (uint32_t i = 0; i < 256; i++)
        ids[i] = 1000 + i;
    assert_int_equal(round_trip(ids, 256), NH_DOCS_RUN);
    assert_int_equal(round_trip(ids, 1), NH_DOCS_RUN);
    ids[255] += 1;
    assert_int_equal(round_trip(ids, 256),
                     NH_DOCS_BITSET); /* three bytes more than lanes */
    for (uint32_t i = 0; i < 256; i++)
        ids[i] = i * 4;
    assert_int_equal(round_trip(ids, 256), NH_DOCS_LANES);
    for (uint32_t i = 0; i < 256; i++)
        ids[i] = i * 2 + (i % 3 == 0);
    assert_int_equal(round_trip(ids, 256), NH_DOCS_BITSET); /* two bytes more than lanes */
    ids[255] += 5;
    assert_int_equal(round_trip(ids, 256), NH_DOCS_BITSET);
    ids[255] += 2000; /* one long gap makes all of them wide */
    assert_int_equal(round_trip(ids, 256), NH_DOCS_SPLIT);
    assert_int_equal(round_trip(ids + 100, 156), NH_DOCS_SPLIT);
    for (uint32_t i = 0; i < 256; i++)
        ids[i] = i * 1000;
    assert_int_equal(round_trip(ids, 256), NH_DOCS_LANES);
    assert_int_equal(round_trip(ids, 255), NH_DOCS_PACKED);
}

/* Gaps of one, and of `longest` at every fourth: the longer, the more a bit set takes. */
static int codec_of_gaps(uint32_t longest)
{
    uint32_t ids[256];

    for (uint32_t i = 0; i < 256; i++)
        ids[i] = i + i / 4 * (longest - 1);
    return round_trip(ids, 256);
}

static void a_bit_set_may_be_a_third_larger(void **state)
{
    (void)state;
    assert_int_equal(codec_of_gaps(18), NH_DOCS_BITSET); /* 168 bytes, not 128 */
    assert_int_equal(codec_of_gaps(20), NH_DOCS_SPLIT);  /* 129, not 184       */
}

static void bit_sets_of_every_range_come_back(void **state)
{
    uint32_t ids[256];

    (void)state;
    for (uint32_t extra = 1; extra < 700; extra++) {
        for (uint32_t i = 0; i < 200; i++)
            ids[i] = i < 100 ? i : i + extra;
        round_trip(ids, 200);
    }
}

/* Gaps as words have them: most below their mean, a few far above. */
static void uneven_gaps_of_every_mean_come_back(void **state)
{
    random_numbers random = {7};
    uint32_t ids[256];

    (void)state;
    for (uint32_t count = 2; count <= 256; count += count < 250 ? 9 : 1)
        for (unsigned width = 1; width <= 24; width++) {
            uint64_t id = 0;

            for (uint32_t i = 0; i < count; i++) {
                const unsigned w = random_u32(&random) % width;

                id += 1 + (random_u32(&random) & (((uint32_t)2 << w) - 1));
                ids[i] = (uint32_t)(id < UINT32_MAX - 300 ? id : UINT32_MAX - 300 + i);
            }
            round_trip(ids, count);
        }
}

static void ids_at_both_ends_come_back(void **state)
{
    uint32_t ids[256];

    (void)state;
    for (uint32_t i = 0; i < 256; i++)
        ids[i] = UINT32_MAX - 255 + i;
    round_trip(ids, 256);
    ids[0] = 0;
    round_trip(ids, 256);
    ids[0] = 0;
    ids[1] = UINT32_MAX;
    round_trip(ids, 2);
}

static bool decodes(const void *bytes, size_t size, uint8_t codec, uint8_t width,
                    uint32_t count, uint32_t last)
{
    nh_cursor in = nh_cur(bytes, size);
    uint32_t ids[256];

    return nh_docs_decode(&in, codec, width, count, last, ids);
}

static void nonsense_is_refused(void **state)
{
    uint8_t ones[1024], zeros[1024] = {0};
    const uint8_t two_of_nine[] = {8, 0, 0x01, 0x01};
    const uint8_t spare[] = {8, 0, 0x01, 0x03};
    const uint8_t no_first[] = {8, 0, 0x02, 0x01};

    (void)state;
    memset(ones, 0xff, sizeof ones);
    assert_false(decodes(zeros, 0, NH_DOCS_RUN, 0, 5, 3)); /* below passage 0 */
    assert_true(decodes(zeros, 0, NH_DOCS_RUN, 0, 4, 3));
    assert_false(decodes(zeros, 0, NH_DOCS_RUN, 1, 4, 3)); /* a width without use */
    assert_false(decodes(zeros, 0, 5, 0, 4, 3));           /* reserved codecs */
    assert_false(decodes(zeros, 0, 15, 0, 4, 3));
    assert_false(decodes(zeros, 9, NH_DOCS_RUN, 0, 0, 3)); /* no postings */
    assert_false(decodes(zeros, 9, NH_DOCS_RUN, 0, 257, 300));
    assert_true(decodes(zeros, 32, NH_DOCS_LANES, 1, 256, 255));
    assert_false(decodes(zeros, 32, NH_DOCS_LANES, 1, 255, 255));
    assert_false(decodes(ones, 32, NH_DOCS_LANES, 1, 256, 700)); /* value 0 is not 0 */
    assert_false(decodes(ones, 1024, NH_DOCS_PACKED, 32, 255, UINT32_MAX));
    assert_false(decodes(ones, 1024, NH_DOCS_PACKED, 33, 5, UINT32_MAX));
    assert_false(decodes(ones, 1024, NH_DOCS_PACKED, 3, 2, 500)); /* spare bits */
    assert_false(decodes(zeros, 1024, NH_DOCS_PACKED, 3, 9, 7));
    assert_true(decodes(two_of_nine, 4, NH_DOCS_BITSET, 0, 2, 8));
    assert_false(decodes(two_of_nine, 4, NH_DOCS_BITSET, 0, 2, 7));
    assert_false(decodes(two_of_nine, 4, NH_DOCS_BITSET, 0, 3, 8));
    assert_false(decodes(two_of_nine, 4, NH_DOCS_BITSET, 0, 1, 8));
    assert_false(decodes(spare, 4, NH_DOCS_BITSET, 0, 2, 8));
    assert_false(decodes(no_first, 4, NH_DOCS_BITSET, 0, 2, 8));
}

static void nonsense_of_split_gaps_is_refused(void **state)
{
    const uint8_t good[] = {1, 0x0a, 0x03};      /* two gaps less 1: 1 and 1 above 1, 1 */
    const uint8_t lows_missing[] = {1, 0x0a};    /* as all below                        */
    const uint8_t row_missing[] = {2, 0x0a};     /* of which one differs                */
    const uint8_t one_too_few[] = {1, 0x08, 3};  /* a gap without its one               */
    const uint8_t one_too_many[] = {1, 0x0e, 3}; /* a one without its gap               */
    const uint8_t padded[] = {2, 0x0a, 0, 3};    /* a byte behind the last one          */
    const uint8_t spare[] = {1, 0x0a, 7};        /* a bit behind the low parts          */
    uint8_t lanes[256 + 64];

    (void)state;
    assert_true(decodes(good, 3, NH_DOCS_SPLIT, 1, 3, 8)); /* 0, 4, 8 */
    assert_false(decodes(good, 3, NH_DOCS_SPLIT, 1, 3, 7));
    assert_false(decodes(lows_missing, 2, NH_DOCS_SPLIT, 1, 3, 90));
    assert_false(decodes(row_missing, 2, NH_DOCS_SPLIT, 1, 3, 90));
    assert_false(decodes(one_too_few, 3, NH_DOCS_SPLIT, 1, 3, 90));
    assert_false(decodes(one_too_many, 3, NH_DOCS_SPLIT, 1, 3, 90));
    assert_false(decodes(padded, 4, NH_DOCS_SPLIT, 1, 3, 90));
    assert_false(decodes(spare, 3, NH_DOCS_SPLIT, 1, 3, 90));
    assert_false(decodes(good, 3, NH_DOCS_SPLIT, 1, 1, 90));
    memset(lanes, 0xff, sizeof lanes);
    lanes[0] = 32;
    lanes[32] = 0x7f;                                                        /* 255 ones */
    assert_false(decodes(lanes, sizeof lanes, NH_DOCS_SPLIT, 1, 256, 4000)); /* low of 0 */
    lanes[33] = 0xfe;
    assert_true(decodes(lanes, sizeof lanes, NH_DOCS_SPLIT, 1, 256, 4000));
    assert_false(decodes(lanes, sizeof lanes, NH_DOCS_SPLIT, 21, 256, 4000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_count_and_width_comes_back),
        cmocka_unit_test(the_shortest_form_is_chosen),
        cmocka_unit_test(a_bit_set_may_be_a_third_larger),
        cmocka_unit_test(bit_sets_of_every_range_come_back),
        cmocka_unit_test(ids_at_both_ends_come_back),
        cmocka_unit_test(uneven_gaps_of_every_mean_come_back),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(nonsense_of_split_gaps_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
