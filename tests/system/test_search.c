/* tests/system/test_search.c - questions to small indexes, as a reader of the news would ask them. */
#include "tests/support/cm.h"

#include <string.h>

#include "tests/support/tiny_index.h"

/* A query and the ids that it finds, in order. */
typedef struct asked {
    const char *query;
    const char *ids;
} asked;

static void expect_all(tiny_index *t, const asked *cases, size_t n,
                       const nh_search_options *options)
{
    size_t wrong = 0;

    for (size_t i = 0; i < n; i++) {
        const char *ids = tiny_index_ids(t, cases[i].query, options);

        if (strcmp(ids, cases[i].ids) == 0)
            continue;
        print_error("%s finds \"%s\", not \"%s\"\n", cases[i].query, ids, cases[i].ids);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static const nh_search_options all_words = {.size = sizeof all_words,
                                            .match = NH_MATCH_ALL};

static void words_are_found_by_stem_and_as_written(void **state)
{
    static const tiny_article articles[] = {
        {.id = "envoy", .text = "Tom Barrack spoke of the Golan Heights."},
        {.id = "camp", .text = "The army barracks stand on a height above town."},
        {.id = "wine", .text = "A winery in the Golan opens its doors."},
    };
    static const asked cases[] = {
        {"golan", "envoy wine"},
        {"barrack", "envoy camp"},
        {"=barrack", "envoy"},
        {"=BARRACKS", "camp"},
        {"\"golan heights\"", "envoy"},
        {"\"heights golan\"", ""},
        {"\"golan height\"", ""},
        {"barrac*", "envoy camp"},
        {"golan -winery", "envoy"},
        {"golan AND heights", "envoy"},
        {"winery OR barracks", "envoy wine camp"},
        {"* -golan", "camp"},
        {"\"tom * spoke\"", "envoy"},
        {"\"golan barrack\"~4", "envoy"},
        {"\"golan barrack\"~2", ""},
        {"\"golan barrack\"~>4", ""},
        {"\"barrack golan\"~>4", "envoy"},
        {"(golan height)~0", "envoy"},
        {"nothing", ""},
    };
    tiny_index *t = tiny_index_new(NULL);

    (void)state;
    for (size_t i = 0; i < COUNT(articles); i++)
        tiny_index_add(t, &articles[i]);
    tiny_index_open(t);
    expect_all(t, cases, COUNT(cases), &all_words);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_by_stem_and_as_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
