/* tests/system/test_index_round_trip.c - what is added to an index is what it holds. */
#include "tests/support/cm.h"

#include <stdio.h>

#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "indexer/settings.h"
#include "newshound/indexer.h"
#include "tests/support/index_lines.h"
#include "tests/support/made_articles.h"
#include "tests/support/temp_dir.h"

static nh_writer *open_writer(const temp_dir *t, const nh_index_options *index)
{
    nh_writer_options options = {.size = sizeof options, .index = index};
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

/* Adds articles in `commits` commits, each by a writer of its own if `reopen`, and compares
 * the index with the articles. */
static void round_trip(const temp_dir *t, const nh_index_options *options, size_t commits,
                       bool reopen)
{
    index_lines *expected = index_lines_new();
    index_lines *found = index_lines_new();
    nh_writer *w = open_writer(t, options);

    for (size_t i = 0; i < commits; i++) {
        char prefix[32];
        made_articles *a;
        nh_commit_facts facts;

        (void)snprintf(prefix, sizeof prefix, "%c%02zu-", i % 2 == 0 ? 'b' : 'a', i);
        a = made_articles_new(prefix, 40 + i, (unsigned)i);
        assert_int_equal(add_all(w, a), a->count);
        commit(w, &facts);
        assert_int_equal(facts.added_articles, a->count);
        assert_int_equal(facts.generation, i + 1);
        expect_all(expected, options, a);
        made_articles_free(a);
        if (reopen) {
            nh_writer_close(w);
            w = open_writer(t, i % 2 == 0 ? options : NULL);
        }
    }
    nh_writer_close(w);
    index_lines_read(found, t->path);
    assert_true(index_lines_count(found) > commits * 1000);
    index_lines_compare(expected, found);
    index_lines_free(expected);
    index_lines_free(found);
}

static void an_index_holds_what_was_added(void **state)
{
    round_trip((const temp_dir *)*state, NULL, 1, false);
}

static void later_commits_add_to_it(void **state)
{
    round_trip((const temp_dir *)*state, NULL, 4, false);
}

static void a_writer_goes_on_where_another_ended(void **state)
{
    round_trip((const temp_dir *)*state, NULL, 4, true);
}

static void segments_are_merged_when_they_are_many(void **state)
{
    nh_index *index;

    round_trip((const temp_dir *)*state, NULL, 24, false);
    assert_int_equal(
        nh_index_open(NULL, ((const temp_dir *)*state)->path, false, false, &index, NULL),
        NH_OK);
    assert_true(index->manifest.n_segments <= 8);
    nh_index_close(index);
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

        round_trip(t, &kinds[i], 3, true);
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
        cmocka_unit_test(every_kind_of_index_holds_what_was_added),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
