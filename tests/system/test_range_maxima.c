/* tests/system/test_range_maxima.c - maxima of ranges: in segments however made, true, and of use. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "searcher/searcher_state.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/makers/tiny_index.h"

#define ARTICLES 10000u /* more than 8 ranges of 1,024 */
#define WORDS 60u

/* Articles of which low words are frequent, and each has a part of the index where it is repeated;
 * with a commit behind a third of them, or only one in the end. */
static tiny_index *new_index(bool in_two)
{
    const nh_index_options o = {
        .size = sizeof o, .analysis = "whitespace", .stemmer = "none", .passages = "none"};
    random_numbers r = {1};
    tiny_index *t = tiny_index_new(&o);

    for (uint32_t i = 0; i < ARTICLES; i++) {
        char id[16], text[256];
        size_t size = 0;

        for (uint32_t n = 1 + random_below(&r, 12); n > 0; n--) {
            const uint32_t word = random_below(&r, random_below(&r, WORDS) + 1);
            const uint32_t times = i / 1000 == word % 10 ? 1 + random_below(&r, 3) : 1;

            for (uint32_t k = 0; k < times; k++)
                size += (size_t)snprintf(text + size, sizeof text - size, "w%u ", word);
        }
        snprintf(id, sizeof id, "a%u", i);
        tiny_index_add(t, &(tiny_article){.id = id, .text = text});
        if (in_two && i == ARTICLES / 3)
            tiny_index_commit(t);
    }
    return t;
}

/* Two segments, made one. */
static int build(void **state)
{
    tiny_index *t = new_index(true);

    tiny_index_delete(t, "a77"); /* blocks before it are copied, and one is not */
    tiny_index_optimize(t);
    tiny_index_open(t);
    *state = t;
    return 0;
}

/* The only segment has maxima of some words, and they are true; returns of how many. */
static uint64_t check_maxima(const char *path)
{
    const uint64_t ranges = (ARTICLES - 1 + NH_RANGE - 1) / NH_RANGE;
    nh_index *index;
    nh_error err = {0};
    uint64_t size;

    assert_int_equal(nh_index_open(NULL, path, false, false, &index, NULL), NH_OK);
    assert_int_equal(index->manifest.n_segments, 1);
    size = nh_container_size(nh_segment_container(index->segments[0]), NH_SECTION_MAXIMA);
    nh_index_close(index);
    assert_true(size > 0);
    assert_int_equal(size % ranges, 0);
    if (nh_index_verify(path, true, NULL, NULL, NULL, &err) != NH_OK)
        fail_msg("%s", err.what);
    return size / ranges;
}

static void a_merge_writes_maxima_of_frequent_words_that_are_true(void **state)
{
    (void)check_maxima(((const tiny_index *)*state)->path);
}

static void so_do_a_single_run_and_another_order_of_the_articles(void **state)
{
    tiny_index *t = new_index(false);
    nh_commit_facts facts = {.size = sizeof facts};
    uint64_t words;

    (void)state;
    tiny_index_open(t);
    words = check_maxima(t->path);
    for (unsigned threads = 1; threads <= 2; threads++) {
        const nh_writer_options o = {
            .size = sizeof o, .threads = threads, .order = "similar"};
        nh_writer *w;

        assert_int_equal(nh_writer_open(t->path, &o, &w, NULL), NH_OK);
        assert_int_equal(nh_writer_optimize(w, &facts, NULL), NH_OK);
        nh_writer_close(w);
        assert_true(facts.similar);
        assert_int_equal(check_maxima(t->path), words);
    }
    tiny_index_free(t);
}

/* The hits as ids and scores; *work: blocks decoded. */
static void list_hits(tiny_index *t, const char *query, const nh_search_options *o,
                      nh_buffer *out, uint64_t *work)
{
    nh_results *res = tiny_index_search(t, query, o);
    nh_results_facts facts = {.size = sizeof facts};
    nh_hit hit = {0};

    for (size_t i = 0; nh_results_hit(res, i, &hit); i++)
        nh_buf_print(out, "%.*s:%lld\n", NH_STR_ARG(hit.id), (long long)hit.score);
    nh_results_facts_get(res, &facts);
    *work += facts.work;
    nh_results_free(res);
}

static void hits_are_those_of_exhaustive_evaluation_for_less(void **state)
{
    tiny_index *t = (tiny_index *)*state;
    const uint32_t limits[] = {1, 10, 100, 1000};
    random_numbers r = {7};
    uint64_t all = 0, some = 0;

    t->searcher->pruner.few = 0;
    for (uint32_t i = 0; i < 200; i++) {
        const nh_search_options o = {.size = sizeof o,
                                     .limit = limits[i % COUNT(limits)],
                                     .match = NH_MATCH_ANY,
                                     .top_only = true,
                                     .ids_only = true};
        nh_buffer full = {0}, pruned = {0};
        char query[64];

        snprintf(query, sizeof query, "w%u w%u w%u", random_below(&r, 8),
                 random_below(&r, WORDS), random_below(&r, WORDS));
        t->searcher->pruner.off = true;
        list_hits(t, query, &o, &full, &all);
        t->searcher->pruner.off = false;
        list_hits(t, query, &o, &pruned, &some);
        if (!nh_str_equal(nh_buf_str(&full), nh_buf_str(&pruned)))
            fail_msg("%s, %u hits:\n%.*s\ninstead of\n%.*s", query, (unsigned)o.limit,
                     NH_STR_ARG(nh_buf_str(&pruned)), NH_STR_ARG(nh_buf_str(&full)));
        nh_buf_free(&full);
        nh_buf_free(&pruned);
    }
    assert_true(4 * some < 3 * all);
}

static nh_status ask_by_ranges(nh_reader *r, nh_searcher *s, nh_error *err)
{
    static const nh_search_options o = {
        .size = sizeof o, .match = NH_MATCH_ANY, .top_only = true, .ids_only = true};

    s->pruner.few = 0;
    return tiny_index_ask(r, s, "w0 w1 w59", &o, err);
}

static nh_status search_with(const nh_env *env, void *context)
{
    return tiny_index_try((const tiny_index *)context, env, ask_by_ranges);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    assert_true(fault_sweep_allocations(search_with, *state) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_merge_writes_maxima_of_frequent_words_that_are_true),
        cmocka_unit_test(so_do_a_single_run_and_another_order_of_the_articles),
        cmocka_unit_test(hits_are_those_of_exhaustive_evaluation_for_less),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, build, tiny_index_teardown);
}
