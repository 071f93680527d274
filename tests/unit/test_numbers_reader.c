/* tests/unit/test_numbers_reader.c - numbers in blocks come back as they were written, and damaged blocks are refused. */
#include "common/segment/numbers/numbers_reader.h"

#include <string.h>

#include "indexer/write/numbers/numbers_writer.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/temp_dir.h"

#define MOST 200u
#define IN_DIRECTORY(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

/* Numbers of up to 32 bits: those of block b have b % 33, about some least one. */
static void make_numbers(uint32_t n, uint32_t seed, uint32_t out[][2])
{
    random_numbers random = {seed};

    for (uint32_t i = 0; i < n; i++)
        for (unsigned k = 0; k < 2; k++) {
            const unsigned width = (i / NH_NUMBER_BLOCK * 2 + k + seed) % 33;
            const uint32_t mask = (uint32_t)((UINT64_C(1) << width) - 1);
            const uint32_t least = (UINT32_MAX - mask) / 3;

            out[i][k] = least + (i % 7 == 0 ? mask : random_u32(&random) & mask);
        }
}

static nh_status take(void *self, const void *bytes, size_t size, nh_error *err)
{
    (void)err;
    nh_buf_bytes((nh_buffer *)self, bytes, size);
    return NH_OK;
}

/* The section of these numbers. */
static nh_status write_numbers(const nh_env *env, int dir, uint32_t n, unsigned columns,
                               uint32_t numbers[][2], nh_buffer *out)
{
    nh_spool spool;
    nh_numbers_writer w;
    nh_status st = NH_OK;

    nh_spool_init(&spool, env, dir);
    nh_numbers_writer_init(&w, &spool, columns);
    for (uint32_t i = 0; i < n && st == NH_OK; i++)
        st = nh_numbers_writer_put(&w, numbers[i], NULL);
    if (st == NH_OK)
        st = nh_numbers_writer_finish(&w, NULL);
    if (st == NH_OK)
        st = nh_spool_replay(&spool, take, out, NULL);
    nh_numbers_writer_free(&w);
    nh_spool_clear(&spool);
    return st;
}

static nh_container *open_section(const temp_dir *t, const nh_buffer *section)
{
    const nh_file_ref ref = {.name = "a.seg"};
    nh_buffer out = {0};
    nh_container *c;

    container_make(NH_KIND_SEGMENT,
                   (made_section[]){{NH_SECTION_INFO, "info", 4},
                                    {NH_SECTION_PLACES, section->bytes, section->size}},
                   2, &out);
    temp_dir_write(t, "a.seg", out.bytes, out.size);
    assert_int_equal(
        nh_container_open(NULL, t->fd, &ref, NH_KIND_SEGMENT, NH_CONTAINER_COPY, &c, NULL),
        NH_OK);
    nh_buf_free(&out);
    return c;
}

static void numbers_of_every_width_come_back(void **state)
{
    static const uint32_t counts[] = {1, 2, 63, 64, 65, 128, MOST};
    static uint32_t numbers[MOST][2];

    for (uint32_t seed = 0; seed < 33; seed++)
        for (size_t i = 0; i < COUNT(counts); i++)
            for (unsigned columns = 1; columns <= 2; columns++) {
                const nh_numbers n = {NH_SECTION_PLACES, columns, counts[i]};
                nh_buffer section = {0};
                nh_container *c;

                make_numbers(counts[i], seed, numbers);
                assert_int_equal(write_numbers(NULL, ((temp_dir *)*state)->fd, counts[i],
                                               columns, numbers, &section),
                                 NH_OK);
                assert_true(nh_numbers_fit(&n, section.size));
                c = open_section(*state, &section);
                for (uint32_t k = counts[i]; k-- > 0;) {
                    uint32_t found[2] = {0, 0};

                    nh_numbers_expect(c, &n, k);
                    assert_int_equal(nh_numbers_get(c, &n, k, found, NULL), NH_OK);
                    assert_memory_equal(found, numbers[k], columns * sizeof *found);
                }
                nh_container_close(c);
                nh_buf_free(&section);
            }
}

static void near_numbers_take_few_bits(void **state)
{
    static uint32_t numbers[MOST][2];
    nh_buffer section = {0};

    for (uint32_t i = 0; i < MOST; i++)
        numbers[i][0] = UINT32_MAX - i % 8;
    assert_int_equal(
        write_numbers(NULL, ((temp_dir *)*state)->fd, MOST, 1, numbers, &section), NH_OK);
    assert_int_equal(section.size,
                     MOST * 3 / 8 + nh_number_blocks(MOST) * nh_number_row(1));
    nh_buf_free(&section);
}

/* Byte `at` of the rows is changed; number 70 of two columns is asked for, in the second block. */
static void blocks_that_contradict_their_rows_are_refused(void **state)
{
    static const struct {
        size_t at;
        uint8_t value;
    } rows[] = {{18, 200}, {25, 1}, {30, 33}, {30, 9}, {35, 255}, {36, 0}, {43, 255}};
    static uint32_t numbers[MOST][2];
    const nh_numbers n = {NH_SECTION_PLACES, 2, MOST};
    nh_buffer section = {0};

    make_numbers(MOST, 5, numbers);
    assert_int_equal(
        write_numbers(NULL, ((temp_dir *)*state)->fd, MOST, 2, numbers, &section), NH_OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint8_t *p = section.bytes + section.size - 4 * 18 + rows[i].at;
        const uint8_t before = *p;
        uint32_t found[2];
        nh_container *c;
        nh_error err = {0};

        *p = rows[i].value;
        c = open_section(*state, &section);
        assert_int_equal(nh_numbers_get(c, &n, 70, found, &err), NH_E_CORRUPT);
        assert_non_null(strstr(err.what, "block 1 of numbers"));
        nh_container_close(c);
        *p = before;
    }
    nh_buf_free(&section);
}

/* A byte lies before the first block, and every row knows of it. */
static void a_first_block_that_does_not_begin_the_section_is_refused(void **state)
{
    static uint32_t numbers[MOST][2];
    const nh_numbers n = {NH_SECTION_PLACES, 2, MOST};
    const size_t rows = (size_t)(nh_number_blocks(MOST) * nh_number_row(2));
    nh_buffer section = {0}, shifted = {0};
    uint32_t found[2];
    nh_container *c;
    nh_error err = {0};

    make_numbers(MOST, 5, numbers);
    assert_int_equal(
        write_numbers(NULL, ((temp_dir *)*state)->fd, MOST, 2, numbers, &section), NH_OK);
    nh_buf_u8(&shifted, 0);
    nh_buf_bytes(&shifted, section.bytes, section.size);
    for (size_t row = shifted.size - rows; row < shifted.size; row += rows / 4)
        for (size_t k = 0; ++shifted.bytes[row + k] == 0; k++)
            ;
    c = open_section(*state, &shifted);
    assert_int_equal(nh_numbers_get(c, &n, 5, found, &err), NH_E_CORRUPT);
    assert_non_null(strstr(err.what, "block 0 of numbers"));
    assert_int_equal(nh_numbers_get(c, &n, 70, found, NULL), NH_OK);
    assert_memory_equal(found, numbers[70], sizeof found);
    nh_container_close(c);
    nh_buf_free(&section);
    nh_buf_free(&shifted);
}

static void numbers_beyond_32_bits_are_refused(void **state)
{
    static uint32_t numbers[MOST][2];
    const nh_numbers n = {NH_SECTION_PLACES, 1, 2};
    nh_buffer section = {0};
    uint32_t found;
    nh_container *c;

    numbers[0][0] = UINT32_MAX - 1;
    numbers[1][0] = UINT32_MAX;
    assert_int_equal(write_numbers(NULL, ((temp_dir *)*state)->fd, 2, 1, numbers, &section),
                     NH_OK);
    section.bytes[section.size - 5]++; /* the least is the largest there is */
    c = open_section(*state, &section);
    assert_int_equal(nh_numbers_get(c, &n, 0, &found, NULL), NH_OK);
    assert_int_equal(nh_numbers_get(c, &n, 1, &found, NULL), NH_E_CORRUPT);
    nh_container_close(c);
    nh_buf_free(&section);
}

static void sections_without_room_for_their_rows_do_not_fit(void **state)
{
    const nh_numbers n = {NH_SECTION_PLACES, 2, 65};

    (void)state;
    assert_true(nh_numbers_fit(&n, 36));
    assert_false(nh_numbers_fit(&n, 35));
}

static nh_status write_some(const nh_env *env, void *context)
{
    static uint32_t numbers[MOST][2];
    nh_buffer section = {0};
    nh_status st;

    make_numbers(MOST, 11, numbers);
    st = write_numbers(env, ((temp_dir *)context)->fd, MOST, 2, numbers, &section);
    nh_buf_free(&section);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    assert_true(fault_sweep_allocations(write_some, *state) > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(numbers_of_every_width_come_back),
        IN_DIRECTORY(near_numbers_take_few_bits),
        IN_DIRECTORY(blocks_that_contradict_their_rows_are_refused),
        IN_DIRECTORY(a_first_block_that_does_not_begin_the_section_is_refused),
        IN_DIRECTORY(numbers_beyond_32_bits_are_refused),
        cmocka_unit_test(sections_without_room_for_their_rows_do_not_fit),
        IN_DIRECTORY(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
