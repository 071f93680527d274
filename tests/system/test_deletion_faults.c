/* tests/system/test_deletion_faults.c - whatever fails while articles are deleted or segments become one, a commit stays whole. */
#include "tests/support/cm.h"

#include <errno.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/file/index.h"
#include "newshound/indexer.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/temp_dir.h"

#define ARTICLES 4u

/* Texts of the same ids, twice, and of others. */
typedef struct texts {
    made_articles *first, *again, *second;
} texts;

/* Something that is done to an index in one commit. */
typedef nh_status act(nh_writer *w, const texts *x);

static int set_up(void **state)
{
    static texts x;

    x.first = made_articles_new("first-", ARTICLES, 1);
    x.again = made_articles_new("first-", ARTICLES, 2);
    x.second = made_articles_new("second-", ARTICLES, 3);
    *state = &x;
    return 0;
}

static int tear_down(void **state)
{
    texts *x = (texts *)*state;

    made_articles_free(x->first);
    made_articles_free(x->again);
    made_articles_free(x->second);
    return 0;
}

static nh_status remove_one(nh_writer *w, const nh_article *a)
{
    return nh_writer_delete(w, a->id.ptr, a->id.len, NULL, NULL);
}

/* ---- acts ----------------------------------------------------------------------------- */

static nh_status begin_index(nh_writer *w, const texts *x)
{
    nh_status st = NH_OK;

    for (size_t i = 0; st == NH_OK && i < ARTICLES; i++)
        st = nh_writer_add(w, &x->first->list[i], NULL);
    if (st == NH_OK)
        st = nh_writer_commit(w, NULL, NULL);
    for (size_t i = 0; st == NH_OK && i < ARTICLES; i++)
        st = nh_writer_add(w, &x->second->list[i], NULL);
    if (st == NH_OK)
        st = remove_one(w, &x->first->list[0]);
    return st == NH_OK ? nh_writer_commit(w, NULL, NULL) : st;
}

/* Deletions of both segments, a replacement, and an article that comes and goes. */
static nh_status delete_some(nh_writer *w, const texts *x)
{
    nh_status st = remove_one(w, &x->first->list[1]);

    if (st == NH_OK)
        st = nh_writer_update(w, &x->again->list[2], NULL);
    if (st == NH_OK)
        st = nh_writer_update(w, &x->again->list[0], NULL);
    if (st == NH_OK)
        st = remove_one(w, &x->again->list[0]);
    if (st == NH_OK)
        st = remove_one(w, &x->second->list[3]);
    return st == NH_OK ? nh_writer_commit(w, NULL, NULL) : st;
}

static nh_status optimize(nh_writer *w, const texts *x)
{
    nh_status st = remove_one(w, &x->second->list[1]);

    return st == NH_OK ? nh_writer_optimize(w, NULL, NULL) : st;
}

/* ---- an environment that does not wait for the disk ---------------------------------- */

static int no_sync(void *self, int fd)
{
    (void)self;
    (void)fd;
    return 0;
}

static const nh_env *hasty(void)
{
    static nh_io io;
    static nh_env env;

    io = *nh_env_system()->io;
    io.sync_file = no_sync;
    io.sync_dir = no_sync;
    env = *nh_env_system();
    env.io = &io;
    return &env;
}

static nh_status do_it(const nh_env *env, const char *path, const texts *x, act *what)
{
    const nh_writer_options options = {.size = sizeof options, .env = env};
    nh_writer *w;
    nh_status st = nh_writer_open(path, &options, &w, NULL);

    if (st == NH_OK)
        st = what(w, x);
    nh_writer_close(w);
    return st;
}

/* ---- what an index holds -------------------------------------------------------------- */

static void add_segment(nh_segment *seg, nh_buffer *out)
{
    nh_article_view articles;

    assert_int_equal(nh_article_view_get(seg, &articles, NULL), NH_OK);
    for (uint32_t a = 0; a < articles.count; a++) {
        char room[NH_ID_ROOM];
        nh_str id;

        if (nh_segment_is_deleted(seg, a))
            continue;
        assert_int_equal(nh_id_get(seg, a, room, &id, NULL), NH_OK);
        nh_buf_print(out, "%.*s:%u ", NH_STR_ARG(id),
                     nh_first_passage(&articles, a + 1) - nh_first_passage(&articles, a));
    }
}

/* "first-000001:3 ...": the articles that are not deleted, in their order, with the number of
 * their passages; the last letter tells the generation. */
static void describe(const char *path, nh_buffer *out)
{
    nh_error err = {0};
    nh_index *index;

    nh_buf_clear(out);
    if (nh_index_open(NULL, path, false, false, &index, &err) != NH_OK)
        fail_msg("%s: %s", err.where, err.what);
    for (uint32_t s = 0; s < index->manifest.n_segments; s++)
        add_segment(index->segments[s], out);
    nh_buf_print(out, "%u", (unsigned)index->manifest.generation);
    nh_index_close(index);
    if (nh_index_verify(path, true, NULL, NULL, NULL, &err) != NH_OK)
        fail_msg("%s: %s", err.where, err.what);
}

/* ---- sweeps --------------------------------------------------------------------------- */

typedef void plan(fault *f, size_t n, bool onward);

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

/* An act under way, and what the index holds before and after it. */
typedef struct sweep {
    const texts *x;
    act *what;
    nh_buffer before, after, now;
} sweep;

static void expect_same(const nh_buffer *a, const nh_buffer *b)
{
    assert_int_equal(a->size, b->size);
    assert_memory_equal(a->bytes, b->bytes, a->size);
}

/* After a failure the old commit stands, and the next writer succeeds. */
static void check_outcome(sweep *s, const temp_dir *t, nh_status st)
{
    describe(t->path, &s->now);
    if (st == NH_OK || st == NH_E_COMMIT_UNKNOWN) {
        expect_same(&s->now, &s->after);
        return;
    }
    expect_same(&s->now, &s->before);
    assert_int_equal(do_it(hasty(), t->path, s->x, s->what), NH_OK);
    describe(t->path, &s->now);
    expect_same(&s->now, &s->after);
}

static bool try_act(sweep *s, plan *spoil, size_t n, bool onward)
{
    temp_dir *t = temp_dir_new();
    fault *f = fault_new();
    bool reached;
    nh_status st;

    assert_int_equal(do_it(hasty(), t->path, s->x, begin_index), NH_OK);
    spoil(f, n, onward);
    st = do_it(fault_env(f), t->path, s->x, s->what);
    reached = fault_reached(f);
    if (!reached)
        assert_int_equal(st, NH_OK);
    fault_free(f);
    check_outcome(s, t, st);
    temp_dir_remove(t);
    return reached;
}

static void sweep_act(const texts *x, act *what, plan *spoil, size_t step)
{
    sweep s = {.x = x, .what = what};
    temp_dir *t = temp_dir_new();
    size_t n = 0;

    assert_int_equal(do_it(hasty(), t->path, x, begin_index), NH_OK);
    describe(t->path, &s.before);
    assert_int_equal(do_it(hasty(), t->path, x, what), NH_OK);
    describe(t->path, &s.after);
    temp_dir_remove(t);
    for (; try_act(&s, spoil, n, false); n += step)
        (void)try_act(&s, spoil, n, true);
    assert_true(n > 10);
    nh_buf_free(&s.before);
    nh_buf_free(&s.after);
    nh_buf_free(&s.now);
}

static void any_file_call_of_a_deletion_may_fail(void **state)
{
    sweep_act(*state, delete_some, fail_io, 1);
}

static void the_disk_may_be_full_at_any_call_of_a_deletion(void **state)
{
    sweep_act(*state, delete_some, fail_space, 3);
}

static void allocations_of_a_deletion_may_fail(void **state)
{
    sweep_act(*state, delete_some, fail_memory, 17);
}

static void any_file_call_of_optimizing_may_fail(void **state)
{
    sweep_act(*state, optimize, fail_io, 1);
}

static void the_disk_may_be_full_at_any_call_of_optimizing(void **state)
{
    sweep_act(*state, optimize, fail_space, 3);
}

static void allocations_of_optimizing_may_fail(void **state)
{
    sweep_act(*state, optimize, fail_memory, 17);
}

/* The calls that make a commit of deletions, in the order in which they reach the disk. */
static void deletions_are_synced_before_the_manifest_that_names_them(void **state)
{
    const texts *x = (const texts *)*state;
    temp_dir *t = temp_dir_new();
    fault *f = fault_new();
    const fault_record *r;
    char order[32] = "";
    size_t n;

    assert_int_equal(do_it(hasty(), t->path, x, begin_index), NH_OK);
    fault_record_calls(f);
    assert_int_equal(do_it(fault_env(f), t->path, x, delete_some), NH_OK);
    r = fault_records(f, &n);
    for (size_t i = 0; i < n; i++) {
        const char *c = r[i].op == FAULT_SYNC_FILE  ? "f"
                        : r[i].op == FAULT_SYNC_DIR ? "d"
                        : r[i].op == FAULT_RENAME   ? "r"
                                                    : "";

        (void)strncat(order, c, sizeof order - strlen(order) - 1);
    }
    /* the run; deletions of two segments and their names; the run without the article that came
     * and went, and its name; all names; the manifest, the one before it, their names */
    assert_string_equal(order, "ffrfrfrdfrrd");
    fault_free(f);
    temp_dir_remove(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_file_call_of_a_deletion_may_fail),
        cmocka_unit_test(the_disk_may_be_full_at_any_call_of_a_deletion),
        cmocka_unit_test(allocations_of_a_deletion_may_fail),
        cmocka_unit_test(any_file_call_of_optimizing_may_fail),
        cmocka_unit_test(the_disk_may_be_full_at_any_call_of_optimizing),
        cmocka_unit_test(allocations_of_optimizing_may_fail),
        cmocka_unit_test(deletions_are_synced_before_the_manifest_that_names_them),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
