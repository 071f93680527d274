/* tests/system/test_sweep.c - the commit before the last one is given up, and nothing else is. */
#include "tests/support/cm.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "common/segment/articles/ids_reader.h"
#include "common/segment/file/index.h"
#include "newshound/indexer.h"
#include "newshound/searcher.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/temp_dir.h"

#define ARTICLES 40u

static nh_writer *open_writer(const temp_dir *t, const nh_env *env)
{
    const nh_writer_options o = {.size = sizeof o, .env = env};
    nh_writer *w = NULL;

    assert_int_equal(nh_writer_open(t->path, &o, &w, NULL), NH_OK);
    return w;
}

static void add(nh_writer *w, const char *prefix, unsigned seed)
{
    made_articles *articles = made_articles_new(prefix, ARTICLES, seed);

    for (size_t i = 0; i < articles->count; i++)
        assert_int_equal(nh_writer_add(w, &articles->list[i], NULL), NH_OK);
    made_articles_free(articles);
}

/* Two commits, the second of one segment that holds all: its manifest.prev names another. */
static void make_two(const temp_dir *t)
{
    nh_writer *w = open_writer(t, NULL);

    add(w, "a-", 1);
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_OK);
    add(w, "b-", 2);
    assert_int_equal(nh_writer_optimize(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
}

static size_t count_files(const temp_dir *t, const char *ending)
{
    DIR *d = opendir(t->path);
    size_t n = 0;

    assert_non_null(d);
    for (const struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        const size_t len = strlen(e->d_name);

        n += len > strlen(ending) && strcmp(e->d_name + len - strlen(ending), ending) == 0;
    }
    (void)closedir(d);
    return n;
}

static nh_status open_reader(const temp_dir *t, bool previous, nh_reader **out)
{
    const nh_reader_options o = {.size = sizeof o, .previous = previous};

    return nh_reader_open(t->path, &o, out, NULL);
}

static uint64_t articles_of(nh_reader *r)
{
    nh_reader_facts facts = {.size = sizeof facts};

    nh_reader_facts_get(r, &facts);
    return facts.articles;
}

static void the_last_commit_is_all_that_is_left(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_writer *w;
    nh_reader *r;
    nh_index *before;
    uint64_t freed = 0;
    uint64_t size;

    make_two(t);
    assert_int_equal(nh_index_open(NULL, t->path, true, false, &before, NULL), NH_OK);
    size = before->manifest.segments[0].file.file_size;
    nh_index_close(before);
    assert_int_equal(count_files(t, ".seg"), 2);
    w = open_writer(t, NULL);
    assert_int_equal(nh_writer_sweep(w, &freed, NULL), NH_OK);
    assert_int_equal(freed, size);
    assert_int_equal(nh_writer_sweep(w, &freed, NULL), NH_OK);
    assert_int_equal(freed, 0);
    nh_writer_close(w);
    assert_int_equal(count_files(t, ".seg"), 1);
    assert_false(temp_dir_has(t, "manifest.prev"));
    assert_int_equal(open_reader(t, true, &r), NH_E_IO);
    assert_int_equal(open_reader(t, false, &r), NH_OK);
    assert_int_equal(articles_of(r), 2 * ARTICLES);
    nh_reader_close(r);
    assert_int_equal(nh_index_verify(t->path, true, NULL, NULL, NULL, NULL), NH_OK);
}

static void readers_keep_what_they_have_open(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_index *before;
    nh_reader *last;
    nh_writer *w;

    make_two(t);
    assert_int_equal(nh_index_open(NULL, t->path, true, false, &before, NULL), NH_OK);
    assert_int_equal(open_reader(t, false, &last), NH_OK);
    w = open_writer(t, NULL);
    assert_int_equal(nh_writer_sweep(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
    for (uint32_t a = 0; a < ARTICLES; a++) {
        char room[NH_ID_ROOM];
        nh_str id;

        assert_int_equal(nh_id_get(before->segments[0], a, room, &id, NULL), NH_OK);
        assert_memory_equal(id.ptr, "a-", 2);
    }
    assert_int_equal(articles_of(last), 2 * ARTICLES);
    nh_index_close(before);
    nh_reader_close(last);
}

static void what_is_not_committed_yet_stays(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_commit_facts facts = {.size = sizeof facts};
    nh_writer *w;

    make_two(t);
    w = open_writer(t, NULL);
    add(w, "c-", 3);
    temp_dir_write(t, "run_000900.tmp", "a run", 5);
    assert_int_equal(nh_writer_sweep(w, NULL, NULL), NH_OK);
    assert_true(temp_dir_has(t, "run_000900.tmp"));
    assert_int_equal(nh_writer_commit(w, &facts, NULL), NH_OK);
    assert_int_equal(facts.articles, 3 * ARTICLES);
    nh_writer_close(w);
    assert_true(temp_dir_has(t, "manifest.prev")); /* commits keep the one before again */
    assert_int_equal(nh_index_verify(t->path, true, NULL, NULL, NULL, NULL), NH_OK);
}

static void an_index_without_a_commit_has_nothing_to_give_up(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_writer *w = open_writer(t, NULL);
    uint64_t freed = 1;

    assert_int_equal(nh_writer_sweep(w, &freed, NULL), NH_OK);
    assert_int_equal(freed, 0);
    nh_writer_close(w);
}

/* Whatever fails, the last commit is whole, and one more sweep finishes the work. */
static void a_failure_leaves_the_last_commit(void **state)
{
    bool reached = true;
    size_t n = 0;

    (void)state;
    for (; reached; n++) {
        temp_dir *t = temp_dir_new();
        fault *f = fault_new();
        nh_writer *w;
        nh_status st;

        make_two(t);
        w = open_writer(t, fault_env(f));
        fault_fail_call(f, n, EIO, true);
        st = nh_writer_sweep(w, NULL, NULL);
        reached = fault_reached(f);
        nh_writer_close(w);
        fault_free(f);
        assert_true(st == NH_OK || st == NH_E_IO);
        assert_int_equal(nh_index_verify(t->path, true, NULL, NULL, NULL, NULL), NH_OK);
        w = open_writer(t, NULL);
        assert_int_equal(nh_writer_sweep(w, NULL, NULL), NH_OK);
        assert_int_equal(count_files(t, ".seg"), 1);
        nh_writer_close(w);
        temp_dir_remove(t);
    }
    assert_true(n > 5);
}

static void what_cannot_be_removed_is_not_counted(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    fault *f = fault_new();
    uint64_t freed = 1;
    nh_writer *w;

    make_two(t);
    w = open_writer(t, fault_env(f));
    fault_fail_op(f, FAULT_UNLINK, 1, EIO,
                  true); /* manifest.prev goes, the segment stays */
    assert_int_equal(nh_writer_sweep(w, &freed, NULL), NH_OK);
    assert_true(fault_reached(f));
    assert_int_equal(freed, 0);
    assert_int_equal(count_files(t, ".seg"), 2);
    nh_writer_close(w);
    fault_free(f);
}

/* The name is durable before the commit before it is gone, and that before its files go. */
static void names_are_synced_before_files_go(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    fault *f = fault_new();
    const fault_record *r;
    size_t n;
    size_t syncs = 0;
    size_t gone = 0;
    nh_writer *w;

    make_two(t);
    w = open_writer(t, fault_env(f));
    fault_record_calls(f);
    assert_int_equal(nh_writer_sweep(w, NULL, NULL), NH_OK);
    r = fault_records(f, &n);
    for (size_t i = 0; i < n; i++) {
        syncs += r[i].op == FAULT_SYNC_DIR;
        if (r[i].op != FAULT_UNLINK)
            continue;
        assert_int_equal(syncs, gone == 0 ? 1 : 2);
        if (gone == 0)
            assert_string_equal(r[i].name, "manifest.prev");
        gone++;
    }
    assert_int_equal(gone, 2);
    nh_writer_close(w);
    fault_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_last_commit_is_all_that_is_left, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(readers_keep_what_they_have_open, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(what_is_not_committed_yet_stays, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(an_index_without_a_commit_has_nothing_to_give_up,
                                        temp_dir_setup, temp_dir_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_removed_is_not_counted,
                                        temp_dir_setup, temp_dir_teardown),
        cmocka_unit_test_setup_teardown(names_are_synced_before_files_go, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test(a_failure_leaves_the_last_commit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
