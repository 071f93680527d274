/* tests/system/test_shown_snippets.c - what is shown of one article, with its marks, written out. */
#include <stdio.h>
#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/makers/tiny_index.h"

/* An article, a query, the bytes wanted, and what is shown: marks in brackets. */
typedef struct shown_row {
    const char *headline;
    const char *text;
    const char *query;
    uint32_t want;
    const char *shown;
} shown_row;

static const shown_row rows[] = {
    {NULL, "One here. Tom Barrack\xe2\x80\x99s envoy spoke.", "barrack", 30,
     "Tom [Barrack]\xe2\x80\x99s envoy spoke."},
    {NULL, "He saw the Golan\nHeights. He left.", "\"golan heights\"", 0,
     "He saw the [Golan\nHeights]. He left."},
    {NULL, "Golan wine and golan heights.", "\"golan heights\"", 0,
     "Golan wine and [golan heights]."},
    {"Golan talks", "Nothing of that.", "golan", 0, "[Golan] talks"},
    {"Golan talks", "Nothing of that.", "title:golan", 0, "[Golan] talks"},
    {"Other talks", "Golan here.", "title:golan OR here", 0, "Golan [here]."},
    {NULL, "The U.S. Senate met. It left.", "us senate", 25, "The [U.S.] [Senate] met."},
    {NULL, "A co-operation pact.", "cooperation", 0, "A [co-operation] pact."},
    {NULL, "Votes in T\xc3\xbcrkiye rose.", "turkiye", 0,
     "Votes in [T\xc3\xbcrkiye] rose."},
    {NULL, "Barracks and Barrack.", "=barrack", 0, "Barracks and [Barrack]."},
    {NULL, "Golan rain. Not heights.", "golan -rain2", 0, "[Golan] rain. Not heights."},
    {NULL, "AT&T and @potus won.", "at&t potus", 0, "[AT&T] and [@potus] won."},
};

static void put_shown(const nh_passage_hit *p, nh_buffer *out)
{
    size_t at = 0;

    nh_buf_clear(out);
    for (size_t i = 0; i < p->n_marks; i++) {
        nh_buf_text(out, nh_str_part(p->text, at, p->marks[i].at - at));
        nh_buf_print(out, "[%.*s]", (int)p->marks[i].size, p->text.ptr + p->marks[i].at);
        at = (size_t)p->marks[i].at + p->marks[i].size;
    }
    nh_buf_text(out, nh_str_part(p->text, at, p->text.len - at));
}

static void check_row(const shown_row *row)
{
    const tiny_article article = {.id = "a", .headline = row->headline, .text = row->text};
    const nh_search_options o = {.size = sizeof o, .snippet = row->want};
    tiny_index *t = tiny_index_new(NULL);
    nh_buffer shown = {0};
    nh_passage_hit p;
    nh_results *res;

    tiny_index_add(t, &article);
    tiny_index_open(t);
    res = tiny_index_search(t, row->query, &o);
    if (!nh_results_passage(res, 0, 0, &p))
        fail_msg("%s is not found", row->query);
    put_shown(&p, &shown);
    if (!nh_str_equal(nh_buf_str(&shown), nh_str_of(row->shown)))
        fail_msg("%s shows \"%.*s\", not \"%s\"", row->query,
                 NH_STR_ARG(nh_buf_str(&shown)), row->shown);
    nh_buf_free(&shown);
    nh_results_free(res);
    tiny_index_free(t);
}

static void the_written_words_are_marked_and_phrases_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        check_row(&rows[i]);
}

/* A quotation from the end of one passage into the next, out of one long paragraph. */
static void a_phrase_across_two_passages_is_shown_to_the_end_of_its_sentence(void **state)
{
    tiny_index *t = tiny_index_new(NULL);
    nh_buffer text = {0}, shown = {0};
    nh_passage_hit p;
    nh_results *res;

    (void)state;
    for (size_t i = 0; i < 60; i++)
        nh_buf_print(&text, "Word%zu goes here now. ", i);
    nh_buf_u8(&text, 0);
    tiny_index_add(t, &(tiny_article){.id = "a", .text = (const char *)text.bytes});
    tiny_index_open(t);
    for (unsigned i = 0; i < 59; i++) {
        const nh_search_options o = {.size = sizeof o, .snippet = 30};
        char query[80], want[80];

        (void)snprintf(query, sizeof query, "\"word%u goes here now word%u goes\"", i,
                       i + 1);
        (void)snprintf(want, sizeof want, "[Word%u goes here now. Word%u goes] here now.",
                       i, i + 1);
        res = tiny_index_search(t, query, &o);
        assert_true(nh_results_passage(res, 0, 0, &p));
        put_shown(&p, &shown);
        nh_buf_u8(&shown, 0);
        assert_non_null(strstr(want, "["));
        if (strncmp((const char *)shown.bytes, want, strlen(want) - 10) != 0)
            fail_msg("%s shows %s", query, (const char *)shown.bytes);
        nh_results_free(res);
    }
    nh_buf_free(&text);
    nh_buf_free(&shown);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_written_words_are_marked_and_phrases_whole),
        cmocka_unit_test(a_phrase_across_two_passages_is_shown_to_the_end_of_its_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
