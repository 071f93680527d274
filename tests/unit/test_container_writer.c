/* tests/unit/test_container_writer.c - header, sections, table, checksums, footer. */
#include "tests/support/cm.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "common/segment/file/container.h"
#include "indexer/write/file/container_writer.h"
#include "tests/support/faults/fault.h"
#include "tests/support/temp_dir.h"

/* A file with sections of these sizes; byte i of section k is i + k. */
static nh_status write_file(const nh_env *env, int dir, const char *name,
                            const uint32_t *sizes, size_t n, nh_file_ref *ref)
{
    nh_container_writer *w;
    nh_status st = nh_container_writer_new(env, dir, name, NH_KIND_SEGMENT, &w, NULL);

    for (uint32_t k = 0; st == NH_OK && k < n; k++) {
        st = nh_container_writer_section(w, (nh_section_kind)(NH_SECTION_TERMS + k), NULL);
        for (uint32_t i = 0; st == NH_OK && i < sizes[k]; i++) {
            const uint8_t byte = (uint8_t)(i + k);

            st = nh_container_writer_put(w, &byte, 1, NULL);
        }
    }
    if (st == NH_OK)
        st = nh_container_writer_finish(w, ref, NULL);
    nh_container_writer_free(w);
    return st;
}

static void the_reader_finds_what_was_written(void **state)
{
    static const uint32_t sizes[] = {1, 0, 64, 100, 65536, 131072 - 64, 7};
    const temp_dir *t = (const temp_dir *)*state;
    nh_file_ref ref = {.name = "a.seg"};
    nh_container *c;
    const uint8_t *bytes;
    uint64_t size;

    assert_int_equal(write_file(NULL, t->fd, "a.seg", sizes, COUNT(sizes), &ref), NH_OK);
    assert_int_equal(nh_container_open(NULL, t->fd, &ref, NH_KIND_SEGMENT,
                                       NH_CONTAINER_COMPARE, &c, NULL),
                     NH_OK);
    assert_int_equal(nh_container_check(c, NULL), NH_OK);
    for (uint32_t k = 0; k < COUNT(sizes); k++) {
        const nh_section_kind kind = (nh_section_kind)(NH_SECTION_TERMS + k);

        assert_int_equal(nh_container_section(c, kind, &bytes, &size, NULL), NH_OK);
        assert_int_equal(size, sizes[k]);
        assert_int_equal(nh_container_offset(c, kind) % 64, 0);
        for (uint32_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], (uint8_t)(i + k));
    }
    nh_container_close(c);
}

static void in_memory_the_bytes_are_the_same(void **state)
{
    static const uint32_t sizes[] = {100, 70000, 5};
    const temp_dir *t = (const temp_dir *)*state;
    nh_container_writer *w;
    nh_file_ref ref;
    nh_str bytes;
    size_t size;
    uint8_t *file;

    assert_int_equal(write_file(NULL, t->fd, "a.seg", sizes, COUNT(sizes), &ref), NH_OK);
    file = temp_dir_read(t, "a.seg", &size);
    assert_int_equal(nh_container_writer_new(NULL, -1, NULL, NH_KIND_SEGMENT, &w, NULL),
                     NH_OK);
    for (uint32_t k = 0; k < COUNT(sizes); k++) {
        assert_int_equal(
            nh_container_writer_section(w, (nh_section_kind)(NH_SECTION_TERMS + k), NULL),
            NH_OK);
        for (uint32_t i = 0; i < sizes[k]; i++) {
            const uint8_t byte = (uint8_t)(i + k);

            assert_int_equal(nh_container_writer_put(w, &byte, 1, NULL), NH_OK);
        }
    }
    assert_int_equal(nh_container_writer_finish(w, &ref, NULL), NH_OK);
    bytes = nh_container_writer_bytes(w);
    assert_int_equal(bytes.len, size);
    assert_memory_equal(bytes.ptr, file, size);
    nh_container_writer_free(w);
    free(file);
}

/* Bytes of a file that were pushed so far, in order and none twice. */
static void count_push(void *self, int fd, uint64_t offset, uint64_t size)
{
    uint64_t *pushed = (uint64_t *)self;

    (void)fd;
    assert_int_equal(offset, *pushed);
    *pushed += size;
}

#define LARGE ((size_t)20 << 20)

/* A section of LARGE bytes, put in pieces, of which most hold several whole blocks. */
static void write_large(const nh_env *env, int dir, bool sync, nh_file_ref *ref)
{
    static uint8_t piece[3000001];
    nh_container_writer *w;
    uint32_t number = 0;

    assert_int_equal(
        nh_container_writer_new(env, dir, ref->name, NH_KIND_SEGMENT, &w, NULL), NH_OK);
    if (!sync)
        nh_container_writer_no_sync(w);
    assert_int_equal(nh_container_writer_section(w, NH_SECTION_TERMS, NULL), NH_OK);
    for (size_t left = LARGE; left > 0;) {
        const size_t n = left < sizeof piece ? left : sizeof piece;

        for (size_t i = 0; i < n; i++, number++)
            piece[i] = (uint8_t)(number * 2654435761u >> 24);
        assert_int_equal(nh_container_writer_put(w, piece, n, NULL), NH_OK);
        left -= n;
    }
    assert_int_equal(nh_container_writer_finish(w, ref, NULL), NH_OK);
    nh_container_writer_free(w);
}

static void large_pieces_are_whole_and_pushed_if_they_will_be_synced(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;

    for (unsigned sync = 0; sync < 2; sync++) {
        uint64_t pushed = 0;
        nh_io io = *nh_env_system()->io;
        nh_env env = *nh_env_system();
        nh_file_ref ref = {.name = {'a' + (char)sync}};
        nh_container *c;
        const uint8_t *bytes;
        uint64_t size;

        io.self = &pushed;
        io.push = count_push;
        env.io = &io;
        write_large(&env, t->fd, sync != 0, &ref);
        assert_true(sync != 0 ? pushed >= LARGE / 2 && pushed <= ref.file_size
                              : pushed == 0);
        assert_int_equal(nh_container_open(NULL, t->fd, &ref, NH_KIND_SEGMENT,
                                           NH_CONTAINER_COMPARE, &c, NULL),
                         NH_OK);
        assert_int_equal(nh_container_check(c, NULL), NH_OK);
        assert_int_equal(nh_container_section(c, NH_SECTION_TERMS, &bytes, &size, NULL),
                         NH_OK);
        assert_int_equal(size, LARGE);
        for (uint32_t i = 0; i < size; i++)
            if (bytes[i] != (uint8_t)(i * 2654435761u >> 24))
                fail_msg("byte %u", i);
        nh_container_close(c);
    }
}

static void a_file_that_exists_is_not_touched(void **state)
{
    static const uint32_t sizes[] = {1};
    const temp_dir *t = (const temp_dir *)*state;
    nh_file_ref ref;

    temp_dir_write(t, "a.seg", "x", 1);
    assert_int_equal(write_file(NULL, t->fd, "a.seg", sizes, 1, &ref), NH_E_IO);
    assert_true(temp_dir_has(t, "a.seg"));
}

static void a_file_that_cannot_be_finished_is_removed(void **state)
{
    static const uint32_t sizes[] = {70000, 1000};
    const temp_dir *t = (const temp_dir *)*state;
    bool reached = true;

    for (size_t n = 1; reached; n++) { /* call 0 makes it */
        fault *f = fault_new();
        nh_file_ref ref;
        nh_status st;

        fault_fail_call(f, n, ENOSPC, false);
        st = write_file(fault_env(f), t->fd, "a.seg", sizes, COUNT(sizes), &ref);
        reached = fault_reached(f);
        assert_int_equal(st, reached ? NH_E_SPACE : NH_OK);
        assert_int_equal(temp_dir_has(t, "a.seg"), !reached);
        fault_free(f);
    }
}

#define IN_DIRECTORY(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(the_reader_finds_what_was_written),
        IN_DIRECTORY(in_memory_the_bytes_are_the_same),
        IN_DIRECTORY(large_pieces_are_whole_and_pushed_if_they_will_be_synced),
        IN_DIRECTORY(a_file_that_exists_is_not_touched),
        IN_DIRECTORY(a_file_that_cannot_be_finished_is_removed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
