/* tests/system/test_search_faults.c - opening and searching under every failed allocation and file call. */
#include "tests/support/cm.h"

#include <errno.h>
#include <string.h>

#include "newshound/articles.h"
#include "newshound/words.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"

/* Everything that the searcher does has a word in it. */
static const char query[] =
    "golan =barrack \"co-operation * talks\" (envoy talks)~5 gov* "
    "title:(golan OR \"golan heights\") -winery date:2025 source:ap";

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
    tiny_index *t = tiny_index_new(NULL);

    for (size_t i = 0; i < COUNT(articles); i++) {
        tiny_index_add(t, &articles[i]);
        tiny_index_commit(t);
    }
    tiny_index_open(t);
    *state = t;
    return 0;
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

static nh_status use_all(nh_reader *r, nh_searcher *s, nh_error *err)
{
    const nh_search_options o = {
        .size = sizeof o, .passages = 3, .explain = true, .match = NH_MATCH_ANY};
    const nh_status st = tiny_index_ask(r, s, query, &o, err);

    return st == NH_OK ? read_all(r, err) : st;
}

/* From opening to closing, with an environment that may fail. */
static nh_status run(const nh_env *env, void *context)
{
    return tiny_index_try((const tiny_index *)context, env, use_all);
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

    return cmocka_run_group_tests(tests, build, tiny_index_teardown);
}
