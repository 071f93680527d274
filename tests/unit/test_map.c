/* tests/unit/test_map.c - a file in the address space, read-only. */
#include "common/base/files/map.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/temp_dir.h"

#define fixture_test(f) \
    cmocka_unit_test_setup_teardown(f, temp_dir_setup, temp_dir_teardown)

static void mapped_and_copied_bytes_are_those_of_the_file(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;

    temp_dir_write(t, "a", "Golan Heights", 13);
    for (int copy = 0; copy < 2; copy++) {
        nh_map m;

        assert_int_equal(nh_map_open(NULL, t->fd, "a", 13, copy != 0, &m, NULL), NH_OK);
        assert_int_equal(m.size, 13);
        assert_int_equal(m.copied, copy);
        assert_memory_equal(m.bytes, "Golan Heights", 13);
        nh_map_close(&m);
        assert_null(m.bytes);
        nh_map_close(&m);
    }
}

static void an_empty_file_is_open_too(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_map m;

    temp_dir_write(t, "a", "", 0);
    assert_int_equal(nh_map_open(NULL, t->fd, "a", 0, false, &m, NULL), NH_OK);
    assert_non_null(m.bytes);
    nh_map_close(&m);
}

static void another_size_is_corrupt_and_both_are_told(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;

    temp_dir_write(t, "a", "12345", 5);
    for (uint64_t size = 0; size < 9; size++) {
        nh_error err = {0};
        nh_map m;

        if (size == 5)
            continue;
        assert_int_equal(nh_map_open(NULL, t->fd, "a", size, false, &m, &err),
                         NH_E_CORRUPT);
        assert_string_equal(err.where, "a");
        assert_non_null(strstr(err.what, "5 bytes, expected"));
        assert_null(m.bytes);
    }
}

static void only_regular_files_are_opened(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    static const char *const names[] = {"pipe", "link", "folder", "missing"};

    temp_dir_write(t, "target", "12345", 5);
    assert_int_equal(mkfifoat(t->fd, "pipe", 0600), 0);
    assert_int_equal(symlinkat("target", t->fd, "link"), 0);
    assert_int_equal(mkdirat(t->fd, "folder", 0700), 0);
    for (size_t i = 0; i < COUNT(names); i++) {
        nh_error err = {0};
        nh_map m;

        assert_int_equal(nh_map_open(NULL, t->fd, names[i], 5, false, &m, &err), NH_E_IO);
        assert_string_equal(err.where, names[i]);
        nh_map_close(&m);
    }
}

/* Each file call fails in turn: an error or a good map, and nothing is held afterwards. */
static void every_failed_file_call_is_survived(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;

    temp_dir_write(t, "a", "Golan Heights", 13);
    for (int copy = 0; copy < 2; copy++) {
        bool reached = true;

        for (size_t n = 0; reached; n++) {
            fault *f = fault_new();
            nh_map m;
            nh_status st;

            fault_fail_call(f, n, EIO, false);
            fault_shorten(f, 5);
            st = nh_map_open(fault_env(f), t->fd, "a", 13, copy != 0, &m, NULL);
            assert_int_equal(st == NH_OK, m.bytes != NULL);
            if (st == NH_OK)
                assert_memory_equal(m.bytes, "Golan Heights", 13);
            else
                assert_int_equal(st, NH_E_IO);
            nh_map_close(&m);
            reached = fault_reached(f);
            assert_true(reached || st == NH_OK);
            fault_free(f);
        }
    }
}

static nh_status open_copy(const nh_env *env, void *context)
{
    const temp_dir *t = (const temp_dir *)context;
    nh_map m;
    const nh_status st = nh_map_open(env, t->fd, "a", 5, true, &m, NULL);

    nh_map_close(&m);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;

    temp_dir_write(t, "a", "12345", 5);
    assert_int_equal(fault_sweep_allocations(open_copy, *state), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(mapped_and_copied_bytes_are_those_of_the_file),
        fixture_test(an_empty_file_is_open_too),
        fixture_test(another_size_is_corrupt_and_both_are_told),
        fixture_test(only_regular_files_are_opened),
        fixture_test(every_failed_file_call_is_survived),
        fixture_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
