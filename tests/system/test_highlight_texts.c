/* tests/system/test_highlight_texts.c - texts that no index has seen: by hand, out of bounds, stopped, without memory. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "newshound/highlight.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"

/* "[golan heights] and [envoys]": the marks in brackets. */
static const char *bracketed(const nh_highlights *h, bool headline, const char *text)
{
    static char out[512];
    size_t n, size = 0, at = 0;
    const nh_mark *list = nh_highlights_marks(h, headline, &n);

    for (size_t i = 0; i < n; i++) {
        size += (size_t)snprintf(out + size, sizeof out - size, "%.*s[%.*s]",
                                 (int)(list[i].at - at), text + at, (int)list[i].size,
                                 text + list[i].at);
        at = (size_t)list[i].at + list[i].size;
    }
    snprintf(out + size, sizeof out - size, "%s", text + at);
    return out;
}

/* An index of other articles: what the text says is in none of them. */
static tiny_index *index_of_others(void)
{
    tiny_index *t = tiny_index_new(NULL);

    tiny_index_add(t, &(tiny_article){.id = "a", .text = "Something else altogether."});
    tiny_index_open(t);
    return t;
}

static nh_highlights *highlight(tiny_index *t, const char *query, const nh_fresh_text *text)
{
    nh_highlights *h = NULL;
    nh_query *q = NULL;

    assert_int_equal(nh_query_parse(t->reader, query, strlen(query), NULL, &q, NULL),
                     NH_OK);
    assert_int_equal(nh_highlight(t->searcher, q, text, NULL, &h, NULL), NH_OK);
    nh_query_free(q);
    return h;
}

static void a_text_that_no_index_has_seen_is_matched_and_marked(void **state)
{
    static const char headline[] = "Envoy on the Golan";
    static const char text[] =
        "Mr. Barrack hailed the heights. Barracks \xff golan\xc3 talks.";
    static const struct {
        const char *query;
        bool match;
        const char *headline, *text;
    } rows[] = {
        {"barracks", true, headline,
         "Mr. [Barrack] hailed the heights. [Barracks] \xff golan\xc3 talks."},
        {"=barrack", true, headline,
         "Mr. [Barrack] hailed the heights. Barracks \xff golan\xc3 talks."},
        {"title:golan", true, "Envoy on the [Golan]", text},
        {"\"the heights\" talk*", true, headline,
         "Mr. Barrack hailed [the heights]. Barracks \xff golan\xc3 [talks]."},
        {"golan -winery", true, "Envoy on the [Golan]",
         "Mr. Barrack hailed the heights. Barracks \xff [golan]\xc3 talks."},
        {"golan -heights", false, "Envoy on the [Golan]",
         "Mr. Barrack hailed the heights. Barracks \xff [golan]\xc3 talks."},
        {"talks source:ap date:2025 lang:de", true, headline,
         "Mr. Barrack hailed the heights. Barracks \xff golan\xc3 [talks]."},
        {"talks source:reuters", false, headline,
         "Mr. Barrack hailed the heights. Barracks \xff golan\xc3 [talks]."},
        {"talks winery", false, headline,
         "Mr. Barrack hailed the heights. Barracks \xff golan\xc3 [talks]."},
        {"(hailed barrack)~0", true, headline,
         "Mr. [Barrack] [hailed] the heights. Barracks \xff golan\xc3 talks."},
    };
    tiny_index *t = index_of_others();
    nh_fresh_text fresh = {.size = sizeof fresh,
                           .headline = NH_STR(headline),
                           .text = NH_STR(text),
                           .language = NH_STR("de"),
                           .source = NH_STR("AP")};

    (void)state;
    assert_true(nh_date_parse(NH_STR("2025-06-30"), &fresh.date));
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_highlights *h = highlight(t, rows[i].query, &fresh);

        assert_int_equal(nh_highlights_match(h), rows[i].match);
        assert_string_equal(bracketed(h, true, headline), rows[i].headline);
        assert_string_equal(bracketed(h, false, text), rows[i].text);
        nh_highlights_free(h);
    }
    tiny_index_free(t);
}

static void limits_and_wrong_arguments_are_told(void **state)
{
    static const struct {
        size_t headline, text;
        nh_status status;
    } sizes[] = {
        {0, ((size_t)16 << 20) + 1, NH_E_LIMIT},
        {1, (size_t)16 << 20, NH_E_LIMIT},
        {SIZE_MAX, 1, NH_E_LIMIT},
        {0, 0, NH_OK},
    };
    tiny_index *t = index_of_others();
    nh_fresh_text fresh = {.size = sizeof fresh};
    nh_highlight_options how = {.size = sizeof how, .match = NH_MATCH_ALL};
    nh_highlights *h = NULL;
    nh_query *q = NULL;

    (void)state;
    assert_int_equal(nh_query_parse(t->reader, "a", 1, NULL, &q, NULL), NH_OK);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        fresh.headline = (nh_str){"x", sizes[i].headline};
        fresh.text = (nh_str){"x", sizes[i].text};
        assert_int_equal(nh_highlight(t->searcher, q, &fresh, &how, &h, NULL),
                         sizes[i].status);
        assert_true((h != NULL) == (sizes[i].status == NH_OK));
        nh_highlights_free(h);
    }
    how.match = (nh_match)9;
    assert_int_equal(nh_highlight(t->searcher, q, &fresh, &how, &h, NULL), NH_E_ARG);
    how = (nh_highlight_options){.size = 0};
    assert_int_equal(nh_highlight(t->searcher, q, &fresh, &how, &h, NULL), NH_E_ARG);
    fresh.size = 0;
    assert_int_equal(nh_highlight(t->searcher, q, &fresh, NULL, &h, NULL), NH_E_ARG);
    nh_query_free(q);
    tiny_index_free(t);
}

/* Half a million words, for which a millisecond is too short, in paragraphs of `every` bytes, a
 * multiple of 21; 0: in one. */
static nh_str long_text(size_t every)
{
    static char text[4 << 20];

    for (size_t i = 0; i < sizeof text; i++)
        text[i] =
            every > 0 && i % every == every - 1 ? '\n' : "golan heights talks. "[i % 21];
    return (nh_str){text, sizeof text};
}

static void a_match_can_be_stopped_cancelled_and_too_late(void **state)
{
    tiny_index *t = index_of_others();
    const nh_fresh_text fresh = {.size = sizeof fresh, .text = long_text(0)};
    nh_flag stop = 0;
    nh_highlight_options how = {.size = sizeof how, .stop = &stop};
    nh_highlights *h = NULL;
    nh_results *res = NULL;
    nh_query *q = NULL;
    nh_error err = {0};

    (void)state;
    assert_int_equal(nh_query_parse(t->reader, "talks", 5, NULL, &q, NULL), NH_OK);
    nh_cancel(t->searcher);
    assert_int_equal(nh_highlight(t->searcher, q, &fresh, &how, &h, &err), NH_E_CANCELLED);
    assert_null(h);
    assert_int_equal(nh_search(t->searcher, q, NULL, &res, NULL),
                     NH_OK); /* it was used up */
    stop = 1;
    assert_int_equal(nh_highlight(t->searcher, q, &fresh, &how, &h, &err), NH_E_CANCELLED);
    stop = 0;
    how.deadline = 1;
    assert_int_equal(nh_highlight(t->searcher, q, &fresh, &how, &h, &err), NH_E_LIMIT);
    assert_string_equal(err.where, "deadline");
    how.deadline = 600000;
    assert_int_equal(nh_highlight(t->searcher, q, &fresh, &how, &h, &err), NH_OK);
    assert_true(nh_highlights_match(h));
    nh_highlights_free(h);
    nh_results_free(res);
    nh_query_free(q);
    tiny_index_free(t);
}

/* Memory that asks for an end once much is wanted, and remembers the most that was. */
typedef struct impatient {
    nh_flag stop;
    size_t most;
} impatient;

static void *resize_impatiently(void *self, void *old, size_t size)
{
    impatient *i = (impatient *)self;

    i->stop = size > 1u << 18 ? 1 : i->stop;
    i->most = size > i->most ? size : i->most;
    return realloc(old, size);
}

static void release(void *self, void *old)
{
    (void)self;
    free(old);
}

/* The tokens of the whole text take 16 MiB; it is not cut to its end. */
static void a_match_ends_while_its_text_is_cut(void **state)
{
    tiny_index *t = index_of_others();
    impatient memory = {0};
    const nh_allocator allocator = {&memory, resize_impatiently, release};
    const nh_reader_options o = {.size = sizeof o, .allocator = &allocator};
    const nh_highlight_options how = {.size = sizeof how, .stop = &memory.stop};
    nh_fresh_text fresh = {.size = sizeof fresh, .text = long_text(42 * 50)};
    nh_reader *r = NULL;
    nh_searcher *s = NULL;
    nh_query *q = NULL;
    nh_highlights *h = NULL;

    (void)state;
    assert_int_equal(nh_reader_open(t->path, &o, &r, NULL), NH_OK);
    assert_int_equal(nh_searcher_new(r, &s, NULL), NH_OK);
    assert_int_equal(nh_query_parse(r, "date:2025", 9, NULL, &q, NULL), NH_OK);
    memory = (impatient){0};
    assert_int_equal(nh_highlight(s, q, &fresh, &how, &h, NULL), NH_E_CANCELLED);
    assert_null(h);
    assert_true(memory.most < 2u << 20);
    nh_query_free(q);
    nh_searcher_free(s);
    nh_reader_close(r);
    tiny_index_free(t);
}

static nh_status run(const nh_env *env, void *context)
{
    static const char query[] = "golan \"the heights\" tal* -winery source:ap";
    const nh_reader_options o = {.size = sizeof o, .env = env};
    const nh_fresh_text fresh = {.size = sizeof fresh,
                                 .headline = NH_STR("Golan"),
                                 .text = NH_STR("The heights; \xff talks."),
                                 .language = NH_STR("de"),
                                 .source = NH_STR("AP")};
    nh_reader *r = NULL;
    nh_searcher *s = NULL;
    nh_query *q = NULL;
    nh_highlights *h = NULL;
    nh_error err = {0};
    nh_status st = nh_reader_open(((tiny_index *)context)->path, &o, &r, &err);

    if (st == NH_OK)
        st = nh_searcher_new(r, &s, &err);
    if (st == NH_OK)
        st = nh_query_parse(r, query, sizeof query - 1, NULL, &q, &err);
    if (st == NH_OK)
        st = nh_highlight(s, q, &fresh, NULL, &h, &err);
    assert_true((st == NH_OK) == (h != NULL));
    assert_true(h == NULL || nh_highlights_match(h));
    assert_int_equal(err.code, st);
    nh_searcher_free(s);
    nh_query_free(q);
    nh_reader_close(r);
    nh_highlights_free(h); /* they outlive what they were made with */
    return st;
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    tiny_index *t = index_of_others();

    (void)state;
    assert_true(fault_sweep_allocations(run, t) > 30);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_no_index_has_seen_is_matched_and_marked),
        cmocka_unit_test(limits_and_wrong_arguments_are_told),
        cmocka_unit_test(a_match_can_be_stopped_cancelled_and_too_late),
        cmocka_unit_test(a_match_ends_while_its_text_is_cut),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
