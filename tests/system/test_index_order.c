/* tests/system/test_index_order.c - an index in an order of similarity holds and answers what it did before. */
#include "tests/support/cm.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "common/segment/postings/terms_reader.h"
#include "indexer/order/list_sorter.h"
#include "indexer/order/reorder_parts.h"
#include "newshound/indexer.h"
#include "newshound/newshound.h"
#include "tests/support/fault.h"
#include "tests/support/index_lines.h"
#include "tests/support/made_articles.h"
#include "tests/support/temp_dir.h"

#define MEMORY ((uint64_t)64 << 20)

/* An index of the articles, in segments of so many. */
static void build(const char *path, const made_articles *a, size_t each,
                  const nh_index_options *index)
{
    const nh_writer_options options = {.size = sizeof options, .index = index};
    nh_writer *w;

    assert_int_equal(nh_writer_open(path, &options, &w, NULL), NH_OK);
    for (size_t i = 0; i < a->count; i++) {
        assert_int_equal(nh_writer_add(w, &a->list[i], NULL), NH_OK);
        if (i % each == each - 1 || i + 1 == a->count)
            assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_OK);
    }
    nh_writer_close(w);
}

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

            build(t->path, a, each[e], &kinds[k]);
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

    build(t->path, a, 500, NULL);
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

        build(t->path, a, 300, NULL);
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

    build(t->path, a, 200, NULL);
    optimize_well(t->path, 1, &facts);
    generation = facts.generation;
    optimize_well(t->path, 2, &facts);
    assert_int_equal(facts.generation, generation);
    build(t->path, more, 10, NULL); /* what is added is not in order yet */
    optimize_well(t->path, 1, &facts);
    assert_int_equal(facts.generation, generation + 2);
    made_articles_free(a);
    made_articles_free(more);
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

    build(t->path, a, 400, NULL);
    answer(t->path, a, &before);
    optimize_well(t->path, 2, &facts);
    answer(t->path, a, &after);
    assert_int_equal(before.size, after.size);
    assert_memory_equal(before.bytes, after.bytes, after.size);
    nh_buf_free(&before);
    nh_buf_free(&after);
    made_articles_free(a);
}

/* ---- memory ------------------------------------------------------------------------- */

static nh_status reorder(const nh_env *env, const temp_dir *t, uint64_t memory, bool *done)
{
    nh_index *index;
    nh_segment_ref made;
    nh_reorder_job job = {.env = env, .dir = t->fd, .memory = memory, .threads = 1};
    nh_status st;

    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    job.source = index->manifest.segments[0];
    job.settings = &index->manifest.settings;
    st = nh_reorder(&job, "made.tmp", done, &made, NULL);
    assert_int_equal(temp_dir_has(t, "made.tmp"), st == NH_OK && *done);
    (void)unlinkat(t->fd, "made.tmp", 0);
    nh_index_close(index);
    return st;
}

static void too_little_memory_leaves_the_order(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 300, 8);
    bool done;

    build(t->path, a, 300, NULL);
    assert_int_equal(reorder(nh_env_system(), t, 20000, &done), NH_OK);
    assert_false(done);
    assert_int_equal(reorder(nh_env_system(), t, MEMORY, &done), NH_OK);
    assert_true(done);
    made_articles_free(a);
}

static void the_memory_is_not_exceeded(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 1000, 8);
    fault *f = fault_new();
    bool done;

    build(t->path, a, 1000, NULL);
    assert_int_equal(reorder(fault_env(f), t, 8 << 20, &done), NH_OK);
    assert_true(done);
    assert_true(fault_bytes_peak(f) <= 8 << 20);
    fault_free(f);
    made_articles_free(a);
}

/* The segment backwards, and where it goes. */
typedef struct backwards {
    nh_index *index;
    nh_merge_source source;
    nh_merge_inputs in;
    nh_new_order order;
    nh_section_spools to;
    nh_reorder_job job;
    nh_reordering r;
} backwards;

static void begin(backwards *b, const temp_dir *t, uint64_t memory)
{
    const nh_env *env = nh_env_system();
    uint32_t *order;
    uint32_t n;

    assert_int_equal(nh_index_open(NULL, t->path, false, false, &b->index, NULL), NH_OK);
    b->job = (nh_reorder_job){.env = env,
                              .dir = t->fd,
                              .source = b->index->manifest.segments[0],
                              .memory = memory,
                              .threads = 1};
    b->source = (nh_merge_source){.ref = b->job.source};
    n = b->job.source.articles;
    order = (uint32_t *)nh_zeroed(env, n, sizeof *order);
    for (uint32_t i = 0; i < n; i++)
        order[i] = n - 1 - i;
    assert_int_equal(nh_merge_inputs_open(env, t->fd, &b->source, 1, memory, &b->in, NULL),
                     NH_OK);
    assert_int_equal(nh_new_order_make(b->in.list[0].seg, order, &b->order, NULL), NH_OK);
    nh_section_spools_init(&b->to, env, t->fd);
    b->r = (nh_reordering){&b->job, &b->in, &b->order, &b->to};
}

static void end(backwards *b)
{
    nh_section_spools_clear(&b->to);
    nh_new_order_free(&b->order);
    nh_merge_inputs_close(&b->in);
    nh_index_close(b->index);
}

static nh_status append(void *self, const void *bytes, size_t size, nh_error *err)
{
    (void)err;
    nh_buf_bytes((nh_buffer *)self, bytes, size);
    return NH_OK;
}

static void compare_sections(backwards *a, backwards *b)
{
    for (unsigned kind = 0; kind < NH_SECTION_KINDS; kind++) {
        nh_buffer x = {0}, y = {0};

        assert_int_equal(nh_spool_replay(&a->to.spool[kind], append, &x, NULL), NH_OK);
        assert_int_equal(nh_spool_replay(&b->to.spool[kind], append, &y, NULL), NH_OK);
        assert_int_equal(x.size, y.size);
        if (x.size > 0)
            assert_memory_equal(x.bytes, y.bytes, x.size);
        nh_buf_free(&x);
        nh_buf_free(&y);
    }
}

static void articles_in_many_buckets_come_out_in_the_same_order(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 300, 10);
    backwards roomy, tight;

    build(t->path, a, 300, NULL);
    begin(&roomy, t, MEMORY);
    begin(&tight, t, 16384);
    assert_int_equal(nh_reorder_stored(&roomy.r, NULL), NH_OK);
    assert_int_equal(nh_reorder_stored(&tight.r, NULL), NH_OK);
    assert_true(nh_spool_size(&roomy.to.spool[NH_SECTION_STORED]) > 16384);
    compare_sections(&roomy, &tight);
    end(&roomy);
    end(&tight);
    made_articles_free(a);
}

/* All lists of the segment, each sorted within so much memory. */
static void sort_all(backwards *b, uint64_t memory)
{
    const nh_impact_rule rule = {900000, 400000, 256 * 90};
    nh_list_sorter sorter = {.env = b->in.env, .order = &b->order, .memory = memory};
    nh_merge_input *input = &b->in.list[0];
    nh_postings_writer *to;
    nh_written_list list;

    assert_int_equal(nh_postings_writer_new(&b->to, &rule, &to, NULL), NH_OK);
    assert_int_equal(nh_merge_inputs_walk(&b->in, NULL), NH_OK);
    while (input->term != NULL) {
        nh_postings_begin(to, input->term->n_forms);
        assert_int_equal(nh_list_sort(&sorter, input, to, NULL), NH_OK);
        assert_int_equal(nh_postings_end(to, &list, NULL), NH_OK);
        assert_int_equal(list.df, input->term->df);
        if (list.small != NULL)
            nh_buf_bytes(&b->to.spool[NH_SECTION_TERMS].memory, list.small,
                         list.small_size);
        assert_int_equal(nh_terms_next(input->terms, &input->term, NULL), NH_OK);
    }
    nh_list_sorter_free(&sorter);
    nh_postings_writer_free(to);
}

static void a_list_is_the_same_in_one_pass_and_in_several(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 400, 11);
    backwards roomy, tight;

    build(t->path, a, 400, NULL);
    begin(&roomy, t, MEMORY);
    begin(&tight, t, MEMORY);
    sort_all(&roomy, MEMORY);
    sort_all(&tight, 3000);
    compare_sections(&roomy, &tight);
    end(&roomy);
    end(&tight);
    made_articles_free(a);
}

/* ---- failures ----------------------------------------------------------------------- */

static nh_status reorder_within(const nh_env *env, void *context)
{
    bool done;

    return reorder(env, (const temp_dir *)context, MEMORY, &done);
}

static void every_failed_allocation_is_told(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 20, 12);

    build(t->path, a, 20, NULL);
    assert_true(fault_sweep_allocations(reorder_within, t) > 60);
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

    build(t->path, a, a->count, NULL);
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

static void whoever_asks_to_stop_keeps_the_last_commit(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 300, 14);
    atomic_int stop = 1;
    nh_index *index;
    nh_segment_ref made;
    bool done;
    nh_reorder_job job = {.env = nh_env_system(),
                          .dir = t->fd,
                          .memory = MEMORY,
                          .threads = 2,
                          .stop = &stop};

    build(t->path, a, 300, NULL);
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    job.source = index->manifest.segments[0];
    job.settings = &index->manifest.settings;
    assert_int_equal(nh_reorder(&job, "made.tmp", &done, &made, NULL), NH_E_CANCELLED);
    assert_false(temp_dir_has(t, "made.tmp"));
    nh_index_close(index);
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
        IN_DIRECTORY(an_unknown_order_is_refused),
        IN_DIRECTORY(answers_are_the_same_to_the_byte),
        IN_DIRECTORY(too_little_memory_leaves_the_order),
        IN_DIRECTORY(the_memory_is_not_exceeded),
        IN_DIRECTORY(articles_in_many_buckets_come_out_in_the_same_order),
        IN_DIRECTORY(a_list_is_the_same_in_one_pass_and_in_several),
        IN_DIRECTORY(every_failed_allocation_is_told),
        cmocka_unit_test(any_file_call_may_fail),
        IN_DIRECTORY(whoever_asks_to_stop_keeps_the_last_commit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
