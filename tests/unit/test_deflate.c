/* tests/unit/test_deflate.c - every library reads what every other one writes, and nothing else. */
#include "common/codec/deflate/deflate.h"

#include <stdlib.h>
#include <string.h>

#include "common/codec/deflate/deflate_impl.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

#define MOST 70000u

/* Text, noise, zeros: what compresses well, badly, and too well. */
static void fill(uint8_t *bytes, size_t size, unsigned how)
{
    uint32_t x = 1;

    for (size_t i = 0; i < size; i++) {
        x = x * 1664525 + 1013904223;
        bytes[i] = how == 0 ? 0 : how == 1 ? (uint8_t)(x >> 24) : (uint8_t)('a' + i % 23);
    }
}

/* All of a stream, or a part of it, by library `b`: true if it is there, and then in `back`. */
static bool inflated(const nh_deflate_backend *b, const nh_deflated *from, bool whole,
                     uint8_t *back, size_t size)
{
    const uint8_t *raw = NULL;
    nh_inflater *z;
    nh_status st;

    assert_int_equal(nh_inflater_new_by(b, NULL, &z, NULL), NH_OK);
    st = whole ? nh_inflate(z, from, size, &raw, NULL)
               : nh_inflate_part(z, from, size, &raw, NULL);
    assert_true(st == NH_OK || (st == NH_E_CORRUPT && raw == NULL));
    if (st == NH_OK && size > 0)
        memcpy(back, raw, size);
    nh_inflater_free(z);
    return st == NH_OK;
}

static bool whole(const nh_deflated *from, void *back, size_t size)
{
    return inflated(nh_deflate_backend_get(0), from, true, (uint8_t *)back, size);
}

static bool part(const nh_deflated *from, void *back, size_t size)
{
    return inflated(nh_deflate_backend_get(0), from, false, (uint8_t *)back, size);
}

/* The beginning of a stream is what stands there. */
static void expect_parts(const nh_deflate_backend *b, const nh_deflated *packed,
                         const uint8_t *raw, size_t raw_size)
{
    const size_t parts[] = {1, raw_size / 3, raw_size - raw_size / 8, raw_size - 1,
                            raw_size};
    static uint8_t back[MOST];

    for (size_t i = 0; i < COUNT(parts); i++) {
        if (parts[i] == 0)
            continue;
        memset(back, 0xee, sizeof back);
        assert_true(inflated(b, packed, false, back, parts[i]));
        assert_memory_equal(raw, back, parts[i]);
    }
    assert_false(inflated(b, packed, false, back, raw_size + 1));
    assert_false(inflated(b, &(nh_deflated){packed->bytes, 2, packed->dictionary}, false,
                          back, raw_size)); /* the header alone */
}

static uint8_t dictionary[NH_DICTIONARY];

/* What one library writes, each reads. */
static void expect_read(const nh_deflated *packed, const uint8_t *raw, size_t size)
{
    static uint8_t back[MOST];

    for (size_t k = 0; nh_deflate_backend_get(k) != NULL; k++) {
        memset(back, 0xee, size);
        assert_true(inflated(nh_deflate_backend_get(k), packed, true, back, size));
        assert_memory_equal(raw, back, size);
        expect_parts(nh_deflate_backend_get(k), packed, raw, size);
    }
}

static void libraries_read_each_other(void **state)
{
    static const size_t sizes[] = {1, 2, 100, 16384, 65535, 65536, MOST};
    static uint8_t raw[MOST], packed[2 * MOST];

    (void)state;
    fill(dictionary, sizeof dictionary, 2);
    for (unsigned how = 0; how < 6; how++)
        for (size_t s = 0; s < COUNT(sizes); s++)
            for (size_t i = 0; nh_deflate_backend_get(i) != NULL; i++)
                for (int level = 1; level <= 9; level += 2) {
                    const nh_deflate_backend *writer = nh_deflate_backend_get(i);
                    nh_deflated out = {packed, 0, how < 3 ? NULL : dictionary};
                    void *z;

                    if (writer->open == NULL)
                        continue;
                    z = writer->open(nh_env_system(), level);
                    fill(raw, sizes[s], how % 3);
                    assert_true(writer->use(nh_env_system(), z, out.dictionary));
                    out.size = writer->deflate(z, raw, sizes[s], packed, sizeof packed);
                    assert_true(out.size > 0);
                    assert_int_equal(packed[0] & 15, 8); /* RFC 1950: deflate */
                    assert_int_equal((packed[0] << 8 | packed[1]) % 31, 0);
                    expect_read(&out, raw, sizes[s]);
                    writer->close(nh_env_system(), z);
                }
}

static nh_deflated view(const nh_buffer *b, const uint8_t *of)
{
    return (nh_deflated){b->bytes, b->size, of};
}

/* Text that the dictionary holds already takes a few bytes, and is read with that alone. */
static void a_dictionary_is_gone_on_from(void **state)
{
    static uint8_t raw[4096], back[4096], other[NH_DICTIONARY];
    nh_deflated in;

    (void)state;
    fill(dictionary, sizeof dictionary, 1);
    memcpy(other, dictionary, sizeof other);
    other[7]++;
    memcpy(raw, dictionary + 5000, sizeof raw);
    for (int level = 2; level <= 6; level += 4) {
        nh_buffer out = {0};
        nh_deflater *d;

        assert_int_equal(nh_deflater_new(NULL, level, &d, NULL), NH_OK);
        assert_int_equal(nh_deflater_dictionary(d, dictionary, NULL), NH_OK);
        for (int again = 0; again < 2; again++) {
            nh_buf_clear(&out);
            assert_int_equal(nh_deflate(d, raw, sizeof raw, &out, NULL), NH_OK);
            assert_true(out.size < 200);
        }
        in = view(&out, dictionary);
        assert_true(whole(&in, back, sizeof raw));
        assert_memory_equal(raw, back, sizeof raw);
        assert_true(part(&in, back, 100));
        for (size_t k = 0; nh_deflate_backend_get(k) != NULL; k++) {
            in = view(&out, other);
            assert_false(inflated(nh_deflate_backend_get(k), &in, true, back, sizeof raw));
        }
        in = view(&out, NULL);
        assert_false(whole(&in, back, sizeof raw));
        assert_false(part(&in, back, 1));
        assert_int_equal(nh_deflater_dictionary(d, NULL, NULL), NH_OK);
        nh_buf_clear(&out);
        assert_int_equal(nh_deflate(d, raw, sizeof raw, &out, NULL), NH_OK);
        assert_true(out.size > sizeof raw);
        in = view(&out, dictionary);
        assert_false(whole(&in, back, sizeof raw));
        assert_false(part(&in, back, 1));
        nh_deflater_free(d);
        nh_buf_free(&out);
    }
}

static void streams_append_and_a_compressor_is_used_again(void **state)
{
    nh_deflater *d;
    nh_buffer out = {0};
    char back[5];
    size_t first;

    (void)state;
    assert_int_equal(nh_deflater_new(NULL, 1, &d, NULL), NH_OK);
    assert_int_equal(nh_deflate(d, "hello", 5, &out, NULL), NH_OK);
    first = out.size;
    assert_int_equal(nh_deflate(d, "world", 5, &out, NULL), NH_OK);
    assert_true(whole(&(nh_deflated){out.bytes, first, NULL}, back, 5));
    assert_memory_equal(back, "hello", 5);
    assert_true(whole(&(nh_deflated){out.bytes + first, out.size - first, NULL}, back, 5));
    assert_memory_equal(back, "world", 5);
    nh_deflater_free(d);
    nh_buf_free(&out);
}

/* Each bit changed, each length cut, each other size asked for, in one library. */
static void expect_noticed(const nh_deflate_backend *reader, nh_buffer *out,
                           const uint8_t *of, const uint8_t *raw, size_t size)
{
    static uint8_t back[400];
    nh_deflated in = view(out, of);

    assert_true(inflated(reader, &in, true, back, size));
    assert_false(inflated(reader, &in, true, back, size - 1));
    assert_false(inflated(reader, &in, true, back, size + 1));
    assert_false(inflated(reader, &in, true, back, 0));
    for (size_t n = 0; n < out->size; n++)
        assert_false(inflated(reader, &(nh_deflated){out->bytes, n, of}, true, back, size));
    for (size_t i = 0; i < out->size * 8; i++) {
        out->bytes[i / 8] ^= (uint8_t)(1u << i % 8);
        if (inflated(reader, &in, true, back, size))
            assert_memory_equal(back, raw, size); /* e.g. the level in the header */
        out->bytes[i / 8] ^= (uint8_t)(1u << i % 8);
    }
    nh_buf_u8(out, 0);
    in = view(out, of);
    assert_false(inflated(reader, &in, true, back, size));
    out->size--;
}

static void damage_is_noticed(void **state)
{
    static uint8_t raw[300];
    nh_deflater *d;
    nh_buffer out = {0};

    (void)state;
    fill(raw, sizeof raw, 2);
    fill(dictionary, sizeof dictionary, 1);
    assert_int_equal(nh_deflater_new(NULL, 1, &d, NULL), NH_OK);
    for (unsigned with = 0; with < 2; with++) {
        const uint8_t *of = with == 0 ? NULL : dictionary;

        nh_buf_clear(&out);
        assert_int_equal(nh_deflater_dictionary(d, of, NULL), NH_OK);
        assert_int_equal(nh_deflate(d, raw, sizeof raw, &out, NULL), NH_OK);
        for (size_t k = 0; nh_deflate_backend_get(k) != NULL; k++)
            expect_noticed(nh_deflate_backend_get(k), &out, of, raw, sizeof raw);
    }
    nh_deflater_free(d);
    nh_buf_free(&out);
}

static void higher_levels_are_smaller(void **state)
{
    static uint8_t raw[MOST], back[MOST];
    size_t before = SIZE_MAX;
    uint32_t x = 1;

    (void)state;
    for (size_t i = 0; i < MOST; i++) { /* words of a small vocabulary */
        x = x * 1664525 + 1013904223;
        raw[i] = i % 7 == 6 ? ' ' : (uint8_t)('a' + (x >> 26) % 3 * (i % 7));
    }
    for (int level = 2; level <= 6; level += 4) {
        nh_deflater *d;
        nh_buffer out = {0};

        assert_int_equal(nh_deflater_new(NULL, level, &d, NULL), NH_OK);
        assert_int_equal(nh_deflate(d, raw, MOST, &out, NULL), NH_OK);
        assert_true(out.size < before);
        assert_true(whole(&(nh_deflated){out.bytes, out.size, NULL}, back, MOST));
        assert_memory_equal(raw, back, MOST);
        before = out.size;
        nh_deflater_free(d);
        nh_buf_free(&out);
    }
}

static nh_status compress(const nh_env *env, void *context)
{
    nh_deflater *d;
    nh_buffer out = {.env = env};
    nh_inflater *z = NULL;
    const uint8_t *raw;
    size_t first;
    nh_status st = nh_deflater_new(env, 1, &d, NULL);

    (void)context;
    if (st == NH_OK)
        st = nh_deflate(d, "hello", 5, &out, NULL);
    first = out.size;
    if (st == NH_OK)
        st = nh_deflater_dictionary(d, dictionary, NULL);
    if (st == NH_OK)
        st = nh_deflate(d, "hello", 5, &out, NULL);
    nh_deflater_free(d);
    if (st == NH_OK)
        st = nh_inflater_new(env, &z, NULL);
    if (st == NH_OK)
        st = nh_inflate(z, &(nh_deflated){out.bytes, first, NULL}, 5, &raw, NULL);
    if (st == NH_OK)
        st = nh_inflate(z, &(nh_deflated){out.bytes + first, out.size - first, dictionary},
                        5, &raw, NULL);
    nh_inflater_free(z);
    nh_buf_free(&out);
    return st;
}

/* Where all takes as long as a part, all is inflated, and its checksum is compared. */
static void nearly_all_is_all(void **state)
{
    (void)state;
    for (size_t k = 0; nh_deflate_backend_get(k) != NULL; k++) {
        const nh_deflate_backend *b = nh_deflate_backend_get(k);
        const bool quick = strcmp(b->name, "libdeflate") == 0;
        nh_inflater *z;

        assert_int_equal(nh_inflater_new_by(b, NULL, &z, NULL), NH_OK);
        assert_int_equal(nh_inflate_as_much(z, 1, 48000), 1);
        assert_int_equal(nh_inflate_as_much(z, 24000, 48000), quick ? 48000 : 24000);
        assert_int_equal(nh_inflate_as_much(z, 47000, 48000), 48000);
        assert_int_equal(nh_inflate_as_much(z, 48000, 48000), 48000);
        assert_int_equal(nh_inflate_as_much(z, 1, 1), 1);
        nh_inflater_free(z);
    }
}

static void failed_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(compress, NULL) >= 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(libraries_read_each_other),
        cmocka_unit_test(streams_append_and_a_compressor_is_used_again),
        cmocka_unit_test(a_dictionary_is_gone_on_from),
        cmocka_unit_test(damage_is_noticed),
        cmocka_unit_test(higher_levels_are_smaller),
        cmocka_unit_test(nearly_all_is_all),
        cmocka_unit_test(failed_allocations_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
