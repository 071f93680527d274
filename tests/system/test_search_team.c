/* tests/system/test_search_team.c - one search on several threads: the bytes of one, whatever fails. */
#include "tests/support/cm.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/base/str.h"
#include "newshound/render.h"
#include "searcher/searcher_state.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/makers/tiny_index.h"

#define SEGMENTS 8u /* as many as are not merged */
#define EACH 120u   /* articles of a segment */

/* What pthread_create() does in this program: no thread can be started while it is set. */
static bool threadless;
static unsigned started; /* threads, since the test set it to 0 */
static nh_flag *stopped; /* is set when the next thread starts; NULL: nothing is */
static unsigned late;    /* milliseconds that a thread takes to start */

int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*work)(void *),
                   void *member)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    void *const symbol = dlsym(RTLD_NEXT, "pthread_create");

    if (threadless || symbol == NULL)
        return EAGAIN;
    memcpy(&real, &symbol, sizeof real);
    started++;
    if (stopped != NULL)
        *stopped = 1;
    stopped = NULL;
    nanosleep(&(struct timespec){.tv_nsec = (long)late * 1000000}, NULL);
    return real(thread, how, work, member);
}

static void add_article(tiny_index *t, random_numbers *r, uint32_t number)
{
    nh_buffer text = {0};
    char id[16], word[16];
    nh_article a = {.size = sizeof a, .source = NH_STR("ap")};

    for (uint32_t i = 0; i < 30 + random_below(r, 200); i++) {
        snprintf(word, sizeof word, "w%u%s", random_below(r, random_below(r, 60) + 1),
                 random_once(r, 25) ? ".\n\n" : " ");
        nh_buf_text(&text, nh_str_of(word));
    }
    snprintf(id, sizeof id, "a%u", number);
    a.id = nh_str_of(id);
    a.text = nh_buf_str(&text);
    tiny_index_add_article(t, &a);
    nh_buf_free(&text);
}

static tiny_index *build_of(const char *passages)
{
    random_numbers random = {7};
    const nh_index_options o = {
        .size = sizeof o, .analysis = "plain", .stemmer = "none", .passages = passages};
    tiny_index *t = tiny_index_new(&o);

    for (uint32_t i = 0; i < SEGMENTS * EACH; i++) {
        add_article(t, &random, i);
        if (i % EACH == EACH - 1)
            tiny_index_commit(t);
    }
    tiny_index_open(t);
    t->searcher->pruner.team_least = 0;
    return t;
}

static int build(void **state)
{
    *state = build_of("20:40:60");
    return 0;
}

/* Any of the words; all of them; few of all, so any; narrowed down; with a phrase; one word. */
static const struct {
    const char *query;
    nh_match match;
} ASKED[] = {
    {"w1 w2 w3 w5 w8", NH_MATCH_ANY}, {"w1 w2 w3", NH_MATCH_ALL},
    {"w40 w50 w55", NH_MATCH_AUTO},   {"w3 w4 source:ap -w9", NH_MATCH_ANY},
    {"w3 \"w1 w2\"", NH_MATCH_ANY},   {"w2", NH_MATCH_ALL},
};

static bool keep(void *self, const char *bytes, size_t size)
{
    nh_buf_text((nh_buffer *)self, (nh_str){bytes, size});
    return true;
}

static nh_search_options options_of(nh_match match, uint32_t threads)
{
    return (nh_search_options){.size = sizeof(nh_search_options),
                               .limit = 200,
                               .passages = 2,
                               .match = match,
                               .threads = threads};
}

/* The whole answer, with its counts, where those are exact. */
static void answer(tiny_index *t, size_t asked, const nh_search_options *o, nh_buffer *out)
{
    const nh_render_options how = {.size = sizeof how, .no_summary = o->top_only};
    const nh_sink sink = {out, keep};
    nh_results *res = tiny_index_search(t, ASKED[asked].query, o);
    nh_results_facts f = {.size = sizeof f};
    nh_error err;

    assert_int_equal(nh_results_render(res, NULL, NH_RENDER_JSON, &how, &sink, &err),
                     NH_OK);
    nh_results_facts_get(res, &f);
    nh_buf_print(out, "%u %u", (unsigned)f.hits, (unsigned)f.relaxed);
    if (!o->top_only)
        nh_buf_print(out, " %llu %llu", (unsigned long long)f.articles,
                     (unsigned long long)f.passages);
    assert_true(f.exact || o->top_only);
    nh_results_free(res);
}

static void check_threads(tiny_index *t, size_t asked, nh_search_options o)
{
    static const uint32_t threads[] = {1, 2, 3, 8, 64};
    nh_buffer one = {0};

    o.threads = 0;
    answer(t, asked, &o, &one);
    for (size_t i = 0; i < COUNT(threads); i++) {
        nh_buffer many = {0};

        o.threads = threads[i];
        answer(t, asked, &o, &many);
        if (!nh_str_equal(nh_buf_str(&one), nh_buf_str(&many)))
            fail_msg("%s, %u threads:\n%.*s\ninstead of\n%.*s", ASKED[asked].query,
                     threads[i], NH_STR_ARG(nh_buf_str(&many)),
                     NH_STR_ARG(nh_buf_str(&one)));
        nh_buf_free(&many);
    }
    nh_buf_free(&one);
}

static void more_threads_than_64_are_refused(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    const nh_search_options o = options_of(NH_MATCH_ANY, 65);
    nh_results *res = NULL;
    nh_query *q = NULL;
    nh_error err = {0};

    assert_int_equal(nh_query_parse(t->reader, "golan", 5, NULL, &q, NULL), NH_OK);
    assert_int_equal(nh_search(t->searcher, q, &o, &res, &err), NH_E_ARG);
    assert_string_equal(err.where, "threads");
    assert_null(res);
    nh_query_free(q);
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    tiny_index *t = (tiny_index *)*state;

    for (size_t i = 0; i < COUNT(ASKED); i++) {
        nh_search_options o = options_of(ASKED[i].match, 0);

        check_threads(t, i, o);
        o.by = NH_BY_PASSAGE;
        o.limit = 10;
        check_threads(t, i, o);
        o.count_only = true;
        check_threads(t, i, o);
    }
}

/* Where an article is one passage, other ways lead to the same hits. How many match is not looked
 * for; what is met of them depends on the thresholds that each thread has. */
static void hits_alone_are_the_same_of_whole_articles(void **state)
{
    static const uint64_t limits[] = {1, 10, 200, 100000};
    tiny_index *t = build_of("none");

    (void)state;
    for (size_t i = 0; i < COUNT(ASKED); i++)
        for (size_t k = 0; k < COUNT(limits); k++) {
            nh_search_options o = options_of(ASKED[i].match, 0);

            o.limit = limits[k];
            check_threads(t, i, o);
            o.top_only = true;
            check_threads(t, i, o);
        }
    tiny_index_free(t);
}

/* The most memory that a search by passage has held. */
static size_t peak_of(const tiny_index *t, uint32_t threads, uint64_t limit)
{
    nh_search_options o = options_of(NH_MATCH_ANY, threads);
    fault *f = fault_new();
    const nh_reader_options how = {.size = sizeof how, .env = fault_env(f)};
    nh_reader *r = NULL;
    nh_searcher *s = NULL;
    size_t peak;

    o.by = NH_BY_PASSAGE;
    o.limit = limit;
    o.ids_only = o.scores_only = true;
    assert_int_equal(nh_reader_open(t->path, &how, &r, NULL), NH_OK);
    assert_int_equal(nh_searcher_new(r, &s, NULL), NH_OK);
    s->pruner.team_least = 0;
    assert_int_equal(tiny_index_ask(r, s, "w1 w2 w3", &o, NULL), NH_OK);
    peak = fault_bytes_peak(f);
    nh_searcher_free(s);
    nh_reader_close(r);
    fault_free(f);
    return peak;
}

/* Many hits take memory once more, not once more for each thread. */
static void a_thread_has_room_for_the_hits_of_its_segments_alone(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    const size_t one = peak_of(t, 1, 1000000) - peak_of(t, 1, 1);
    const size_t many = peak_of(t, 8, 1000000) - peak_of(t, 8, 1);

    if (many > 2 * one)
        fail_msg("one thread needs %zu bytes for its hits, eight need %zu", one, many);
}

static void threads_that_cannot_be_started_are_done_without(void **state)
{
    tiny_index *t = (tiny_index *)*state;

    threadless = true;
    for (size_t i = 0; i < COUNT(ASKED); i++)
        check_threads(t, i, options_of(ASKED[i].match, 0));
    threadless = false;
}

static void threads_are_started_where_postings_pay_for_them(void **state)
{
    tiny_index *t = (tiny_index *)*state;
    const nh_search_options o = options_of(NH_MATCH_ANY, 4);
    nh_buffer out = {0};

    started = 0;
    answer(t, 0, &o, &out);
    assert_int_equal(started, 3);
    t->searcher->pruner.team_least = UINT32_MAX;
    answer(t, 0, &o, &out);
    assert_int_equal(started, 3);
    t->searcher->pruner.team_least = 0;
    nh_buf_free(&out);
}

/* What a search with several threads ends with. */
static nh_status end_of(tiny_index *t, const nh_search_options *o)
{
    nh_query *q = NULL;
    nh_results *res = NULL;
    nh_error err = {0};
    nh_status st;

    assert_int_equal(nh_query_parse(t->reader, "w1 w2", 5, NULL, &q, &err), NH_OK);
    st = nh_search(t->searcher, q, o, &res, &err);
    assert_true((st == NH_OK) == (res != NULL));
    assert_true(st == NH_OK || err.what[0] != '\0');
    nh_results_free(res);
    nh_query_free(q);
    return st;
}

static void threads_at_work_are_stopped(void **state)
{
    tiny_index *t = (tiny_index *)*state;
    nh_search_options o = options_of(NH_MATCH_ANY, 8);
    nh_flag stop = 0;

    o.stop = &stop;
    stopped = &stop;
    assert_int_equal(end_of(t, &o), NH_E_CANCELLED);
    stop = 0;
    assert_int_equal(end_of(t, &o), NH_OK);
    stopped = &t->searcher->cancelled; /* which one thread alone sees */
    assert_int_equal(end_of(t, &o), NH_E_CANCELLED);
    assert_int_equal(end_of(t, &o), NH_OK);
}

static void threads_at_work_respect_the_deadline(void **state)
{
    tiny_index *t = (tiny_index *)*state;
    nh_search_options o = options_of(NH_MATCH_ANY, 3);

    o.deadline = 120;
    late = 90; /* to start both takes longer */
    assert_int_equal(end_of(t, &o), NH_E_LIMIT);
    late = 0;
    o.deadline = 600000;
    assert_int_equal(end_of(t, &o), NH_OK);
}

static nh_status use_team(nh_reader *r, nh_searcher *s, nh_error *err)
{
    const nh_search_options o = options_of(NH_MATCH_ANY, 3);

    s->pruner.team_least = 0;
    return tiny_index_ask(r, s, "w1 w2 w30", &o, err);
}

static nh_status run(const nh_env *env, void *context)
{
    return tiny_index_try((const tiny_index *)context, env, use_team);
}

static void every_failed_allocation_ends_the_search_and_leaks_nothing(void **state)
{
    assert_true(fault_sweep_allocations(run, *state) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(more_threads_than_64_are_refused),
        cmocka_unit_test(hits_alone_are_the_same_of_whole_articles),
        cmocka_unit_test(a_thread_has_room_for_the_hits_of_its_segments_alone),
        cmocka_unit_test(threads_that_cannot_be_started_are_done_without),
        cmocka_unit_test(threads_are_started_where_postings_pay_for_them),
        cmocka_unit_test(threads_at_work_are_stopped),
        cmocka_unit_test(threads_at_work_respect_the_deadline),
        cmocka_unit_test(every_failed_allocation_ends_the_search_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, build, tiny_index_teardown);
}
