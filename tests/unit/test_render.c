/* tests/unit/test_render.c - an answer written to a sink that may refuse, with options or without. */
#include "newshound/render.h"

#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/rendering.h"

static void a_refusal_ends_the_writing(void **state)
{
    static const nh_render_form forms[] = {NH_RENDER_JSON, NH_RENDER_TSV,   NH_RENDER_TREC,
                                           NH_RENDER_HTML, NH_RENDER_PATHS, NH_RENDER_CSV};

    for (size_t i = 0; i < COUNT(forms); i++) {
        const showing how = {.query = "golan", .form = forms[i]};
        rendered to = {.refuse = 1};
        nh_error err = {0};

        assert_int_equal(rendering_show(*state, &how, &to, &err), NH_E_IO);
        assert_int_equal(err.code, NH_E_IO);
        assert_int_equal(to.calls, 1);
        assert_int_equal(to.all.size, 0);
    }
}

static void what_is_not_known_is_refused(void **state)
{
    showing how = {.query = "golan", .form = (nh_render_form)99};
    rendered to = {.calls = 0};
    nh_error err = {0};

    assert_int_equal(rendering_show(*state, &how, &to, &err), NH_E_ARG);
    assert_string_equal(err.where, "form");
    how.form = NH_RENDER_TREC;
    how.render.scores = (nh_run_scores)9;
    assert_int_equal(rendering_show(*state, &how, &to, &err), NH_E_ARG);
    assert_string_equal(err.where, "scores");
    assert_int_equal(to.calls, 0);
}

static void no_options_are_the_defaults(void **state)
{
    tiny_index *t = *state;
    nh_results *res = tiny_index_search(t, "heights", NULL);
    rendered to = {.calls = 0};
    const nh_sink sink = {&to, rendering_take};

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
    rendered to = {.calls = 0};
    rendered early = {.refuse = 2};
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
    assert_int_equal(rendering_show(t, &how, &to, NULL), NH_OK);
    for (size_t i = 0; i < to.all.size; i++)
        lines += to.all.bytes[i] == '\n';
    assert_int_equal(lines, ARTICLES);
    assert_true(to.calls > 1);
    assert_int_equal(rendering_show(t, &how, &early, NULL), NH_E_IO);
    assert_int_equal(early.calls, 2);
    assert_memory_equal(early.all.bytes, to.all.bytes, early.all.size);
    nh_buf_free(&early.all);
    nh_buf_free(&to.all);
    tiny_index_free(t);
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
    rendered to = {.calls = 0};
    const nh_sink sink = {&to, rendering_take};
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
        cmocka_unit_test(a_refusal_ends_the_writing),
        cmocka_unit_test(what_is_not_known_is_refused),
        cmocka_unit_test(no_options_are_the_defaults),
        cmocka_unit_test(a_long_answer_comes_in_pieces),
        cmocka_unit_test(a_hit_says_where_it_is),
        cmocka_unit_test(a_wide_character_takes_two_columns),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, rendering_new, rendering_free);
}
