/* tests/system/test_built_words.c - stored text coded by words as it is built: by threads, runs, commits and merges. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/articles/stored_block.h"
#include "common/segment/articles/stored_reader.h"
#include "common/segment/file/index.h"
#include "newshound/indexer.h"
#include "tests/support/temp_dir.h"

#define WORDS 160u        /* of an article                              */
#define ARTICLES 6000u    /* with some 8 MiB of text                    */
#define TEXT (WORDS * 12) /* bytes of an article, at most               */
#define CHINESE 500000u   /* numbers from which on articles are Chinese */

/* The text of an article; borrowed until the next call. The same once more after ARTICLES. */
static nh_str text_of(uint32_t article)
{
    static char text[TEXT];
    uint32_t x = article % ARTICLES * 2654435761u + 1;
    size_t at = 0;

    for (unsigned i = 0; i < WORDS; i++) {
        x = x * 1664525 + 1013904223;
        at +=
            article < CHINESE
                ? (size_t)snprintf(text + at, sizeof text - at, "%s%03u%s ",
                                   (x >> 8) % 5 == 0 ? "No" : "word",
                                   (unsigned)(x >> 16) % 900, (x >> 9) % 7 == 0 ? "." : "")
                : (size_t)snprintf(text + at, sizeof text - at, "\xe6%c%c\xe5%c%c",
                                   (char)(0x80 + (x >> 26)), (char)(0x80 + (x >> 20) % 64),
                                   (char)(0x80 + (x >> 14) % 64),
                                   (char)(0x80 + (x >> 8) % 64));
    }
    return (nh_str){text, at};
}

static nh_writer *open_writer(const temp_dir *t, unsigned threads, uint64_t memory,
                              bool copy)
{
    const nh_writer_options o = {
        .size = sizeof o, .threads = threads, .memory = memory, .copy_text = copy};
    nh_writer *w = NULL;

    assert_int_equal(nh_writer_open(t->path, &o, &w, NULL), NH_OK);
    return w;
}

static void add(nh_writer *w, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        nh_article a = {.size = sizeof a, .text = text_of(i)};
        char id[24];

        a.id = (nh_str){id, (size_t)snprintf(id, sizeof id, "%06u", i)};
        assert_int_equal(nh_writer_add(w, &a, NULL), NH_OK);
    }
}

static void commit(nh_writer *w)
{
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
}

/* What an index has. */
typedef struct contents {
    uint32_t articles, segments, lists, coded; /* coded: blocks */
} contents;

/* How many there are. Those that were built end where the words of the last one do, and soon. */
static uint32_t count_lists(nh_segment *seg)
{
    const uint64_t size = nh_container_size(nh_segment_container(seg), NH_SECTION_WORDS);

    if (size > 0) {
        assert_in_range(size % NH_WORDS, 1, NH_WORDS_SOON);
        assert_int_equal(nh_words_layout(size), NH_INFO_SHORT_LIST);
    }
    return (uint32_t)nh_words_lists(size);
}

static void check_segment(nh_segment *seg, contents *c)
{
    const uint32_t n = nh_segment_info_get(seg)->articles;
    nh_stored_reader *r;

    c->lists += count_lists(seg);
    assert_int_equal(nh_stored_open(seg, &r, NULL), NH_OK);
    for (uint32_t a = 0; a < n; a++) {
        char room[NH_ID_ROOM + 1];
        nh_stored stored;
        nh_str id;

        if (nh_segment_is_deleted(seg, a))
            continue;
        assert_int_equal(nh_id_get(seg, a, room, &id, NULL), NH_OK);
        room[id.len] = '\0';
        assert_int_equal(nh_stored_get(r, a, &stored, NULL), NH_OK);
        assert_true(nh_str_equal(stored.text, text_of((uint32_t)strtoul(room, NULL, 10))));
        c->articles++;
        c->coded += nh_stored_row_of(seg, nh_stored_block_of(seg, a)).words > 0;
    }
    nh_stored_close(r);
}

/* Every article has its text, and the index is sound. */
static contents check(const temp_dir *t)
{
    contents c = {0};
    nh_index *index;

    assert_int_equal(nh_index_verify(t->path, true, NULL, NULL, NULL, NULL), NH_OK);
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    c.segments = index->manifest.n_segments;
    for (uint32_t i = 0; i < c.segments; i++)
        check_segment(index->segments[i], &c);
    nh_index_close(index);
    return c;
}

static void much_text_is_coded(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_writer *w = open_writer(t, 1, 0, false);
    contents c;

    add(w, 0, 100); /* a commit of its own, too small for a list */
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_OK);
    add(w, 100, ARTICLES);
    commit(w);
    c = check(t);
    assert_int_equal(c.articles, ARTICLES);
    assert_int_equal(c.lists, 1);
    assert_in_range(c.coded, ARTICLES / 4, ARTICLES * 2 / 3);
}

/* Each by its own, but with the same list. */
static void threads_and_runs_share_a_list(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_writer *w = open_writer(t, 3, 0, false);
    contents c;

    add(w, 0, ARTICLES);
    commit(w);
    c = check(t);
    assert_int_equal(c.articles, ARTICLES);
    assert_int_equal(c.lists, 1);
    assert_true(c.coded > ARTICLES / 8);
    w = open_writer(t, 1, (uint64_t)32 << 20, false); /* several runs */
    add(w, ARTICLES, 2 * ARTICLES);
    commit(w);
    w = open_writer(t, 1, 0, true);
    assert_int_equal(nh_writer_optimize(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
    c = check(t);
    assert_int_equal(c.articles, 2 * ARTICLES);
    assert_int_equal(c.segments, 1);
    assert_in_range(c.lists, 1, 2);
    assert_true(c.coded > ARTICLES / 2);
}

/* Commits of the same text have equal lists, and text around deletions is coded by one of them. */
static void merging_keeps_equal_lists_once(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    uint32_t coded;
    contents c;
    nh_writer *w;

    for (uint32_t i = 0; i < 2; i++) {
        w = open_writer(t, 1, 0, false);
        add(w, i * ARTICLES, (i + 1) * ARTICLES);
        commit(w);
    }
    coded = check(t).coded;
    w = open_writer(t, 1, 0, true);
    for (uint32_t i = 0; i < 2 * ARTICLES; i += 40) {
        char id[24];
        const int n = snprintf(id, sizeof id, "%06u", i);

        assert_int_equal(nh_writer_delete(w, id, (size_t)n, NULL, NULL), NH_OK);
    }
    assert_int_equal(nh_writer_optimize(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
    c = check(t);
    assert_int_equal(c.articles, 2 * ARTICLES - ARTICLES / 20);
    assert_int_equal(c.segments, 1);
    assert_int_equal(c.lists, 1);
    assert_true(c.coded > coded); /* those that lay before there was a list, too */
}

/* Other lists are kept as far as there is text for them; what they coded is coded by the first. */
static void lists_of_small_commits_become_one(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    contents c;
    nh_writer *w;

    for (uint32_t i = 0; i < 3; i++) {
        w = open_writer(t, 1, 0, false);
        add(w, i * 4000, (i + 1) * 4000);
        commit(w);
    }
    w = open_writer(t, 1, 0, true);
    assert_int_equal(nh_writer_optimize(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
    c = check(t);
    assert_int_equal(c.segments, 1);
    assert_int_equal(c.articles, 3 * 4000);
    assert_in_range(c.lists, 1, 2);
}

static void text_that_gains_little_stays(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_writer *w = open_writer(t, 1, 0, false);
    contents c;

    add(w, CHINESE, CHINESE + ARTICLES);
    commit(w);
    c = check(t);
    assert_int_equal(c.articles, ARTICLES);
    assert_int_equal(c.lists, 0);
    assert_int_equal(c.coded, 0);
}

#define IN_DIR(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(much_text_is_coded),
        IN_DIR(threads_and_runs_share_a_list),
        IN_DIR(merging_keeps_equal_lists_once),
        IN_DIR(lists_of_small_commits_become_one),
        IN_DIR(text_that_gains_little_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
