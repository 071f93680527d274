/* tests/system/test_phrase_faults.c - quoted phrases under every failed allocation. */
#include "tests/support/cm.h"

#include <stdio.h>

#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"

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

static nh_status ask_all(nh_reader *r, nh_searcher *s, nh_error *err)
{
    const nh_search_options o = {.size = sizeof o, .match = NH_MATCH_ANY};
    nh_status st = NH_OK;

    for (size_t i = 0; i < COUNT(queries) && st == NH_OK; i++)
        st = tiny_index_ask(r, s, queries[i], &o, err);
    return st;
}

static nh_status run(const nh_env *env, void *context)
{
    return tiny_index_try((const tiny_index *)context, env, ask_all);
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
