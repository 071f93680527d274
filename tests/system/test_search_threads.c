/* tests/system/test_search_threads.c - one reader, many searchers at once: each gets the same answers. */
#include "tests/support/cm.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/makers/tiny_index.h"

#define THREADS 4
#define QUERIES 40
#define ARTICLES 60

typedef struct crowd {
    tiny_index *index;
    nh_buffer queries[QUERIES];
    uint64_t sums[QUERIES]; /* what one thread alone was told */
} crowd;

/* A number made of ids and scores, or 0 if something fails. */
static uint64_t ask(const crowd *c, nh_searcher *s, uint32_t i)
{
    const nh_search_options o = {.size = sizeof o, .passages = 2, .limit = 50};
    nh_results *res = NULL;
    nh_query *q = NULL;
    uint64_t sum = 1;
    nh_hit hit;

    if (nh_query_parse(c->index->reader, (const char *)c->queries[i].bytes,
                       c->queries[i].size, NULL, &q, NULL) != NH_OK ||
        nh_search(s, q, &o, &res, NULL) != NH_OK) {
        nh_query_free(q);
        return 0;
    }
    for (size_t h = 0; nh_results_hit(res, h, &hit); h++) {
        for (size_t k = 0; k < hit.id.len; k++)
            sum = sum * 31 + (uint8_t)hit.id.ptr[k];
        sum = sum * 31 + (uint64_t)hit.score;
    }
    nh_results_free(res);
    nh_query_free(q);
    return sum;
}

/* NULL if every answer is the one that was given before. */
static void *search_all(void *context)
{
    crowd *c = (crowd *)context;
    nh_searcher *s = NULL;
    void *wrong = NULL;

    if (nh_searcher_new(c->index->reader, &s, NULL) != NH_OK)
        return c;
    for (uint32_t i = 0; i < QUERIES; i++)
        if (ask(c, s, i) != c->sums[i])
            wrong = c;
    nh_searcher_free(s);
    return wrong;
}

static void fill(crowd *c)
{
    random_numbers r = {11};
    nh_buffer text = {0};

    c->index = tiny_index_new(NULL);
    for (uint32_t i = 0; i < ARTICLES; i++) {
        char id[16];
        nh_article a = {.size = sizeof a};

        snprintf(id, sizeof id, "a%u", i);
        nh_buf_clear(&text);
        random_text(&r, &text);
        a.id = nh_str_of(id);
        a.text = nh_buf_str(&text);
        tiny_index_add_article(c->index, &a);
        if (i % 20 == 9)
            tiny_index_commit(c->index);
    }
    for (uint32_t i = 0; i < QUERIES; i++)
        random_query(&r, nh_buf_str(&text), &c->queries[i]);
    tiny_index_open(c->index);
    nh_buf_free(&text);
}

static void threads_share_a_reader(void **state)
{
    crowd c = {.index = NULL};
    pthread_t threads[THREADS];

    (void)state;
    fill(&c);
    for (uint32_t i = 0; i < QUERIES; i++) {
        c.sums[i] = ask(&c, c.index->searcher, i);
        assert_int_not_equal(c.sums[i], 0);
    }
    /* A reader that nothing has touched yet, so that the threads meet at first touches too. */
    nh_searcher_free(c.index->searcher);
    c.index->searcher = NULL;
    nh_reader_close(c.index->reader);
    assert_int_equal(nh_reader_open(c.index->path, NULL, &c.index->reader, NULL), NH_OK);
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, search_all, &c), 0);
    for (unsigned i = 0; i < THREADS; i++) {
        void *wrong;

        assert_int_equal(pthread_join(threads[i], &wrong), 0);
        assert_null(wrong);
    }
    for (uint32_t i = 0; i < QUERIES; i++)
        nh_buf_free(&c.queries[i]);
    tiny_index_free(c.index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_share_a_reader),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
