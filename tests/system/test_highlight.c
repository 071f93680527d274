/* tests/system/test_highlight.c - a text matched and marked without an index: as if it were alone in one. */
#include "tests/support/cm.h"

#include <stdlib.h>

#include "common/base/str.h"
#include "newshound/highlight.h"
#include "tests/support/makers/random_index.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/makers/tiny_index.h"

#define MOST_MARKS 4096u

/* Marks of a text or a headline. */
typedef struct marks {
    nh_mark list[MOST_MARKS];
    size_t n;
} marks;

/* An article, alone in an index. */
typedef struct bout {
    random_numbers random;
    uint64_t seed;
    random_settings settings;
    random_article made;
    const nh_article *article;
    tiny_index *index;
    nh_str asked;
    uint64_t queries, matched;
} bout;

static void expect(const bout *b, bool ok, const char *what)
{
    if (!ok)
        print_error(
            "NH_TEST_SEED=%llu: %s\n  query: %.*s\n  headline: %.*s\n  text: %.*s\n",
            (unsigned long long)b->seed, what, NH_STR_ARG(b->asked),
            NH_STR_ARG(b->article->headline), NH_STR_ARG(b->article->text));
    assert_true(ok);
}

/* ---- what a search marks --------------------------------------------------------------- */

static int compare_marks(const void *a, const void *b)
{
    const nh_mark *x = (const nh_mark *)a, *y = (const nh_mark *)b;

    return (x->at > y->at) - (x->at < y->at);
}

/* What overlaps, as a phrase across two passages does with their own words, is one. */
static void unite(marks *m)
{
    size_t n = 0;

    qsort(m->list, m->n, sizeof m->list[0], compare_marks);
    for (size_t i = 0; i < m->n; i++) {
        const nh_mark mark = m->list[i];
        nh_mark *last = n > 0 ? &m->list[n - 1] : NULL;

        if (last == NULL || mark.at >= last->at + last->size)
            m->list[n++] = mark;
        else if (mark.at + mark.size > last->at + last->size)
            last->size = mark.at + mark.size - last->at;
    }
    m->n = n;
}

static void gather(const bout *b, const nh_results *res, marks *text, marks *headline)
{
    nh_passage_hit p;

    text->n = headline->n = 0;
    for (size_t j = 0; nh_results_passage(res, 0, j, &p); j++) {
        marks *to = p.headline ? headline : text;

        for (size_t k = 0; k < p.n_marks; k++) {
            expect(b, to->n < MOST_MARKS, "too many marks for this test");
            to->list[to->n++] = (nh_mark){(uint32_t)p.at + p.marks[k].at, p.marks[k].size};
        }
    }
    unite(text);
    unite(headline);
}

/* ---- the comparison -------------------------------------------------------------------- */

static void expect_marks(const bout *b, const nh_highlights *h, bool headline,
                         const marks *want)
{
    size_t n;
    const nh_mark *got = nh_highlights_marks(h, headline, &n);

    expect(b, n == want->n, headline ? "other marks in the headline" : "other marks");
    for (size_t i = 0; i < n; i++)
        expect(b, got[i].at == want->list[i].at && got[i].size == want->list[i].size,
               "another mark");
}

static void compare(bout *b, const nh_query *q, nh_match match)
{
    const nh_article *a = b->article;
    const nh_search_options o = {.size = sizeof o, .match = match, .passages = 100000};
    const nh_highlight_options how = {.size = sizeof how, .match = match};
    const nh_fresh_text fresh = {.size = sizeof fresh,
                                 .headline = a->headline,
                                 .text = a->text,
                                 .language = a->language,
                                 .source = a->source,
                                 .date = a->date};
    static marks text, headline;
    nh_results_facts facts = {.size = sizeof facts};
    nh_highlights *h = NULL;
    nh_results *res = NULL;
    nh_error err = {0};

    expect(b, nh_search(b->index->searcher, q, &o, &res, &err) == NH_OK, err.what);
    expect(b, nh_highlight(b->index->searcher, q, &fresh, &how, &h, &err) == NH_OK,
           err.what);
    nh_results_facts_get(res, &facts);
    expect(b, nh_highlights_match(h) == (facts.articles == 1), "it matches or not");
    if (facts.articles == 1) {
        gather(b, res, &text, &headline);
        if (facts.passages > 0)
            expect_marks(b, h, false, &text);
        if (facts.passages > 0 && !b->settings.rule.whole)
            expect_marks(b, h, true, &headline);
        b->matched++;
    }
    nh_highlights_free(h);
    nh_results_free(res);
}

static void ask(bout *b)
{
    const nh_match match = random_once(&b->random, 2) ? NH_MATCH_ALL : NH_MATCH_ANY;
    nh_buffer text = {0};
    nh_query *q = NULL;

    random_query(&b->random, b->article->text, &text);
    b->asked = nh_buf_str(&text);
    expect(b,
           nh_query_parse(b->index->reader, b->asked.ptr, b->asked.len, NULL, &q, NULL) ==
               NH_OK,
           "it does not parse");
    compare(b, q, match);
    b->queries++;
    nh_query_free(q);
    nh_buf_free(&text);
}

static void highlights_are_what_a_search_of_the_text_alone_finds(void **state)
{
    const uint64_t seed = random_setting("NH_TEST_SEED", 1);
    const uint64_t bouts = random_setting("NH_TEST_ROUNDS", 120);
    uint64_t queries = 0, matched = 0;

    (void)state;
    for (uint64_t i = 0; i < bouts; i++) {
        bout b = {.random = {seed + i}, .seed = seed + i};

        random_settings_choose(&b.random, &b.settings);
        b.index = tiny_index_new(&b.settings.options);
        b.article = random_article_make(&b.random, 0, &b.made); /* id:a1* is not its id */
        tiny_index_add_article(b.index, b.article);
        tiny_index_open(b.index);
        for (uint32_t k = 0; k < 60; k++)
            ask(&b);
        queries += b.queries;
        matched += b.matched;
        tiny_index_free(b.index);
        random_article_free(&b.made);
    }
    assert_true(matched * 4 >
                queries); /* a test of texts that do not match proves little */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(highlights_are_what_a_search_of_the_text_alone_finds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
