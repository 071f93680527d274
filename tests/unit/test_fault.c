/* tests/unit/test_fault.c - the environment that fails does what tests rely on. */
#include "tests/support/faults/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/temp_dir.h"

#define fixture_test(f) \
    cmocka_unit_test_setup_teardown(f, temp_dir_setup, temp_dir_teardown)

static void the_nth_allocation_fails_once_or_from_then_on(void **state)
{
    (void)state;
    for (int onward = 0; onward < 2; onward++) {
        fault *f = fault_new();
        void *pieces[5];

        fault_fail_allocation(f, 2, onward != 0);
        for (size_t i = 0; i < COUNT(pieces); i++) {
            pieces[i] = nh_zeroed(fault_env(f), 1, 10);
            assert_int_equal(fault_reached(f), i >= 2);
            assert_int_equal(pieces[i] == NULL, i == 2 || (i > 2 && onward != 0));
        }
        assert_int_equal(fault_allocations(f), 5);
        assert_int_equal(fault_held(f), onward != 0 ? 2 : 4);
        for (size_t i = 0; i < COUNT(pieces); i++)
            nh_release(fault_env(f), pieces[i]);
        assert_int_equal(fault_held(f), 0);
        assert_int_equal(fault_bytes_held(f), 0);
        assert_true(fault_bytes_peak(f) >= 20);
        fault_free(f);
    }
}

static void growth_that_fails_keeps_the_old_piece(void **state)
{
    fault *f = fault_new();
    char *piece = (char *)nh_zeroed(fault_env(f), 1, 8);

    (void)state;
    memcpy(piece, "abc", 4);
    fault_fail_allocation(f, 0, false);
    assert_null(nh_resized(fault_env(f), piece, 1000, 1));
    assert_string_equal(piece, "abc");
    assert_int_equal(fault_held(f), 1);
    piece = (char *)nh_resized(fault_env(f), piece, 1000, 1);
    assert_int_equal(fault_held(f), 1);
    nh_release(fault_env(f), piece);
    fault_free(f);
}

static void only_calls_of_the_chosen_kind_are_counted(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    fault *f = fault_new();
    int fd;

    fault_fail_op(f, FAULT_WRITE, 1, ENOSPC, false);
    assert_int_equal(nh_file_open(fault_env(f), t->fd, "a", O_RDWR | O_CREAT, &fd, NULL),
                     NH_OK);
    assert_int_equal(nh_file_write(fault_env(f), fd, "x", 1, "a", NULL), NH_OK);
    assert_int_equal(nh_file_write(fault_env(f), fd, "x", 1, "a", NULL), NH_E_SPACE);
    assert_int_equal(nh_file_write(fault_env(f), fd, "x", 1, "a", NULL), NH_OK);
    assert_int_equal(fault_calls(f), 4);
    assert_int_equal(fault_calls_of(f, FAULT_WRITE), 3);
    assert_int_equal(fault_held(f), 1);
    nh_file_close(fault_env(f), fd);
    fault_free(f);
}

static void a_close_that_fails_closes(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    fault *f = fault_new();
    int fd;

    fault_fail_op(f, FAULT_CLOSE, 0, EIO, false);
    assert_int_equal(nh_file_open(fault_env(f), t->fd, "a", O_RDWR | O_CREAT, &fd, NULL),
                     NH_OK);
    assert_int_equal(nh_file_close(fault_env(f), fd), -EIO);
    assert_int_equal(fault_held(f), 0);
    fault_free(f);
}

static void calls_are_recorded_with_name_size_and_result(void **state)
{
    static const fault_record expected[] = {
        {FAULT_OPEN, "a", "", 0, 0},       {FAULT_WRITE, "a", "", 10, 4},
        {FAULT_WRITE, "a", "", 6, 4},      {FAULT_WRITE, "a", "", 2, 2},
        {FAULT_SYNC_FILE, "a", "", 0, 0},  {FAULT_CLOSE, "a", "", 0, 0},
        {FAULT_RENAME, "a", "b", 0, -EIO}, {FAULT_UNLINK, "a", "", 0, 0},
    };
    const temp_dir *t = (const temp_dir *)*state;
    fault *f = fault_new();
    const nh_env *env = fault_env(f);
    const fault_record *records;
    size_t count;
    int fd;

    fault_record_calls(f);
    fault_shorten(f, 4);
    fault_fail_op(f, FAULT_RENAME, 0, EIO, false);
    assert_int_equal(nh_file_open(env, t->fd, "a", O_RDWR | O_CREAT, &fd, NULL), NH_OK);
    assert_int_equal(nh_file_write(env, fd, "0123456789", 10, "a", NULL), NH_OK);
    env->io->sync_file(env->io->self, fd);
    nh_file_close(env, fd);
    env->io->rename_at(env->io->self, t->fd, "a", "b");
    env->io->unlink_at(env->io->self, t->fd, "a");

    records = fault_records(f, &count);
    assert_int_equal(count, COUNT(expected));
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(records[i].op, expected[i].op);
        assert_string_equal(records[i].name, expected[i].name);
        assert_string_equal(records[i].second, expected[i].second);
        assert_int_equal(records[i].size, expected[i].size);
        if (i > 0) /* the first result is a descriptor */
            assert_int_equal(records[i].result, expected[i].result);
    }
    assert_string_equal(fault_op_text(FAULT_SYNC_DIR), "sync_dir");
    fault_free(f);
}

static nh_status three_allocations(const nh_env *env, void *context)
{
    void *pieces[3] = {NULL};
    nh_status st = NH_OK;

    (void)context;
    for (size_t i = 0; i < COUNT(pieces) && st == NH_OK; i++) {
        pieces[i] = nh_zeroed(env, 1, 1);
        st = pieces[i] != NULL ? NH_OK : NH_E_NOMEM;
    }
    for (size_t i = 0; i < COUNT(pieces); i++)
        nh_release(env, pieces[i]);
    return st;
}

static void a_sweep_counts_what_it_failed(void **state)
{
    (void)state;
    assert_int_equal(fault_sweep_allocations(three_allocations, NULL), 3);
}

static void a_directory_of_a_test_goes_with_all_in_it(void **state)
{
    temp_dir *t = temp_dir_new();
    char path[300];

    (void)state;
    assert_non_null(t);
    memcpy(path, t->path, sizeof t->path);
    temp_dir_write(t, "a", "abc", 3);
    assert_int_equal(nh_env_system()->io->make_dir(NULL, t->fd, "locked", 0), 0);
    assert_true(temp_dir_has(t, "locked"));
    assert_null(temp_dir_read(t, "none", NULL));
    temp_dir_remove(t);
    assert_true(nh_env_system()->io->open_at(NULL, AT_FDCWD, path, O_RDONLY, 0) == -ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nth_allocation_fails_once_or_from_then_on),
        cmocka_unit_test(growth_that_fails_keeps_the_old_piece),
        fixture_test(only_calls_of_the_chosen_kind_are_counted),
        fixture_test(a_close_that_fails_closes),
        fixture_test(calls_are_recorded_with_name_size_and_result),
        cmocka_unit_test(a_sweep_counts_what_it_failed),
        cmocka_unit_test(a_directory_of_a_test_goes_with_all_in_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
