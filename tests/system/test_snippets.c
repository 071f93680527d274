/* tests/system/test_snippets.c - what is shown of a hit is the article's own text, marked truly. */
#include <stdio.h>
#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "common/text/words/analyzer.h"
#include "newshound/articles.h"
#include "tests/support/cm.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/makers/tiny_index.h"

#define ARTICLES 150
#define HITS 12
#define STOPWORDS "the\nof\nand\nin\nto\na"

/* Everything that one answer is held against. */
typedef struct checking {
    tiny_index *t;
    nh_analyzer *analyzer;
    const char *query;
    bool words;      /* bare words only: each of them is marked, wherever it stands */
    nh_buffer asked; /* terms of the query in every language, each between blanks   */
    size_t marks;    /* seen so far                                                 */
} checking;

/* ---- places --------------------------------------------------------------------------- */

static void check_place(const nh_stored_article *a, const nh_passage_hit *p)
{
    const nh_str text = p->headline ? a->hit.headline : a->text;
    uint64_t character = 0, line = 1;

    assert_true(p->text.len > 0);
    assert_true(p->at + p->text.len <= text.len);
    assert_memory_equal(text.ptr + p->at, p->text.ptr, p->text.len);
    for (uint64_t i = 0; i < p->at; i++) {
        character += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
        line += text.ptr[i] == '\n';
    }
    assert_int_equal(p->character, character);
    assert_int_equal(p->line, line);
    assert_null(memchr(" \n", p->text.ptr[0], 2));
    assert_null(memchr(" \n", p->text.ptr[p->text.len - 1], 2));
}

static void check_order(const nh_passage_hit *p)
{
    uint64_t end = 0;

    for (size_t i = 0; i < p->n_marks; i++) {
        assert_true(p->marks[i].size > 0);
        assert_true(p->marks[i].at >= end);
        end = (uint64_t)p->marks[i].at + p->marks[i].size;
        assert_true(end <= p->text.len);
    }
}

/* ---- words ---------------------------------------------------------------------------- */

static uint32_t language(const checking *c, nh_str code)
{
    uint32_t handle;

    assert_int_equal(nh_analyzer_language(c->analyzer, code, &handle, NULL), NH_OK);
    return handle;
}

static nh_tokens analyze(const checking *c, nh_str text, nh_str code)
{
    const uint32_t handle = language(c, code);
    nh_tokens tokens;

    assert_int_equal(nh_analyzer_run(c->analyzer, text, handle, &tokens, NULL), NH_OK);
    return tokens;
}

static void read_query(checking *c)
{
    static const char *const codes[] = {"en", "de", "fr"};

    nh_buf_clear(&c->asked);
    for (size_t l = 0; l < COUNT(codes); l++) {
        const nh_tokens tokens = analyze(c, nh_str_of(c->query), nh_str_of(codes[l]));

        for (size_t i = 0; i < tokens.count; i++)
            nh_buf_print(
                &c->asked, " %.*s ",
                NH_STR_ARG(nh_analyzer_word(c->analyzer, tokens.list[i].word)->term));
    }
    nh_buf_u8(&c->asked, 0);
    c->words = strpbrk(c->query, "\"=*(") == NULL;
}

static bool is_asked(const checking *c, uint32_t word)
{
    char between[300];

    (void)snprintf(between, sizeof between, " %.*s ",
                   NH_STR_ARG(nh_analyzer_word(c->analyzer, word)->term));
    return strstr((const char *)c->asked.bytes, between) != NULL;
}

/* A mark analysed again begins and ends with words of the query, or has its prefix. */
static void check_marks(const checking *c, const nh_passage_hit *p, nh_str code)
{
    for (size_t i = 0; i < p->n_marks; i++) {
        const nh_str mark = nh_str_part(p->text, p->marks[i].at, p->marks[i].size);
        const nh_tokens tokens = analyze(c, mark, code);
        bool first = false, last = false;

        for (size_t k = 0; k < tokens.count; k++) {
            const nh_token *t = &tokens.list[k];

            first = first || (t->at == 0 && is_asked(c, t->word));
            last = last || (t->at + t->size == mark.len && is_asked(c, t->word));
        }
        if (nh_str_starts(mark, NH_STR("rarea")) && strstr(c->query, "rarea*") != NULL)
            continue;
        if (!first || !last)
            print_error("%s marks \"%.*s\"\n", c->query, NH_STR_ARG(mark));
        assert_true(first && last);
    }
}

/* Every word that was asked for stands in a mark. */
static void check_all_marked(const checking *c, const nh_passage_hit *p, nh_str code)
{
    const nh_tokens tokens = analyze(c, p->text, code);
    size_t mark = 0;

    for (size_t k = 0; k < tokens.count; k++) {
        const nh_token *t = &tokens.list[k];

        if (!is_asked(c, t->word))
            continue;
        while (mark + 1 < p->n_marks && p->marks[mark + 1].at <= t->at)
            mark++;
        if (mark >= p->n_marks || p->marks[mark].at > t->at ||
            p->marks[mark].at + p->marks[mark].size < t->at + t->size)
            fail_msg("%s does not mark \"%.*s\" at %u of \"%.*s\"", c->query, (int)t->size,
                     p->text.ptr + t->at, t->at, NH_STR_ARG(p->text));
    }
}

/* ---- answers -------------------------------------------------------------------------- */

static void check_hit(checking *c, const nh_results *res, size_t i, uint32_t want)
{
    nh_stored_article *a;
    nh_passage_hit p;
    nh_hit hit;

    assert_true(nh_results_hit(res, i, &hit));
    assert_int_equal(nh_article_get(c->t->reader, hit.id.ptr, hit.id.len, &a, NULL), NH_OK);
    assert_non_null(a);
    assert_true(hit.passages > 0);
    for (size_t j = 0; nh_results_passage(res, i, j, &p); j++) {
        check_place(a, &p);
        check_order(&p);
        check_marks(c, &p, hit.language);
        if (c->words && (want == 0 || p.text.len <= want))
            check_all_marked(c, &p, hit.language);
        assert_true(want == 0 || p.n_marks > 0 || p.text.len <= want);
        c->marks += p.n_marks;
    }
    nh_stored_article_free(a);
}

static void check_answer(checking *c, const nh_search_options *options)
{
    nh_results *res = tiny_index_search(c->t, c->query, options);
    nh_results_facts facts = {.size = sizeof facts};

    nh_results_facts_get(res, &facts);
    assert_true(facts.hits > 0);
    for (size_t i = 0; i < facts.hits; i++)
        check_hit(c, res, i, options->snippet);
    nh_results_free(res);
}

/* Every passage of an answer and its marks, by their places. */
static void put_places(const checking *c, const nh_search_options *options, nh_buffer *out)
{
    nh_results *res = tiny_index_search(c->t, c->query, options);
    nh_passage_hit p;
    nh_hit hit;

    nh_buf_clear(out);
    for (size_t i = 0; nh_results_hit(res, i, &hit); i++)
        for (size_t j = 0; nh_results_passage(res, i, j, &p); j++) {
            nh_buf_print(out, "%zu.%zu %llu+%zu:", i, j, (unsigned long long)p.at,
                         p.text.len);
            for (size_t k = 0; k < p.n_marks; k++)
                nh_buf_print(out, " %u", p.marks[k].at);
        }
    nh_buf_u8(out, 0);
    nh_results_free(res);
}

/* Of the first question that it is asked, a searcher stems fewer words, and shows the same. */
static void ask_anew(const checking *c, const nh_search_options *options)
{
    nh_buffer first = {0}, second = {0};

    nh_searcher_free(c->t->searcher);
    assert_int_equal(nh_searcher_new(c->t->reader, &c->t->searcher, NULL), NH_OK);
    put_places(c, options, &first);
    put_places(c, options, &second);
    assert_string_equal((const char *)first.bytes, (const char *)second.bytes);
    nh_buf_free(&first);
    nh_buf_free(&second);
}

static void ask_everything(checking *c)
{
    static const char *const queries[] = {
        "golan",         "barracks",     "walk barrack",           "cooperation",
        "US wordab",     "turkiye 1500", "\"golan heights\" walk", "senator",
        "rarea* golan",  "=barrack",     "\"co operation\"",       "(golan barrack)~5",
        "\"the of\" us", "wordaa wordab"};
    static const uint32_t wants[] = {0, 200, 60, 7};

    for (size_t q = 0; q < COUNT(queries); q++) {
        c->query = queries[q];
        read_query(c);
        for (size_t w = 0; w < 2 * COUNT(wants); w++) {
            const nh_search_options o = {.size = sizeof o,
                                         .limit = HITS,
                                         .passages = 3,
                                         .match = NH_MATCH_ANY,
                                         .by = w % 2 == 0 ? NH_BY_ARTICLE : NH_BY_PASSAGE,
                                         .snippet = wants[w / 2]};

            if (w < 4)
                ask_anew(c, &o);
            check_answer(c, &o);
        }
    }
}

static void check_index(const nh_index_options *options)
{
    const nh_analysis analysis = {.profile = NH_PROFILE_NEWS,
                                  .language = NH_STR("en"),
                                  .stemmer = NH_STR("english"),
                                  .stopwords = {NULL, 0}};
    made_articles *made = made_articles_new("a", ARTICLES, 7);
    checking c = {.t = tiny_index_new(options)};

    for (size_t i = 0; i < made->count; i++) {
        tiny_index_add_article(c.t, &made->list[i]);
        if (i == made->count / 2)
            tiny_index_commit(c.t);
    }
    tiny_index_open(c.t);
    assert_int_equal(nh_analyzer_new(NULL, &analysis, &c.analyzer, NULL), NH_OK);
    ask_everything(&c);
    assert_true(c.marks > 1000);
    nh_buf_free(&c.asked);
    nh_analyzer_free(c.analyzer);
    tiny_index_free(c.t);
    made_articles_free(made);
}

static void marks_are_the_words_that_were_asked_for(void **state)
{
    (void)state;
    check_index(NULL);
}

static void articles_ranked_as_wholes_are_marked_alike(void **state)
{
    const nh_index_options whole = {.size = sizeof whole, .passages = "none"};

    (void)state;
    check_index(&whole);
}

/* What is dropped is dropped where an article is cut again, too. */
static void articles_without_their_stop_words_are_marked_alike(void **state)
{
    const nh_index_options dropped = {.size = sizeof dropped, .stopwords = STOPWORDS};

    (void)state;
    check_index(&dropped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_the_words_that_were_asked_for),
        cmocka_unit_test(articles_ranked_as_wholes_are_marked_alike),
        cmocka_unit_test(articles_without_their_stop_words_are_marked_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
