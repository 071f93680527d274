/* tests/system/test_index_faults.c - whatever fails while an index is written, a commit stays whole. */
#include "tests/support/cm.h"

#include <errno.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "indexer/settings.h"
#include "newshound/indexer.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/temp_dir.h"
#include "tests/support/transcripts/index_lines.h"

#define ARTICLES 3u

/* What all runs of a sweep share. */
typedef struct sweep {
    made_articles *first, *second; /* the two commits                     */
    index_lines *lines[3];         /* what an index holds: by generation  */
} sweep;

static void expect_more(sweep *s, unsigned generation, const made_articles *a)
{
    nh_chosen chosen;

    assert_int_equal(nh_chosen_read(NULL, &chosen, NULL), NH_OK);
    for (size_t i = 0; i < a->count; i++)
        index_lines_expect(s->lines[generation], &chosen.settings, &a->list[i]);
}

static int set_up(void **state)
{
    static sweep s;

    s.first = made_articles_new("first-", ARTICLES, 1);
    s.second = made_articles_new("second-", ARTICLES, 2);
    for (unsigned i = 0; i < 3; i++)
        s.lines[i] = index_lines_new();
    expect_more(&s, 1, s.first);
    expect_more(&s, 2, s.first);
    expect_more(&s, 2, s.second);
    *state = &s;
    return 0;
}

static int tear_down(void **state)
{
    sweep *s = (sweep *)*state;

    made_articles_free(s->first);
    made_articles_free(s->second);
    for (unsigned i = 0; i < 3; i++)
        index_lines_free(s->lines[i]);
    return 0;
}

/* One writer, one commit. */
static nh_status write_by(const nh_env *env, const char *path, const made_articles *a,
                          unsigned threads)
{
    const nh_writer_options options = {
        .size = sizeof options, .env = env, .threads = threads};
    nh_writer *w;
    nh_status st = nh_writer_open(path, &options, &w, NULL);

    for (size_t i = 0; st == NH_OK && i < a->count; i++)
        st = nh_writer_add(w, &a->list[i], NULL);
    if (st == NH_OK)
        st = nh_writer_commit(w, NULL, NULL);
    nh_writer_close(w);
    return st;
}

static nh_status write_commit(const nh_env *env, const char *path, const made_articles *a)
{
    return write_by(env, path, a, 1);
}

static uint64_t generation_of(const char *path)
{
    nh_index *index;
    nh_error err = {0};
    uint64_t generation;

    if (nh_index_open(NULL, path, false, false, &index, &err) != NH_OK)
        fail_msg("%s: %s", err.where, err.what);
    generation = index->manifest.generation;
    nh_index_close(index);
    return generation;
}

static void check_lines(sweep *s, const char *path, uint64_t generation)
{
    index_lines *found = index_lines_new();

    index_lines_read(found, path);
    index_lines_compare(s->lines[generation], found);
    index_lines_free(found);
}

/* What has to hold after a commit of `second` that ended with `st`. */
static void check_outcome(sweep *s, const temp_dir *t, nh_status st)
{
    const uint64_t generation = generation_of(t->path);

    if (st == NH_OK || st == NH_E_COMMIT_UNKNOWN)
        assert_int_equal(generation, 2);
    else
        assert_int_equal(generation, 1);
    check_lines(s, t->path, generation);
    if (generation == 1) { /* the next writer succeeds where this one failed */
        assert_int_equal(write_commit(NULL, t->path, s->second), NH_OK);
        check_lines(s, t->path, 2);
    }
}

/* How a run of the sweep lets things fail. */
typedef void plan(fault *f, size_t n, bool onward);

/* The second commit with failure `n`; false once there is none. */
static bool try_commit(sweep *s, plan *spoil, size_t n, bool onward)
{
    temp_dir *t = temp_dir_new();
    fault *f = fault_new();
    bool reached;
    nh_status st;

    assert_int_equal(write_commit(NULL, t->path, s->first), NH_OK);
    spoil(f, n, onward);
    st = write_commit(fault_env(f), t->path, s->second);
    reached = fault_reached(f);
    if (!reached)
        assert_int_equal(st, NH_OK);
    fault_free(f);
    check_outcome(s, t, st);
    temp_dir_remove(t);
    return reached;
}

static void sweep_all(sweep *s, plan *spoil, size_t step)
{
    size_t n = 0;

    while (try_commit(s, spoil, n, false)) {
        (void)try_commit(s, spoil, n, true);
        n += step;
    }
    assert_true(n > 10);
}

static void fail_io(fault *f, size_t n, bool onward)
{
    fault_fail_call(f, n, EIO, onward);
}

static void fail_space(fault *f, size_t n, bool onward)
{
    fault_fail_call(f, n, ENOSPC, onward);
}

static void fail_memory(fault *f, size_t n, bool onward)
{
    fault_fail_allocation(f, n, onward);
}

static void any_file_call_may_fail(void **state)
{
    sweep_all((sweep *)*state, fail_io, 1);
}

static void the_disk_may_be_full_at_any_call(void **state)
{
    sweep_all((sweep *)*state, fail_space, 1);
}

static void any_allocation_may_fail(void **state)
{
    sweep_all((sweep *)*state, fail_memory, 7);
}

/* Which call is the n-th depends on the threads; what has to hold does not. */
static void a_thread_may_fail_too(void **state)
{
    sweep *s = (sweep *)*state;

    for (size_t n = 0; n < 60; n += 2) {
        temp_dir *t = temp_dir_new();
        fault *f = fault_new();
        nh_status st;

        assert_int_equal(write_commit(NULL, t->path, s->first), NH_OK);
        if (n % 4 == 0)
            fault_fail_call(f, n, ENOSPC, true);
        else
            fault_fail_allocation(f, n * 10, true);
        st = write_by(fault_env(f), t->path, s->second, 2);
        fault_free(f);
        check_outcome(s, t, st);
        temp_dir_remove(t);
    }
}

static void a_failed_sync_is_final(void **state)
{
    sweep *s = (sweep *)*state;
    temp_dir *t = temp_dir_new();
    fault *f = fault_new();
    const nh_writer_options options = {.size = sizeof options, .env = fault_env(f)};
    nh_writer *w;

    assert_int_equal(nh_writer_open(t->path, &options, &w, NULL), NH_OK);
    assert_int_equal(nh_writer_add(w, &s->first->list[0], NULL), NH_OK);
    fault_fail_op(f, FAULT_SYNC_FILE, 0, EIO, false);
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_E_IO);
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_E_ARG);
    assert_int_equal(nh_writer_add(w, &s->first->list[1], NULL), NH_E_ARG);
    nh_writer_close(w);
    assert_false(temp_dir_has(t, "manifest"));
    fault_free(f);
    temp_dir_remove(t);
}

static void the_last_sync_of_the_directory_leaves_a_commit_unknown(void **state)
{
    sweep *s = (sweep *)*state;
    temp_dir *t = temp_dir_new();
    fault *f = fault_new();
    nh_status st;

    assert_int_equal(write_commit(NULL, t->path, s->first), NH_OK);
    fault_fail_op(f, FAULT_SYNC_DIR, 1, EIO, false);
    st = write_commit(fault_env(f), t->path, s->second);
    assert_int_equal(st, NH_E_COMMIT_UNKNOWN);
    check_outcome(s, t, st);
    fault_free(f);
    temp_dir_remove(t);
}

/* The calls that make a commit, in the order in which they reach the disk. */
static void a_commit_syncs_data_before_names_and_names_before_the_manifest(void **state)
{
    sweep *s = (sweep *)*state;
    temp_dir *t = temp_dir_new();
    fault *f = fault_new();
    const fault_record *r;
    size_t n;
    char order[16] = "";

    fault_record_calls(f);
    assert_int_equal(write_commit(fault_env(f), t->path, s->first), NH_OK);
    r = fault_records(f, &n);
    for (size_t i = 0; i < n; i++)
        if (r[i].op == FAULT_SYNC_FILE || r[i].op == FAULT_SYNC_DIR ||
            r[i].op == FAULT_RENAME)
            (void)strncat(order,
                          r[i].op == FAULT_SYNC_FILE  ? "f"
                          : r[i].op == FAULT_SYNC_DIR ? "d"
                                                      : "r",
                          sizeof order - strlen(order) - 1);
    assert_string_equal(order, "frdfrd"); /* segment, its name; manifest, its name */
    fault_free(f);
    temp_dir_remove(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_file_call_may_fail),
        cmocka_unit_test(the_disk_may_be_full_at_any_call),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(a_thread_may_fail_too),
        cmocka_unit_test(a_failed_sync_is_final),
        cmocka_unit_test(the_last_sync_of_the_directory_leaves_a_commit_unknown),
        cmocka_unit_test(a_commit_syncs_data_before_names_and_names_before_the_manifest),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
