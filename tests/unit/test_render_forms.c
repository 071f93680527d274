/* tests/unit/test_render_forms.c - an answer in every form, to the byte. */
#include "newshound/render.h"

#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/rendering.h"

static void json_has_the_question_in_every_object(void **state)
{
    const showing how = {.query = "title:golan",
                         .search = {.limit = 1, .no_text = true},
                         .render = {.query = NH_STR("title:golan"),
                                    .qid = NH_STR("q\"1"),
                                    .milliseconds = 1.25}};

    rendering_expect(
        *state, &how,
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

    rendering_expect_parts(*state, &how, untimed);
    how.render.no_summary = true;
    how.search.explain = true;
    rendering_expect_parts(*state, &how, alone);
    how.render.explain = true;
    rendering_expect_parts(*state, &how, explained);
}

static void json_tells_of_warnings(void **state)
{
    static const char *const parts[] = {"\"warnings\":[{\"at\":0,\"size\":", ",{\"at\":",
                                        "\"record\":7,\"record_byte\":99", NULL};
    const showing how = {.query = "(golan nosuch:x", .search = {.match = NH_MATCH_ANY}};

    rendering_expect_parts(*state, &how, parts);
}

static void warnings_about_a_filter_count_within_it(void **state)
{
    static const char *const parts[] = {"\"warnings\":[{\"at\":0,\"size\":1,",
                                        ",{\"in\":\"filter\",\"at\":5,\"size\":1,", NULL};
    const showing how = {.query = "(golan", .filter = NH_STR("wine (")};

    rendering_expect_parts(*state, &how, parts);
}

/* Equal scores in a run: their order is that of the ids, descending, and ranks keep it. */
static void a_run_has_scores_or_falling_ranks(void **state)
{
    showing how = {.query = "heights",
                   .search = {.no_text = true, .ties_by_id = true},
                   .form = NH_RENDER_TREC};

    rendering_expect(*state, &how,
                     "1 Q0 b 1 0.5374775 newshound\n1 Q0 a 2 0.5374775 newshound\n");
    how.render = (nh_render_options){.scores = NH_RUN_RANKS,
                                     .qid = NH_STR("7 a"),
                                     .tag = NH_STR("run\t1"),
                                     .first_rank = 11};
    rendering_expect(*state, &how,
                     "7%20a Q0 b 11 999990 run%091\n7%20a Q0 a 12 999989 run%091\n");
}

static void a_run_names_passages(void **state)
{
    const showing how = {.query = "goats",
                         .search = {.by = NH_BY_PASSAGE},
                         .form = NH_RENDER_TREC,
                         .render = {.by_passage = true, .scores = NH_RUN_RANKS}};

    rendering_expect(*state, &how, "1 Q0 c%20d%25#1 1 1000000 newshound\n");
}

static void csv_is_quoted_and_calculates_nothing(void **state)
{
    showing how = {.query = "goats",
                   .form = NH_RENDER_CSV,
                   .render = {.query = NH_STR("=goats"), .header = true}};

    rendering_expect(*state, &how,
                     "query,rank,date,source,title,passage,link,id\r\n"
                     "'=goats,1,,'-AP\xef\xbf\xbd,\"'=cmd, \"\"<b>Golan</b>\"\"\","
                     "\"A \"\"winery\"\", a fence & <i>goats</i>.  More wine.\","
                     "\"https://example.org/?a=1,2\",c d%\r\n");
    how.render = (nh_render_options){.qid = NH_STR("1,5"), .by_passage = true};
    how.search.no_text = true;
    rendering_expect(*state, &how,
                     "\"1,5\",,1,,'-AP\xef\xbf\xbd,\"'=cmd, \"\"<b>Golan</b>\"\"\",,"
                     "\"https://example.org/?a=1,2\",c d%#1\r\n");
}

static void csv_has_its_header_without_a_hit(void **state)
{
    const showing how = {.query = "nosuchword",
                         .form = NH_RENDER_CSV,
                         .render = {.qid = NH_STR("1"), .header = true}};

    rendering_expect(*state, &how, "qid,query,rank,date,source,title,passage,link,id\r\n");
}

static void html_is_a_section_without_strange_markup(void **state)
{
    const showing how = {.query = "goats", .form = NH_RENDER_HTML};

    rendering_expect(
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

    rendering_expect(
        *state, &how,
        "1\t0.645830\t\t-AP\xef\xbf\xbd\t=cmd, \"<b>Golan</b>\"\tc d%\tstories.jsonl\t1\t1\t"
        "A \"winery\", a fence & <i>goats</i>.  More wine.\n");
    how = (showing){.query = "golan", .form = NH_RENDER_PATHS};
    rendering_expect(*state, &how, "b\na\nc d%\n");
}

static void an_article_is_one_object(void **state)
{
    tiny_index *t = *state;
    nh_stored_article *article = NULL;
    rendered to = {.calls = 0};
    const nh_sink sink = {&to, rendering_take};
    rendered none = {.refuse = 1};
    const nh_sink refusing = {&none, rendering_take};

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
        cmocka_unit_test(an_article_is_one_object),
    };

    return cmocka_run_group_tests(tests, rendering_new, rendering_free);
}
