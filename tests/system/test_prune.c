/* tests/system/test_prune.c - queries of plain words: pruned answers are those of exhaustive evaluation, to the byte. */
#include "tests/support/cm.h"

#include <stdio.h>

#include "common/base/str.h"
#include "searcher/searcher_state.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/oracle/both_ways.h"

#define WORDS 400u

/* An index, and the queries to come. */
typedef struct bout {
    random_numbers random;
    uint64_t seed;
    tiny_index *index;
    uint64_t taken; /* queries answered with less work */
} bout;

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
    uint32_t n, longest, commits;

    *b = (bout){.random = {seed}, .seed = seed};
    o.passages = passages[random_below(&b->random, 3)];
    o.has_k1 = o.has_b = true;
    o.k1 = random_once(&b->random, 2) ? 1.2 : 0.9;
    o.b = random_once(&b->random, 2) ? 0.75 : 0.4;
    longest = random_once(&b->random, 3) ? 400 : 60;
    n = 1 + random_below(&b->random, 3000);
    commits = random_once(&b->random, 3) ? 1 + n / 7 : 1500;
    b->index = tiny_index_new(&o);
    for (uint32_t i = 0; i < n; i++) {
        add_article(b, i, longest);
        if (random_once(&b->random, commits))
            tiny_index_commit(b->index);
    }
    delete_some(b, n);
    tiny_index_open(b->index);
    b->index->searcher->pruner.team_least = 0;
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
    o.threads = random_once(r, 2) ? 0 : 1 + random_below(r, 8);
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

static void ask(bout *b)
{
    nh_search_options o = choose_options(&b->random);
    nh_buffer text = {0};
    both_ways work;

    make_query(b, &text);
    work = both_ways_ask(b->index, b->seed, nh_buf_str(&text), &o);
    b->taken += work.pruned < work.exhausted;
    o.top_only = true;
    (void)both_ways_ask(b->index, b->seed, nh_buf_str(&text), &o);
    nh_buf_free(&text);
}

static void pruned_answers_are_those_of_exhaustive_evaluation(void **state)
{
    const uint64_t seed = random_setting("NH_TEST_SEED", 1);
    const uint64_t rounds = random_setting("NH_TEST_ROUNDS", 8);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pruned_answers_are_those_of_exhaustive_evaluation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
