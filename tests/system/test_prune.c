/* tests/system/test_prune.c - queries of plain words: pruned answers are those of exhaustive evaluation, to the byte. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "newshound/render.h"
#include "searcher/searcher_state.h"
#include "tests/support/random_text.h"
#include "tests/support/tiny_index.h"

#define WORDS 400u

/* An index, and the queries to come. */
typedef struct bout {
    random_numbers random;
    uint64_t seed;
    tiny_index *index;
    uint64_t taken, pruned, exhausted; /* queries with less work, and work in all */
} bout;

static uint64_t number_from(const char *name, uint64_t standard)
{
    const char *text = getenv(name);

    return text != NULL ? strtoull(text, NULL, 0) : standard;
}

/* Low numbers are frequent words. */
static uint32_t random_rank(random_numbers *r)
{
    return random_below(r, random_below(r, random_below(r, WORDS) + 1) + 1);
}

static void add_word(random_numbers *r, nh_buffer *out, const char *before)
{
    char word[24];

    snprintf(word, sizeof word, "%sw%u ", before, random_rank(r));
    nh_buf_text(out, nh_str_of(word));
}

static void add_article(bout *b, uint32_t number, uint32_t longest)
{
    random_numbers *r = &b->random;
    const uint32_t n = 1 + random_below(r, 1 + random_below(r, longest));
    nh_buffer text = {0};
    char id[16], date[16], source[8];
    nh_article a = {.size = sizeof a};

    for (uint32_t i = 0; i < n; i++)
        add_word(r, &text, "");
    snprintf(id, sizeof id, "a%u", number);
    snprintf(date, sizeof date, "2024-01-%02u", 1 + random_below(r, 3));
    snprintf(source, sizeof source, "s%u", random_below(r, 5));
    a.source = nh_str_of(source);
    a.id = nh_str_of(id);
    a.text = nh_buf_str(&text);
    if (!random_once(r, 4))
        assert_true(nh_date_parse(nh_str_of(date), &a.date));
    tiny_index_add_article(b->index, &a);
    nh_buf_free(&text);
}

/* Nothing, one article, or a part of them. */
static void delete_some(bout *b, uint32_t n)
{
    const uint32_t step = 2 + random_below(&b->random, 40);

    if (random_once(&b->random, 3))
        return;
    for (uint32_t i = 0; i < n; i += random_once(&b->random, 2) ? step : n) {
        char id[16];

        snprintf(id, sizeof id, "a%u", i);
        tiny_index_delete(b->index, id);
    }
}

static void begin_bout(bout *b, uint64_t seed)
{
    static const char *const passages[] = {"none", "none", "20:40:60"};
    nh_index_options o = {.size = sizeof o, .analysis = "whitespace", .stemmer = "none"};
    uint32_t n, longest;

    *b = (bout){.random = {seed}, .seed = seed};
    o.passages = passages[random_below(&b->random, 3)];
    o.has_k1 = o.has_b = true;
    o.k1 = random_once(&b->random, 2) ? 1.2 : 0.9;
    o.b = random_once(&b->random, 2) ? 0.75 : 0.4;
    longest = random_once(&b->random, 3) ? 400 : 60;
    n = 1 + random_below(&b->random, 3000);
    b->index = tiny_index_new(&o);
    for (uint32_t i = 0; i < n; i++) {
        add_article(b, i, longest);
        if (random_once(&b->random, 1500))
            tiny_index_commit(b->index);
    }
    delete_some(b, n);
    tiny_index_open(b->index);
    b->index->searcher->pruner.few = random_once(&b->random, 2) ? 0 : NH_PRUNE_FEW;
}

static void random_words(bout *b, nh_buffer *out)
{
    const char *const before = random_once(&b->random, 4) ? "+" : "";
    const uint32_t n = 1 + random_below(&b->random, 5);

    for (uint32_t i = 0; i < n; i++)
        add_word(&b->random, out, random_once(&b->random, 20) ? "-" : before);
    if (random_once(&b->random, 20))
        nh_buf_text(out, NH_STR("w1^3 "));
}

/* Beside words: what narrows them down, and groups. */
static void make_query(bout *b, nh_buffer *out)
{
    static const char *const others[] = {"date:2024-01-02 ",
                                         "-date:none ",
                                         "source:s1 ",
                                         "-source:s2 ",
                                         "-\"w1 w2\" ",
                                         "\"w1 w3\" ",
                                         "(w3 OR w7) ",
                                         "w12* ",
                                         "=w2 ",
                                         "(w1 w4)~6 ",
                                         "\"w2 * w1\" ",
                                         "+(w3 w5) ",
                                         "(w2 w9 OR w4) ",
                                         "(w2 AND w6) ",
                                         "(w4 w7) OR w1 ",
                                         "NOT (w3 w8) ",
                                         "(w1 OR date:none) ",
                                         "(w5 source:s3) "};
    const uint32_t n = random_once(&b->random, 2) ? 0 : 1 + random_below(&b->random, 2);

    random_words(b, out);
    for (uint32_t i = 0; i < n; i++)
        nh_buf_text(out, nh_str_of(others[random_below(&b->random, COUNT(others))]));
}

static nh_search_options choose_options(random_numbers *r)
{
    static const uint32_t limits[] = {1, 2, 10, 10, 33, 100, 1000};
    nh_search_options o = {.size = sizeof o, .ids_only = true};

    o.limit = limits[random_below(r, COUNT(limits))];
    o.skip = random_once(r, 5) ? random_below(r, 20) : 0;
    o.by = random_once(r, 3) ? NH_BY_PASSAGE : NH_BY_ARTICLE;
    o.match = (nh_match)random_below(r, 3);
    o.ties_by_id = random_once(r, 3);
    o.sort = random_once(r, 10) ? NH_SORT_DATE : NH_SORT_SCORE;
    o.count_only = random_once(r, 6);
    o.passages = random_once(r, 6) ? 3 : 1;
    o.explain = random_once(r, 6);
    o.has_k1 = random_once(r, 4);
    o.k1 = random_below(r, 4) / 2.0;
    o.has_b = random_once(r, 4);
    o.b = random_below(r, 3) / 2.0;
    return o;
}

static bool keep(void *self, const char *bytes, size_t size)
{
    nh_buf_text((nh_buffer *)self, (nh_str){bytes, size});
    return true;
}

/* The answer as bytes; what it cost. */
static uint64_t answer(const bout *b, const nh_query *q, const nh_search_options *o,
                       bool off, nh_buffer *out)
{
    const nh_render_options how = {
        .size = sizeof how, .explain = o->explain, .no_summary = o->top_only};
    const nh_sink sink = {out, keep};
    nh_results_facts facts = {.size = sizeof facts};
    nh_results *res = NULL;
    nh_error err = {0};

    b->index->searcher->pruner.off = off;
    if (nh_search(b->index->searcher, q, o, &res, &err) != NH_OK)
        fail_msg("%s", err.what);
    assert_int_equal(nh_results_render(res, NULL, NH_RENDER_JSON, &how, &sink, &err),
                     NH_OK);
    nh_results_facts_get(res, &facts);
    nh_buf_print(out, facts.relaxed ? "relaxed" : "");
    nh_results_free(res);
    return facts.work;
}

static void compare(bout *b, const char *what, nh_str text, const nh_buffer *pruned,
                    const nh_buffer *full)
{
    if (nh_str_equal(nh_buf_str(pruned), nh_buf_str(full)))
        return;
    print_error("NH_TEST_SEED=%llu, %s, query %.*s\n%.*s\ninstead of\n%.*s\n",
                (unsigned long long)b->seed, what, NH_STR_ARG(text),
                NH_STR_ARG(nh_buf_str(pruned)), NH_STR_ARG(nh_buf_str(full)));
    fail();
}

static void ask(bout *b)
{
    nh_search_options o = choose_options(&b->random);
    nh_buffer text = {0}, full = {0}, pruned = {0}, top = {0}, hits = {0};
    nh_query *q = NULL;
    nh_error err = {0};
    uint64_t work;

    make_query(b, &text);
    assert_int_equal(nh_query_parse(b->index->reader, (const char *)text.bytes, text.size,
                                    NULL, &q, &err),
                     NH_OK);
    work = answer(b, q, &o, true, &full);
    b->exhausted += work;
    b->taken += answer(b, q, &o, false, &pruned) < work;
    compare(b, "with counts", nh_buf_str(&text), &pruned, &full);
    o.top_only = true;
    (void)answer(b, q, &o, true, &hits);
    b->pruned += answer(b, q, &o, false, &top);
    compare(b, "hits alone", nh_buf_str(&text), &top, &hits);
    nh_query_free(q);
    nh_buf_free(&text);
    nh_buf_free(&full);
    nh_buf_free(&pruned);
    nh_buf_free(&top);
    nh_buf_free(&hits);
}

static void pruned_answers_are_those_of_exhaustive_evaluation(void **state)
{
    const uint64_t seed = number_from("NH_TEST_SEED", 1);
    const uint64_t rounds = number_from("NH_TEST_ROUNDS", 8);
    uint64_t taken = 0;

    (void)state;
    for (uint64_t i = 0; i < rounds; i++) {
        bout b;

        begin_bout(&b, seed + i);
        for (uint32_t k = 0; k < 150; k++)
            ask(&b);
        taken += b.taken;
        tiny_index_free(b.index);
    }
    assert_true(taken > rounds * 20); /* a test of what is not pruned proves nothing */
}

#define MANY 12000u /* articles of the index below, 42 blocks of the word that most have */

/* Seven of eight have "common"; the last 300 nothing else. Few have "rare", half of them "half". */
static tiny_index *make_blocks(void)
{
    const nh_index_options o = {
        .size = sizeof o, .analysis = "whitespace", .stemmer = "none", .passages = "none"};
    tiny_index *t = tiny_index_new(&o);

    for (uint32_t i = 0; i < MANY; i++) {
        const char *const text = i >= MANY - 300 ? "common"
                                 : i % 8 == 7    ? "something else again"
                                 : i % 4000 == 1 ? "common rare and other words"
                                 : (i & 1) == 0  ? "common half of it all"
                                                 : "common and more of that";
        char id[16];

        snprintf(id, sizeof id, "a%u", i);
        tiny_index_add(t, &(tiny_article){.id = id, .text = text});
    }
    tiny_index_open(t);
    return t;
}

static uint64_t work_of(tiny_index *t, const char *query, nh_match match, bool count)
{
    const nh_search_options o = {
        .size = sizeof o, .match = match, .count_only = count, .top_only = true};
    nh_results_facts facts = {.size = sizeof facts};
    nh_results *res = tiny_index_search(t, query, &o);

    nh_results_facts_get(res, &facts);
    nh_results_free(res);
    return facts.work;
}

static void blocks_that_cannot_matter_are_not_decoded(void **state)
{
    static const struct {
        const char *query;
        nh_match match;
        bool count;
        uint64_t most; /* blocks decoded */
    } cases[] = {
        {"common", NH_MATCH_ANY, false, 3},       {"common", NH_MATCH_ANY, true, 0},
        {"common rare", NH_MATCH_ANY, false, 20}, {"common rare", NH_MATCH_ALL, false, 4},
        {"common rare", NH_MATCH_ALL, true, 4},   {"common rare", NH_MATCH_ANY, true, 4},
    };
    tiny_index *t = make_blocks();

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const uint64_t work = work_of(t, cases[i].query, cases[i].match, cases[i].count);

        if (work > cases[i].most)
            fail_msg("case %zu, %s: %llu blocks, more than %llu", i, cases[i].query,
                     (unsigned long long)work, (unsigned long long)cases[i].most);
    }
    tiny_index_free(t);
}

static void auto_costs_what_it_comes_to(void **state)
{
    tiny_index *t = make_blocks();

    (void)state;
    assert_int_equal(work_of(t, "common half", NH_MATCH_AUTO, false),
                     work_of(t, "common half", NH_MATCH_ALL, false));
    assert_true(work_of(t, "common rare", NH_MATCH_AUTO, false) <=
                work_of(t, "common rare", NH_MATCH_ALL, false) +
                    work_of(t, "common rare", NH_MATCH_ANY, false));
    tiny_index_free(t);
}

static void what_narrows_words_down_leaves_blocks_out(void **state)
{
    static const char *const queries[] = {"common -rare", "common date:none"};
    tiny_index *t = make_blocks();

    (void)state;
    for (size_t i = 0; i < COUNT(queries); i++) {
        uint64_t all, some;

        t->searcher->pruner.off = true;
        all = work_of(t, queries[i], NH_MATCH_ANY, false);
        t->searcher->pruner.off = false;
        some = work_of(t, queries[i], NH_MATCH_ANY, false);
        if (some >= all)
            fail_msg("%s: %llu blocks, not fewer than %llu", queries[i],
                     (unsigned long long)some, (unsigned long long)all);
    }
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_that_cannot_matter_are_not_decoded),
        cmocka_unit_test(auto_costs_what_it_comes_to),
        cmocka_unit_test(what_narrows_words_down_leaves_blocks_out),
        cmocka_unit_test(pruned_answers_are_those_of_exhaustive_evaluation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
