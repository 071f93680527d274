/* tests/system/test_index_merge.c - many small runs merged are what one large run is. */
#include "tests/support/cm.h"

#include <unistd.h>

#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "common/segment/terms/terms_reader.h"
#include "indexer/commit/commit.h"
#include "indexer/commit/file_names.h"
#include "indexer/commit/manifest/new_manifest.h"
#include "indexer/invert/run_files.h"
#include "indexer/merge/merge_passes.h"
#include "indexer/settings.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/temp_dir.h"
#include "tests/support/transcripts/index_lines.h"

#define SOURCES 600u
#define ROOMY ((size_t)512 << 20)
#define TIGHT ((size_t)13 << 20) /* a little more than what every run needs */

static nh_settings settings_of(const nh_index_options *options)
{
    nh_chosen chosen;

    assert_int_equal(nh_chosen_read(options, &chosen, NULL), NH_OK);
    return chosen.settings;
}

/* Runs of `each` articles (or as many as fit into `memory`). */
static nh_status write_runs(nh_run_files *files, const nh_settings *settings,
                            const made_articles *a, size_t each)
{
    nh_run *run;
    bool full;
    nh_status st = nh_run_new(files->env, files->dir, settings, ROOMY, &run, NULL);

    for (size_t i = 0; st == NH_OK && i < a->count; i++) {
        st = nh_run_add(run, &a->list[i], 0, &full, NULL);
        if (st == NH_OK && (i % each == each - 1 || i + 1 == a->count))
            st = nh_run_files_flush(files, &run, 1, false, NULL);
    }
    nh_run_free(run);
    return st;
}

static nh_status merge_runs(nh_run_files *files, const nh_settings *settings,
                            uint64_t memory, nh_segment_ref *out)
{
    nh_merge_source sources[SOURCES];
    const nh_merge_job job = {.env = files->env,
                              .dir = files->dir,
                              .sources = sources,
                              .count = files->count,
                              .settings = settings,
                              .memory = memory};

    assert_true(files->count <= SOURCES);
    for (uint32_t i = 0; i < files->count; i++)
        sources[i] = (nh_merge_source){.ref = files->list[i].ref};
    return nh_merge_passes(&job, files, "merged.tmp", out, NULL);
}

/* Makes an index of one segment from runs of `each` articles. */
static void build(const temp_dir *t, const nh_index_options *options,
                  const made_articles *a, size_t each, uint64_t memory)
{
    const nh_settings settings = settings_of(options);
    const nh_manifest last = {.settings = settings};
    nh_segment_ref merged;
    nh_manifest_change change = {.segments = &merged, .n_segments = 1};
    nh_manifest m;
    nh_run_files files;

    nh_run_files_init(&files, NULL, t->fd);
    assert_int_equal(write_runs(&files, &settings, a, each), NH_OK);
    assert_int_equal(files.count, (a->count + each - 1) / each);
    assert_int_equal(merge_runs(&files, &settings, memory, &merged), NH_OK);
    assert_int_equal(nh_commit_name(NULL, t->fd, NH_KIND_SEGMENT, 1, &merged.file, NULL),
                     NH_OK);
    assert_int_equal(nh_manifest_next(NULL, &last, &change, &m, NULL), NH_OK);
    assert_int_equal(nh_commit_manifest(NULL, t->fd, &m, NULL), NH_OK);
    nh_manifest_close(&m);
    nh_run_files_close(&files);
}

static void check(const temp_dir *t, const nh_index_options *options,
                  const made_articles *a)
{
    const nh_settings settings = settings_of(options);
    index_lines *expected = index_lines_new();
    index_lines *found = index_lines_new();

    for (size_t i = 0; i < a->count; i++)
        index_lines_expect(expected, &settings, &a->list[i]);
    index_lines_read(found, t->path);
    index_lines_compare(expected, found);
    index_lines_free(expected);
    index_lines_free(found);
}

static void runs_of_any_size_become_the_same_segment(void **state)
{
    static const size_t sizes[] = {1, 7, 100, 299, 600};
    made_articles *a = made_articles_new("a-", 600, 3);

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        temp_dir *t = temp_dir_new();

        build(t, NULL, a, sizes[i], ROOMY);
        check(t, NULL, a);
        temp_dir_remove(t);
    }
    made_articles_free(a);
}

/* Files of runs in the directory. */
static unsigned leftovers(const temp_dir *t)
{
    unsigned n = 0;
    char name[48];

    for (unsigned i = 0; i < SOURCES; i++) {
        nh_run_name(name, i);
        n += temp_dir_has(t, name);
    }
    return n;
}

static void a_small_window_changes_nothing(void **state)
{
    static const nh_index_options plain = {
        .size = sizeof plain, .analysis = "plain", .passages = "3:6:12"};
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 300, 4);

    build(t, &plain, a, 50, 4096); /* all inputs are opened again all the time */
    check(t, &plain, a);
    made_articles_free(a);
}

static void runs_that_are_too_many_are_merged_pass_by_pass(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 290, 9);

    assert_int_equal(nh_merge_at_once(4096), 8);
    assert_int_equal(nh_merge_at_once((uint64_t)32 << 20), 24);
    build(t, NULL, a, 3, 4096); /* 97 runs, then 13, then 2 */
    check(t, NULL, a);
    assert_int_equal(leftovers(t), 0);
    made_articles_free(a);
}

/* Of what was made before the last run was met, nothing is left. */
static void passes_that_fail_leave_no_files(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_settings settings = settings_of(NULL);
    made_articles *a = made_articles_new("a-", 40, 9);
    nh_segment_ref merged;
    nh_run_files files;

    nh_run_files_init(&files, NULL, t->fd);
    assert_int_equal(write_runs(&files, &settings, a, 2), NH_OK);
    assert_int_equal(files.count, 20);
    temp_dir_write(t, files.list[19].ref.file.name, "nothing", 7);
    assert_int_equal(merge_runs(&files, &settings, 4096, &merged), NH_E_CORRUPT);
    assert_int_equal(leftovers(t), 20);
    assert_true(files.next > 20);
    nh_run_files_close(&files);
    assert_int_equal(leftovers(t), 0);
    made_articles_free(a);
}

static void a_run_of_another_index_is_refused(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_settings own = settings_of(NULL);
    nh_settings others[] = {own, own, own, own, own};
    made_articles *a = made_articles_new("a-", 20, 4);
    nh_segment_ref merged;
    nh_run_files files;

    others[0].k1++;
    others[1].b++;
    others[2].target++;
    others[3].store = !own.store;
    others[4].pairs = 0;
    assert_int_not_equal(own.pairs, 0);
    nh_run_files_init(&files, NULL, t->fd);
    assert_int_equal(write_runs(&files, &own, a, 10), NH_OK);
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_int_equal(merge_runs(&files, &others[i], ROOMY, &merged), NH_E_CORRUPT);
        assert_false(temp_dir_has(t, "merged.tmp"));
    }
    assert_int_equal(merge_runs(&files, &own, ROOMY, &merged), NH_OK);
    nh_run_files_close(&files);
    made_articles_free(a);
}

/* Blocks and postings of the frequent terms of an index. */
static void count_blocks(const temp_dir *t, uint64_t *blocks, uint64_t *postings)
{
    nh_index *index;
    nh_terms *terms;
    const nh_term *term;

    *blocks = 0;
    *postings = 0;
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    assert_int_equal(nh_terms_open(index->segments[0], &terms, NULL), NH_OK);
    for (;;) {
        assert_int_equal(nh_terms_next(terms, &term, NULL), NH_OK);
        if (term == NULL)
            break;
        if ((term->flags & NH_TERM_SMALL) != 0)
            continue;
        *blocks += term->n_blocks;
        *postings += term->df;
    }
    nh_terms_close(terms);
    nh_index_close(index);
}

static void short_ends_of_runs_are_joined(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    temp_dir *whole = temp_dir_new();
    made_articles *a = made_articles_new("a-", 400, 5);
    uint64_t blocks[2];
    uint64_t postings[2];

    build(t, NULL, a, 4, ROOMY);
    build(whole, NULL, a, 400, ROOMY);
    count_blocks(t, &blocks[0], &postings[0]);
    count_blocks(whole, &blocks[1], &postings[1]);
    assert_int_equal(postings[0], postings[1]);
    assert_true(blocks[0] <= blocks[1] * 3 / 2);
    made_articles_free(a);
    temp_dir_remove(whole);
}

static void a_run_is_full_when_its_memory_is(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_settings settings = settings_of(NULL);
    made_articles *a = made_articles_new("a-", 3000, 6);
    nh_run *run;
    bool full = false;
    size_t i = 0;

    assert_int_equal(nh_run_new(NULL, t->fd, &settings, TIGHT, &run, NULL), NH_OK);
    while (i < a->count && !full)
        assert_int_equal(nh_run_add(run, &a->list[i++], 0, &full, NULL), NH_OK);
    assert_true(full);
    assert_true(nh_run_articles(run) >= 1);
    assert_int_equal(nh_run_articles(run), i - 1); /* the last one was not added */
    nh_run_free(run);
    made_articles_free(a);
}

/* ---- failures ----------------------------------------------------------------------- */

typedef struct job {
    temp_dir *t;
    const made_articles *a;
} job;

static nh_status merge_with(const nh_env *env, void *context)
{
    const job *j = (const job *)context;
    const nh_settings settings = settings_of(NULL);
    nh_segment_ref out;
    nh_run_files files;
    nh_status st;

    nh_run_files_init(&files, env, j->t->fd);
    st = write_runs(&files, &settings, j->a, 2);
    if (st == NH_OK)
        st = merge_runs(&files, &settings, 4096, &out);
    nh_run_files_close(&files);
    unlinkat(j->t->fd, "merged.tmp", 0);
    return st;
}

static void a_merge_survives_every_failed_allocation(void **state)
{
    made_articles *a = made_articles_new("a-", 4, 7);
    job j = {(temp_dir *)*state, a};

    assert_true(fault_sweep_allocations(merge_with, &j) > 100);
    made_articles_free(a);
}

static nh_status merge_written(const nh_env *env, void *context)
{
    nh_run_files *files = (nh_run_files *)context;
    const nh_settings settings = settings_of(NULL);
    nh_segment_ref out;
    nh_status st;

    files->env = env;
    st = merge_runs(files, &settings, 4096, &out);
    unlinkat(files->dir, "merged.tmp", 0);
    return st;
}

static void passes_survive_every_failed_allocation(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_settings settings = settings_of(NULL);
    made_articles *a = made_articles_new("a-", 9, 7);
    nh_run_files files;
    const nh_env *env;

    nh_run_files_init(&files, NULL, t->fd);
    env = files.env;
    assert_int_equal(write_runs(&files, &settings, a, 1), NH_OK);
    assert_true(fault_sweep_allocations(merge_written, &files) > 100);
    files.env = env;
    assert_int_equal(leftovers(t), a->count);
    nh_run_files_close(&files);
    made_articles_free(a);
}

#define IN_DIRECTORY(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_of_any_size_become_the_same_segment),
        IN_DIRECTORY(a_small_window_changes_nothing),
        IN_DIRECTORY(runs_that_are_too_many_are_merged_pass_by_pass),
        IN_DIRECTORY(passes_that_fail_leave_no_files),
        IN_DIRECTORY(a_run_of_another_index_is_refused),
        IN_DIRECTORY(short_ends_of_runs_are_joined),
        IN_DIRECTORY(a_run_is_full_when_its_memory_is),
        IN_DIRECTORY(a_merge_survives_every_failed_allocation),
        IN_DIRECTORY(passes_survive_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
