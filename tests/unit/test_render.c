/* tests/unit/test_render.c - an answer written out in every form. */
#include "newshound/render.h"

#include <stdio.h>
#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"

/* A sink that keeps all, counts calls, and refuses from the n-th on. */
typedef struct taker {
    nh_buffer all;
    size_t calls;
    size_t refuse; /* 0: never */
} taker;

static bool take(void *self, const char *bytes, size_t size)
{
    taker *t = self;

    if (++t->calls == t->refuse)
        return false;
    nh_buf_bytes(&t->all, bytes, size);
    return true;
}

/* Three articles: a and b say the same and score alike; c is hostile in every field. */
static void add_articles(tiny_index *t)
{
    static const tiny_article plain[] = {
        {.id = "a",
         .headline = "Golan",
         .text = "Wine of the heights.",
         .date = "2025-06",
         .source = "AP"},
        {.id = "b",
         .headline = "Golan",
         .text = "Wine of the heights.",
         .date = "2025-06",
         .source = "AP"},
    };
    nh_article hostile = {
        .size = sizeof hostile,
        .id = NH_STR("c d%"),
        .headline = NH_STR("=cmd, \"<b>Golan</b>\""),
        .text = NH_STR("A \"winery\", a\tfence & <i>goats</i>.\n\nMore wine."),
        .source = NH_STR("-AP\x1b"),
        .url = NH_STR("https://example.org/?a=1,2"),
        .path = NH_STR("stories.jsonl"),
        .record = 7,
        .offset = 99};

    for (size_t i = 0; i < COUNT(plain); i++)
        tiny_index_add(t, &plain[i]);
    tiny_index_add_article(t, &hostile);
    tiny_index_open(t);
}

static int build(void **state)
{
    tiny_index *t = tiny_index_new(NULL);

    add_articles(t);
    *state = t;
    return 0;
}

static int destroy(void **state)
{
    tiny_index_free(*state);
    return 0;
}

/* What is asked, how it is shown, and what is then written. */
typedef struct showing {
    const char *query;
    nh_str filter;
    nh_search_options search;
    nh_render_form form;
    nh_render_options render;
} showing;

static nh_status show(tiny_index *t, const showing *how, taker *to, nh_error *err)
{
    const nh_sink sink = {to, take};
    const nh_query_options asked = {.size = sizeof asked, .filter = how->filter};
    nh_search_options search = how->search;
    nh_render_options render = how->render;
    nh_query *q = NULL;
    nh_results *res = NULL;
    nh_status st;

    search.size = sizeof search;
    render.size = sizeof render;
    assert_int_equal(
        nh_query_parse(t->reader, how->query, strlen(how->query), &asked, &q, NULL), NH_OK);
    assert_int_equal(nh_search(t->searcher, q, &search, &res, NULL), NH_OK);
    st = nh_results_render(res, q, how->form, &render, &sink, err);
    nh_results_free(res);
    nh_query_free(q);
    return st;
}

static void expect(tiny_index *t, const showing *how, const char *expected)
{
    taker to = {.calls = 0};

    assert_int_equal(show(t, how, &to, NULL), NH_OK);
    nh_buf_u8(&to.all, 0);
    assert_string_equal((const char *)to.all.bytes, expected);
    nh_buf_free(&to.all);
}

/* The same, where only parts of what is written matter; a part that begins with ! is not there. */
static void expect_parts(tiny_index *t, const showing *how, const char *const *parts)
{
    taker to = {.calls = 0};

    assert_int_equal(show(t, how, &to, NULL), NH_OK);
    nh_buf_u8(&to.all, 0);
    for (; *parts != NULL; parts++) {
        const char *text = (const char *)to.all.bytes;
        const bool wanted = **parts != '!';

        if ((strstr(text, *parts + (wanted ? 0 : 1)) != NULL) != wanted)
            fail_msg("%s of:\n%s", *parts, text);
    }
    nh_buf_free(&to.all);
}

static void json_has_the_question_in_every_object(void **state)
{
    const showing how = {.query = "title:golan",
                         .search = {.limit = 1, .no_text = true},
                         .render = {.query = NH_STR("title:golan"),
                                    .qid = NH_STR("q\"1"),
                                    .milliseconds = 1.25}};

    expect(*state, &how,
           "{\"v\":1,\"type\":\"hit\",\"qid\":\"q\\\"1\",\"rank\":1,\"score\":0.424225,"
           "\"id\":\"b\",\"title\":\"Golan\",\"date\":\"2025-06\",\"date_source\":\"\","
           "\"source\":\"AP\",\"path\":\"\",\"evidence\":1,\"passages\":[{\"id\":\"b#0\","
           "\"number\":0,\"score\":0.424225,\"in\":\"title\"}]}\n"
           "{\"v\":1,\"type\":\"summary\",\"qid\":\"q\\\"1\",\"query\":\"title:golan\","
           "\"hits\":1,\"matched_articles\":3,\"matched_passages\":3,\"relaxed\":false,"
           "\"warnings\":[],\"ms\":1.250}\n");
}

static void json_leaves_out_what_it_is_told_to(void **state)
{
    static const char *const untimed[] = {"\"warnings\":[]}\n", "!\"ms\"", "!\"qid\"",
                                          NULL};
    static const char *const alone[] = {"\"type\":\"hit\"", "!summary", "!explain", NULL};
    static const char *const explained[] = {
        "\"explain\":{\"units\":", "\"k1\":0.9,\"b\":0.4,",
        "\"parts\":[{\"what\":\"golan\",\"tf\":1", NULL};
    showing how = {.query = "golan", .render = {.milliseconds = -1}};

    expect_parts(*state, &how, untimed);
    how.render.no_summary = true;
    how.search.explain = true;
    expect_parts(*state, &how, alone);
    how.render.explain = true;
    expect_parts(*state, &how, explained);
}

static void json_tells_of_warnings(void **state)
{
    static const char *const parts[] = {"\"warnings\":[{\"at\":0,\"size\":", ",{\"at\":",
                                        "\"record\":7,\"record_byte\":99", NULL};
    const showing how = {.query = "(golan nosuch:x", .search = {.match = NH_MATCH_ANY}};

    expect_parts(*state, &how, parts);
}

static void warnings_about_a_filter_count_within_it(void **state)
{
    static const char *const parts[] = {"\"warnings\":[{\"at\":0,\"size\":1,",
                                        ",{\"in\":\"filter\",\"at\":5,\"size\":1,", NULL};
    const showing how = {.query = "(golan", .filter = NH_STR("wine (")};

    expect_parts(*state, &how, parts);
}

/* Equal scores in a run: their order is that of the ids, descending, and ranks keep it. */
static void a_run_has_scores_or_falling_ranks(void **state)
{
    showing how = {.query = "heights",
                   .search = {.no_text = true, .ties_by_id = true},
                   .form = NH_RENDER_TREC};

    expect(*state, &how, "1 Q0 b 1 0.5374775 newshound\n1 Q0 a 2 0.5374775 newshound\n");
    how.render = (nh_render_options){.scores = NH_RUN_RANKS,
                                     .qid = NH_STR("7 a"),
                                     .tag = NH_STR("run\t1"),
                                     .first_rank = 11};
    expect(*state, &how, "7%20a Q0 b 11 999990 run%091\n7%20a Q0 a 12 999989 run%091\n");
}

static void a_run_names_passages(void **state)
{
    const showing how = {.query = "goats",
                         .search = {.by = NH_BY_PASSAGE},
                         .form = NH_RENDER_TREC,
                         .render = {.by_passage = true, .scores = NH_RUN_RANKS}};

    expect(*state, &how, "1 Q0 c%20d%25#1 1 1000000 newshound\n");
}

static void csv_is_quoted_and_calculates_nothing(void **state)
{
    showing how = {.query = "goats",
                   .form = NH_RENDER_CSV,
                   .render = {.query = NH_STR("=goats"), .header = true}};

    expect(*state, &how,
           "query,rank,date,source,title,passage,link,id\r\n"
           "'=goats,1,,'-AP\xef\xbf\xbd,\"'=cmd, \"\"<b>Golan</b>\"\"\","
           "\"A \"\"winery\"\", a fence & <i>goats</i>.  More wine.\","
           "\"https://example.org/?a=1,2\",c d%\r\n");
    how.render = (nh_render_options){.qid = NH_STR("1,5"), .by_passage = true};
    how.search.no_text = true;
    expect(*state, &how,
           "\"1,5\",,1,,'-AP\xef\xbf\xbd,\"'=cmd, \"\"<b>Golan</b>\"\"\",,"
           "\"https://example.org/?a=1,2\",c d%#1\r\n");
}

static void csv_has_its_header_without_a_hit(void **state)
{
    const showing how = {.query = "nosuchword",
                         .form = NH_RENDER_CSV,
                         .render = {.qid = NH_STR("1"), .header = true}};

    expect(*state, &how, "qid,query,rank,date,source,title,passage,link,id\r\n");
}

static void html_is_a_section_without_strange_markup(void **state)
{
    const showing how = {.query = "goats", .form = NH_RENDER_HTML};

    expect(
        *state, &how,
        "<section class=\"newshound\">\n"
        "<article data-rank=\"1\" data-score=\"0.645830\">\n"
        "<h2>=cmd, &quot;&lt;b&gt;Golan&lt;/b&gt;&quot;</h2>\n"
        "<p><cite>-AP\xef\xbf\xbd</cite> <code>c d%</code></p>\n"
        "<blockquote data-passage=\"1\" data-line=\"1\">A &quot;winery&quot;, a\tfence &amp; "
        "&lt;i&gt;<mark>goats</mark>&lt;/i&gt;.<br>\nMore wine.</blockquote>\n"
        "</article>\n"
        "<footer>1 article, 1 passage</footer>\n"
        "</section>\n");
}

static void lines_have_a_field_a_column(void **state)
{
    showing how = {.query = "goats", .form = NH_RENDER_TSV};

    expect(
        *state, &how,
        "1\t0.645830\t\t-AP\xef\xbf\xbd\t=cmd, \"<b>Golan</b>\"\tc d%\tstories.jsonl\t1\t1\t"
        "A \"winery\", a fence & <i>goats</i>.  More wine.\n");
    how = (showing){.query = "golan", .form = NH_RENDER_PATHS};
    expect(*state, &how, "b\na\nc d%\n");
}

static void a_refusal_ends_the_writing(void **state)
{
    static const nh_render_form forms[] = {NH_RENDER_JSON, NH_RENDER_TSV,   NH_RENDER_TREC,
                                           NH_RENDER_HTML, NH_RENDER_PATHS, NH_RENDER_CSV};

    for (size_t i = 0; i < COUNT(forms); i++) {
        const showing how = {.query = "golan", .form = forms[i]};
        taker to = {.refuse = 1};
        nh_error err = {0};

        assert_int_equal(show(*state, &how, &to, &err), NH_E_IO);
        assert_int_equal(err.code, NH_E_IO);
        assert_int_equal(to.calls, 1);
        assert_int_equal(to.all.size, 0);
    }
}

static void what_is_not_known_is_refused(void **state)
{
    showing how = {.query = "golan", .form = (nh_render_form)99};
    taker to = {.calls = 0};
    nh_error err = {0};

    assert_int_equal(show(*state, &how, &to, &err), NH_E_ARG);
    assert_string_equal(err.where, "form");
    how.form = NH_RENDER_TREC;
    how.render.scores = (nh_run_scores)9;
    assert_int_equal(show(*state, &how, &to, &err), NH_E_ARG);
    assert_string_equal(err.where, "scores");
    assert_int_equal(to.calls, 0);
}

static void no_options_are_the_defaults(void **state)
{
    tiny_index *t = *state;
    nh_results *res = tiny_index_search(t, "heights", NULL);
    taker to = {.calls = 0};
    const nh_sink sink = {&to, take};

    assert_int_equal(nh_results_render(res, NULL, NH_RENDER_JSON, NULL, &sink, NULL),
                     NH_OK);
    nh_buf_u8(&to.all, 0);
    assert_non_null(
        strstr((const char *)to.all.bytes,
               "\"query\":\"\",\"hits\":2,\"matched_articles\":2,"
               "\"matched_passages\":2,\"relaxed\":false,\"warnings\":[],\"ms\":"
               "0.000}\n"));
    nh_results_free(res);
    nh_buf_free(&to.all);
}

/* Pieces of a long answer, one behind the other, are the answer. */
static void a_long_answer_comes_in_pieces(void **state)
{
    enum { ARTICLES = 300, BYTES = 1000 };
    tiny_index *t = tiny_index_new(NULL);
    const showing how = {
        .query = "word", .search = {.limit = ARTICLES}, .form = NH_RENDER_TSV};
    taker to = {.calls = 0};
    taker early = {.refuse = 2};
    char text[BYTES + 1];
    size_t lines = 0;

    (void)state;
    for (size_t i = 0; i < BYTES; i += 5)
        memcpy(text + i, "word ", 5);
    text[BYTES] = '\0';
    for (unsigned i = 0; i < ARTICLES; i++) {
        char id[16];

        snprintf(id, sizeof id, "%u", i);
        tiny_index_add(t, &(tiny_article){.id = id, .text = text});
    }
    tiny_index_open(t);
    assert_int_equal(show(t, &how, &to, NULL), NH_OK);
    for (size_t i = 0; i < to.all.size; i++)
        lines += to.all.bytes[i] == '\n';
    assert_int_equal(lines, ARTICLES);
    assert_true(to.calls > 1);
    assert_int_equal(show(t, &how, &early, NULL), NH_E_IO);
    assert_int_equal(early.calls, 2);
    assert_memory_equal(early.all.bytes, to.all.bytes, early.all.size);
    nh_buf_free(&early.all);
    nh_buf_free(&to.all);
    tiny_index_free(t);
}

static void an_article_is_one_object(void **state)
{
    tiny_index *t = *state;
    nh_stored_article *article = NULL;
    taker to = {.calls = 0};
    const nh_sink sink = {&to, take};
    taker none = {.refuse = 1};
    const nh_sink refusing = {&none, take};

    assert_int_equal(nh_article_get(t->reader, "c d%", 4, &article, NULL), NH_OK);
    assert_non_null(article);
    assert_int_equal(nh_article_render_json(article, &sink, NULL), NH_OK);
    nh_buf_u8(&to.all, 0);
    assert_string_equal(
        (const char *)to.all.bytes,
        "{\"v\":1,\"type\":\"article\",\"id\":\"c d%\",\"title\":\"=cmd, "
        "\\\"<b>Golan</b>\\\"\",\"date\":null,\"source\":\"-AP\\u001b\","
        "\"url\":\"https://example.org/?a=1,2\",\"path\":\"stories.jsonl\","
        "\"record\":7,\"record_byte\":99,\"text\":\"A \\\"winery\\\", a\\tfence "
        "& <i>goats</i>.\\n\\nMore wine.\",\"passages\":[[0,0],[0,47]]}\n");
    assert_int_equal(nh_article_render_json(article, &refusing, NULL), NH_E_IO);
    nh_stored_article_free(article);
    nh_buf_free(&to.all);
}

static void a_hit_says_where_it_is(void **state)
{
    tiny_index *t = *state;
    nh_results *res = tiny_index_search(
        t, "golan", &(nh_search_options){.size = sizeof(nh_search_options), .passages = 3});
    nh_passage_hit p = {0};
    nh_hit hit = {.id = NH_STR("x"), .path = NH_STR("f"), .record = 0};

    assert_true(nh_str_equal(nh_hit_place(&hit), NH_STR("f")));
    hit.record = 1;
    assert_true(nh_str_equal(nh_hit_place(&hit), NH_STR("x")));
    hit = (nh_hit){.id = NH_STR("x")};
    assert_true(nh_str_equal(nh_hit_place(&hit), NH_STR("x")));
    assert_true(nh_results_headline(res, 0, &p));
    assert_true(p.headline);
    assert_int_equal(p.n_marks, 1);
    assert_false(nh_results_headline(res, 99, &p));
    nh_results_free(res);
    res = tiny_index_search(t, "heights", NULL);
    assert_false(nh_results_headline(res, 0, &p));
    nh_results_free(res);
}

static void a_wide_character_takes_two_columns(void **state)
{
    (void)state;
    assert_int_equal(nh_character_columns('a'), 1);
    assert_int_equal(nh_character_columns(0x65e5), 2);
    assert_int_equal(nh_character_columns(0x301), 0);
}

/* Opens, asks and writes in every form, all with memory from `env`. */
static nh_status render_all(const nh_env *env, void *context)
{
    tiny_index *t = context;
    const nh_reader_options how = {.size = sizeof how, .env = env};
    const nh_search_options search = {
        .size = sizeof search, .passages = 2, .explain = true};
    const nh_render_options render = {
        .size = sizeof render, .qid = NH_STR("1"), .explain = true, .by_passage = true};
    taker to = {.calls = 0};
    const nh_sink sink = {&to, take};
    nh_reader *reader = NULL;
    nh_searcher *searcher = NULL;
    nh_query *q = NULL;
    nh_results *res = NULL;
    nh_stored_article *article = NULL;
    nh_error err = {0};
    nh_status st = nh_reader_open(t->path, &how, &reader, &err);

    if (st == NH_OK)
        st = nh_searcher_new(reader, &searcher, &err);
    if (st == NH_OK)
        st = nh_query_parse(reader, "golan (", 7, NULL, &q, &err);
    if (st == NH_OK)
        st = nh_search(searcher, q, &search, &res, &err);
    for (unsigned form = NH_RENDER_JSON; form <= NH_RENDER_CSV && st == NH_OK; form++)
        st = nh_results_render(res, q, (nh_render_form)form, &render, &sink, &err);
    if (st == NH_OK)
        st = nh_article_get(reader, "a", 1, &article, &err);
    if (st == NH_OK)
        st = nh_article_render_json(article, &sink, &err);
    assert_int_equal(err.code, st);
    nh_stored_article_free(article);
    nh_results_free(res);
    nh_query_free(q);
    nh_searcher_free(searcher);
    nh_reader_close(reader);
    nh_buf_free(&to.all);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    assert_true(fault_sweep_allocations(render_all, *state) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_has_the_question_in_every_object),
        cmocka_unit_test(json_leaves_out_what_it_is_told_to),
        cmocka_unit_test(json_tells_of_warnings),
        cmocka_unit_test(warnings_about_a_filter_count_within_it),
        cmocka_unit_test(a_run_has_scores_or_falling_ranks),
        cmocka_unit_test(a_run_names_passages),
        cmocka_unit_test(csv_is_quoted_and_calculates_nothing),
        cmocka_unit_test(csv_has_its_header_without_a_hit),
        cmocka_unit_test(html_is_a_section_without_strange_markup),
        cmocka_unit_test(lines_have_a_field_a_column),
        cmocka_unit_test(a_refusal_ends_the_writing),
        cmocka_unit_test(what_is_not_known_is_refused),
        cmocka_unit_test(no_options_are_the_defaults),
        cmocka_unit_test(a_long_answer_comes_in_pieces),
        cmocka_unit_test(an_article_is_one_object),
        cmocka_unit_test(a_hit_says_where_it_is),
        cmocka_unit_test(a_wide_character_takes_two_columns),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, build, destroy);
}
