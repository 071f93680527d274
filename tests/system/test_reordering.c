/* tests/system/test_reordering.c - a segment in a new order: within its memory, in buckets and passes, and when something fails. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/base/str.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/file/index.h"
#include "common/segment/terms/terms_reader.h"
#include "indexer/order/rewrite/list_sorter.h"
#include "indexer/order/rewrite/reorder_parts.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/temp_dir.h"

#define MEMORY ((uint64_t)64 << 20)

/* The segment anew, in made.tmp. */
static nh_status reorder_to(const nh_env *env, const temp_dir *t, uint64_t memory,
                            uint32_t *parts)
{
    nh_index *index;
    nh_segment_ref made;
    nh_reorder_job job = {.env = env, .dir = t->fd, .memory = memory, .threads = 1};
    nh_status st;

    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    job.source = index->manifest.segments[0];
    job.settings = &index->manifest.settings;
    st = nh_reorder(&job, "made.tmp", parts, &made, NULL);
    assert_int_equal(temp_dir_has(t, "made.tmp"), st == NH_OK && *parts > 0);
    nh_index_close(index);
    return st;
}

static nh_status reorder(const nh_env *env, const temp_dir *t, uint64_t memory,
                         uint32_t *parts)
{
    const nh_status st = reorder_to(env, t, memory, parts);

    (void)unlinkat(t->fd, "made.tmp", 0);
    return st;
}

static void too_little_memory_leaves_the_order(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 300, 8);
    uint32_t parts;

    made_articles_index(a, t->path, 300, NULL);
    assert_int_equal(reorder(nh_env_system(), t, 20000, &parts), NH_OK);
    assert_int_equal(parts, 0);
    assert_int_equal(reorder(nh_env_system(), t, MEMORY, &parts), NH_OK);
    assert_int_equal(parts, 1);
    made_articles_free(a);
}

#define TOPICS 50u
#define SHORT 18000u  /* articles of a few words, in turn about one of the topics */
#define UNEVEN 32000u /* articles, of which the last quarter is far longer */

/* The text of an article; borrowed until the next call. */
typedef const char *text_of(uint32_t article);

/* Words of a topic, drawn from its own 40, without end or order. */
static const char *words_of(uint32_t article)
{
    static char text[512];
    uint32_t x = article * 2654435761u + 1;
    size_t at = 0;

    for (unsigned i = 0; i < 24; i++) {
        x = x * 1664525 + 1013904223;
        at += (size_t)snprintf(text + at, sizeof text - at, "t%uw%u ", article % TOPICS,
                               (x >> 16) % 40);
    }
    return text;
}

/* Two words, but of the last quarter 150, out of 4,000. */
static const char *uneven_words_of(uint32_t article)
{
    static char text[1500];
    const unsigned words = article < UNEVEN / 4 * 3 ? 2 : 150;
    uint32_t x = article * 2654435761u + 1;
    size_t at = 0;

    for (unsigned i = 0; i < words; i++) {
        x = x * 1664525 + 1013904223;
        at += (size_t)snprintf(text + at, sizeof text - at, "w%u ", (x >> 16) % 4000);
    }
    return text;
}

static void index_short(const char *path, uint32_t articles, text_of *text)
{
    const nh_index_options index = {
        .size = sizeof index, .analysis = "plain", .stemmer = "none", .store = "none"};
    const nh_writer_options o = {.size = sizeof o, .index = &index};
    nh_commit_facts facts = {.size = sizeof facts};
    nh_writer *w;

    assert_int_equal(nh_writer_open(path, &o, &w, NULL), NH_OK);
    for (uint32_t i = 0; i < articles; i++) {
        nh_article a = {.size = sizeof a};
        char id[32];

        snprintf(id, sizeof id, "%02u-%05u", i % TOPICS, i);
        a.id = (nh_str){id, strlen(id)};
        a.text.ptr = text(i);
        a.text.len = strlen(a.text.ptr);
        assert_int_equal(nh_writer_add(w, &a, NULL), NH_OK);
    }
    assert_int_equal(nh_writer_commit(w, &facts, NULL), NH_OK);
    assert_int_equal(facts.order_parts, 0);
    nh_writer_close(w);
}

/* How often two that are next to each other in the result are about one thing. What was ordered in
 * parts is not marked as done. */
static uint32_t count_neighbours(const temp_dir *t, uint32_t parts)
{
    static bool seen[SHORT];
    char room[NH_ID_ROOM];
    uint32_t n = 0, before = UINT32_MAX;
    nh_segment *seg;
    nh_str id;

    memset(seen, 0, sizeof seen);
    assert_int_equal(nh_segment_open_file(NULL, t->fd, "made.tmp", false, &seg, NULL),
                     NH_OK);
    assert_int_equal(nh_segment_info_get(seg)->articles, SHORT);
    assert_int_equal(nh_segment_info_get(seg)->similar, parts == 1);
    for (uint32_t i = 0; i < SHORT; i++) {
        uint32_t number = 0;

        assert_int_equal(nh_id_get(seg, i, room, &id, NULL), NH_OK);
        for (size_t k = 3; k < id.len; k++)
            number = number * 10 + (uint32_t)(id.ptr[k] - '0');
        assert_false(seen[number]);
        seen[number] = true;
        n += number % TOPICS == before;
        before = number % TOPICS;
    }
    nh_segment_close(seg);
    return n;
}

static void with_less_memory_articles_are_ordered_in_parts(void **state)
{
    static const struct {
        uint64_t memory;
        uint32_t parts;
    } rows[] = {{MEMORY, 1}, {2800000, 2}, {100000, 0}};
    temp_dir *t = (temp_dir *)*state;

    index_short(t->path, SHORT, words_of);
    for (size_t i = 0; i < COUNT(rows); i++) {
        fault *f = fault_new();
        uint32_t parts, near;

        assert_int_equal(reorder_to(fault_env(f), t, rows[i].memory, &parts), NH_OK);
        assert_int_equal(parts, rows[i].parts);
        near = parts > 0 ? count_neighbours(t, parts) : SHORT;
        assert_true(fault_bytes_peak(f) <= rows[i].memory);
        assert_true(near > SHORT * 3 / 4);
        fault_free(f);
        (void)unlinkat(t->fd, "made.tmp", 0);
    }
}

static void parts_with_far_more_words_than_others_keep_within_the_memory(void **state)
{
    const uint64_t memory = 3400000;
    temp_dir *t = (temp_dir *)*state;
    fault *f = fault_new();
    uint32_t parts;

    index_short(t->path, UNEVEN, uneven_words_of);
    assert_int_equal(reorder(fault_env(f), t, memory, &parts), NH_OK);
    assert_int_equal(parts, 4);
    assert_true(fault_bytes_peak(f) <= memory);
    fault_free(f);
}

static void the_memory_is_not_exceeded(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 1000, 8);
    fault *f = fault_new();
    uint32_t parts;

    made_articles_index(a, t->path, 1000, NULL);
    assert_int_equal(reorder(fault_env(f), t, 8 << 20, &parts), NH_OK);
    assert_int_equal(parts, 1);
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
    b->r = (nh_reordering){&b->job, &b->in, &b->order, &b->to, 1};
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

/* A segment of `n` articles twice, for work that has so much memory. */
static void begin_two(backwards *roomy, backwards *tight, const temp_dir *t, uint32_t n,
                      uint64_t memory)
{
    made_articles *a = made_articles_new("a-", n, 10);

    made_articles_index(a, t->path, n, NULL);
    made_articles_free(a);
    begin(roomy, t, MEMORY);
    begin(tight, t, memory);
}

/* What was made of both is the same. */
static void end_two(backwards *roomy, backwards *tight)
{
    compare_sections(roomy, tight);
    end(roomy);
    end(tight);
}

static void articles_in_many_buckets_come_out_in_the_same_order(void **state)
{
    backwards roomy, tight;

    begin_two(&roomy, &tight, (const temp_dir *)*state, 300, 16384);
    assert_int_equal(nh_reorder_stored(&roomy.r, NULL), NH_OK);
    assert_int_equal(nh_reorder_stored(&tight.r, NULL), NH_OK);
    assert_true(nh_spool_size(&roomy.to.spool[NH_SECTION_STORED]) > 16384);
    end_two(&roomy, &tight);
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
        nh_postings_begin(to, input->term->n_forms, input->term->df);
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
    backwards roomy, tight;

    begin_two(&roomy, &tight, (const temp_dir *)*state, 400, MEMORY);
    sort_all(&roomy, MEMORY);
    sort_all(&tight, 3000);
    end_two(&roomy, &tight);
}

static nh_status reorder_within(const nh_env *env, void *context)
{
    uint32_t parts;

    return reorder(env, (const temp_dir *)context, MEMORY, &parts);
}

static void every_failed_allocation_is_told(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 20, 12);

    made_articles_index(a, t->path, 20, NULL);
    assert_true(fault_sweep_allocations(reorder_within, t) > 60);
    made_articles_free(a);
}

static void whoever_asks_to_stop_keeps_the_last_commit(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 300, 14);
    atomic_int stop = 1;
    nh_index *index;
    nh_segment_ref made;
    uint32_t parts;
    nh_reorder_job job = {.env = nh_env_system(),
                          .dir = t->fd,
                          .memory = MEMORY,
                          .threads = 2,
                          .stop = &stop};

    made_articles_index(a, t->path, 300, NULL);
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    job.source = index->manifest.segments[0];
    job.settings = &index->manifest.settings;
    assert_int_equal(nh_reorder(&job, "made.tmp", &parts, &made, NULL), NH_E_CANCELLED);
    assert_false(temp_dir_has(t, "made.tmp"));
    nh_index_close(index);
    made_articles_free(a);
}

#define IN_DIRECTORY(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(too_little_memory_leaves_the_order),
        IN_DIRECTORY(with_less_memory_articles_are_ordered_in_parts),
        IN_DIRECTORY(parts_with_far_more_words_than_others_keep_within_the_memory),
        IN_DIRECTORY(the_memory_is_not_exceeded),
        IN_DIRECTORY(articles_in_many_buckets_come_out_in_the_same_order),
        IN_DIRECTORY(a_list_is_the_same_in_one_pass_and_in_several),
        IN_DIRECTORY(every_failed_allocation_is_told),
        IN_DIRECTORY(whoever_asks_to_stop_keeps_the_last_commit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
