/* tests/system/test_stored_dictionaries.c - blocks of stored text go on from dictionaries, wherever they are copied. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/codec/deflate/deflate.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/articles/stored_reader.h"
#include "common/segment/articles/stored_words.h"
#include "common/segment/file/index.h"
#include "newshound/indexer.h"
#include "tests/support/faults/fault.h"
#include "tests/support/temp_dir.h"

#define TEXT_SIZE 50000u /* a block each */
#define ENOUGH 110u      /* articles: a dictionary is made after 84 blocks */

/* Sentences of words that come again and again, different for each article. */
static void write_text(char *to, unsigned article)
{
    uint32_t x = article * 7919 + 1;
    size_t at = 0;

    while (at + 24 < TEXT_SIZE) {
        x = x * 1664525 + 1013904223;
        at += (size_t)snprintf(to + at, 24, "word%04u%s", (unsigned)(x >> 21),
                               (x >> 8) % 11 == 0 ? ".\n\n" : " ");
    }
}

static nh_writer *open_writer(const temp_dir *t, unsigned threads)
{
    const nh_writer_options o = {.size = sizeof o, .threads = threads};
    nh_writer *w = NULL;

    assert_int_equal(nh_writer_open(t->path, &o, &w, NULL), NH_OK);
    return w;
}

static void add(nh_writer *w, unsigned from, unsigned to)
{
    char *text = (char *)calloc(TEXT_SIZE, 1);
    char id[24];

    assert_non_null(text);
    for (unsigned i = from; i < to; i++) {
        nh_article a = {.size = sizeof a};

        write_text(text, i);
        a.id = (nh_str){id, (size_t)snprintf(id, sizeof id, "a-%04u", i)};
        a.text = nh_str_of(text);
        assert_int_equal(nh_writer_add(w, &a, NULL), NH_OK);
    }
    free(text);
}

static void commit(nh_writer *w)
{
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
}

/* Every article has its text, and the index is sound; how many dictionaries it has. */
static uint64_t check(const temp_dir *t, unsigned articles)
{
    char *text = (char *)calloc(TEXT_SIZE, 1);
    uint64_t bytes = 0;
    unsigned found = 0;
    nh_index *index;

    assert_non_null(text);
    assert_int_equal(nh_index_verify(t->path, true, NULL, NULL, NULL, NULL), NH_OK);
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    for (uint32_t s = 0; s < index->manifest.n_segments; s++) {
        nh_segment *seg = index->segments[s];
        nh_stored_reader *r;

        bytes += nh_container_size(nh_segment_container(seg), NH_SECTION_DICTIONARIES);
        assert_int_equal(nh_stored_open(seg, &r, NULL), NH_OK);
        for (uint32_t a = index->manifest.segments[s].articles; a-- > 0;) {
            nh_stored stored;
            char room[NH_ID_ROOM + 1];
            nh_str id;

            if (nh_segment_is_deleted(seg, a))
                continue;
            assert_int_equal(nh_id_get(seg, a, room, &id, NULL), NH_OK);
            room[id.len] = '\0';
            write_text(text, (unsigned)strtoul(room + 2, NULL, 10));
            assert_int_equal(nh_stored_get(r, a, &stored, NULL), NH_OK);
            assert_int_equal(stored.text.len, strlen(text));
            assert_memory_equal(stored.text.ptr, text, stored.text.len);
            found++;
        }
        nh_stored_close(r);
    }
    nh_index_close(index);
    free(text);
    assert_int_equal(found, articles);
    assert_int_equal(bytes % NH_DICTIONARY, 0);
    return bytes / NH_DICTIONARY;
}

static void small_segments_have_none(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_writer *w = open_writer(t, 1);

    add(w, 0, 30);
    commit(w);
    assert_int_equal(check(t, 30), 0);
}

static void threads_and_commits_bring_their_own(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_writer *w = open_writer(t, 2);
    uint64_t dictionaries;

    add(w, 0,
        6 * ENOUGH); /* enough for a list of words, and then for dictionaries of coded text */
    commit(w);
    assert_in_range(dictionaries = check(t, 6 * ENOUGH), 1, 6);
    w = open_writer(t, 1);
    add(w, 6 * ENOUGH, 8 * ENOUGH);
    add(w, 8 * ENOUGH, 8 * ENOUGH + 5);
    commit(w);
    assert_in_range(check(t, 8 * ENOUGH + 5), dictionaries + 1, dictionaries + 3);
}

static void merging_copies_blocks_with_what_they_go_on_from(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_writer_options copying = {
        .size = sizeof copying, .threads = 1, .copy_text = true};
    nh_writer *w = open_writer(t, 1);

    add(w, 0, 2 * ENOUGH);
    commit(w);
    w = open_writer(t, 1);
    add(w, 2 * ENOUGH, 4 * ENOUGH);
    commit(w);
    assert_int_equal(nh_writer_open(t->path, &copying, &w, NULL), NH_OK);
    assert_int_equal(nh_writer_delete(w, "a-0003", 6, NULL, NULL), NH_OK);
    assert_int_equal(nh_writer_delete(w, "a-0255", 6, NULL, NULL), NH_OK);
    assert_int_equal(nh_writer_optimize(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
    assert_true(check(t, 4 * ENOUGH - 2) >= 2);
}

/* Optimizes with some threads; bytes of the index then. */
static uint64_t optimize(const temp_dir *t, unsigned threads, bool copy,
                         uint64_t *generation)
{
    const nh_writer_options o = {.size = sizeof o, .threads = threads, .copy_text = copy};
    nh_commit_facts facts = {.size = sizeof facts};
    nh_writer *w = NULL;

    assert_int_equal(nh_writer_open(t->path, &o, &w, NULL), NH_OK);
    assert_int_equal(nh_writer_optimize(w, &facts, NULL), NH_OK);
    nh_writer_close(w);
    *generation = facts.generation;
    return facts.bytes;
}

static void optimizing_presses_the_text_once(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    temp_dir *other = temp_dir_new();
    const temp_dir *dirs[2] = {t, other};
    uint64_t bytes[2];
    uint64_t copied = 0;
    uint64_t before, after;

    for (unsigned i = 0; i < 2; i++) {
        nh_writer *w = open_writer(dirs[i], 1);

        add(w, 0, ENOUGH);
        commit(w);
        copied = optimize(dirs[i], 1, true, &after);
        assert_int_equal(after, 1); /* one segment, and its text stays as it is */
        bytes[i] = optimize(dirs[i], 1 + 2 * i, false, &before);
        assert_int_equal(before, 2);
        assert_true(bytes[i] < copied);
        assert_int_equal(optimize(dirs[i], 2, false, &after), bytes[i]);
        assert_int_equal(after, before);
        assert_int_equal(check(dirs[i], ENOUGH), 1);
    }
    assert_int_equal(bytes[0], bytes[1]);
    temp_dir_remove(other);
}

/* Lists of words of the first segment, of which the last one ends behind its words. */
static uint64_t count_lists(const temp_dir *t)
{
    nh_index *index;
    uint64_t bytes;

    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    bytes = nh_container_size(nh_segment_container(index->segments[0]), NH_SECTION_WORDS);
    nh_index_close(index);
    assert_int_equal(nh_words_layout(bytes), NH_INFO_SHORT_LIST);
    return nh_words_lists(bytes);
}

static nh_status read_some(const nh_env *env, void *context)
{
    const temp_dir *t = (const temp_dir *)context;
    nh_stored_reader *r = NULL;
    nh_stored stored;
    nh_index *index;
    nh_status st = nh_index_open(env, t->path, false, false, &index, NULL);

    if (st != NH_OK)
        return st;
    st = nh_stored_open(index->segments[0], &r, NULL);
    for (uint32_t a = 0; st == NH_OK && a < 50; a += 7)
        st = nh_stored_get(r, a, &stored, NULL);
    nh_stored_close(r);
    nh_index_close(index);
    return st;
}

/* A list of words comes with enough text, and is used for what is added to it. */
static void words_code_what_is_optimized(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    nh_writer *w = open_writer(t, 1);
    uint64_t generation;

    add(w, 0, ENOUGH);
    commit(w);
    assert_int_equal(count_lists(t), 1);
    (void)optimize(t, 2, false, &generation);
    assert_int_equal(count_lists(t), 1);
    assert_true(fault_sweep_allocations(read_some, t) > 4);
    w = open_writer(t, 1);
    add(w, ENOUGH, ENOUGH + 4);
    for (unsigned i = 1; i < ENOUGH; i += 3) {
        char id[24];
        const int n = snprintf(id, sizeof id, "a-%04u", i);

        assert_int_equal(nh_writer_delete(w, id, (size_t)n, NULL, NULL), NH_OK);
    }
    commit(w);
    (void)optimize(t, 1, false, &generation);
    assert_int_equal(count_lists(t), 1);
    (void)check(t, ENOUGH + 4 - (ENOUGH + 1) / 3);
}

/* What is pressed is copied as it is, beside text that is new. */
static void what_is_pressed_stays_so(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_writer *w = open_writer(t, 1);
    uint64_t generation, bytes;

    add(w, 0, ENOUGH);
    commit(w);
    (void)optimize(t, 1, false, &generation);
    w = open_writer(t, 1);
    add(w, ENOUGH, ENOUGH + 4);
    assert_int_equal(nh_writer_delete(w, "a-0003", 6, NULL, NULL), NH_OK);
    commit(w);
    bytes = optimize(t, 2, false, &generation);
    assert_int_equal(check(t, ENOUGH + 3), 1);
    assert_int_equal(optimize(t, 1, false, &generation), bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(small_segments_have_none, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(threads_and_commits_bring_their_own, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(optimizing_presses_the_text_once, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(words_code_what_is_optimized, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(what_is_pressed_stays_so, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(merging_copies_blocks_with_what_they_go_on_from,
                                        temp_dir_setup, temp_dir_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
