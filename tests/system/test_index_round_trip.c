/* tests/system/test_index_round_trip.c - what is added to an index is what it holds. */
#include "tests/support/cm.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "indexer/settings.h"
#include "newshound/indexer.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/temp_dir.h"
#include "tests/support/transcripts/index_lines.h"

static nh_writer *open_writer(const temp_dir *t, const nh_index_options *index,
                              unsigned threads)
{
    nh_writer_options options = {
        .size = sizeof options, .index = index, .threads = threads};
    nh_writer *w;
    nh_error err = {0};

    if (nh_writer_open(t->path, &options, &w, &err) != NH_OK)
        fail_msg("%s: %s", err.where, err.what);
    return w;
}

static size_t add_all(nh_writer *w, const made_articles *a)
{
    size_t added = 0;
    nh_error err = {0};

    for (size_t i = 0; i < a->count; i++) {
        const nh_status st = nh_writer_add(w, &a->list[i], &err);

        if (st != NH_OK && st != NH_E_REFUSED)
            fail_msg("%s: %s", err.where, err.what);
        added += st == NH_OK;
    }
    return added;
}

static void commit(nh_writer *w, nh_commit_facts *facts)
{
    nh_error err = {0};

    if (nh_writer_commit(w, facts, &err) != NH_OK)
        fail_msg("%s: %s", err.where, err.what);
}

static void expect_all(index_lines *lines, const nh_index_options *options,
                       const made_articles *a)
{
    nh_chosen chosen;

    assert_int_equal(nh_chosen_read(options, &chosen, NULL), NH_OK);
    for (size_t i = 0; i < a->count; i++)
        index_lines_expect(lines, &chosen.settings, &a->list[i]);
}

/* How an index is written. */
typedef struct way {
    size_t commits;
    bool reopen; /* a writer for each commit */
    unsigned threads;
} way;

/* Adds articles in this way, and compares the index with them. */
static void round_trip(const temp_dir *t, const nh_index_options *options, way how)
{
    index_lines *expected = index_lines_new();
    index_lines *found = index_lines_new();
    nh_writer *w = open_writer(t, options, how.threads);

    for (size_t i = 0; i < how.commits; i++) {
        char prefix[32];
        made_articles *a;
        nh_commit_facts facts = {.size = sizeof facts};

        (void)snprintf(prefix, sizeof prefix, "%c%02zu-", i % 2 == 0 ? 'b' : 'a', i);
        a = made_articles_new(prefix, 40 + i, (unsigned)i);
        assert_int_equal(add_all(w, a), a->count);
        commit(w, &facts);
        assert_int_equal(facts.added_articles, a->count);
        assert_int_equal(facts.generation, i + 1);
        expect_all(expected, options, a);
        made_articles_free(a);
        if (how.reopen) {
            nh_writer_close(w);
            w = open_writer(t, i % 2 == 0 ? options : NULL, how.threads);
        }
    }
    nh_writer_close(w);
    index_lines_read(found, t->path);
    assert_true(index_lines_count(found) > how.commits * 1000);
    index_lines_compare(expected, found);
    index_lines_free(expected);
    index_lines_free(found);
}

static void an_index_holds_what_was_added(void **state)
{
    round_trip((const temp_dir *)*state, NULL, (way){.commits = 1});
}

static void later_commits_add_to_it(void **state)
{
    round_trip((const temp_dir *)*state, NULL, (way){.commits = 4});
}

static void a_writer_goes_on_where_another_ended(void **state)
{
    round_trip((const temp_dir *)*state, NULL, (way){.commits = 4, .reopen = true});
}

static void segments_are_merged_when_they_are_many(void **state)
{
    nh_index *index;

    round_trip((const temp_dir *)*state, NULL, (way){.commits = 24});
    assert_int_equal(
        nh_index_open(NULL, ((const temp_dir *)*state)->path, false, false, &index, NULL),
        NH_OK);
    assert_true(index->manifest.n_segments <= 8);
    nh_index_close(index);
}

static void several_threads_make_the_same_index(void **state)
{
    round_trip((const temp_dir *)*state, NULL, (way){.commits = 3, .threads = 3});
}

static void ids_are_taken_once(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    made_articles *a = made_articles_new("same-", 5, 1);
    nh_writer *w = open_writer(t, NULL, 1);
    nh_error err;

    assert_int_equal(add_all(w, a), 5);
    assert_int_equal(add_all(w, a), 0); /* added and not committed */
    commit(w, NULL);
    assert_int_equal(add_all(w, a), 0); /* committed by this writer */
    nh_writer_close(w);
    w = open_writer(t, NULL, 1);
    assert_int_equal(nh_writer_add(w, &a->list[2], &err), NH_E_REFUSED);
    assert_memory_equal(err.what, "duplicate-id:", 13);
    assert_string_equal(err.where, "same-000002");
    nh_writer_close(w);
    made_articles_free(a);
}

static void what_has_no_words_is_refused(void **state)
{
    static const nh_range beyond = {0, 100};
    static const nh_range twice[] = {{0, 2}, {1, 2}};
    static const nh_field field = {{"Section", 7}, {"x", 1}};
    static const struct {
        nh_article article;
        const char *reason;
    } rows[] = {
        {{.id = {"a", 1}, .text = {"  ... \n", 7}}, "empty:"},
        {{.id = {"a", 1}}, "empty:"},
        {{.id = {"", 0}, .text = {"word", 4}}, "bad-id:"},
        {{.id = {"a", 1}, .text = {"word", 4}, .skips = &beyond, .n_skips = 1},
         "bad-skips:"},
        {{.id = {"a", 1}, .text = {"word", 4}, .skips = twice, .n_skips = 2}, "bad-skips:"},
        {{.id = {"a", 1}, .text = {"word", 4}, .fields = &field, .n_fields = 1},
         "bad-field:"},
    };
    nh_writer *w = open_writer((const temp_dir *)*state, NULL, 1);
    nh_commit_facts facts = {.size = sizeof facts};
    nh_error err;

    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_article a = rows[i].article;

        a.size = sizeof a;
        assert_int_equal(nh_writer_add(w, &a, &err), NH_E_REFUSED);
        assert_memory_equal(err.what, rows[i].reason, strlen(rows[i].reason));
    }
    commit(w, &facts); /* an index without articles is one too */
    assert_int_equal(facts.articles, 0);
    assert_int_equal(facts.generation, 1);
    nh_writer_close(w);
}

static void one_writer_at_a_time(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_writer *w = open_writer(t, NULL, 1);
    nh_writer *second;
    nh_error err;

    assert_int_equal(nh_writer_open(t->path, NULL, &second, &err), NH_E_LOCKED);
    assert_null(second);
    nh_writer_close(w);
    nh_writer_close(open_writer(t, NULL, 1));
}

static void options_of_an_index_are_fixed(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    static const nh_index_options made = {
        .size = sizeof made, .stopwords = "the\nOF\n", .has_b = true, .b = 0.5};
    static const nh_index_options same = {
        .size = sizeof same, .stopwords = "of\nthe", .stemmer = "english"};
    static const nh_index_options others[] = {
        {.size = sizeof same, .analysis = "plain"},
        {.size = sizeof same, .stemmer = "porter"},
        {.size = sizeof same, .stopwords = "a"},
        {.size = sizeof same, .store = "none"},
        {.size = sizeof same, .passages = "none"},
        {.size = sizeof same, .language = "de"},
        {.size = sizeof same, .has_b = true},
    };
    nh_writer *w = open_writer(t, &made, 1);

    commit(w, NULL);
    nh_writer_close(w);
    nh_writer_close(open_writer(t, &same, 1));
    for (size_t i = 0; i < COUNT(others); i++) {
        const nh_writer_options o = {.size = sizeof o, .index = &others[i]};

        assert_int_equal(nh_writer_open(t->path, &o, &w, NULL), NH_E_ARG);
    }
}

static void stopping_gives_up_what_was_not_committed(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 2, 1);
    atomic_int stop = 0;
    const nh_writer_options options = {.size = sizeof options, .stop = &stop};
    nh_writer *w;

    assert_int_equal(nh_writer_open(t->path, &options, &w, NULL), NH_OK);
    assert_int_equal(nh_writer_add(w, &a->list[0], NULL), NH_OK);
    atomic_store(&stop, 1);
    assert_int_equal(nh_writer_add(w, &a->list[1], NULL), NH_E_CANCELLED);
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_E_ARG);
    nh_writer_close(w);
    assert_false(temp_dir_has(t, "manifest"));
    made_articles_free(a);
}

static void leftovers_go_and_other_files_stay(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;

    temp_dir_write(t, "run_000001.tmp", "x", 1);
    temp_dir_write(t, "000001_0123abcd.seg", "x", 1);
    temp_dir_write(t, "notes.txt", "x", 1);
    temp_dir_write(t, "1_0123abcd.seg", "x", 1);
    nh_writer_close(open_writer(t, NULL, 1));
    assert_false(temp_dir_has(t, "run_000001.tmp"));
    assert_false(temp_dir_has(t, "000001_0123abcd.seg"));
    assert_true(temp_dir_has(t, "notes.txt"));
    assert_true(temp_dir_has(t, "1_0123abcd.seg"));
}

static void a_lost_manifest_is_not_written_over(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_writer *w;

    temp_dir_write(t, "manifest.prev", "x", 1);
    assert_int_equal(nh_writer_open(t->path, NULL, &w, NULL), NH_E_CORRUPT);
}

static void an_index_must_be_there_or_new_if_so_asked(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_writer_options exist = {.size = sizeof exist, .must_exist = true};
    const nh_writer_options fresh = {.size = sizeof fresh, .must_be_new = true};
    nh_writer *w;

    assert_int_equal(nh_writer_open(t->path, &exist, &w, NULL), NH_E_IO);
    assert_int_equal(nh_writer_open(t->path, &fresh, &w, NULL), NH_OK);
    commit(w, NULL);
    nh_writer_close(w);
    assert_int_equal(nh_writer_open(t->path, &fresh, &w, NULL), NH_E_ARG);
    assert_int_equal(nh_writer_open(t->path, &exist, &w, NULL), NH_OK);
    nh_writer_close(w);
}

static void every_kind_of_index_holds_what_was_added(void **state)
{
    static const nh_index_options kinds[] = {
        {.size = sizeof kinds[0], .analysis = "plain", .stemmer = "porter"},
        {.size = sizeof kinds[0], .analysis = "whitespace", .store = "none"},
        {.size = sizeof kinds[0], .passages = "none", .stopwords = "classic33"},
        {.size = sizeof kinds[0], .passages = "5:10:20", .language = "de"},
        {.size = sizeof kinds[0], .stopwords = "walk\nGolan\n", .has_k1 = true, .k1 = 2},
    };

    (void)state;
    for (size_t i = 0; i + 1 < COUNT(kinds); i++) {
        temp_dir *t = temp_dir_new();

        round_trip(t, &kinds[i], (way){.commits = 3, .reopen = true});
        temp_dir_remove(t);
    }
}

#define IN_DIRECTORY(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(an_index_holds_what_was_added),
        IN_DIRECTORY(later_commits_add_to_it),
        IN_DIRECTORY(a_writer_goes_on_where_another_ended),
        IN_DIRECTORY(segments_are_merged_when_they_are_many),
        IN_DIRECTORY(several_threads_make_the_same_index),
        IN_DIRECTORY(ids_are_taken_once),
        IN_DIRECTORY(what_has_no_words_is_refused),
        IN_DIRECTORY(one_writer_at_a_time),
        IN_DIRECTORY(options_of_an_index_are_fixed),
        IN_DIRECTORY(stopping_gives_up_what_was_not_committed),
        IN_DIRECTORY(leftovers_go_and_other_files_stay),
        IN_DIRECTORY(a_lost_manifest_is_not_written_over),
        IN_DIRECTORY(an_index_must_be_there_or_new_if_so_asked),
        cmocka_unit_test(every_kind_of_index_holds_what_was_added),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
