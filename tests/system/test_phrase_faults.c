/* tests/system/test_phrase_faults.c - quoted phrases under every failed allocation. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/fault.h"
#include "tests/support/tiny_index.h"

#define MANY 300u /* articles: some blocks of each word */

/* Pairs, longer phrases with pairs and without, forms, and phrases over the end of a passage. */
static const char *const queries[] = {
    "\"of the\"",        "\"and of the\"",           "\"house of the\"",
    "\"golan heights\"", "\"the golan heights\"",    "\"of the\" houses",
    "\"house * the\"",   "\"heights of the golan\"",
};

static int build(void **state)
{
    const nh_index_options o = {.size = sizeof o, .passages = "5:8:12"};
    tiny_index *t = tiny_index_new(&o);

    for (uint32_t i = 0; i < MANY; i++) {
        char id[16];

        snprintf(id, sizeof id, "a%u", i);
        tiny_index_add(
            t, &(tiny_article){
                   .id = id,
                   .text = i % 2 == 0 ? "the house and of the golan heights of the golan "
                                        "and houses of the height and so on of the end"
                                      : "of the and of the houses",
               });
        if (i == MANY / 2)
            tiny_index_commit(t);
    }
    tiny_index_open(t);
    *state = t;
    return 0;
}

static nh_status ask(nh_reader *r, nh_searcher *s, const char *text, nh_error *err)
{
    const nh_search_options o = {.size = sizeof o, .match = NH_MATCH_ANY};
    nh_results *res = NULL;
    nh_query *q = NULL;
    nh_status st = nh_query_parse(r, text, strlen(text), NULL, &q, err);

    if (st == NH_OK)
        st = nh_search(s, q, &o, &res, err);
    assert_true((st == NH_OK) == (res != NULL));
    nh_results_free(res);
    nh_query_free(q);
    return st;
}

static nh_status run(const nh_env *env, void *context)
{
    const tiny_index *t = (const tiny_index *)context;
    const nh_reader_options o = {.size = sizeof o, .env = env};
    nh_reader *r = NULL;
    nh_searcher *s = NULL;
    nh_error err = {0};
    nh_status st = nh_reader_open(t->path, &o, &r, &err);

    if (st == NH_OK)
        st = nh_searcher_new(r, &s, &err);
    for (size_t i = 0; i < COUNT(queries) && st == NH_OK; i++)
        st = ask(r, s, queries[i], &err);
    assert_int_equal(err.code, st);
    nh_searcher_free(s);
    nh_reader_close(r);
    return st;
}

static void phrases_report_every_failed_allocation_and_leak_nothing(void **state)
{
    assert_true(fault_sweep_allocations(run, *state) > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            phrases_report_every_failed_allocation_and_leak_nothing, build,
            tiny_index_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
