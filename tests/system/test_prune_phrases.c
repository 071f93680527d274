/* tests/system/test_prune_phrases.c - quoted phrases: pruned answers are those of exhaustive evaluation, to the byte. */
#include "tests/support/cm.h"

#include <stdio.h>

#include "common/base/str.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/oracle/both_ways.h"

/* Frequent words first; several forms of a stem, and some that are joined from two. */
static const char *const words[] = {
    "the",     "of",     "house", "houses", "barrack",     "barracks",     "golan",
    "heights", "height", "price", "prices", "The",         "co-operation", "operation",
    "co",      "ex-s",   "crude", "oil",    "cooperation", "pricing",
};

/* Words of whose pairs an index keeps lists, joined ones among them, and some of which it keeps
 * none. */
static const char *const function_words[] = {
    "the", "of",  "in", "to", "and",       "The", "into",  "in-to", "has",      "been",
    "its", "thé", "it", "IN", "on-to-the", "us",  "there", "house", "there-of", "this",
};

/* An index, and the queries to come. */
typedef struct bout {
    random_numbers random;
    uint64_t seed;
    const char *const *words; /* that articles and queries are made of                 */
    uint32_t n_words;
    tiny_index *index;
    uint64_t taken; /* queries answered with less work */
} bout;

static const char *random_word(bout *b, uint32_t most)
{
    return b->words[random_below(&b->random, random_below(&b->random, most) + 1)];
}

/* Sentences and paragraphs; or neither, so that passages run on into each other. */
static void add_article(bout *b, uint32_t number, uint32_t longest, bool stops)
{
    random_numbers *r = &b->random;
    const uint32_t n = 1 + random_below(r, 1 + random_below(r, longest));
    nh_buffer text = {0};
    char id[16];

    for (uint32_t i = 0; i < n; i++) {
        nh_buf_text(&text, nh_str_of(random_word(b, b->n_words)));
        nh_buf_text(&text, stops && random_once(r, 15)  ? NH_STR(".\n\n")
                           : stops && random_once(r, 9) ? NH_STR(". ")
                                                        : NH_STR(" "));
    }
    snprintf(id, sizeof id, "a%u", number);
    tiny_index_add_article(
        b->index, &(nh_article){.size = sizeof(nh_article),
                                .id = nh_str_of(id),
                                .source = nh_str_of(number % 3 == 0 ? "s1" : "s2"),
                                .language = nh_str_of(number % 5 == 0 ? "de" : "en"),
                                .text = nh_buf_str(&text)});
    nh_buf_free(&text);
}

static void begin_bout(bout *b, uint64_t seed)
{
    static const char *const passages[] = {"none", "20:40:60", "5:8:12"};
    static const char *const analysis[] = {"whitespace", "news", "news", "plain"};
    nh_index_options o = {.size = sizeof o};
    uint32_t n, longest;
    bool stops;

    *b = (bout){.random = {seed}, .seed = seed, .words = words, .n_words = COUNT(words)};
    if (random_once(&b->random, 2)) {
        b->words = function_words;
        b->n_words = COUNT(function_words);
        o.pairs = random_once(&b->random, 5) ? "none" : NULL;
    }
    o.analysis = analysis[random_below(&b->random, COUNT(analysis))];
    o.passages = passages[random_below(&b->random, COUNT(passages))];
    longest = random_once(&b->random, 4) ? 400 : 50;
    stops = !random_once(&b->random, 3);
    n = 1 + random_below(&b->random, 1200);
    b->index = tiny_index_new(&o);
    for (uint32_t i = 0; i < n; i++) {
        add_article(b, i, longest, stops);
        if (random_once(&b->random, 600))
            tiny_index_commit(b->index);
    }
    if (random_once(&b->random, 6))
        tiny_index_optimize(b->index);
    if (random_once(&b->random, 6))
        tiny_index_delete(b->index, "a0");
    tiny_index_open(b->index);
}

static void random_phrase(bout *b, nh_buffer *out)
{
    random_numbers *r = &b->random;
    const uint32_t n = 2 + random_below(r, 1 + random_below(r, 4));
    const uint32_t most = random_once(r, 3) ? 8 : b->n_words;

    nh_buf_text(out, NH_STR("\""));
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0)
            nh_buf_text(out, NH_STR(" "));
        nh_buf_text(out, i > 0 && i + 1 < n && random_once(r, 12)
                             ? NH_STR("*")
                             : nh_str_of(random_word(b, most)));
    }
    nh_buf_text(out, NH_STR("\""));
}

/* Mostly one phrase; else some, and words beside them. */
static void random_query_of(bout *b, nh_buffer *out)
{
    static const char *const before[] = {"", "", "+", "-"};
    random_numbers *r = &b->random;
    const uint32_t n = random_once(r, 3) ? 2 + random_below(r, 2) : 1;

    for (uint32_t i = 0; i < n; i++) {
        if (n > 1)
            nh_buf_text(out, nh_str_of(before[random_below(r, COUNT(before))]));
        if (n == 1 || !random_once(r, 3))
            random_phrase(b, out);
        else
            nh_buf_text(out, nh_str_of(random_word(b, b->n_words)));
        nh_buf_text(out, NH_STR(" "));
    }
    if (random_once(r, 8))
        nh_buf_text(out, NH_STR("source:s1"));
}

static nh_search_options choose_options(random_numbers *r)
{
    static const uint32_t limits[] = {1, 2, 10, 33, 1000};
    nh_search_options o = {.size = sizeof o, .ids_only = true};

    o.limit = limits[random_below(r, COUNT(limits))];
    o.skip = random_once(r, 5) ? random_below(r, 20) : 0;
    o.by = random_once(r, 3) ? NH_BY_PASSAGE : NH_BY_ARTICLE;
    o.match = (nh_match)random_below(r, 3);
    o.count_only = random_once(r, 6);
    o.passages = random_once(r, 6) ? 3 : 1;
    o.explain = random_once(r, 6);
    return o;
}

static void ask(bout *b, bool top_only)
{
    nh_search_options o = choose_options(&b->random);
    nh_buffer text = {0};
    both_ways work;

    o.top_only = top_only;
    random_query_of(b, &text);
    work = both_ways_ask(b->index, b->seed, nh_buf_str(&text), &o);
    b->taken += work.pruned < work.exhausted;
    nh_buf_free(&text);
}

static void phrases_are_found_as_by_exhaustive_evaluation(void **state)
{
    const uint64_t seed = random_setting("NH_TEST_SEED", 1);
    const uint64_t rounds = random_setting("NH_TEST_ROUNDS", 16);
    uint64_t taken = 0;

    (void)state;
    for (uint64_t i = 0; i < rounds; i++) {
        bout b;

        begin_bout(&b, seed + i);
        for (uint32_t k = 0; k < 100; k++)
            ask(&b, k % 2 == 0);
        taken += b.taken;
        tiny_index_free(b.index);
    }
    assert_true(taken > rounds * 5); /* a test of what is not pruned proves nothing */
}

#define MANY 12000u /* articles of the index below: some 45 blocks of each frequent word */

/* "common" and "other" are everywhere, "rare" in three articles, "seldom" in some dozens. */
static const char *text_of_words(uint32_t i)
{
    return i % 4000 == 1   ? "a rare common word"
           : i % 200 == 50 ? "the other common seldom"
                           : "the other common word";
}

static void blocks_without_the_rarest_word_are_not_decoded(void **state)
{
    static const struct {
        const char *query;
        uint64_t matches, most; /* most: blocks decoded */
    } cases[] = {
        {"\"rare common\"", 3, 5},    {"\"rare other\"", 0, 4},
        {"\"rare nothing\"", 0, 0},   {"\"the other common seldom\"", 60, 200},
        {"\"common other\"", 0, 110},
    };
    tiny_index *t = tiny_index_of_texts(MANY, text_of_words, NULL);

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const nh_results_facts facts = tiny_index_facts(t, cases[i].query, NULL);

        if (facts.work > cases[i].most || facts.passages != cases[i].matches)
            fail_msg("case %zu, %s: %llu passages, %llu blocks", i, cases[i].query,
                     (unsigned long long)facts.passages, (unsigned long long)facts.work);
    }
    tiny_index_free(t);
}

/* Each of the words is in every article; "of the" is in a third of them, and twice in a dozen. */
static const char *text_of_pairs(uint32_t i)
{
    return i % 1000 == 3 ? "in house of the and of the"
           : i % 3 == 0  ? "the in house and of the"
                         : "the of house in and";
}

static nh_results_facts ask_facts(tiny_index *t, const char *query, bool count_only)
{
    const nh_search_options o = {
        .size = sizeof o, .limit = 10, .count_only = count_only, .ids_only = true};

    return tiny_index_facts(t, query, &o);
}

static void phrases_of_two_function_words_are_one_list(void **state)
{
    static const struct {
        const char *query;
        uint64_t matches, counting, hits; /* blocks decoded, at most */
    } cases[] = {
        {"\"of the\"", 4008, 0, 16},    {"\"the of\"", 7992, 0, 33},
        {"\"to the\"", 0, 0, 0},        {"\"in and\"", 7992, 0, 33},
        {"\"of the and\"", 12, 45, 45}, {"\"and of the\"", 4008, 160, 160},
        {"\"of in the\"", 0, 0, 0},
    };
    tiny_index *t = tiny_index_of_texts(MANY, text_of_pairs, "stop");
    tiny_index *words_only = tiny_index_of_texts(MANY, text_of_pairs, "none");

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const nh_results_facts count = ask_facts(t, cases[i].query, true);
        const nh_results_facts hits = ask_facts(t, cases[i].query, false);
        const nh_results_facts before = ask_facts(words_only, cases[i].query, true);

        assert_int_equal(before.passages, cases[i].matches);
        if (count.passages != cases[i].matches || hits.passages != cases[i].matches ||
            count.work > cases[i].counting || hits.work > cases[i].hits)
            fail_msg("case %zu, %s: %llu passages, %llu and %llu blocks, %llu of words", i,
                     cases[i].query, (unsigned long long)count.passages,
                     (unsigned long long)count.work, (unsigned long long)hits.work,
                     (unsigned long long)before.work);
    }
    tiny_index_free(t);
    tiny_index_free(words_only);
}

static const char *one_word(uint32_t number)
{
    (void)number;
    return "golan";
}

/* Places of blocks of such passages take no bytes at all. */
static void a_word_that_stands_alone_does_not_follow_itself(void **state)
{
    const nh_search_options o = {.size = sizeof o};
    tiny_index *t = tiny_index_of_texts(MANY, one_word, "none");

    (void)state;
    assert_int_equal(tiny_index_facts(t, "\"golan golan\"", &o).passages, 0);
    assert_int_equal(tiny_index_facts(t, "\"golan * golan\"", &o).passages, 0);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_without_the_rarest_word_are_not_decoded),
        cmocka_unit_test(phrases_of_two_function_words_are_one_list),
        cmocka_unit_test(a_word_that_stands_alone_does_not_follow_itself),
        cmocka_unit_test(phrases_are_found_as_by_exhaustive_evaluation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
