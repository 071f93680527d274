/* tests/unit/test_atomic_file.c - a file is replaced whole or not at all. */
#include "common/base/files/atomic_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/temp_dir.h"

#define fixture_test(f) \
    cmocka_unit_test_setup_teardown(f, temp_dir_setup, temp_dir_teardown)

static nh_status replace(const nh_env *env, const temp_dir *t, const char *keep,
                         const char *text)
{
    return nh_atomic_replace(env, t->fd, "m", keep, text, strlen(text), NULL);
}

static void assert_holds(const temp_dir *t, const char *name, const char *text)
{
    char *bytes = (char *)temp_dir_read(t, name, NULL);

    assert_non_null(bytes);
    assert_string_equal(bytes, text);
    free(bytes);
}

static void the_new_file_stands_and_the_old_one_is_kept(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;

    assert_int_equal(replace(NULL, t, "m.prev", "one"), NH_OK);
    assert_holds(t, "m", "one");
    assert_false(temp_dir_has(t, "m.prev"));
    assert_int_equal(replace(NULL, t, "m.prev", "two"), NH_OK);
    assert_holds(t, "m", "two");
    assert_holds(t, "m.prev", "one");
    assert_int_equal(replace(NULL, t, "m.prev", "three"), NH_OK);
    assert_holds(t, "m", "three");
    assert_holds(t, "m.prev", "two");
    assert_int_equal(replace(NULL, t, NULL, "four"), NH_OK);
    assert_holds(t, "m", "four");
    assert_holds(t, "m.prev", "two");
    assert_false(temp_dir_has(t, "m.tmp"));
    assert_false(temp_dir_has(t, "m.prev.new"));
}

static void leftovers_of_a_crash_do_not_matter(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;

    temp_dir_write(t, "m", "one", 3);
    temp_dir_write(t, "m.tmp", "half", 4);
    temp_dir_write(t, "m.prev.new", "old", 3);
    assert_int_equal(replace(NULL, t, "m.prev", "two"), NH_OK);
    assert_holds(t, "m", "two");
    assert_holds(t, "m.prev", "one");
    assert_false(temp_dir_has(t, "m.tmp"));
    assert_false(temp_dir_has(t, "m.prev.new"));
}

/* Data before name, name before directory: an order that a power cut cannot turn around. */
static void the_calls_come_in_the_order_that_survives_a_power_cut(void **state)
{
    static const fault_op expected[] = {FAULT_WRITE, FAULT_SYNC_FILE, FAULT_CLOSE,
                                        FAULT_RENAME, FAULT_SYNC_DIR};
    const temp_dir *t = (const temp_dir *)*state;
    fault *f = fault_new();
    const fault_record *records;
    size_t count;
    size_t at = 0;

    fault_record_calls(f);
    assert_int_equal(replace(fault_env(f), t, NULL, "one"), NH_OK);
    records = fault_records(f, &count);
    for (size_t i = 0; i < count; i++)
        if (at < COUNT(expected) && records[i].op == expected[at])
            at++;
    assert_int_equal(at, COUNT(expected));
    assert_int_equal(records[count - 1].op, FAULT_SYNC_DIR);
    assert_int_equal(fault_calls_of(f, FAULT_RENAME), 1);
    fault_free(f);
}

/* After a failure at call `n` the old file stands; or the new one does, and that is said. */
static bool old_or_new_stands(const temp_dir *t, size_t n, int code, bool onward)
{
    fault *f = fault_new();
    char *now;
    bool reached;
    nh_status st;

    (void)unlinkat(t->fd, "m", 0); /* the run before may have left two names of one file */
    temp_dir_write(t, "m", "old", 3);
    (void)unlinkat(t->fd, "m.prev", 0);
    temp_dir_write(t, "m.prev", "older", 5);
    fault_fail_call(f, n, code, onward);
    fault_shorten(f, 2);
    st = replace(fault_env(f), t, "m.prev", "newer");
    now = (char *)temp_dir_read(t, "m", NULL);
    assert_non_null(now);
    if (st == NH_OK || st == NH_E_COMMIT_UNKNOWN) {
        assert_string_equal(now, "newer");
        assert_holds(t, "m.prev", "old");
    } else {
        assert_int_equal(st, code == ENOSPC ? NH_E_SPACE : NH_E_IO);
        assert_string_equal(now, "old");
        assert_true(temp_dir_has(t, "m.prev"));
    }
    if (!onward)
        assert_false(temp_dir_has(t, "m.prev.new") && st != NH_OK);
    free(now);
    reached = fault_reached(f);
    assert_true(reached || st == NH_OK);
    fault_free(f);
    return reached;
}

static void every_failed_call_leaves_the_old_file_or_the_new_one(void **state)
{
    static const int codes[] = {EIO, ENOSPC, EACCES};
    const temp_dir *t = (const temp_dir *)*state;

    for (size_t i = 0; i < 2 * COUNT(codes); i++) {
        size_t n = 0;

        while (old_or_new_stands(t, n, codes[i / 2], i % 2 != 0))
            n++;
        assert_true(n >= 10);
    }
}

static void a_failed_directory_sync_is_said_and_not_repeated(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    fault *f = fault_new();
    nh_error err = {0};

    fault_fail_op(f, FAULT_SYNC_DIR, 0, EIO, false);
    assert_int_equal(nh_atomic_replace(fault_env(f), t->fd, "m", NULL, "x", 1, &err),
                     NH_E_COMMIT_UNKNOWN);
    assert_int_equal(fault_calls_of(f, FAULT_SYNC_DIR), 1);
    assert_string_equal(err.where, "m");
    assert_holds(t, "m", "x");
    fault_free(f);
}

static void a_failed_data_sync_is_not_repeated_and_replaces_nothing(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    fault *f = fault_new();

    temp_dir_write(t, "m", "old", 3);
    fault_fail_op(f, FAULT_SYNC_FILE, 0, EIO, false);
    assert_int_equal(replace(fault_env(f), t, NULL, "new"), NH_E_IO);
    assert_int_equal(fault_calls_of(f, FAULT_SYNC_FILE), 1);
    assert_holds(t, "m", "old");
    assert_false(temp_dir_has(t, "m.tmp"));
    fault_free(f);
}

/* FAT and some network file systems have no second names: the old bytes are copied. */
static void without_hard_links_the_old_file_is_copied(void **state)
{
    static const int codes[] = {EPERM, EOPNOTSUPP, EMLINK, ENOSYS};
    const temp_dir *t = (const temp_dir *)*state;

    for (size_t i = 0; i < COUNT(codes); i++) {
        fault *f = fault_new();

        temp_dir_write(t, "m", "old", 3);
        fault_fail_op(f, FAULT_LINK, 0, codes[i], true);
        fault_shorten(f, 2);
        assert_int_equal(replace(fault_env(f), t, "m.prev", "new"), NH_OK);
        assert_holds(t, "m", "new");
        assert_holds(t, "m.prev", "old");
        fault_free(f);
    }
}

static void a_name_that_is_too_long_is_refused(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char name[300];

    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(nh_atomic_replace(NULL, t->fd, name, NULL, "x", 1, NULL), NH_E_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(the_new_file_stands_and_the_old_one_is_kept),
        fixture_test(leftovers_of_a_crash_do_not_matter),
        fixture_test(the_calls_come_in_the_order_that_survives_a_power_cut),
        fixture_test(every_failed_call_leaves_the_old_file_or_the_new_one),
        fixture_test(a_failed_directory_sync_is_said_and_not_repeated),
        fixture_test(a_failed_data_sync_is_not_repeated_and_replaces_nothing),
        fixture_test(without_hard_links_the_old_file_is_copied),
        fixture_test(a_name_that_is_too_long_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
