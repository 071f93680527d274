/* tests/unit/test_place.c - paths lead through links to files and directories. */
#include "common/base/files/place.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/temp_dir.h"

#define fixture_test(f) \
    cmocka_unit_test_setup_teardown(f, temp_dir_setup, temp_dir_teardown)

static void two_names_of_one_file_are_told(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *a = temp_dir_path(t, "a"), *b = temp_dir_path(t, "b"), *c = temp_dir_path(t, "c");

    temp_dir_write(t, "a", "x", 1);
    temp_dir_write(t, "c", "x", 1);
    assert_int_equal(symlink("a", b), 0);
    assert_true(nh_file_is_same(NULL, a, a));
    assert_true(nh_file_is_same(NULL, a, b));
    assert_false(nh_file_is_same(NULL, a, c));
    assert_false(nh_file_is_same(NULL, a, "/nowhere"));
    free(a);
    free(b);
    free(c);
}

static void a_file_is_in_a_directory_by_any_name(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *dir = temp_dir_path(t, "dir"), *other = temp_dir_path(t, "other");
    char *in = temp_dir_path(t, "dir/file"), *out = temp_dir_path(t, "file");
    char *link = temp_dir_path(t, "link"), *through = temp_dir_path(t, "other/file");

    assert_int_equal(mkdir(dir, 0700), 0);
    assert_int_equal(symlink("dir", other), 0);
    assert_int_equal(symlink("other/file", link), 0); /* which does not exist */
    assert_true(nh_file_is_in(NULL, in, dir));
    assert_true(nh_file_is_in(NULL, in, other));
    assert_true(nh_file_is_in(NULL, through, dir));
    assert_true(nh_file_is_in(NULL, link, dir));
    assert_false(nh_file_is_in(NULL, out, dir));
    assert_false(nh_file_is_in(NULL, dir, dir));
    assert_false(nh_file_is_in(NULL, in, "/nowhere"));
    free(dir);
    free(other);
    free(in);
    free(out);
    free(link);
    free(through);
}

static void links_in_a_circle_are_told(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *a = temp_dir_path(t, "a"), *b = temp_dir_path(t, "b");
    nh_buffer target = {0};
    nh_error err = {0};

    assert_int_equal(symlink("b", a), 0);
    assert_int_equal(symlink(a, b), 0);
    assert_int_equal(nh_file_follow(NULL, a, &target, &err), NH_E_IO);
    assert_string_equal(err.where, a);
    nh_buf_free(&target);
    free(a);
    free(b);
}

static nh_status follow(const nh_env *env, void *context)
{
    nh_buffer target = {.env = env};
    const nh_status st = nh_file_follow(env, (const char *)context, &target, NULL);

    if (st == NH_OK)
        assert_string_equal(strrchr((const char *)target.bytes, '/'), "/dir");
    nh_buf_free(&target);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *link = temp_dir_path(t, "link");

    assert_int_equal(symlink("dir", link), 0);
    fault_sweep_allocations(follow, link);
    free(link);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(two_names_of_one_file_are_told),
        fixture_test(a_file_is_in_a_directory_by_any_name),
        fixture_test(links_in_a_circle_are_told),
        fixture_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
