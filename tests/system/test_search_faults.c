/* tests/system/test_search_faults.c - opening and searching under every failed allocation and file call. */
#include "tests/support/cm.h"

#include <errno.h>
#include <string.h>

#include "newshound/articles.h"
#include "newshound/words.h"
#include "tests/support/fault.h"
#include "tests/support/tiny_index.h"

/* Everything that the searcher does has a word in it. */
static const char query[] =
    "golan =barrack \"co-operation * talks\" (envoy talks)~5 gov* "
    "title:(golan OR \"golan heights\") -winery date:2025 source:ap";

typedef struct scene {
    tiny_index *index;
    const char *path;
} scene;

static int build(void **state)
{
    static const tiny_article articles[] = {
        {.id = "a",
         .headline = "Golan talks",
         .date = "2025-06-30",
         .source = "AP",
         .text = "Barrack, the envoy, hailed talks on co-operation. More talks follow."},
        {.id = "b",
         .headline = "Heights",
         .date = "2025-07-01",
         .source = "AP",
         .text = "The government and governors.\n\nCo-operation and talks on the Golan.",
         .language = "de"},
        {.id = "c", .text = "A winery on the Golan heights."},
    };
    static scene s;

    s.index = tiny_index_new(NULL);
    for (size_t i = 0; i < COUNT(articles); i++) {
        tiny_index_add(s.index, &articles[i]);
        tiny_index_commit(s.index);
    }
    tiny_index_open(s.index);
    s.path = s.index->path;
    *state = &s;
    return 0;
}

static int destroy(void **state)
{
    tiny_index_free(((scene *)*state)->index);
    return 0;
}

static nh_status ask(nh_reader *r, nh_searcher *s, nh_error *err)
{
    const nh_search_options o = {
        .size = sizeof o, .passages = 3, .explain = true, .match = NH_MATCH_ANY};
    nh_results *res = NULL;
    nh_query *q = NULL;
    nh_status st = nh_query_parse(r, query, strlen(query), NULL, &q, err);

    if (st == NH_OK)
        st = nh_search(s, q, &o, &res, err);
    assert_true((st == NH_OK) == (res != NULL));
    nh_results_free(res);
    nh_query_free(q);
    return st;
}

static nh_status list_words(nh_reader *r, const char *pattern, nh_error *err)
{
    nh_words *words = NULL;
    nh_word_facts word;
    bool more = true;
    nh_status st = nh_words_open(r, pattern, strlen(pattern), &words, err);

    assert_true((st == NH_OK) == (words != NULL));
    while (st == NH_OK && more)
        st = nh_words_next(words, &word, &more, err);
    nh_words_close(words);
    return st;
}

static nh_status read_all(nh_reader *r, nh_error *err)
{
    nh_stored_article *article = NULL;
    nh_status st = nh_article_get(r, "b", 1, &article, err);

    assert_true(st == NH_OK || article == NULL);
    nh_stored_article_free(article);
    if (st == NH_OK)
        st = list_words(r, "g*", err);
    return st == NH_OK ? list_words(r, "Golan’s", err) : st;
}

/* From opening to closing, with an environment that may fail. */
static nh_status run(const nh_env *env, void *context)
{
    const scene *s = (const scene *)context;
    const nh_reader_options o = {.size = sizeof o, .env = env};
    nh_reader *r = NULL;
    nh_searcher *searcher = NULL;
    nh_error err = {0};
    nh_status st = nh_reader_open(s->path, &o, &r, &err);

    if (st == NH_OK)
        st = nh_searcher_new(r, &searcher, &err);
    if (st == NH_OK)
        st = ask(r, searcher, &err);
    if (st == NH_OK)
        st = read_all(r, &err);
    assert_int_equal(err.code, st);
    nh_searcher_free(searcher);
    nh_reader_close(r);
    return st;
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    assert_true(fault_sweep_allocations(run, *state) > 50);
}

static void every_failed_file_call_is_reported_and_leaks_nothing(void **state)
{
    size_t n = 0;
    bool reached = true;

    for (; reached; n++) {
        fault *f = fault_new();
        nh_status st;

        fault_fail_call(f, n, EIO, false);
        st = run(fault_env(f), *state);
        reached = fault_reached(f);
        assert_true(st == NH_OK || (reached && st == NH_E_IO));
        fault_free(f);
    }
    assert_true(n > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
        cmocka_unit_test(every_failed_file_call_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, build, destroy);
}
