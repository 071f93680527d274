/* tests/system/test_search.c - questions to small indexes, as a reader of the news would ask them. */
#include "tests/support/cm.h"

#include <string.h>

#include "tests/support/makers/tiny_index.h"

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

static void joined_words_match_their_parts_in_phrases(void **state)
{
    static const tiny_article hyphen = {.id = "hyphen",
                                        .text = "An economic co-operation agreement."};
    static const tiny_article plain = {.id = "plain",
                                       .text = "An economic cooperation agreement."};
    static const tiny_article blank = {.id = "blank",
                                       .text = "An economic co operation agreement."};
    static const asked cases[] = {
        {"\"economic cooperation\"", "plain hyphen"},
        {"\"cooperation agreement\"", "plain hyphen"},
        {"\"economic cooperation agreement\"", "plain hyphen"},
        {"\"co operation\"", "hyphen blank"},
        {"\"economic co operation agreement\"", "hyphen blank"},
        {"\"economic co-operation\"", "plain hyphen blank"},
        {"\"co-operation agreement\"", "plain hyphen blank"},
        {"\"economic co-operation agreement\"", "plain hyphen blank"},
        {"\"economic * agreement\"", "plain"},
        {"\"economic agreement\"", ""},
        {"\"economic agreement\"~1", "plain"},
        {"\"economic agreement\"~2", "plain hyphen blank"},
        {"co-operation", "plain hyphen blank"},
        {"cooperation", "plain hyphen"},
    };
    /* Without k1 all scores of a word are equal, and the ids decide. */
    static const nh_search_options options = {
        .size = sizeof options, .match = NH_MATCH_ALL, .has_k1 = true};
    tiny_index *t = tiny_index_new(NULL);

    (void)state;
    tiny_index_add(t, &hyphen);
    tiny_index_add(t, &plain);
    tiny_index_add(t, &blank);
    tiny_index_open(t);
    expect_all(t, cases, COUNT(cases), &options);
    tiny_index_free(t);
}

/* One paragraph, so long that it makes several passages. */
static void a_pasted_quotation_is_found_across_passages(void **state)
{
    static const nh_index_options small = {
        .size = sizeof small, .passages = "3:6:8", .k1 = -1, .b = -1};
    static const tiny_article source = {
        .id = "source",
        .text = "We came early to the valley. Nobody had slept that night. "
                "The guns were silent at last. Then the rain began again.\n\n"
                "Silence followed in the other paragraph."};
    static const tiny_article other = {.id = "other", .text = "The guns were silent."};
    static const asked cases[] = {
        {"\"to the valley. Nobody had slept that night. The guns were silent\"", "source"},
        {"\"valley nobody\"", "source"},
        {"\"night the\"", "source"},
        {"\"(valley night)\"", ""},
        {"(valley slept)~2", "source"},
        {"(valley slept)~1", ""},
        {"\"again silence\"", ""}, /* a paragraph ends between them */
        {"\"the guns were silent\"", "other source"},
    };
    tiny_index *t = tiny_index_new(&small);
    nh_reader_facts facts = {.size = sizeof facts};
    nh_passage_hit p;
    nh_results *res;

    (void)state;
    tiny_index_add(t, &source);
    tiny_index_add(t, &other);
    tiny_index_open(t);
    nh_reader_facts_get(t->reader, &facts);
    assert_true(facts.passages > 4);
    expect_all(t, cases, COUNT(cases), &all_words);
    res = tiny_index_search(t, "\"valley nobody had slept that night the guns\"", NULL);
    assert_true(nh_results_passage(res, 0, 0, &p));
    assert_int_equal(p.number, 0); /* it counts where it begins */
    assert_false(nh_results_passage(res, 0, 1, &p));
    nh_results_free(res);
    tiny_index_free(t);
}

static void fields_and_dates_narrow_down(void **state)
{
    static const tiny_article articles[] = {
        {.id = "a",
         .headline = "Golan talks",
         .text = "The envoy spoke.\n\nGolan again.",
         .date = "2025-06-30",
         .source = "Reuters"},
        {.id = "b",
         .headline = "Envoy speaks",
         .text = "Talks on the Golan went on.",
         .date = "2025-06",
         .source = "Le Monde",
         .language = "fr"},
        {.id = "c", .headline = "Weather", .text = "Rain on the Golan.", .date = "2024"},
        {.id = "d", .text = "Golan without a headline."},
    };
    static const asked cases[] = {
        {"golan date:2025-06-30", "a b"},
        {"golan date:2025-06-29", "b"},
        {"golan date:2025", "a b"},
        {"golan date:..2024-05", "c"},
        {"golan date:none", "d"},
        {"golan before:2025-01-01", "c"},
        {"golan source:REUTERS", "a"},
        {"golan source:\"le monde\"", "b"},
        {"golan source:le*", "b"},
        {"golan lang:fr", "b"},
        {"golan -lang:fr -source:reuters", "c d"},
        {"source:(reuters \"le monde\")", "a b"},
        {"id:c", "c"},
        {"title:golan", "a"},
        {"title:envoy", "b"},
        {"lede:golan", "a b c d"},
        {"lede:weather", ""},
        {"title:\"golan talks\"", "a"},
        {"title:(golan OR weather)", "a c"},
        {"* -date:2025", "c d"},
        {"section:sport", ""},
    };
    static const nh_search_options options = {
        .size = sizeof options, .match = NH_MATCH_ALL, .sort = NH_SORT_DATE};
    tiny_index *t = tiny_index_new(NULL);
    nh_warning w;
    nh_results *res;

    (void)state;
    for (size_t i = 0; i < COUNT(articles); i++) {
        tiny_index_add(t, &articles[i]);
        tiny_index_commit(t); /* each in a segment of its own */
    }
    tiny_index_open(t);
    expect_all(t, cases, COUNT(cases), &options);
    res = tiny_index_search(t, "section:sport", NULL);
    assert_true(nh_results_warning(res, 0, &w));
    nh_results_free(res);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_by_stem_and_as_written),
        cmocka_unit_test(joined_words_match_their_parts_in_phrases),
        cmocka_unit_test(a_pasted_quotation_is_found_across_passages),
        cmocka_unit_test(fields_and_dates_narrow_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
