/* tests/system/test_index_order.c - an index in an order of similarity holds and answers what it did before. */
#include "tests/support/cm.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "newshound/indexer.h"
#include "newshound/newshound.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/temp_dir.h"
#include "tests/support/transcripts/index_lines.h"

#define MEMORY ((uint64_t)64 << 20)

static nh_status optimize(const nh_env *env, const char *path, unsigned threads,
                          nh_commit_facts *facts)
{
    const nh_writer_options options = {.size = sizeof options,
                                       .env = env,
                                       .memory = MEMORY,
                                       .threads = threads,
                                       .order = "similar"};
    nh_writer *w;
    nh_status st = nh_writer_open(path, &options, &w, NULL);

    if (st == NH_OK)
        st = nh_writer_optimize(w, facts, NULL);
    nh_writer_close(w);
    return st;
}

static void optimize_well(const char *path, unsigned threads, nh_commit_facts *facts)
{
    *facts = (nh_commit_facts){.size = sizeof *facts};
    assert_int_equal(optimize(NULL, path, threads, facts), NH_OK);
    assert_true(facts->similar);
}

static index_lines *lines_of(const char *path)
{
    index_lines *lines = index_lines_new();

    index_lines_read(lines, path);
    return lines;
}

/* The checksum that stands for all bytes of the only segment. */
static nh_file_ref file_of(const char *path)
{
    nh_index *index;
    nh_file_ref ref;

    assert_int_equal(nh_index_open(NULL, path, false, false, &index, NULL), NH_OK);
    assert_int_equal(index->manifest.n_segments, 1);
    ref = index->manifest.segments[0].file;
    nh_index_close(index);
    return ref;
}

/* ---- what is in it ------------------------------------------------------------------ */

static void nothing_is_lost_and_nothing_added(void **state)
{
    static const nh_index_options kinds[] = {
        {.size = sizeof kinds[0]},
        {.size = sizeof kinds[0], .passages = "none", .store = "none"},
        {.size = sizeof kinds[0], .analysis = "plain", .passages = "3:6:12"},
    };
    static const size_t each[] = {300, 90};
    made_articles *a = made_articles_new("a-", 300, 3);

    (void)state;
    for (size_t k = 0; k < COUNT(kinds); k++)
        for (size_t e = 0; e < COUNT(each); e++) {
            temp_dir *t = temp_dir_new();
            nh_commit_facts facts;
            index_lines *before, *after;

            made_articles_index(a, t->path, each[e], &kinds[k]);
            before = lines_of(t->path);
            optimize_well(t->path, 2, &facts);
            assert_int_equal(facts.articles, a->count);
            after = lines_of(t->path);
            index_lines_compare(before, after);
            assert_int_equal(nh_index_verify(t->path, true, NULL, NULL, NULL, NULL), NH_OK);
            index_lines_free(before);
            index_lines_free(after);
            temp_dir_remove(t);
        }
    made_articles_free(a);
}

static void articles_do_not_lie_as_they_came(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 500, 3);
    nh_file_ref before, after;
    nh_commit_facts facts;

    made_articles_index(a, t->path, 500, NULL);
    before = file_of(t->path);
    optimize_well(t->path, 1, &facts);
    after = file_of(t->path);
    assert_int_not_equal(before.blocks_crc, after.blocks_crc);
    made_articles_free(a);
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    made_articles *a = made_articles_new("a-", 300, 5);
    nh_file_ref first = {.file_size = 0};

    (void)state;
    for (unsigned threads = 1; threads <= 4; threads++) {
        temp_dir *t = temp_dir_new();
        nh_commit_facts facts;
        nh_file_ref file;

        made_articles_index(a, t->path, 300, NULL);
        optimize_well(t->path, threads, &facts);
        file = file_of(t->path);
        if (threads == 1)
            first = file;
        assert_int_equal(file.file_size, first.file_size);
        assert_int_equal(file.table_crc, first.table_crc);
        assert_int_equal(file.blocks_crc, first.blocks_crc);
        temp_dir_remove(t);
    }
    made_articles_free(a);
}

static void the_second_time_there_is_nothing_to_do(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 200, 6);
    made_articles *more = made_articles_new("b-", 10, 7);
    nh_commit_facts facts;
    uint64_t generation;

    made_articles_index(a, t->path, 200, NULL);
    optimize_well(t->path, 1, &facts);
    generation = facts.generation;
    optimize_well(t->path, 2, &facts);
    assert_int_equal(facts.generation, generation);
    made_articles_index(more, t->path, 10, NULL); /* what is added is not in order yet */
    optimize_well(t->path, 1, &facts);
    assert_int_equal(facts.generation, generation + 2);
    made_articles_free(a);
    made_articles_free(more);
}

static void whether_articles_were_ordered_is_told_of_each_call(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_writer_options options = {.size = sizeof options, .order = "similar"};
    made_articles *a = made_articles_new("a-", 50, 6);
    nh_commit_facts facts = {.size = sizeof facts};
    nh_writer *w;

    made_articles_index(a, t->path, 50, NULL);
    made_articles_free(a);
    assert_int_equal(nh_writer_open(t->path, &options, &w, NULL), NH_OK);
    assert_int_equal(nh_writer_optimize(w, &facts, NULL), NH_OK);
    assert_int_equal(facts.order_parts, 1);
    assert_int_equal(nh_writer_optimize(w, &facts, NULL), NH_OK);
    assert_int_equal(facts.order_parts, 0);
    assert_true(facts.similar);
    nh_writer_close(w);
}

/* Callers of a build before have facts without them, and nothing lies in what was padding. */
static void callers_who_know_of_no_parts_are_told_of_none(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const size_t before = (offsetof(nh_commit_facts, similar) + 8) & ~(size_t)7;
    made_articles *a = made_articles_new("a-", 50, 6);
    nh_commit_facts facts;

    made_articles_index(a, t->path, 50, NULL);
    made_articles_free(a);
    memset(&facts, 0xff, sizeof facts);
    facts.size = before;
    assert_true(offsetof(nh_commit_facts, order_parts) >= before);
    assert_int_equal(optimize(NULL, t->path, 1, &facts), NH_OK);
    assert_true(facts.similar);
    assert_true(facts.order_parts > 1);
}

static void an_unknown_order_is_refused(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_writer_options options = {.size = sizeof options, .order = "random"};
    nh_writer *w;
    nh_error err;

    assert_int_equal(nh_writer_open(t->path, &options, &w, &err), NH_E_ARG);
    assert_string_equal(err.where, "--order");
}

/* ---- what it answers ---------------------------------------------------------------- */

/* Hits, scores and passages of a few questions, as text. */
static void answer(const char *path, const made_articles *a, nh_buffer *out)
{
    const nh_search_options o = {.size = sizeof o, .limit = 40};
    nh_reader *reader;
    nh_searcher *searcher;

    assert_int_equal(nh_reader_open(path, NULL, &reader, NULL), NH_OK);
    assert_int_equal(nh_searcher_new(reader, &searcher, NULL), NH_OK);
    for (size_t i = 0; i < a->count; i += 40) {
        const nh_str text = a->list[i].text;
        const size_t len = text.len < 60 ? text.len : 60;
        nh_query *q;
        nh_results *res;
        nh_hit hit;

        assert_int_equal(nh_query_parse(reader, text.ptr, len, NULL, &q, NULL), NH_OK);
        assert_int_equal(nh_search(searcher, q, &o, &res, NULL), NH_OK);
        for (size_t k = 0; nh_results_hit(res, k, &hit); k++)
            nh_buf_print(out, "%.*s %lld %u %.*s\n", NH_STR_ARG(hit.id),
                         (long long)hit.score, hit.passages, NH_STR_ARG(hit.headline));
        nh_results_free(res);
        nh_query_free(q);
    }
    nh_searcher_free(searcher);
    nh_reader_close(reader);
    assert_true(nh_buf_ok(out) && out->size > 1000);
}

static void answers_are_the_same_to_the_byte(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 400, 9);
    nh_buffer before = {0}, after = {0};
    nh_commit_facts facts;

    made_articles_index(a, t->path, 400, NULL);
    answer(t->path, a, &before);
    optimize_well(t->path, 2, &facts);
    answer(t->path, a, &after);
    assert_int_equal(before.size, after.size);
    assert_memory_equal(before.bytes, after.bytes, after.size);
    nh_buf_free(&before);
    nh_buf_free(&after);
    made_articles_free(a);
}

/* Fails the n-th file call of an optimize; whatever becomes of it, the index is whole, and the
 * next one succeeds. */
static bool try_optimize(const made_articles *a, size_t n, int code, bool onward)
{
    temp_dir *t = temp_dir_new();
    fault *f = fault_new();
    nh_commit_facts facts;
    index_lines *before, *after;
    bool reached;
    nh_status st;

    made_articles_index(a, t->path, a->count, NULL);
    before = lines_of(t->path);
    fault_fail_call(f, n, code, onward);
    st = optimize(fault_env(f), t->path, 1, NULL);
    reached = fault_reached(f);
    assert_true(reached || st == NH_OK);
    fault_free(f);
    after = lines_of(t->path);
    index_lines_compare(before, after);
    index_lines_free(after);
    optimize_well(t->path, 1, &facts);
    after = lines_of(t->path);
    index_lines_compare(before, after);
    index_lines_free(before);
    index_lines_free(after);
    temp_dir_remove(t);
    return reached;
}

static void any_file_call_may_fail(void **state)
{
    made_articles *a = made_articles_new("a-", 20, 13);
    size_t n = 0;

    (void)state;
    while (try_optimize(a, n, EIO, false))
        n += 5;
    assert_true(n > 30);
    for (n = 0; try_optimize(a, n, ENOSPC, true); n += 11)
        ;
    made_articles_free(a);
}

#define IN_DIRECTORY(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_and_nothing_added),
        IN_DIRECTORY(articles_do_not_lie_as_they_came),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        IN_DIRECTORY(the_second_time_there_is_nothing_to_do),
        IN_DIRECTORY(whether_articles_were_ordered_is_told_of_each_call),
        IN_DIRECTORY(callers_who_know_of_no_parts_are_told_of_none),
        IN_DIRECTORY(an_unknown_order_is_refused),
        IN_DIRECTORY(answers_are_the_same_to_the_byte),
        cmocka_unit_test(any_file_call_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
