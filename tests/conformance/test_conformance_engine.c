/* tests/conformance/test_conformance_engine.c - the rows, asked of an index by way of the public API. */
#include <stdio.h>

#include "tests/support/cm.h"
#include "tests/support/makers/tiny_index.h"
#include "tests/support/rows/conformance.h"

/* One article, one index, one query. Each bare word must be there. */
static bool ask(const conformance_row *row, void *context)
{
    const nh_index_options options = {.size = sizeof(options), .language = row->language};
    const nh_search_options search = {.size = sizeof(search), .match = NH_MATCH_ALL};
    const tiny_article article = {.id = "a", .text = row->text};
    nh_results_facts facts = {.size = sizeof(facts)};
    tiny_index *t = tiny_index_new(&options);
    nh_results *results;

    (void)context;
    tiny_index_add(t, &article);
    tiny_index_open(t);
    results = tiny_index_search(t, row->query, &search);
    nh_results_facts_get(results, &facts);
    nh_results_free(results);
    tiny_index_free(t);
    return (facts.articles == 1) == row->expected;
}

static void every_row_does_what_is_expected(void **state)
{
    const conformance_score score = conformance_ask_all("names.tsv", ask, NULL);

    (void)state;
    print_message("%zu rows, %zu right\n", score.asked, score.right);
    assert_int_equal(score.right, score.asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_does_what_is_expected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
