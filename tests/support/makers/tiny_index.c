/* tests/support/makers/tiny_index.c - a small index, written for a test and opened for searching. */
#include "tests/support/makers/tiny_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"

#define IDS_SIZE 65536

/* The public part, and the text behind tiny_index_ids(). */
typedef struct held_index {
    tiny_index index; /* first */
    char ids[IDS_SIZE];
} held_index;

static void expect_ok(nh_status st, const nh_error *err)
{
    if (st != NH_OK)
        print_error("%s: %s\n", err->where, err->what);
    assert_int_equal(st, NH_OK);
}

static void open_writer(tiny_index *t, const nh_index_options *options)
{
    const nh_writer_options o = {
        .size = sizeof o, .index = options, .memory = (uint64_t)64 << 20};
    nh_error err = {0};

    expect_ok(nh_writer_open(t->path, &o, &t->writer, &err), &err);
}

tiny_index *tiny_index_new(const nh_index_options *options)
{
    held_index *held = (held_index *)calloc(1, sizeof *held);
    tiny_index *t = &held->index;

    assert_non_null(held);
    t->dir = temp_dir_new();
    assert_non_null(t->dir);
    t->path = temp_dir_path(t->dir, "index");
    open_writer(t, options);
    return t;
}

void tiny_index_add_article(tiny_index *t, const nh_article *article)
{
    nh_error err = {0};

    expect_ok(nh_writer_add(t->writer, article, &err), &err);
}

void tiny_index_add(tiny_index *t, const tiny_article *article)
{
    nh_article a = {.size = sizeof a,
                    .id = nh_str_of(article->id),
                    .headline = nh_str_of(article->headline),
                    .text = nh_str_of(article->text),
                    .language = nh_str_of(article->language),
                    .source = nh_str_of(article->source)};

    if (article->date != NULL)
        assert_true(nh_date_parse(nh_str_of(article->date), &a.date));
    tiny_index_add_article(t, &a);
}

void tiny_index_update(tiny_index *t, const nh_article *article)
{
    nh_error err = {0};

    expect_ok(nh_writer_update(t->writer, article, &err), &err);
}

void tiny_index_delete(tiny_index *t, const char *id)
{
    nh_error err = {0};
    bool found = false;

    expect_ok(nh_writer_delete(t->writer, id, strlen(id), &found, &err), &err);
    assert_true(found);
}

void tiny_index_optimize(tiny_index *t)
{
    nh_error err = {0};

    expect_ok(nh_writer_optimize(t->writer, NULL, &err), &err);
}

void tiny_index_commit(tiny_index *t)
{
    nh_error err = {0};

    expect_ok(nh_writer_commit(t->writer, NULL, &err), &err);
}

void tiny_index_open(tiny_index *t)
{
    nh_error err = {0};

    tiny_index_commit(t);
    nh_writer_close(t->writer);
    t->writer = NULL;
    expect_ok(nh_reader_open(t->path, NULL, &t->reader, &err), &err);
    expect_ok(nh_searcher_new(t->reader, &t->searcher, &err), &err);
}

tiny_index *tiny_index_of(const nh_index_options *options, const tiny_article *articles,
                          size_t count, size_t each)
{
    tiny_index *t = tiny_index_new(options);

    for (size_t i = 0; i < count; i++) {
        tiny_index_add(t, &articles[i]);
        if ((i + 1) % each == 0)
            tiny_index_commit(t);
    }
    tiny_index_open(t);
    return t;
}

tiny_index *tiny_index_of_texts(uint32_t count, const char *(*text_of)(uint32_t number),
                                const char *pairs)
{
    const nh_index_options o = {.size = sizeof o,
                                .analysis = "whitespace",
                                .stemmer = "none",
                                .passages = "none",
                                .pairs = pairs};
    tiny_index *t = tiny_index_new(&o);

    for (uint32_t i = 0; i < count; i++) {
        char id[16];

        snprintf(id, sizeof id, "a%u", i);
        tiny_index_add(t, &(tiny_article){.id = id, .text = text_of(i)});
    }
    tiny_index_open(t);
    return t;
}

nh_results *tiny_index_search(tiny_index *t, const char *query,
                              const nh_search_options *options)
{
    nh_results *res = NULL;
    nh_query *q = NULL;
    nh_error err = {0};

    expect_ok(nh_query_parse(t->reader, query, strlen(query), NULL, &q, &err), &err);
    expect_ok(nh_search(t->searcher, q, options, &res, &err), &err);
    nh_query_free(q);
    return res;
}

nh_results_facts tiny_index_facts(tiny_index *t, const char *query,
                                  const nh_search_options *options)
{
    nh_results_facts facts = {.size = sizeof facts};
    nh_results *res = tiny_index_search(t, query, options);

    nh_results_facts_get(res, &facts);
    nh_results_free(res);
    return facts;
}

const char *tiny_index_ids(tiny_index *t, const char *query,
                           const nh_search_options *options)
{
    held_index *held = (held_index *)(void *)t;
    nh_results *res = tiny_index_search(t, query, options);
    size_t used = 0;
    nh_hit hit;

    held->ids[0] = '\0';
    for (size_t i = 0; nh_results_hit(res, i, &hit) && used < IDS_SIZE; i++)
        used += (size_t)snprintf(held->ids + used, IDS_SIZE - used, "%s%.*s",
                                 i > 0 ? " " : "", NH_STR_ARG(hit.id));
    nh_results_free(res);
    return held->ids;
}

nh_status tiny_index_try(const tiny_index *t, const nh_env *env, tiny_index_use *use)
{
    const nh_reader_options o = {.size = sizeof o, .env = env};
    nh_reader *r = NULL;
    nh_searcher *s = NULL;
    nh_error err = {0};
    nh_status st = nh_reader_open(t->path, &o, &r, &err);

    if (st == NH_OK)
        st = nh_searcher_new(r, &s, &err);
    if (st == NH_OK)
        st = use(r, s, &err);
    assert_int_equal(err.code, st);
    nh_searcher_free(s);
    nh_reader_close(r);
    return st;
}

nh_status tiny_index_ask(nh_reader *reader, nh_searcher *searcher, const char *query,
                         const nh_search_options *options, nh_error *err)
{
    nh_results *res = NULL;
    nh_query *q = NULL;
    nh_status st = nh_query_parse(reader, query, strlen(query), NULL, &q, err);

    if (st == NH_OK)
        st = nh_search(searcher, q, options, &res, err);
    assert_true((st == NH_OK) == (res != NULL));
    nh_results_free(res);
    nh_query_free(q);
    return st;
}

void tiny_index_unlink(tiny_index *t)
{
    temp_dir_remove(t->dir);
    t->dir = NULL;
}

void tiny_index_free(tiny_index *t)
{
    nh_searcher_free(t->searcher);
    nh_reader_close(t->reader);
    nh_writer_close(t->writer);
    free(t->path);
    temp_dir_remove(t->dir);
    free(t);
}

int tiny_index_teardown(void **state)
{
    tiny_index_free((tiny_index *)*state);
    return 0;
}
