/* tests/system/test_reader_options.c - a caller's memory, log, deadline and cancellation; and newer commits. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "newshound/articles.h"
#include "newshound/words.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/makers/tiny_index.h"

static const char query[] =
    "golan \"heights talks\" (envoy talks)~5 gov* title:golan -winery";

/* ---- memory of the caller ------------------------------------------------------------- */

#define GUARD 64u

static size_t strays; /* calls of the C library's allocator by anybody but the hook */

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
/* The program's own definitions go before those of the library, which has them by this name. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
    strays++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    strays++;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    strays++;
    return __libc_realloc(old, size);
}
#endif

/* What was handed out; a block begins with its size. */
typedef struct counted {
    size_t blocks, bytes, peak;
    unsigned wait; /* milliseconds that each allocation takes */
} counted;

static void *count_resize(void *self, void *old, size_t size)
{
    counted *c = (counted *)self;
    size_t *block = (size_t *)old;
    const size_t had = block != NULL ? block[-8] : 0;
    size_t strays_before;

    if (c->wait > 0) {
        const struct timespec t = {.tv_nsec = (long)c->wait * 1000000};

        nanosleep(&t, NULL);
    }
    strays_before = strays;
    block = (size_t *)realloc(block != NULL ? block - 8 : NULL, size + GUARD);
    strays = strays_before;
    if (block == NULL)
        return NULL;
    block[0] = size;
    c->blocks += old == NULL;
    c->bytes += size - had;
    c->peak = c->bytes > c->peak ? c->bytes : c->peak;
    return block + 8;
}

static void count_release(void *self, void *old)
{
    counted *c = (counted *)self;
    size_t *block = (size_t *)old;

    if (block == NULL)
        return;
    c->blocks--;
    c->bytes -= block[-8];
    free(block - 8);
}

static tiny_index *build(void)
{
    static const tiny_article articles[] = {
        {.id = "a",
         .headline = "Golan talks",
         .date = "2025-06-30",
         .source = "AP",
         .text = "Tom Barrack, the envoy, hailed talks. The heights talks govern it all."},
        {.id = "b", .text = "The governor on the Golan heights.", .language = "de"},
    };
    tiny_index *t = tiny_index_new(NULL);

    for (size_t i = 0; i < COUNT(articles); i++) {
        tiny_index_add(t, &articles[i]);
        tiny_index_commit(t);
    }
    tiny_index_open(t);
    return t;
}

static void search(nh_searcher *s, const nh_query *q)
{
    const nh_search_options o = {
        .size = sizeof o, .passages = 3, .explain = true, .match = NH_MATCH_ANY};
    nh_results *res = NULL;
    nh_results_facts facts = {.size = sizeof facts};

    assert_int_equal(nh_search(s, q, &o, &res, NULL), NH_OK);
    nh_results_facts_get(res, &facts);
    assert_int_equal(facts.hits, 2);
    nh_results_free(res);
}

static void read_words(nh_reader *r)
{
    nh_words *words = NULL;
    nh_word_facts word;
    bool more;

    assert_int_equal(nh_words_open(r, "govern", 6, &words, NULL), NH_OK);
    assert_int_equal(nh_words_next(words, &word, &more, NULL), NH_OK);
    nh_words_close(words);
}

static void read_article(nh_reader *r)
{
    nh_stored_article *article = NULL;

    assert_int_equal(nh_article_get(r, "a", 1, &article, NULL), NH_OK);
    nh_stored_article_free(article);
}

static void all_memory_comes_from_the_callers_allocator(void **state)
{
    tiny_index *t = build();
    counted c = {0};
    const nh_allocator allocator = {&c, count_resize, count_release};
    const nh_reader_options o = {.size = sizeof o, .allocator = &allocator};
    nh_reader *r = NULL;
    nh_searcher *s = NULL;
    nh_query *q = NULL;

    (void)state;
    assert_int_equal(nh_reader_open(t->path, &o, &r, NULL), NH_OK);
    assert_true(c.blocks > 5);
    assert_int_equal(nh_query_parse(r, query, strlen(query), NULL, &q, NULL), NH_OK);
    assert_int_equal(nh_searcher_new(r, &s, NULL), NH_OK);
    strays = 0;
    search(s, q);
    read_article(r);
    assert_int_equal(strays, 0);
    nh_searcher_free(s);
    read_words(r);
    assert_true(strays <= 8); /* the stemmers' library has its own way */
    nh_reader_close(r);
    assert_true(c.blocks > 0); /* the query outlives its reader, and has its memory */
    nh_query_free(q);
    assert_int_equal(c.blocks, 0);
    assert_int_equal(c.bytes, 0);
    tiny_index_free(t);
}

/* The promise of the project: what a reader and a searcher hold beside mapped files is small, and
 * does not grow with the text. */
static void a_reader_of_many_articles_holds_under_8_mib(void **state)
{
    made_articles *made = made_articles_new("m", 3000, 5);
    tiny_index *t = tiny_index_new(NULL);
    counted c = {0};
    const nh_allocator allocator = {&c, count_resize, count_release};
    const nh_reader_options o = {.size = sizeof o, .allocator = &allocator};
    nh_reader *r = NULL;
    nh_searcher *s = NULL;

    (void)state;
    for (size_t i = 0; i < made->count; i++)
        tiny_index_add_article(t, &made->list[i]);
    tiny_index_commit(t);
    assert_int_equal(nh_reader_open(t->path, &o, &r, NULL), NH_OK);
    assert_int_equal(nh_searcher_new(r, &s, NULL), NH_OK);
    assert_true(c.peak < (size_t)8 << 20);
    nh_searcher_free(s);
    nh_reader_close(r);
    assert_int_equal(c.bytes, 0);
    tiny_index_free(t);
    made_articles_free(made);
}

/* ---- the log -------------------------------------------------------------------------- */

static void hear(void *self, nh_log_level level, const char *text)
{
    assert_int_equal(level, NH_LOG_DEBUG);
    snprintf((char *)self, 256, "%s", text);
}

static void a_logger_hears_what_was_opened(void **state)
{
    tiny_index *t = build();
    char heard[256] = "";
    const nh_logger logger = {heard, hear};
    const nh_reader_options o = {.size = sizeof o, .logger = &logger};
    nh_reader *r = NULL;

    (void)state;
    assert_int_equal(nh_reader_open(t->path, &o, &r, NULL), NH_OK);
    assert_non_null(strstr(heard, "2 segments, 2 articles"));
    nh_reader_close(r);
    tiny_index_free(t);
}

/* ---- giving up ------------------------------------------------------------------------ */

static nh_status search_once(nh_searcher *s, const nh_query *q, const nh_search_options *o,
                             nh_error *err)
{
    nh_results *res = NULL;
    const nh_status st = nh_search(s, q, o, &res, err);

    assert_true((st == NH_OK) == (res != NULL));
    nh_results_free(res);
    return st;
}

static void a_search_past_its_deadline_is_a_limit(void **state)
{
    tiny_index *t = build();
    counted c = {0};
    const nh_allocator allocator = {&c, count_resize, count_release};
    const nh_reader_options how = {.size = sizeof how, .allocator = &allocator};
    nh_search_options o = {.size = sizeof o, .deadline = 1};
    nh_reader *r = NULL;
    nh_searcher *s = NULL;
    nh_query *q = NULL;
    nh_error err = {0};

    (void)state;
    assert_int_equal(nh_reader_open(t->path, &how, &r, NULL), NH_OK);
    assert_int_equal(nh_query_parse(r, query, strlen(query), NULL, &q, NULL), NH_OK);
    assert_int_equal(nh_searcher_new(r, &s, NULL), NH_OK);
    c.wait = 2; /* so that the first allocation is too long already */
    assert_int_equal(search_once(s, q, &o, &err), NH_E_LIMIT);
    assert_string_equal(err.where, "deadline");
    c.wait = 0;
    o.deadline = 3600000;
    assert_int_equal(search_once(s, q, &o, NULL), NH_OK);
    o.deadline = UINT64_MAX;
    assert_int_equal(search_once(s, q, &o, NULL), NH_OK);
    nh_searcher_free(s);
    nh_query_free(q);
    nh_reader_close(r);
    tiny_index_free(t);
}

static void a_cancellation_ends_one_search(void **state)
{
    tiny_index *t = build();
    nh_query *q = NULL;

    (void)state;
    assert_int_equal(nh_query_parse(t->reader, query, strlen(query), NULL, &q, NULL),
                     NH_OK);
    nh_cancel(t->searcher);
    assert_int_equal(search_once(t->searcher, q, NULL, NULL), NH_E_CANCELLED);
    assert_int_equal(search_once(t->searcher, q, NULL, NULL), NH_OK);
    nh_query_free(q);
    tiny_index_free(t);
}

/* ---- sizes ---------------------------------------------------------------------------- */

static void options_without_their_size_are_refused(void **state)
{
    static const nh_reader_options reader = {.check_all = true};
    static const nh_query_options parsing = {.strict = true};
    static const nh_search_options searching = {.limit = 3};
    tiny_index *t = build();
    nh_reader *r = NULL;
    nh_query *q = NULL;

    (void)state;
    assert_int_equal(nh_reader_open(t->path, &reader, &r, NULL), NH_E_ARG);
    assert_null(r);
    assert_int_equal(nh_query_parse(t->reader, "a", 1, &parsing, &q, NULL), NH_E_ARG);
    assert_null(q);
    assert_int_equal(nh_query_parse(t->reader, "a", 1, NULL, &q, NULL), NH_OK);
    assert_int_equal(search_once(t->searcher, q, &searching, NULL), NH_E_ARG);
    nh_query_free(q);
    tiny_index_free(t);
}

/* ---- newer commits -------------------------------------------------------------------- */

static void a_refreshed_reader_sees_the_newer_commit(void **state)
{
    static const tiny_article late = {.id = "c", .text = "Golan, late."};
    tiny_index *t = build();
    nh_reader *newer = NULL;
    nh_reader_facts facts = {.size = sizeof facts};
    nh_writer *w = NULL;
    nh_article a = {
        .size = sizeof a, .id = {"c", 1}, .text = {late.text, strlen(late.text)}};

    (void)state;
    assert_int_equal(nh_reader_refresh(t->reader, &newer, NULL), NH_OK);
    assert_null(newer); /* there is nothing newer */
    assert_int_equal(nh_writer_open(t->path, NULL, &w, NULL), NH_OK);
    assert_int_equal(nh_writer_add(w, &a, NULL), NH_OK);
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
    assert_int_equal(nh_reader_refresh(t->reader, &newer, NULL), NH_OK);
    assert_non_null(newer);
    nh_reader_facts_get(newer, &facts);
    assert_int_equal(facts.articles, 3);
    nh_reader_facts_get(t->reader, &facts);
    assert_int_equal(facts.articles, 2); /* the old one goes on */
    nh_reader_close(newer);
    tiny_index_unlink(t);
    assert_int_equal(nh_reader_refresh(t->reader, &newer, NULL), NH_E_IO);
    assert_null(newer);
    tiny_index_free(t);
}

static uint64_t articles_of(const nh_reader *r)
{
    nh_reader_facts facts = {.size = sizeof facts};

    nh_reader_facts_get(r, &facts);
    return facts.articles;
}

/* Indexes are built beside the old one, and a link is turned, or the folder moved, when all is
 * well. Their commits are of one generation. */
static void a_refreshed_reader_sees_the_index_that_took_the_place(void **state)
{
    static const tiny_article only = {.id = "c", .text = "Golan."};
    tiny_index *old = build(), *new = tiny_index_new(NULL);
    char *link = temp_dir_path(old->dir, "current"),
         *next = temp_dir_path(old->dir, "next");
    char *away = temp_dir_path(old->dir, "away");
    nh_reader *r = NULL, *newer = NULL;

    (void)state;
    tiny_index_commit(new);
    tiny_index_add(new, &only);
    tiny_index_open(new);
    assert_int_equal(symlink(old->path, link), 0);
    assert_int_equal(nh_reader_open(link, NULL, &r, NULL), NH_OK);
    assert_int_equal(nh_reader_refresh(r, &newer, NULL), NH_OK);
    assert_null(newer);
    assert_int_equal(symlink(new->path, next), 0);
    assert_int_equal(rename(next, link), 0);
    assert_int_equal(nh_reader_refresh(r, &newer, NULL), NH_OK);
    assert_non_null(newer);
    assert_int_equal(articles_of(newer), 1);
    assert_int_equal(articles_of(r), 2);
    nh_reader_close(newer);
    nh_reader_close(r);

    assert_int_equal(rename(old->path, away), 0);
    assert_int_equal(nh_reader_refresh(old->reader, &newer, NULL), NH_E_IO);
    assert_int_equal(rename(new->path, old->path), 0);
    assert_int_equal(nh_reader_refresh(old->reader, &newer, NULL), NH_OK);
    assert_int_equal(articles_of(newer), 1);
    nh_reader_close(newer);
    assert_int_equal(rename(old->path, new->path), 0);
    assert_int_equal(rename(away, old->path), 0);
    assert_int_equal(unlink(link), 0);
    free(link);
    free(next);
    free(away);
    tiny_index_free(new);
    tiny_index_free(old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_memory_comes_from_the_callers_allocator),
        cmocka_unit_test(a_reader_of_many_articles_holds_under_8_mib),
        cmocka_unit_test(a_logger_hears_what_was_opened),
        cmocka_unit_test(a_search_past_its_deadline_is_a_limit),
        cmocka_unit_test(a_cancellation_ends_one_search),
        cmocka_unit_test(options_without_their_size_are_refused),
        cmocka_unit_test(a_refreshed_reader_sees_the_newer_commit),
        cmocka_unit_test(a_refreshed_reader_sees_the_index_that_took_the_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
