/* tests/unit/test_output_file.c - what is written bit by bit appears whole or not at all. */
#include "common/base/files/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/temp_dir.h"

#define LINES 60000u /* of six bytes: more than is written at once */

#define fixture_test(f) \
    cmocka_unit_test_setup_teardown(f, temp_dir_setup, temp_dir_teardown)

static nh_status write_lines(nh_output_file *f, nh_error *err)
{
    nh_status st = NH_OK;

    for (unsigned i = 0; i < LINES && st == NH_OK; i++)
        st = nh_output_file_write(f, "line.\n", 6, err);
    return st;
}

static void assert_holds(const temp_dir *t, const char *name, const char *text)
{
    char *bytes = (char *)temp_dir_read(t, name, NULL);

    assert_non_null(bytes);
    assert_string_equal(bytes, text);
    free(bytes);
}

static void assert_has_lines(const temp_dir *t, const char *name)
{
    size_t size = 0;
    uint8_t *bytes = temp_dir_read(t, name, &size);

    assert_non_null(bytes);
    assert_int_equal(size, LINES * 6);
    assert_memory_equal(bytes + size - 6, "line.\n", 6);
    free(bytes);
}

static void the_file_appears_when_it_is_kept(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *path = temp_dir_path(t, "run.txt");
    nh_output_file *f = NULL;

    for (unsigned round = 0; round < 2; round++) {
        assert_int_equal(nh_output_file_open(NULL, path, &f, NULL), NH_OK);
        assert_int_equal(write_lines(f, NULL), NH_OK);
        if (round == 0)
            assert_false(temp_dir_has(t, "run.txt"));
        else
            assert_holds(t, "run.txt", "old");
        assert_int_equal(nh_output_file_keep(f, NULL), NH_OK);
        nh_output_file_close(f);
        assert_has_lines(t, "run.txt");
        assert_false(temp_dir_has(t, ".run.txt.part"));
        temp_dir_write(t, "run.txt", "old", 3);
    }
    free(path);
}

static void what_is_not_kept_is_gone(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *path = temp_dir_path(t, "run.txt");
    nh_output_file *f = NULL;

    temp_dir_write(t, "run.txt", "old", 3);
    assert_int_equal(nh_output_file_open(NULL, path, &f, NULL), NH_OK);
    assert_int_equal(write_lines(f, NULL), NH_OK);
    nh_output_file_close(f);
    assert_holds(t, "run.txt", "old");
    assert_false(temp_dir_has(t, ".run.txt.part"));
    free(path);
}

static void what_a_crash_left_is_removed(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *path = temp_dir_path(t, "run.txt");
    nh_output_file *f = NULL;

    temp_dir_write(t, ".run.txt.part", "half of a run", 13);
    assert_int_equal(nh_output_file_open(NULL, path, &f, NULL), NH_OK);
    assert_int_equal(nh_output_file_write(f, "new", 3, NULL), NH_OK);
    assert_int_equal(nh_output_file_keep(f, NULL), NH_OK);
    nh_output_file_close(f);
    assert_holds(t, "run.txt", "new");
    free(path);
}

static void two_do_not_write_one_file(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *path = temp_dir_path(t, "run.txt");
    nh_output_file *f = NULL, *second = NULL;

    assert_int_equal(nh_output_file_open(NULL, path, &f, NULL), NH_OK);
    assert_int_equal(nh_output_file_open(NULL, path, &second, NULL), NH_E_LOCKED);
    assert_null(second);
    assert_int_equal(nh_output_file_write(f, "first", 5, NULL), NH_OK);
    assert_int_equal(nh_output_file_keep(f, NULL), NH_OK);
    nh_output_file_close(f);
    assert_holds(t, "run.txt", "first");
    free(path);
}

static void directories_are_refused_and_devices_written_to(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_output_file *f = NULL;
    nh_error err = {0};

    assert_int_equal(nh_output_file_open(NULL, t->path, &f, &err), NH_E_ARG);
    assert_string_equal(err.where, t->path);
    assert_null(f);
    assert_int_equal(nh_output_file_open(NULL, "/dev/null", &f, NULL), NH_OK);
    assert_int_equal(write_lines(f, NULL), NH_OK);
    assert_int_equal(nh_output_file_keep(f, NULL), NH_OK);
    nh_output_file_close(f);
    assert_int_equal(nh_output_file_open(NULL, "/dev/full", &f, NULL), NH_OK);
    assert_int_equal(write_lines(f, NULL), NH_E_SPACE);
    nh_output_file_close(f);
    assert_int_equal(nh_output_file_open(NULL, "/dev/null/run.txt", &f, NULL), NH_E_IO);
}

static void the_permissions_of_the_old_file_stay(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *path = temp_dir_path(t, "run.txt");
    const mode_t modes[] = {0600, 0640, 0666, 0200};
    nh_output_file *f = NULL;

    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        struct stat now;

        temp_dir_write(t, "run.txt", "old", 3);
        assert_int_equal(chmod(path, modes[i]), 0);
        assert_int_equal(nh_output_file_open(NULL, path, &f, NULL), NH_OK);
        assert_int_equal(nh_output_file_write(f, "new", 3, NULL), NH_OK);
        assert_int_equal(nh_output_file_keep(f, NULL), NH_OK);
        nh_output_file_close(f);
        assert_int_equal(stat(path, &now), 0);
        assert_int_equal(now.st_mode & 0777, modes[i]);
        assert_int_equal(unlink(path), 0);
    }
    free(path);
}

static void a_link_stays_and_its_target_is_written(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *target = temp_dir_path(t, "run.txt"), *link = temp_dir_path(t, "link");
    struct stat now;
    nh_output_file *f = NULL;

    assert_int_equal(symlink("run.txt", link), 0);
    for (unsigned round = 0; round < 2; round++) { /* the target is made, then replaced */
        assert_int_equal(nh_output_file_open(NULL, link, &f, NULL), NH_OK);
        assert_true(temp_dir_has(t, ".run.txt.part"));
        assert_int_equal(nh_output_file_write(f, "new", 3, NULL), NH_OK);
        assert_int_equal(nh_output_file_keep(f, NULL), NH_OK);
        nh_output_file_close(f);
        assert_holds(t, "run.txt", "new");
        assert_int_equal(lstat(link, &now), 0);
        assert_true(S_ISLNK(now.st_mode));
        temp_dir_write(t, "run.txt", "old", 3);
    }
    free(link);
    free(target);
}

static void a_pipe_without_a_reader_is_waited_for_until_the_caller_stops(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *path = temp_dir_path(t, "pipe");
    nh_flag stop = 1;
    nh_env env = *nh_env_system();
    nh_output_file *f = NULL;
    int reader;

    env.stop = &stop;
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(nh_output_file_open(&env, path, &f, NULL), NH_E_CANCELLED);
    assert_null(f);
    reader = open(path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    assert_int_equal(nh_output_file_open(&env, path, &f, NULL), NH_OK);
    assert_int_equal(write_lines(f, NULL), NH_E_CANCELLED); /* it takes 64 KiB at most */
    nh_output_file_close(f);
    assert_int_equal(close(reader), 0);
    free(path);
}

static nh_status write_whole(const nh_env *env, void *context)
{
    const temp_dir *t = (const temp_dir *)context;
    char *path = temp_dir_path(t, "run.txt");
    nh_output_file *f = NULL;
    nh_error err = {0};
    nh_status st = nh_output_file_open(env, path, &f, &err);

    assert_true((st == NH_OK) == (f != NULL));
    if (st == NH_OK)
        st = write_lines(f, &err);
    if (st == NH_OK)
        st = nh_output_file_keep(f, &err);
    nh_output_file_close(f);
    assert_int_equal(st, err.code);
    free(path);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    fault_sweep_allocations(write_whole, *state);
}

/* Whatever call fails: the old file is whole, or the new one is. */
static void every_failed_call_leaves_one_whole_file(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    size_t n = 0;
    bool reached = true;

    for (; reached; n++) {
        fault *f = fault_new();
        nh_status st;

        temp_dir_write(t, "run.txt", "old", 3);
        fault_fail_call(f, n, ENOSPC, false);
        st = write_whole(fault_env(f), *state);
        reached = fault_reached(f);
        if (st == NH_OK || st == NH_E_COMMIT_UNKNOWN) {
            assert_has_lines(t, "run.txt");
        } else {
            assert_int_equal(st, NH_E_SPACE);
            assert_holds(t, "run.txt", "old");
        }
        fault_free(f);
    }
    assert_true(n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(the_file_appears_when_it_is_kept),
        fixture_test(what_is_not_kept_is_gone),
        fixture_test(what_a_crash_left_is_removed),
        fixture_test(two_do_not_write_one_file),
        fixture_test(directories_are_refused_and_devices_written_to),
        fixture_test(the_permissions_of_the_old_file_stay),
        fixture_test(a_link_stays_and_its_target_is_written),
        fixture_test(a_pipe_without_a_reader_is_waited_for_until_the_caller_stops),
        fixture_test(every_failed_allocation_is_survived),
        fixture_test(every_failed_call_leaves_one_whole_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
