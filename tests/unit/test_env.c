/* tests/unit/test_env.c - file calls and allocations through their tables. */
#include "common/base/env.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/temp_dir.h"

#define fixture_test(f) \
    cmocka_unit_test_setup_teardown(f, temp_dir_setup, temp_dir_teardown)

static void memory_is_zeroed_and_products_are_checked(void **state)
{
    uint8_t *bytes = (uint8_t *)nh_zeroed(NULL, 100, 3);
    void *nothing = nh_zeroed(NULL, 0, 8);

    (void)state;
    for (size_t i = 0; i < 300; i++)
        assert_int_equal(bytes[i], 0);
    assert_non_null(nothing);
    assert_null(nh_zeroed(NULL, SIZE_MAX, 2));
    assert_null(nh_resized(NULL, bytes, SIZE_MAX / 2, 3));
    bytes[299] = 7;
    bytes = (uint8_t *)nh_resized(NULL, bytes, 5000, 1);
    assert_int_equal(bytes[299], 7);
    nh_release(NULL, bytes);
    nh_release(NULL, nothing);
    nh_release(NULL, NULL);
}

static void files_are_written_and_read_whole_in_short_steps(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    fault *f = fault_new();
    char bytes[64] = "";
    size_t n = 0;
    int fd;

    fault_shorten(f, 3);
    assert_int_equal(nh_file_open(fault_env(f), t->fd, "a", O_RDWR | O_CREAT, &fd, NULL),
                     NH_OK);
    assert_int_equal(nh_file_write(fault_env(f), fd, "Golan Heights", 13, "a", NULL),
                     NH_OK);
    assert_int_equal(fault_calls_of(f, FAULT_WRITE), 5);
    assert_int_equal(nh_file_read_at(fault_env(f), fd, bytes, 7, 6, "a", NULL), NH_OK);
    assert_string_equal(bytes, "Heights");
    assert_int_equal(nh_file_read(fault_env(f), fd, bytes, 64, "a", &n, NULL), NH_OK);
    assert_int_equal(n, 0); /* it stands at its end */
    assert_int_equal(nh_file_close(fault_env(f), fd), 0);
    assert_int_equal(nh_file_close(fault_env(f), -1), 0);
    fault_free(f);
}

static void an_early_end_is_an_error_with_a_place(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_error err = {0};
    char bytes[64];
    int fd;

    temp_dir_write(t, "a", "12345", 5);
    assert_int_equal(nh_file_open(NULL, t->fd, "a", O_RDONLY, &fd, &err), NH_OK);
    assert_int_equal(nh_file_read_at(NULL, fd, bytes, 10, 2, "a", &err), NH_E_IO);
    assert_int_equal(err.offset, 5);
    assert_string_equal(err.where, "a");
    nh_file_close(NULL, fd);
}

static void a_missing_file_is_named(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_error err = {0};
    int fd = 7;

    assert_int_equal(nh_file_open(NULL, t->fd, "none", O_RDONLY, &fd, &err), NH_E_IO);
    assert_int_equal(fd, -1);
    assert_string_equal(err.where, "none");
    assert_non_null(strstr(err.what, "cannot open"));
}

/* One signal is answered with another try, a storm of them with an end. */
static void interrupted_calls_are_repeated_but_not_for_ever(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    static const fault_op ops[] = {FAULT_OPEN, FAULT_READ, FAULT_WRITE, FAULT_PREAD};

    for (size_t i = 0; i < 2 * COUNT(ops); i++) {
        const bool storm = i % 2 != 0;
        fault *f = fault_new();
        char bytes[4];
        size_t n;
        int fd;
        nh_status st;

        fault_fail_op(f, ops[i / 2], 0, EINTR, storm);
        st = nh_file_open(fault_env(f), t->fd, "a", O_RDWR | O_CREAT, &fd, NULL);
        if (st == NH_OK)
            st = nh_file_write(fault_env(f), fd, "abcd", 4, "a", NULL);
        if (st == NH_OK)
            st = nh_file_read_at(fault_env(f), fd, bytes, 4, 0, "a", NULL);
        if (st == NH_OK)
            st = nh_file_read(fault_env(f), fd, bytes, 4, "a", &n, NULL);
        assert_int_equal(st, storm ? NH_E_IO : NH_OK);
        assert_true(fault_reached(f));
        nh_file_close(fault_env(f), fd);
        fault_free(f);
    }
}

/* Whoever asked to stop is not made to wait for the rest of the input. */
static void a_signal_ends_a_wait_for_input_where_a_stop_was_asked_for(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    static const fault_op ops[] = {FAULT_OPEN, FAULT_READ};

    temp_dir_write(t, "a", "abcd", 4);
    for (size_t i = 0; i < 2 * COUNT(ops); i++) {
        const bool asked = i % 2 != 0;
        nh_flag stop;
        fault *f = fault_new();
        nh_env env = *fault_env(f);
        nh_error err = {0};
        char bytes[4];
        size_t n;
        int fd;
        nh_status st;

        atomic_init(&stop, asked ? 15 : 0);
        env.stop = &stop;
        fault_fail_op(f, ops[i / 2], 0, EINTR, false);
        st = nh_file_open(&env, t->fd, "a", O_RDONLY, &fd, &err);
        if (st == NH_OK)
            st = nh_file_read(&env, fd, bytes, 4, "a", &n, &err);
        assert_int_equal(st, asked ? NH_E_CANCELLED : NH_OK);
        assert_int_equal(err.code, st);
        nh_file_close(&env, fd);
        fault_free(f);
    }
}

static void *stop_soon(void *flag)
{
    const struct timespec soon = {0, 20000000};

    nanosleep(&soon, NULL);
    atomic_store((nh_flag *)flag, 1);
    return NULL;
}

/* Another thread may be the one that hears the signal. */
static void a_flag_ends_a_wait_for_input(void **state)
{
    nh_flag stop = 0;
    nh_env env = *nh_env_system();
    pthread_t thread;
    char bytes[4];
    int ends[2];
    size_t n;

    (void)state;
    env.stop = &stop;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "abcd", 4), 4);
    assert_int_equal(nh_file_read(&env, ends[0], bytes, 4, "a", &n, NULL), NH_OK);
    assert_int_equal(n, 4);
    assert_int_equal(pthread_create(&thread, NULL, stop_soon, &stop), 0);
    assert_int_equal(nh_file_read(&env, ends[0], bytes, 4, "a", &n, NULL), NH_E_CANCELLED);
    pthread_join(thread, NULL);
    close(ends[1]);
    assert_int_equal(nh_file_read(&env, ends[0], bytes, 4, "a", &n, NULL), NH_OK);
    assert_int_equal(n, 0); /* what needs no wait is read, stop or not */
    close(ends[0]);
}

static void *write_soon(void *path)
{
    const int fd = open((const char *)path, O_WRONLY); /* waits for the reader */
    const struct timespec soon = {0, 20000000};

    nanosleep(&soon, NULL);
    (void)!write(fd, "abcd", 4);
    close(fd);
    return NULL;
}

static void a_file_that_does_not_block_is_waited_for(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    char *path = temp_dir_path(t, "queue");
    nh_flag stop = 0;
    nh_env env = *nh_env_system();
    pthread_t thread;
    char bytes[8];
    size_t n;
    int fd;

    env.stop = &stop;
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(nh_file_open(&env, t->fd, "queue", O_RDONLY | O_NONBLOCK, &fd, NULL),
                     NH_OK);
    assert_int_equal(pthread_create(&thread, NULL, write_soon, path), 0);
    assert_int_equal(nh_file_read(&env, fd, bytes, 8, "queue", &n, NULL), NH_OK);
    assert_int_equal(n, 4);
    assert_int_equal(nh_file_read(&env, fd, bytes, 8, "queue", &n, NULL), NH_OK);
    assert_int_equal(n, 0);
    pthread_join(thread, NULL);
    nh_file_close(&env, fd);
    free(path);
}

static void a_write_that_makes_no_progress_ends(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    fault *f = fault_new();
    nh_error err = {0};
    int fd;

    assert_int_equal(nh_file_open(fault_env(f), t->fd, "a", O_RDWR | O_CREAT, &fd, NULL),
                     NH_OK);
    fault_fail_op(f, FAULT_WRITE, 0, ENOSPC, false);
    assert_int_equal(nh_file_write(fault_env(f), fd, "abcd", 4, "a", &err), NH_E_SPACE);
    assert_string_equal(err.where, "a");
    nh_file_close(fault_env(f), fd);
    fault_free(f);
}

/* Every name of a directory comes once, however many there are and however long. */
static void a_directory_gives_each_name_once(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_io *io = nh_env_system()->io;
    bool seen[300] = {false};
    char name[256];
    size_t others = 0;
    int fd;

    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "%0*d", 3 + (i * 7) % 250, i);
        temp_dir_write(t, name, "", 0);
    }
    assert_int_equal(nh_file_open(NULL, t->fd, ".", O_RDONLY | O_DIRECTORY, &fd, NULL),
                     NH_OK);
    while (io->next_name(io->self, fd, name, sizeof name) == 1) {
        const long i = strtol(name, NULL, 10);

        if (name[0] == '.') {
            others++;
            continue;
        }
        assert_in_range(i, 0, 299);
        assert_false(seen[i]);
        seen[i] = true;
    }
    for (size_t i = 0; i < COUNT(seen); i++)
        assert_true(seen[i]);
    assert_int_equal(others, 2);
    assert_int_equal(io->next_name(io->self, fd, name, sizeof name), 0);
    nh_file_close(NULL, fd);
}

static void a_name_that_does_not_fit_is_refused(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_io *io = nh_env_system()->io;
    char name[8];
    int result = 1;
    int fd;

    temp_dir_write(t, "longer-than-seven", "", 0);
    assert_int_equal(nh_file_open(NULL, t->fd, ".", O_RDONLY | O_DIRECTORY, &fd, NULL),
                     NH_OK);
    while (result == 1)
        result = io->next_name(io->self, fd, name, sizeof name);
    assert_int_equal(result, -ENAMETOOLONG);
    nh_file_close(NULL, fd);
}

static void a_second_lock_is_refused_at_once(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_io *io = nh_env_system()->io;
    int a;
    int b;

    assert_int_equal(nh_file_open(NULL, t->fd, "lock", O_RDWR | O_CREAT, &a, NULL), NH_OK);
    assert_int_equal(nh_file_open(NULL, t->fd, "lock", O_RDWR, &b, NULL), NH_OK);
    assert_int_equal(io->lock(io->self, a), 0);
    assert_int_equal(io->lock(io->self, b), -EWOULDBLOCK);
    nh_file_close(NULL, a);
    assert_int_equal(io->lock(io->self, b), 0);
    nh_file_close(NULL, b);
}

static void facts_tell_what_a_name_is(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_io *io = nh_env_system()->io;
    nh_file_facts facts;
    int fd;

    temp_dir_write(t, "a", "12345", 5);
    assert_int_equal(nh_file_open(NULL, t->fd, "a", O_RDONLY, &fd, NULL), NH_OK);
    assert_int_equal(io->facts(io->self, fd, &facts), 0);
    assert_int_equal(facts.kind, NH_FILE_REGULAR);
    assert_int_equal(facts.size, 5);
    assert_true(facts.modified > 1600000000);
    nh_file_close(NULL, fd);

    assert_int_equal(io->make_dir(io->self, t->fd, "d", 0777), 0);
    assert_int_equal(io->make_dir(io->self, t->fd, "d", 0777), -EEXIST);
    assert_int_equal(nh_file_open(NULL, t->fd, "d", O_RDONLY, &fd, NULL), NH_OK);
    assert_int_equal(io->facts(io->self, fd, &facts), 0);
    assert_int_equal(facts.kind, NH_FILE_DIRECTORY);
    assert_int_equal(facts.size, 0);
    nh_file_close(NULL, fd);
    assert_int_equal(io->facts(io->self, fd, &facts), -EBADF);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_products_are_checked),
        fixture_test(files_are_written_and_read_whole_in_short_steps),
        fixture_test(an_early_end_is_an_error_with_a_place),
        fixture_test(a_missing_file_is_named),
        fixture_test(interrupted_calls_are_repeated_but_not_for_ever),
        fixture_test(a_signal_ends_a_wait_for_input_where_a_stop_was_asked_for),
        fixture_test(a_flag_ends_a_wait_for_input),
        fixture_test(a_file_that_does_not_block_is_waited_for),
        fixture_test(a_write_that_makes_no_progress_ends),
        fixture_test(a_directory_gives_each_name_once),
        fixture_test(a_name_that_does_not_fit_is_refused),
        fixture_test(a_second_lock_is_refused_at_once),
        fixture_test(facts_tell_what_a_name_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
