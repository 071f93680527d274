/* tests/system/test_like.c - an article asks for others on its matter. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "newshound/corpus.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"

static const tiny_article articles[] = {
    {.id = "a",
     .headline = "Ferry strike",
     .text = "Ferry crews strike again. The ferry waits."},
    {.id = "b", .headline = "Crews", .text = "Crews of a ferry may strike. Fares rise."},
    {.id = "A", .headline = "Ferries", .text = "The strike of the ferry crews, retold."},
    {.id = "c", .headline = "Fares", .text = "Fares rise in the north."},
    {.id = "d", .headline = "Snow", .text = "Snow in the north; nobody was surprised."},
};

/* The articles in segments of `each`. */
static tiny_index *build(const nh_index_options *options, size_t each)
{
    return tiny_index_of(options, articles, COUNT(articles), each);
}

static nh_query *like(tiny_index *t, const char *id, uint32_t words)
{
    nh_query *q = NULL;

    assert_int_equal(nh_query_like(t->reader, id, strlen(id), words, &q, NULL), NH_OK);
    return q;
}

/* "b:12345 A:1200 " - ids and scores of the hits. */
static void answer(tiny_index *t, const nh_query *q, char *out, size_t room)
{
    const nh_search_options o = {.size = sizeof o, .limit = 100};
    nh_results *res = NULL;
    nh_hit hit;
    size_t used = 0;

    *out = '\0';
    assert_int_equal(nh_search(t->searcher, q, &o, &res, NULL), NH_OK);
    for (size_t i = 0; nh_results_hit(res, i, &hit); i++)
        used += (size_t)snprintf(out + used, room - used, "%.*s:%lld ", NH_STR_ARG(hit.id),
                                 (long long)hit.score);
    nh_results_free(res);
    assert_true(used < room);
}

static void the_words_are_weighted_and_the_article_left_out(void **state)
{
    tiny_index *t = build(NULL, 100);
    nh_query *q = like(t, "a", 3);
    nh_query *one = like(t, "a", 1);
    nh_str dump = nh_query_dump(q);
    char hits[400];

    (void)state;
    /* In headline and text: ferry 3 + 2, strike 3 + 1, crews 1; "again" is nowhere else. */
    assert_ptr_equal(strstr(dump.ptr, "(and (or \"ferry\"^2 \"strike\"^1.599609375 "),
                     dump.ptr);
    assert_non_null(strstr(dump.ptr, ") (not (field id \"a\")))"));
    assert_null(strstr(dump.ptr, "again"));
    answer(t, q, hits, sizeof hits);
    assert_null(strstr(hits, "a:"));
    assert_non_null(strstr(hits, "b:"));
    assert_non_null(strstr(hits, "A:")); /* another id, though the letters are the same */
    assert_string_equal(nh_query_dump(one).ptr,
                        "(and (or \"ferry\"^2) (not (field id \"a\")))");
    nh_query_free(one);
    nh_query_free(q);
    tiny_index_free(t);
}

static void segments_make_no_difference(void **state)
{
    tiny_index *whole = build(NULL, 100);
    tiny_index *split = build(NULL, 1);
    tiny_index *pairs = build(NULL, 2);

    (void)state;
    for (size_t i = 0; i < COUNT(articles); i++) {
        tiny_index *const all[] = {whole, split, pairs};
        nh_query *q[3];
        char hits[3][400];

        for (size_t k = 0; k < 3; k++) {
            q[k] = like(all[k], articles[i].id, 0);
            answer(all[k], q[k], hits[k], sizeof hits[k]);
            assert_string_equal(nh_query_dump(q[k]).ptr, nh_query_dump(q[0]).ptr);
            assert_string_equal(hits[k], hits[0]);
        }
        for (size_t k = 0; k < 3; k++)
            nh_query_free(q[k]);
    }
    tiny_index_free(whole);
    tiny_index_free(split);
    tiny_index_free(pairs);
}

static void words_that_most_articles_have_tell_nothing(void **state)
{
    tiny_index *t = tiny_index_new(NULL);
    char ids[40][8];
    nh_query *q = NULL;

    (void)state;
    for (size_t i = 0; i < 40; i++) {
        const tiny_article article = {
            .id = ids[i],
            .text = i < 2 ? "The harbour was shut and the 5 boats were late."
                          : "The boats were here."};

        (void)snprintf(ids[i], sizeof ids[i], "n%zu", i);
        tiny_index_add(t, &article);
    }
    tiny_index_open(t);
    q = like(t, "n0", 0);
    assert_null(strstr(nh_query_dump(q).ptr, "\"the\""));
    assert_null(strstr(nh_query_dump(q).ptr, "\"boats\""));
    assert_null(strstr(nh_query_dump(q).ptr, "\"5\""));
    assert_non_null(strstr(nh_query_dump(q).ptr, "\"harbour\""));
    nh_query_free(q);
    tiny_index_free(t);
}

/* "und" is in every German article, and in a fifth of all. */
static void each_language_has_its_own_common_words(void **state)
{
    tiny_index *t = tiny_index_new(NULL);
    char ids[50][8];
    nh_query *q = NULL;

    (void)state;
    for (size_t i = 0; i < COUNT(ids); i++) {
        const bool german = i < 10;
        const tiny_article article = {
            .id = ids[i],
            .text = i < 2    ? "Barrack und der Hafen und die F\xc3\xa4hre"
                    : german ? "Schnee und Wind"
                             : "Barrack was here and there.",
            .language = german ? "de" : NULL};

        (void)snprintf(ids[i], sizeof ids[i], "n%zu", i);
        tiny_index_add(t, &article);
    }
    tiny_index_open(t);
    q = like(t, "n0", 0);
    assert_null(strstr(nh_query_dump(q).ptr, "\"und\""));
    assert_non_null(strstr(nh_query_dump(q).ptr, "\"barrack\""));
    assert_non_null(strstr(nh_query_dump(q).ptr, "\"hafen\""));
    nh_query_free(q);
    tiny_index_free(t);
}

static void every_form_of_a_word_finds_its_term(void **state)
{
    static const struct {
        const char *language, *text, *word;
    } rows[] = {
        {"en", "U.S. troops at AT&T, al-Sharaa and O'Neill's co-operation", "US"},
        {"en", "The governments of COVID-19 and 10:30", "governments"},
        {"de", "H\xc3\xa4user und Fl\xc3\xbcsse", "h\xc3\xa4user"},
        {"en", "T\xc3\xbcrkiye \"quoted\" (sic) +plus -minus", "t\xc3\xbcrkiye"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const tiny_article pair[] = {
            {.id = "x y", .text = rows[i].text, .language = rows[i].language},
            {.id = "\"z\"", .text = rows[i].text, .language = rows[i].language},
            {.id = "w", .text = "Something else entirely"}};
        tiny_index *t = tiny_index_new(NULL);
        char hits[200];
        nh_query *q = NULL;

        for (size_t k = 0; k < COUNT(pair); k++)
            tiny_index_add(t, &pair[k]);
        tiny_index_open(t);
        q = like(t, "x y", 0);
        assert_non_null(strstr(nh_query_dump(q).ptr, rows[i].word));
        answer(t, q, hits, sizeof hits);
        assert_memory_equal(hits, "\"z\":", 4);
        assert_null(strchr(hits + 5, ':'));
        nh_query_free(q);
        tiny_index_free(t);
    }
}

static void an_article_like_no_other_finds_nothing(void **state)
{
    const tiny_article alone = {.id = "only", .text = "Nothing is like this."};
    tiny_index *t = tiny_index_new(NULL);
    char hits[100];
    nh_query *q = NULL;

    (void)state;
    tiny_index_add(t, &alone);
    tiny_index_open(t);
    q = like(t, "only", 0);
    answer(t, q, hits, sizeof hits);
    assert_string_equal(hits, "");
    nh_query_free(q);
    tiny_index_free(t);
}

static void what_cannot_ask_is_refused(void **state)
{
    const nh_index_options lean = {.size = sizeof lean, .store = "none"};
    tiny_index *t = build(NULL, 100);
    tiny_index *no_text = build(&lean, 100);
    nh_query *q = NULL;
    nh_error err = {0};

    (void)state;
    assert_int_equal(nh_query_like(t->reader, "nobody", 6, 0, &q, &err), NH_E_ARG);
    assert_string_equal(err.what, "no article has the id nobody");
    assert_null(q);
    assert_int_equal(nh_query_like(no_text->reader, "a", 1, 0, &q, &err), NH_E_ARG);
    assert_string_equal(err.what, "this index stores no text to find like articles by");
    assert_null(q);
    tiny_index_free(t);
    tiny_index_free(no_text);
}

/* Adds the stories that come with the project; their ids end with the names of their files. */
static void add_sample(tiny_index *t)
{
    const char *source = getenv("NH_SOURCE");
    char path[4096];
    const char *const paths[] = {path};
    nh_corpus *corpus = NULL;
    const nh_article *article = NULL;

    (void)snprintf(path, sizeof path, "%s/corpus/sample/stories",
                   source != NULL ? source : ".");
    assert_int_equal(nh_corpus_open(paths, 1, NULL, &corpus, NULL), NH_OK);
    do {
        assert_int_equal(nh_corpus_next(corpus, &article, NULL), NH_OK);
        if (article != NULL)
            tiny_index_add_article(t, article);
    } while (article != NULL);
    nh_corpus_close(corpus);
}

static void a_reprint_is_most_like_its_original(void **state)
{
    static const struct {
        const char *id, *first;
    } rows[] = {{"golan-wire.txt", "golan-reprint.txt:"},
                {"golan-reprint.txt", "golan-wire.txt:"}};
    const char *source = getenv("NH_SOURCE");
    tiny_index *t = tiny_index_new(NULL);

    (void)state;
    add_sample(t);
    tiny_index_open(t);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char id[4096];
        char hits[20000];
        nh_query *q = NULL;

        (void)snprintf(id, sizeof id, "%s/corpus/sample/stories/%s",
                       source != NULL ? source : ".", rows[i].id);
        q = like(t, id, 0);
        answer(t, q, hits, sizeof hits);
        const char *first = strstr(hits, rows[i].first);

        assert_non_null(first);
        assert_ptr_equal(strchr(hits, ':'), first + strlen(rows[i].first) - 1);
        assert_null(strstr(hits, rows[i].id));
        nh_query_free(q);
    }
    tiny_index_free(t);
}

static nh_status ask_under(const nh_env *env, void *context)
{
    const nh_reader_options o = {.size = sizeof o, .env = env};
    nh_reader *r = NULL;
    nh_query *q = NULL;
    nh_status st = nh_reader_open((const char *)context, &o, &r, NULL);

    if (st == NH_OK)
        st = nh_query_like(r, "a", 1, 0, &q, NULL);
    assert_true((st == NH_OK) == (q != NULL));
    nh_query_free(q);
    nh_reader_close(r);
    return st;
}

static void failed_allocations_leave_nothing_behind(void **state)
{
    tiny_index *t = build(NULL, 2);

    (void)state;
    assert_true(fault_sweep_allocations(ask_under, t->path) > 10);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_are_weighted_and_the_article_left_out),
        cmocka_unit_test(segments_make_no_difference),
        cmocka_unit_test(words_that_most_articles_have_tell_nothing),
        cmocka_unit_test(each_language_has_its_own_common_words),
        cmocka_unit_test(every_form_of_a_word_finds_its_term),
        cmocka_unit_test(an_article_like_no_other_finds_nothing),
        cmocka_unit_test(what_cannot_ask_is_refused),
        cmocka_unit_test(a_reprint_is_most_like_its_original),
        cmocka_unit_test(failed_allocations_leave_nothing_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
