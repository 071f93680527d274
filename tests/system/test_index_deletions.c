/* tests/system/test_index_deletions.c - deleted and replaced articles are gone, however they came and went. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "indexer/settings.h"
#include "newshound/indexer.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/temp_dir.h"
#include "tests/support/transcripts/index_lines.h"

/* An index that is written, and what it should hold. */
typedef struct trial {
    temp_dir *dir;
    nh_writer *writer;
    made_articles *articles, *versions; /* two texts for each id                         */
    const nh_article **held;            /* by number: what the index has of it, or NULL  */
    random_numbers random;
} trial;

static void expect_ok(nh_status st, const nh_error *err)
{
    if (st != NH_OK)
        print_error("%s: %s\n", err->where, err->what);
    assert_int_equal(st, NH_OK);
}

static void open_writer(trial *t, unsigned threads)
{
    const nh_writer_options o = {
        .size = sizeof o, .threads = threads, .memory = (uint64_t)64 << 20};
    nh_error err = {0};

    expect_ok(nh_writer_open(t->dir->path, &o, &t->writer, &err), &err);
}

static void begin(trial *t, size_t count, unsigned threads, unsigned seed)
{
    *t = (trial){.dir = temp_dir_new(), .random = {seed}};
    t->articles = made_articles_new("a-", count, seed);
    t->versions = made_articles_new("a-", count, seed + 1000);
    t->held = (const nh_article **)calloc(count, sizeof(const nh_article *));
    assert_non_null(t->held);
    open_writer(t, threads);
}

static void end(trial *t)
{
    nh_writer_close(t->writer);
    made_articles_free(t->articles);
    made_articles_free(t->versions);
    free(t->held);
    temp_dir_remove(t->dir);
}

static void remove_one(trial *t, size_t i)
{
    const nh_str id = t->articles->list[i].id;
    nh_error err = {0};
    bool found;

    expect_ok(nh_writer_delete(t->writer, id.ptr, id.len, &found, &err), &err);
    assert_int_equal(found, t->held[i] != NULL);
    t->held[i] = NULL;
}

static void put(trial *t, size_t i)
{
    const nh_article *a =
        &(random_once(&t->random, 2) ? t->articles : t->versions)->list[i];
    nh_error err = {0};

    if (t->held[i] == NULL && random_once(&t->random, 2)) {
        expect_ok(nh_writer_add(t->writer, a, &err), &err);
    } else {
        if (t->held[i] != NULL)
            assert_int_equal(nh_writer_add(t->writer, a, &err), NH_E_REFUSED);
        expect_ok(nh_writer_update(t->writer, a, &err), &err);
    }
    t->held[i] = a;
}

static void commit(trial *t)
{
    nh_error err = {0};

    expect_ok(nh_writer_commit(t->writer, NULL, &err), &err);
}

static void print_finding(void *self, const nh_finding *finding)
{
    (void)self;
    print_error("%s: %s: %s\n", finding->name, finding->file, finding->text);
}

static void verify(const trial *t)
{
    nh_error err = {0};

    expect_ok(nh_index_verify(t->dir->path, true, NULL, print_finding, NULL, &err), &err);
}

/* The statistics are those of what is held. */
static void check_counts(const trial *t, const nh_commit_facts *facts)
{
    nh_index_stats stats = {.size = sizeof stats};
    uint64_t articles = 0;

    for (size_t i = 0; i < t->articles->count; i++)
        articles += t->held[i] != NULL;
    assert_int_equal(nh_index_stats_read(t->dir->path, NULL, &stats, NULL), NH_OK);
    assert_int_equal(stats.articles, articles);
    assert_int_equal(facts->articles, articles);
    assert_int_equal(facts->passages, stats.passages);
    assert_int_equal(facts->tokens, stats.tokens);
}

/* An optimized index has every byte of what is held, and nothing of what is not. */
static void check_optimized(const trial *t, const nh_commit_facts *facts)
{
    index_lines *expected = index_lines_new();
    index_lines *found = index_lines_new();
    nh_index_stats stats = {.size = sizeof stats};
    nh_chosen chosen;

    assert_int_equal(nh_chosen_read(NULL, &chosen, NULL), NH_OK);
    for (size_t i = 0; i < t->articles->count; i++)
        if (t->held[i] != NULL)
            index_lines_expect(expected, &chosen.settings, t->held[i]);
    index_lines_read(found, t->dir->path);
    index_lines_compare(expected, found);
    index_lines_free(expected);
    index_lines_free(found);
    assert_int_equal(nh_index_stats_read(t->dir->path, NULL, &stats, NULL), NH_OK);
    assert_int_equal(stats.deleted, 0);
    assert_true(stats.segments <= 1);
    check_counts(t, facts);
}

static void optimize(trial *t)
{
    nh_commit_facts facts = {.size = sizeof facts};
    nh_error err = {0};

    expect_ok(nh_writer_optimize(t->writer, &facts, &err), &err);
    verify(t);
    check_optimized(t, &facts);
}

/* Articles come, are replaced and go, in many commits. */
static void live(trial *t, unsigned steps)
{
    const uint32_t n = (uint32_t)t->articles->count;

    for (unsigned i = 0; i < steps; i++) {
        const uint32_t article = random_below(&t->random, n);

        if (random_once(&t->random, 3))
            remove_one(t, article);
        else
            put(t, article);
        if (random_once(&t->random, n / 2))
            commit(t);
    }
}

static void an_optimized_index_holds_what_is_left(void **state)
{
    static const struct {
        size_t articles;
        unsigned threads, steps;
    } rows[] = {{12, 1, 200}, {12, 3, 200}, {300, 1, 2500}, {300, 2, 2500}};

    (void)state;
    for (size_t r = 0; r < COUNT(rows); r++) {
        trial t;

        begin(&t, rows[r].articles, rows[r].threads, (unsigned)r + 1);
        live(&t, rows[r].steps);
        commit(&t);
        verify(&t);
        live(&t, rows[r].steps / 4);
        optimize(&t);
        live(&t, rows[r].steps / 4);
        optimize(&t);
        end(&t);
    }
}

/* Runs of neighbours: whole blocks of postings and of stored text go, or stay as they are. */
static void ranges_of_articles_go(void **state)
{
    trial t;

    (void)state;
    begin(&t, 1200, 1, 7);
    for (size_t i = 0; i < 1200; i++)
        put(&t, i);
    commit(&t);
    for (size_t i = 100; i < 350; i++)
        remove_one(&t, i);
    for (size_t i = 900; i < 1200; i += 97)
        remove_one(&t, i);
    commit(&t);
    verify(&t);
    optimize(&t);
    end(&t);
}

static void an_index_may_become_empty_and_full_again(void **state)
{
    trial t;

    (void)state;
    begin(&t, 5, 1, 8);
    for (size_t i = 0; i < 5; i++)
        put(&t, i);
    commit(&t);
    for (size_t i = 0; i < 5; i++)
        remove_one(&t, i);
    commit(&t);
    optimize(&t);
    put(&t, 3);
    remove_one(&t, 3);
    commit(&t);
    optimize(&t);
    put(&t, 2);
    optimize(&t);
    end(&t);
}

static bool is_file_of_deletions(const nh_segment_ref *ref)
{
    const size_t n = strlen(ref->deletions.name);

    return n > 4 && strcmp(ref->deletions.name + n - 4, ".del") == 0;
}

/* Names of the deletions of the only segment, as the manifest `name` has them. */
static void read_deletions(const trial *t, const char *name, char out[48],
                           uint32_t *deleted)
{
    nh_manifest m;

    assert_int_equal(nh_manifest_read(NULL, t->dir->fd, name, &m, NULL), NH_OK);
    assert_int_equal(m.n_segments, 1);
    assert_true(is_file_of_deletions(&m.segments[0]));
    snprintf(out, 48, "%s", m.segments[0].deletions.name);
    *deleted = m.segments[0].deleted;
    nh_manifest_close(&m);
}

static void files_of_deletions_go_when_no_commit_names_them(void **state)
{
    char names[4][48] = {{0}};
    uint32_t deleted;
    trial t;

    (void)state;
    begin(&t, 20, 1, 9);
    for (size_t i = 0; i < 20; i++)
        put(&t, i);
    commit(&t);
    for (size_t k = 0; k < 4; k++) {
        remove_one(&t, 3 * k);
        commit(&t);
        read_deletions(&t, "manifest", names[k], &deleted);
        assert_int_equal(deleted, k + 1);
        assert_true(temp_dir_has(t.dir, names[k]));
        if (k == 0)
            continue;
        read_deletions(&t, "manifest.prev", names[k - 1], &deleted);
        assert_true(temp_dir_has(t.dir, names[k - 1]));
        assert_false(k > 1 && temp_dir_has(t.dir, names[k - 2]));
    }
    end(&t);
}

static void deleting_what_is_not_there_commits_nothing(void **state)
{
    nh_commit_facts facts = {.size = sizeof facts};
    bool found = true;
    trial t;

    (void)state;
    begin(&t, 3, 1, 10);
    put(&t, 0);
    commit(&t);
    assert_int_equal(nh_writer_delete(t.writer, "nobody", 6, &found, NULL), NH_OK);
    assert_false(found);
    assert_int_equal(nh_writer_delete(t.writer, "", 0, NULL, NULL), NH_OK);
    assert_int_equal(nh_writer_commit(t.writer, &facts, NULL), NH_OK);
    assert_int_equal(facts.generation, 1);
    assert_int_equal(facts.deleted_articles, 0);
    remove_one(&t, 0);
    assert_int_equal(nh_writer_commit(t.writer, &facts, NULL), NH_OK);
    assert_int_equal(facts.generation, 2);
    assert_int_equal(facts.deleted_articles, 1);
    end(&t);
}

/* With threads, a text without words is refused only after nh_writer_update() took it. */
static void a_refused_replacement_leaves_the_old_article(void **state)
{
    for (unsigned threads = 1; threads < 4; threads += 2) {
        nh_article empty = {.size = sizeof empty};
        trial t;

        (void)state;
        begin(&t, 6, threads, 11);
        for (size_t i = 0; i < 4; i++)
            put(&t, i);
        commit(&t);
        put(&t, 4);
        put(&t, 5);
        for (size_t i = 0; i < 6; i++) {
            const nh_status want = threads == 1 ? NH_E_REFUSED : NH_OK;

            empty.id = t.articles->list[i].id;
            assert_int_equal(nh_writer_update(t.writer, &empty, NULL), want);
            if (i % 2 == 0)
                assert_int_equal(nh_writer_update(t.writer, &empty, NULL), want);
        }
        remove_one(&t, 1); /* the old one goes, though it was to be replaced */
        t.held[1] = NULL;
        put(&t, 2);
        optimize(&t);
        end(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_optimized_index_holds_what_is_left),
        cmocka_unit_test(ranges_of_articles_go),
        cmocka_unit_test(an_index_may_become_empty_and_full_again),
        cmocka_unit_test(files_of_deletions_go_when_no_commit_names_them),
        cmocka_unit_test(deleting_what_is_not_there_commits_nothing),
        cmocka_unit_test(a_refused_replacement_leaves_the_old_article),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
