/* tests/unit/test_deflate.c - every library reads what every other one writes, and nothing else. */
#include "common/codec/deflate.h"

#include <stdlib.h>
#include <string.h>

#include "common/codec/deflate_impl.h"
#include "tests/support/cm.h"
#include "tests/support/fault.h"

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

/* The beginning of a stream is what stands there, and nothing behind it is touched. */
static void expect_parts(const nh_deflate_backend *b, const uint8_t *packed, size_t size,
                         const uint8_t *raw, size_t raw_size)
{
    const size_t parts[] = {1, raw_size / 3, raw_size - raw_size / 8, raw_size - 1,
                            raw_size};
    static uint8_t back[MOST + 1];

    for (size_t i = 0; i < COUNT(parts); i++) {
        if (parts[i] == 0)
            continue;
        memset(back, 0xee, sizeof back);
        assert_true(b->inflate_part(packed, size, back, parts[i]));
        assert_memory_equal(raw, back, parts[i]);
        assert_int_equal(back[parts[i]], 0xee);
    }
    assert_false(b->inflate_part(packed, size, back, raw_size + 1));
    assert_false(b->inflate_part(packed, 2, back, raw_size)); /* the header alone */
}

static void libraries_read_each_other(void **state)
{
    static const size_t sizes[] = {1, 2, 100, 16384, 65535, 65536, MOST};
    static uint8_t raw[MOST], back[MOST], packed[2 * MOST];

    (void)state;
    for (unsigned how = 0; how < 3; how++)
        for (size_t s = 0; s < COUNT(sizes); s++)
            for (size_t i = 0; nh_deflate_backend_get(i) != NULL; i++)
                for (int level = 1; level <= 9; level += 2) {
                    const nh_deflate_backend *writer = nh_deflate_backend_get(i);
                    void *z = writer->open(nh_env_system(), level);
                    size_t size;

                    fill(raw, sizes[s], how);
                    size = writer->deflate(z, raw, sizes[s], packed, sizeof packed);
                    assert_true(size > 0);
                    assert_int_equal(packed[0] & 15, 8); /* RFC 1950: deflate */
                    for (size_t k = 0; nh_deflate_backend_get(k) != NULL; k++) {
                        memset(back, 0xee, sizes[s]);
                        assert_true(nh_deflate_backend_get(k)->inflate(packed, size, back,
                                                                       sizes[s]));
                        assert_memory_equal(raw, back, sizes[s]);
                        expect_parts(nh_deflate_backend_get(k), packed, size, raw,
                                     sizes[s]);
                    }
                    writer->close(nh_env_system(), z);
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
    assert_true(nh_inflate(out.bytes, first, back, 5));
    assert_memory_equal(back, "hello", 5);
    assert_true(nh_inflate(out.bytes + first, out.size - first, back, 5));
    assert_memory_equal(back, "world", 5);
    nh_deflater_free(d);
    nh_buf_free(&out);
    assert_true(strcmp(nh_deflate_library(), "isal") == 0 ||
                strcmp(nh_deflate_library(), "zlib") == 0);
}

/* Each byte changed, each length cut, each other size asked for. */
static void damage_is_noticed(void **state)
{
    static uint8_t raw[300], back[400];
    nh_deflater *d;
    nh_buffer out = {0};

    (void)state;
    fill(raw, sizeof raw, 2);
    assert_int_equal(nh_deflater_new(NULL, 1, &d, NULL), NH_OK);
    assert_int_equal(nh_deflate(d, raw, sizeof raw, &out, NULL), NH_OK);
    for (size_t k = 0; nh_deflate_backend_get(k) != NULL; k++) {
        const nh_deflate_backend *reader = nh_deflate_backend_get(k);

        assert_false(reader->inflate(out.bytes, out.size, back, sizeof raw - 1));
        assert_false(reader->inflate(out.bytes, out.size, back, sizeof raw + 1));
        assert_false(reader->inflate(out.bytes, out.size, back, 0));
        for (size_t n = 0; n < out.size; n++)
            assert_false(reader->inflate(out.bytes, n, back, sizeof raw));
        for (size_t i = 0; i < out.size * 8; i++) {
            out.bytes[i / 8] ^= (uint8_t)(1u << i % 8);
            if (reader->inflate(out.bytes, out.size, back, sizeof raw))
                assert_memory_equal(back, raw,
                                    sizeof raw); /* e.g. the level in the header */
            out.bytes[i / 8] ^= (uint8_t)(1u << i % 8);
        }
        nh_buf_u8(&out, 0);
        assert_false(reader->inflate(out.bytes, out.size, back, sizeof raw));
        out.size--;
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
        assert_true(nh_inflate(out.bytes, out.size, back, MOST));
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
    nh_status st = nh_deflater_new(env, 1, &d, NULL);

    (void)context;
    if (st == NH_OK)
        st = nh_deflate(d, "hello", 5, &out, NULL);
    nh_deflater_free(d);
    nh_buf_free(&out);
    return st;
}

static void failed_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(compress, NULL) >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(libraries_read_each_other),
        cmocka_unit_test(streams_append_and_a_compressor_is_used_again),
        cmocka_unit_test(damage_is_noticed),
        cmocka_unit_test(higher_levels_are_smaller),
        cmocka_unit_test(failed_allocations_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
