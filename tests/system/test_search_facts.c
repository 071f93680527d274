/* tests/system/test_search_facts.c - what answers tell: how they were found, in what order, within which limits. */
#include "tests/support/cm.h"

#include <string.h>

#include "common/base/bytes/buffer.h"
#include "newshound/articles.h"
#include "newshound/words.h"
#include "tests/support/makers/tiny_index.h"

static const nh_search_options all_words = {.size = sizeof all_words,
                                            .match = NH_MATCH_ALL};

static void too_few_articles_with_all_words_relax_the_query(void **state)
{
    static const tiny_article articles[] = {
        {.id = "both", .text = "Golan and heights."},
        {.id = "one", .text = "Golan alone."},
        {.id = "other", .text = "Heights alone."},
    };
    const nh_search_options satisfied = {.size = sizeof satisfied, .min_hits = 1};
    const nh_search_options any = {.size = sizeof any, .match = NH_MATCH_ANY};
    tiny_index *t = tiny_index_new(NULL);
    nh_results_facts facts = {.size = sizeof facts};
    nh_results *res;

    (void)state;
    for (size_t i = 0; i < COUNT(articles); i++)
        tiny_index_add(t, &articles[i]);
    tiny_index_open(t);
    res = tiny_index_search(t, "golan heights", NULL);
    nh_results_facts_get(res, &facts);
    assert_true(facts.relaxed);
    assert_int_equal(facts.articles, 3);
    nh_results_free(res);
    assert_string_equal(tiny_index_ids(t, "golan heights", &satisfied), "both");
    assert_string_equal(tiny_index_ids(t, "golan heights", &all_words), "both");
    assert_string_equal(tiny_index_ids(t, "+golan heights", &any), "both one");
    assert_string_equal(tiny_index_ids(t, "golan heights date:none id:o*", &any),
                        "other one");
    assert_string_equal(tiny_index_ids(t, "golan AND heights", &any), "both");
    tiny_index_free(t);
}

static void equal_scores_are_ordered_by_date_then_id(void **state)
{
    static const tiny_article articles[] = {
        {.id = "a-undated", .text = "Golan."},
        {.id = "b-old", .text = "Golan.", .date = "2024-01-01"},
        {.id = "c-new", .text = "Golan.", .date = "2025-01-01"},
        {.id = "d-new", .text = "Golan.", .date = "2025-01-01"},
        {.id = "e-undated", .text = "Golan."},
    };
    const nh_search_options by_id = {.size = sizeof by_id, .ties_by_id = true};
    const nh_search_options two = {.size = sizeof two, .limit = 2, .skip = 1};
    const nh_search_options late = {.size = sizeof late, .skip = 9};
    tiny_index *t = tiny_index_new(NULL);

    (void)state;
    for (size_t i = 0; i < COUNT(articles); i++)
        tiny_index_add(t, &articles[i]);
    tiny_index_open(t);
    assert_string_equal(tiny_index_ids(t, "golan", NULL),
                        "d-new c-new b-old e-undated a-undated");
    assert_string_equal(tiny_index_ids(t, "golan", &by_id),
                        "e-undated d-new c-new b-old a-undated");
    assert_string_equal(tiny_index_ids(t, "golan", &two), "c-new b-old");
    assert_string_equal(tiny_index_ids(t, "golan", &late), "");
    tiny_index_free(t);
}

/* Passages of all the words that fit, added up. */
static nh_status count_words(tiny_index *t, const char *pattern, uint64_t *sum)
{
    nh_words *words = NULL;
    nh_word_facts word;
    bool more = true;
    nh_status st = nh_words_open(t->reader, pattern, strlen(pattern), &words, NULL);

    *sum = 0;
    while (st == NH_OK && more) {
        st = nh_words_next(words, &word, &more, NULL);
        *sum += more ? word.df : 0;
    }
    if (st == NH_OK) { /* the end is the end */
        assert_int_equal(nh_words_next(words, &word, &more, NULL), NH_OK);
        assert_false(more);
    }
    nh_words_close(words);
    return st;
}

static void articles_and_words_can_be_read(void **state)
{
    static const tiny_article articles[] = {
        {.id = "a",
         .headline = "Barracks",
         .text = "Tom Barrack in Beirut.",
         .date = "2025-06-30",
         .source = "AP"},
        {.id = "b", .text = "The barracks again."},
    };
    static const struct {
        const char *pattern;
        nh_status status;
        uint64_t sum;
    } lists[] = {
        {"barrac*", NH_OK, 3}, /* barrack in one passage, barracks in two */
        {"BARRACKS", NH_OK, 2}, {"Barrack’s", NH_OK, 1}, {"*", NH_OK, 8},
        {"zebra", NH_OK, 0},    {"", NH_OK, 0},          {"barrack golan", NH_E_ARG, 0},
        {"b*s", NH_E_ARG, 0},
    };
    tiny_index *t = tiny_index_new(NULL);
    nh_stored_article *a;
    uint64_t sum = 0;

    (void)state;
    tiny_index_add(t, &articles[0]);
    tiny_index_commit(t);
    tiny_index_add(t, &articles[1]);
    tiny_index_open(t);
    assert_int_equal(nh_article_get(t->reader, "a", 1, &a, NULL), NH_OK);
    assert_non_null(a);
    assert_memory_equal(a->text.ptr, "Tom Barrack in Beirut.", a->text.len);
    assert_memory_equal(a->hit.headline.ptr, "Barracks", a->hit.headline.len);
    assert_memory_equal(a->hit.source.ptr, "AP", a->hit.source.len);
    assert_int_equal(a->n_passages, 2);
    assert_int_equal(a->passages[0].size, 0); /* the headline */
    assert_int_equal(a->passages[1].size, a->text.len);
    nh_stored_article_free(a);
    assert_int_equal(nh_article_get(t->reader, "z", 1, &a, NULL), NH_OK);
    assert_null(a);
    for (size_t i = 0; i < COUNT(lists); i++) {
        assert_int_equal(count_words(t, lists[i].pattern, &sum), lists[i].status);
        assert_int_equal(sum, lists[i].sum);
    }
    tiny_index_free(t);
}

static nh_status search_with(tiny_index *t, const char *query, const nh_search_options *o)
{
    nh_results *res = NULL;
    nh_query *q;
    nh_status st;

    assert_int_equal(nh_query_parse(t->reader, query, strlen(query), NULL, &q, NULL),
                     NH_OK);
    st = nh_search(t->searcher, q, o, &res, NULL);
    assert_true((st == NH_OK) == (res != NULL));
    nh_results_free(res);
    nh_query_free(q);
    return st;
}

static void limits_and_wishes_to_stop_are_kept(void **state)
{
    static const tiny_article article = {.id = "a", .text = "Golan heights."};
    const nh_flag stop = 1;
    const nh_search_options cases[] = {
        {.size = sizeof cases[0], .limit = 1000001},
        {.size = sizeof cases[0], .limit = 1000000, .skip = 1},
        {.size = sizeof cases[0], .has_k1 = true, .k1 = -1},
        {.size = sizeof cases[0], .has_b = true, .b = 1.5},
        {.size = sizeof cases[0], .memory = 1000},
        {.size = sizeof cases[0], .stop = &stop},
        {.size = sizeof cases[0], .limit = 1000000},
    };
    static const nh_status wanted[] = {NH_E_ARG,   NH_E_ARG,       NH_E_ARG, NH_E_ARG,
                                       NH_E_LIMIT, NH_E_CANCELLED, NH_OK};
    tiny_index *t = tiny_index_new(NULL);

    (void)state;
    tiny_index_add(t, &article);
    tiny_index_open(t);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(search_with(t, "golan \"golan heights\"", &cases[i]), wanted[i]);
    tiny_index_free(t);
}

static void a_query_shows_how_it_was_understood(void **state)
{
    static const char query[] = "golan -\"wine tasting\" title:=envoy";
    static const char tree[] =
        "(list \"golan\" -(phrase =\"wine\" =\"tasting\") (scope title =\"envoy\"))";
    tiny_index *t = tiny_index_new(NULL);
    nh_query *q = NULL;

    (void)state;
    tiny_index_add(t, &(tiny_article){.id = "a", .text = "The Golan."});
    tiny_index_open(t);
    assert_int_equal(nh_query_parse(t->reader, query, strlen(query), NULL, &q, NULL),
                     NH_OK);
    tiny_index_unlink(t);
    assert_int_equal(nh_query_dump(q).len, strlen(tree));
    assert_memory_equal(nh_query_dump(q).ptr, tree, strlen(tree));
    nh_query_free(q);
    tiny_index_free(t);
}

/* A passage each: no headline, no empty place, nothing that goes on. */
static void passages_without_flags_are_searched(void **state)
{
    nh_buffer text = {0};
    tiny_index *t = tiny_index_new(NULL);

    (void)state;
    for (uint32_t p = 0; p < 2; p++) {
        for (uint32_t i = 0; i < 90; i++)
            nh_buf_print(&text, i == 40 ? "golan heights " : "word ");
        nh_buf_print(&text, "end.\n\n");
    }
    nh_buf_u8(&text, 0);
    tiny_index_add(t, &(tiny_article){.id = "a", .text = (const char *)text.bytes});
    tiny_index_open(t);
    assert_string_equal(tiny_index_ids(t, "\"golan heights\"", NULL), "a");
    tiny_index_free(t);
    nh_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_few_articles_with_all_words_relax_the_query),
        cmocka_unit_test(equal_scores_are_ordered_by_date_then_id),
        cmocka_unit_test(articles_and_words_can_be_read),
        cmocka_unit_test(limits_and_wishes_to_stop_are_kept),
        cmocka_unit_test(passages_without_flags_are_searched),
        cmocka_unit_test(a_query_shows_how_it_was_understood),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
