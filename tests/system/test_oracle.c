/* tests/system/test_oracle.c - random questions to random indexes: the same answers as a search without an index. */
#include "tests/support/cm.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "searcher/question.h"
#include "tests/support/makers/random_index.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/makers/tiny_index.h"
#include "tests/support/oracle/oracle.h"

/* An index, the oracle over the same articles, and the queries to come. */
typedef struct bout {
    random_numbers random;
    uint64_t seed;
    tiny_index *index;
    oracle *oracle;
    random_settings settings;
    random_article made;
    nh_str text; /* of some article, for quotations */
    nh_str query;
    uint32_t doomed;         /* articles d0, d1, ... were added that are to be deleted */
    uint32_t deleted;        /* how many of them are gone                              */
    uint64_t queries, found; /* how many were asked, and how many of them had a hit */
} bout;

/* ---- detours: whatever was there before, the answers are those of what is left ------- */

static void perhaps_commit(bout *b)
{
    if (random_once(&b->random, 12))
        tiny_index_commit(b->index);
}

/* Something with the fields of `a`, but another id and another text. */
static void add_other(bout *b, const nh_article *a, const char *id)
{
    nh_buffer text = {0};
    nh_article other = *a;

    random_text(&b->random, &text);
    other.id = nh_str_of(id);
    other.text = nh_buf_str(&text);
    if (random_once(&b->random, 4))
        other.language = NH_STR("es");
    tiny_index_update(b->index, &other);
    perhaps_commit(b);
    nh_buf_free(&text);
}

/* Articles that will not stay come and go. */
static void wander(bout *b, const nh_article *a)
{
    char id[16];

    if (random_once(&b->random, 3)) {
        snprintf(id, sizeof id, "d%u", b->doomed++);
        add_other(b, a, id);
    }
    if (b->deleted < b->doomed && random_once(&b->random, 4)) {
        snprintf(id, sizeof id, "d%u", b->deleted++);
        tiny_index_delete(b->index, id);
        perhaps_commit(b);
    }
    if (random_once(&b->random, 100))
        tiny_index_optimize(b->index);
}

/* Adds `a`, sometimes after versions of it, in their place or once they are deleted. */
static void put_article(bout *b, const nh_article *a)
{
    bool there = false;
    char id[16];

    snprintf(id, sizeof id, "%.*s", NH_STR_ARG(a->id));
    while (random_once(&b->random, 4)) {
        add_other(b, a, id);
        there = true;
    }
    if (there && random_once(&b->random, 2)) {
        tiny_index_delete(b->index, id);
        perhaps_commit(b);
        there = false;
    }
    if (there)
        tiny_index_update(b->index, a);
    else
        tiny_index_add_article(b->index, a);
    wander(b, a);
}

static void add_article(bout *b, uint32_t number)
{
    const nh_article *a = random_article_make(&b->random, number, &b->made);

    b->text = a->text;
    put_article(b, a);
    oracle_add(b->oracle, a);
}

static void begin_bout(bout *b, uint64_t seed)
{
    const char *text;
    uint32_t n;

    *b = (bout){.random = {seed}, .seed = seed};
    random_settings_choose(&b->random, &b->settings);
    text = getenv("NH_TEST_VERBOSE");
    if (text != NULL)
        print_message("seed %llu: %s, %s, stop words %s, passages %s\n",
                      (unsigned long long)seed, b->settings.options.analysis,
                      b->settings.options.stemmer,
                      b->settings.analysis.stopwords.len > 0 ? "yes" : "no",
                      b->settings.options.passages);
    b->index = tiny_index_new(&b->settings.options);
    b->oracle = oracle_new(&b->settings.analysis, &b->settings.rule);
    n = 1 + random_below(&b->random, 40);
    for (uint32_t i = 0; i < n; i++) {
        add_article(b, i);
        perhaps_commit(b);
    }
    while (b->deleted < b->doomed) {
        char id[16];

        snprintf(id, sizeof id, "d%u", b->deleted++);
        tiny_index_delete(b->index, id);
    }
    if (random_once(&b->random, 5))
        tiny_index_optimize(b->index);
    tiny_index_open(b->index);
}

static void end_bout(bout *b)
{
    tiny_index_free(b->index);
    oracle_free(b->oracle);
    random_article_free(&b->made);
}

static void expect(const bout *b, bool ok, const char *what)
{
    if (!ok)
        print_error("NH_TEST_SEED=%llu: %s\n  query: %.*s\n", (unsigned long long)b->seed,
                    what, NH_STR_ARG(b->query));
    assert_true(ok);
}

static nh_search_options choose_options(bout *b)
{
    random_numbers *r = &b->random;
    nh_search_options o = {.size = sizeof o, .limit = 1000, .min_hits = 10};

    o.by = random_once(r, 3) ? NH_BY_PASSAGE : NH_BY_ARTICLE;
    o.match = (nh_match)random_below(r, 3);
    o.min_hits = 1 + random_below(r, 10);
    o.sort = random_once(r, 4) ? NH_SORT_DATE : NH_SORT_SCORE;
    o.ties_by_id = random_once(r, 4);
    o.passages = 1 + random_below(r, 4);
    o.explain = random_once(r, 2);
    o.has_k1 = o.has_b = true;
    o.k1 = random_once(r, 3) ? random_below(r, 30) / 10.0 : 0.9;
    o.b = random_once(r, 3) ? random_below(r, 11) / 10.0 : 0.4;
    if (random_once(r, 2)) {
        o.limit = 1 + random_below(r, 5);
        o.skip = random_below(r, 4);
    }
    return o;
}

/* The lines of a passage add up to its score. */
static void expect_sum(const bout *b, const nh_results *res, size_t i, size_t j,
                       nh_score score)
{
    nh_explain_line line;
    nh_score sum = 0;

    for (size_t k = 0; nh_results_explain(res, i, j, k, &line); k++) {
        sum += line.score;
        expect(b,
               fabs(line.idf * line.tf_part * line.weight -
                    (double)line.score / (double)NH_SCORE_ONE) < 1e-6,
               "a line is not the product of its parts");
    }
    expect(b, sum == score, "the lines do not add up");
}

static void expect_passages(const bout *b, const nh_results *res, size_t i,
                            const nh_search_options *o, const nh_hit *hit)
{
    nh_passage_hit p = {0}, before = {.score = INT64_MAX};
    uint32_t n = 0;

    for (; nh_results_passage(res, i, n, &p); n++) {
        expect(b, p.score <= before.score, "passages are not best first");
        if (o->explain)
            expect_sum(b, res, i, n, p.score);
        before = p;
    }
    expect(b, n == hit->passages && n > 0, "a wrong number of passages");
    expect(b, n <= o->passages, "too many passages");
}

static void expect_hit(const bout *b, const nh_results *res, size_t i,
                       const nh_search_options *o, const oracle_hit *want)
{
    nh_passage_hit p;
    nh_hit hit;

    expect(b, nh_results_hit(res, i, &hit), "a hit is missing");
    expect(b, nh_str_equal(hit.id, want->id), "another article");
    expect(b, hit.score == want->score, "another score");
    expect(b, fabs((double)hit.score / (double)NH_SCORE_ONE - want->real) < 1e-4,
           "the score is not BM25");
    expect(b, hit.evidence == want->evidence, "another number of passages");
    expect(b, nh_results_passage(res, i, 0, &p), "no passage");
    expect(b, p.number == want->passage, "another passage");
    expect_passages(b, res, i, o, &hit);
}

static void ask(bout *b)
{
    const nh_search_options o = choose_options(b);
    nh_results_facts facts = {.size = sizeof facts};
    nh_buffer text = {0};
    nh_error err = {0};
    nh_results *res = NULL;
    nh_query *q = NULL;
    oracle_answer want;
    size_t n;

    random_query(&b->random, b->text, &text);
    b->query = nh_buf_str(&text);
    expect(b,
           nh_query_parse(b->index->reader, b->query.ptr, b->query.len, NULL, &q, &err) ==
               NH_OK,
           "it does not parse");
    expect(b, nh_search(b->index->searcher, q, &o, &res, &err) == NH_OK, err.what);
    want = oracle_search(b->oracle, &q->tree, &o);
    nh_results_facts_get(res, &facts);
    n = want.n_hits > o.skip ? want.n_hits - o.skip : 0;
    n = n < o.limit ? n : o.limit;
    expect(b, facts.articles == want.articles, "another number of articles");
    expect(b, facts.passages == want.passages, "another number of passages");
    expect(b, facts.relaxed == want.relaxed, "relaxed or not");
    expect(b, facts.hits == n, "another number of hits");
    b->queries++;
    b->found += n > 0;
    for (size_t i = 0; i < n; i++)
        expect_hit(b, res, i, &o, &want.hits[o.skip + i]);
    nh_results_free(res);
    nh_query_free(q);
    nh_buf_free(&text);
}

static void answers_equal_those_of_a_search_without_index(void **state)
{
    const uint64_t seed = random_setting("NH_TEST_SEED", 1);
    const uint64_t rounds = random_setting("NH_TEST_ROUNDS", 40);

    uint64_t queries = 0, found = 0;

    (void)state;
    for (uint64_t i = 0; i < rounds; i++) {
        bout b;

        begin_bout(&b, seed + i);
        for (uint32_t k = 0; k < 60; k++)
            ask(&b);
        queries += b.queries;
        found += b.found;
        end_bout(&b);
    }
    assert_true(found * 2 > queries); /* a test of empty answers would prove little */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_equal_those_of_a_search_without_index),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
