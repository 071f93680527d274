/* tests/unit/test_index.c - an index is opened as of one commit, whatever happens meanwhile. */
#include "common/segment/file/index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/makers/segment_maker.h"
#include "tests/support/transcripts/segment_walk.h"

static const made_spec small = {4, 3, true, false}, other = {3, 3, true, false};

static void write_index(const temp_dir *t, uint64_t generation)
{
    nh_segment_ref refs[2];

    segment_make_file(&small, t, "000001_00000001.seg", &refs[0]);
    segment_make_file(&other, t, "000002_00000002.seg", &refs[1]);
    manifest_make_file(t, "manifest", generation, refs, 2);
}

static void an_index_is_opened(void **state)
{
    const temp_dir *t = *state;
    nh_index *index;

    write_index(t, 7);
    for (int copy = 0; copy < 2; copy++) {
        assert_int_equal(nh_index_open(NULL, t->path, false, copy, &index, NULL), NH_OK);
        assert_int_equal(index->manifest.generation, 7);
        assert_int_equal(index->manifest.n_segments, 2);
        assert_int_equal(nh_segment_info_get(index->segments[1])->articles, 3);
        nh_index_close(index);
    }
    assert_int_equal(nh_index_open(NULL, t->path, true, false, &index, NULL), NH_E_IO);
    assert_null(index);
    nh_index_close(NULL);
}

static void what_is_missing_or_damaged_is_told(void **state)
{
    const temp_dir *t = *state;
    nh_index *index;
    nh_error err = {0};

    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, &err), NH_E_IO);
    assert_int_equal(nh_index_open(NULL, "/tmp/no/such/index", false, false, &index, &err),
                     NH_E_IO);
    write_index(t, 7);
    segment_make_file(&other, t, "000001_00000001.seg", &(nh_segment_ref){0});
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, &err),
                     NH_E_CORRUPT);
    assert_memory_equal(err.where, t->path, strlen(t->path));
    assert_string_equal(err.where + strlen(t->path), "/000001_00000001.seg");
    unlinkat(t->fd, "000001_00000001.seg", 0);
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, &err), NH_E_IO);
}

/* What stands behind the flags and the pairs of a segment. */
static void a_segment_of_another_build_is_refused_when_it_is_opened(void **state)
{
    static const struct {
        uint8_t flags, layout;
        nh_status status;
        const char *what;
    } rows[] = {
        {1, 1, NH_OK, ""},
        {9, 0, NH_E_VERSION, "made by an earlier build; index the articles again"},
        {1, 2, NH_E_CORRUPT, "layout 2 and its sections contradict each other"},
        {1, 3, NH_E_CORRUPT, "layout 3 and its sections contradict each other"},
        {1, 4, NH_E_VERSION, "layout 4, this build reads 3"},
        {9, 255, NH_E_VERSION, "layout 255, this build reads 3"},
        {9, 1, NH_E_CORRUPT, "flags 9 that are not known"},
    };
    const temp_dir *t = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_segment_ref ref;
        nh_buffer out = {0};
        nh_error err = {0};
        nh_index *index;

        segment_make(&small, &out);
        segment_make_file(&small, t, "000001_00000001.seg", &ref);
        out.bytes[64 + 44] = rows[i].flags; /* info is the first section */
        out.bytes[64 + 56] = rows[i].layout;
        container_repair(out.bytes, out.size);
        temp_dir_write(t, "000001_00000001.seg", out.bytes, out.size);
        ref.file = container_ref_of("000001_00000001.seg", out.bytes, out.size);
        manifest_make_file(t, "manifest", 1, &ref, 1);
        nh_buf_free(&out);
        assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, &err),
                         rows[i].status);
        assert_non_null(strstr(err.what, rows[i].what));
        nh_index_close(index);
    }
}

/* A first writer that was stopped leaves its lock alone. */
static void an_index_without_a_commit_is_no_index_yet(void **state)
{
    const temp_dir *t = *state;
    nh_index *index;
    nh_error err = {0};

    temp_dir_write(t, "writer.lock", "", 0);
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, &err), NH_E_IO);
    assert_non_null(strstr(err.what, "nothing was committed yet"));
    write_index(t, 1);
    unlinkat(t->fd, "manifest", 0);
    temp_dir_write(t, "manifest.prev", "", 0);
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, &err), NH_E_IO);
    assert_null(strstr(err.what, "nothing was committed yet"));
}

static void an_error_names_the_folder_once_and_fits(void **state)
{
    char deep[400];
    nh_error err = {0};

    (void)state;
    memset(deep, 'd', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    const struct {
        nh_status st;
        const char *folder, *where, *expected;
    } rows[] = {
        {NH_E_CORRUPT, "news.idx", "manifest", "news.idx/manifest"},
        {NH_E_CORRUPT, "news.idx/", "manifest", "news.idx/manifest"},
        {NH_E_LOCKED, "/", "writer.lock", "//writer.lock"},
        {NH_E_SPACE, "news.idx", "news.idx/spool", "news.idx/spool"},
        {NH_E_IO, "news.idx", "news.idx", "news.idx"},
        {NH_E_IO, "news.idx", "", ""},
        {NH_E_ARG, "news.idx", "--stem", "--stem"},
        {NH_OK, "news.idx", "manifest", "manifest"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        (void)nh_fail(&err, rows[i].st, rows[i].where, NH_NO_OFFSET, "no");
        assert_int_equal(nh_index_name_file(rows[i].folder, rows[i].st, &err), rows[i].st);
        assert_string_equal(err.where, rows[i].expected);
    }
    (void)nh_fail(&err, NH_E_IO, "manifest", NH_NO_OFFSET, "no");
    assert_int_equal(nh_index_name_file(deep, NH_E_IO, &err), NH_E_IO);
    assert_int_equal(strlen(err.where), sizeof err.where - 1);
    assert_string_equal(strchr(err.where, '/'), "/manifest");
    (void)nh_fail(&err, NH_E_IO, deep, NH_NO_OFFSET, "no");
    assert_int_equal(nh_index_name_file("news.idx", NH_E_IO, &err), NH_E_IO);
    assert_int_equal(err.where[0], 'd');
    assert_int_equal(nh_index_name_file("news.idx", NH_E_IO, NULL), NH_E_IO);
}

static void the_manifest_and_a_segment_must_agree(void **state)
{
    const temp_dir *t = *state;
    nh_segment_ref ref;
    nh_index *index;
    nh_error err = {0};

    segment_make_file(&small, t, "a.seg", &ref);
    ref.tokens++;
    manifest_make_file(t, "manifest", 1, &ref, 1);
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, &err),
                     NH_E_CORRUPT);
    assert_non_null(strstr(err.what, "manifest says otherwise"));
}

/* A writer that commits whenever a segment is about to be opened. */
typedef struct busy_writer {
    nh_io io;
    const temp_dir *t;
    unsigned commits; /* still to make */
    uint64_t generation;
} busy_writer;

static int open_after_commit(void *self, int dir, const char *name, int flags, mode_t mode)
{
    busy_writer *w = self;
    const nh_io *system = nh_env_system()->io;

    if (strstr(name, ".seg") != NULL && w->commits > 0) {
        w->commits--;
        write_index(w->t, ++w->generation);
        return -ENOENT;
    }
    return system->open_at(system->self, dir, name, flags, mode);
}

static void commits_meanwhile_are_met_by_trying_again(void **state)
{
    const temp_dir *t = *state;
    busy_writer w = {.io = *nh_env_system()->io, .t = t, .generation = 1};
    const nh_env env = {.io = &w.io, .memory = nh_env_system()->memory};
    nh_index *index;

    w.io.self = &w; /* the system's calls do not look at it */
    w.io.open_at = open_after_commit;
    write_index(t, 1);
    w.commits = 9;
    assert_int_equal(nh_index_open(&env, t->path, false, false, &index, NULL), NH_OK);
    assert_int_equal(index->manifest.generation, 10);
    nh_index_close(index);
    w.commits = 100;
    assert_int_equal(nh_index_open(&env, t->path, false, false, &index, NULL), NH_E_BUSY);
    assert_int_equal(w.commits, 90);
}

static void write_deletions(const temp_dir *t, const uint8_t *bits, size_t size,
                            uint32_t deleted)
{
    nh_segment_ref ref;
    nh_buffer out = {0};

    segment_make_file(&small, t, "a.seg", &ref);
    container_make(NH_KIND_DELETIONS, &(made_section){NH_SECTION_DELETED, bits, size}, 1,
                   &out);
    temp_dir_write(t, "a.del", out.bytes, out.size);
    ref.deleted = deleted;
    ref.deletions = container_ref_of("a.del", out.bytes, out.size);
    manifest_make_file(t, "manifest", 1, &ref, 1);
    nh_buf_free(&out);
}

static void deletions_are_read(void **state)
{
    const temp_dir *t = *state;
    nh_index *index;

    write_deletions(t, (const uint8_t *)"\x0a", 1, 2);
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    for (uint32_t a = 0; a < 4; a++)
        assert_int_equal(nh_segment_is_deleted(index->segments[0], a), a % 2);
    nh_index_close(index);
}

static void deletions_that_make_no_sense_are_refused(void **state)
{
    static const struct {
        const char *bits;
        size_t size;
        uint32_t deleted;
    } rows[] = {{"\x0a", 1, 1}, {"\x1a", 1, 3}, {"\x0a\0", 2, 2}};
    const temp_dir *t = *state;
    nh_index *index;

    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_error err = {0};

        write_deletions(t, (const uint8_t *)rows[i].bits, rows[i].size, rows[i].deleted);
        assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, &err),
                         NH_E_CORRUPT);
        assert_string_equal(strrchr(err.where, '/'), "/a.del");
    }
}

static nh_status open_it(const nh_env *env, void *context)
{
    nh_index *index;
    const nh_status st =
        nh_index_open(env, ((const temp_dir *)context)->path, false, true, &index, NULL);

    nh_index_close(index);
    return st;
}

static void failed_allocations_are_told(void **state)
{
    write_index(*state, 1);
    assert_true(fault_sweep_allocations(open_it, *state) > 8);
}

#define FIXTURE(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE(an_index_is_opened),
        FIXTURE(what_is_missing_or_damaged_is_told),
        FIXTURE(a_segment_of_another_build_is_refused_when_it_is_opened),
        FIXTURE(an_index_without_a_commit_is_no_index_yet),
        FIXTURE(an_error_names_the_folder_once_and_fits),
        FIXTURE(the_manifest_and_a_segment_must_agree),
        FIXTURE(commits_meanwhile_are_met_by_trying_again),
        FIXTURE(deletions_are_read),
        FIXTURE(deletions_that_make_no_sense_are_refused),
        FIXTURE(failed_allocations_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
