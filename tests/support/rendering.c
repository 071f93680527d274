/* tests/support/rendering.c - answers of a small index, written out and compared. */
#include "tests/support/rendering.h"

#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"

bool rendering_take(void *self, const char *bytes, size_t size)
{
    rendered *t = self;

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

int rendering_new(void **state)
{
    tiny_index *t = tiny_index_new(NULL);

    add_articles(t);
    *state = t;
    return 0;
}

int rendering_free(void **state)
{
    tiny_index_free(*state);
    return 0;
}

nh_status rendering_show(tiny_index *t, const showing *how, rendered *to, nh_error *err)
{
    const nh_sink sink = {to, rendering_take};
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

void rendering_expect(tiny_index *t, const showing *how, const char *expected)
{
    rendered to = {.calls = 0};

    assert_int_equal(rendering_show(t, how, &to, NULL), NH_OK);
    nh_buf_u8(&to.all, 0);
    assert_string_equal((const char *)to.all.bytes, expected);
    nh_buf_free(&to.all);
}

void rendering_expect_parts(tiny_index *t, const showing *how, const char *const *parts)
{
    rendered to = {.calls = 0};

    assert_int_equal(rendering_show(t, how, &to, NULL), NH_OK);
    nh_buf_u8(&to.all, 0);
    for (; *parts != NULL; parts++) {
        const char *text = (const char *)to.all.bytes;
        const bool wanted = **parts != '!';

        if ((strstr(text, *parts + (wanted ? 0 : 1)) != NULL) != wanted)
            fail_msg("%s of:\n%s", *parts, text);
    }
    nh_buf_free(&to.all);
}
