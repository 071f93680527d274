/* tests/system/test_champion_hits.c - champions answer for one word, and tell thresholds of several: the bytes of exhaustive evaluation, for far less work. */
#include "tests/support/cm.h"

#include <stdio.h>

#include "common/base/str.h"
#include "searcher/searcher_state.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/oracle/both_ways.h"

#define MANY 6000u /* articles...               */
#define HAVE 4000u /* ...with what is asked for */
#define GOOD 1200u /* articles at the beginning, which are short */

static const char *const words[] = {"the", "the",  "the", "the", "of",     "of",   "of",
                                    "of",  "and",  "and", "to",  "golan",  "bank", "rate",
                                    "oil", "port", "sea", "aid", "senate", "vote"};

/* Few articles have the ostrich: all of its postings are scored. */
static const char *choose_word(random_numbers *r)
{
    if (random_once(r, 2))
        return "filler";
    return random_once(r, 80) ? "ostrich" : words[random_below(r, COUNT(words))];
}

static void add_random(tiny_index *t, random_numbers *r, uint32_t number, uint32_t longest)
{
    const uint32_t n = 1 + random_below(r, 1 + random_below(r, longest));
    nh_buffer text = {0};
    char id[16], date[16], source[8];
    nh_article a = {.size = sizeof a};

    for (uint32_t i = 0; i < n; i++) {
        nh_buf_text(&text, nh_str_of(choose_word(r)));
        nh_buf_text(&text, NH_STR(" "));
    }
    snprintf(id, sizeof id, "a%u", number * 7919 % 10007);
    snprintf(date, sizeof date, "2024-01-%02u", 1 + random_below(r, 3));
    snprintf(source, sizeof source, "s%u", random_below(r, 5));
    a.id = nh_str_of(id);
    a.source = nh_str_of(source);
    a.text = nh_buf_str(&text);
    if (!random_once(r, 4))
        assert_true(nh_date_parse(nh_str_of(date), &a.date));
    tiny_index_add_article(t, &a);
    nh_buf_free(&text);
}

/* plain: as most indexes are that are asked for one word, so that champions answer often. */
static tiny_index *make_random(random_numbers *r, bool plain)
{
    static const char *const passages[] = {"none", "none", "20:40:60"};
    nh_index_options o = {.size = sizeof o, .analysis = "whitespace", .stemmer = "none"};
    const uint32_t n = 1200 + random_below(r, 2500);
    const uint32_t longest = !plain && random_once(r, 3) ? 300 : 100;
    const uint32_t commits = !plain && random_once(r, 2) ? 1000 + n / 3 : 100000;
    tiny_index *t;

    o.passages = passages[plain ? 0 : random_below(r, 3)];
    o.has_k1 = o.has_b = true;
    o.k1 = random_once(r, 2) ? 1.2 : 0.9;
    o.b = random_once(r, 2) ? 0.75 : 0.4;
    t = tiny_index_new(&o);
    for (uint32_t i = 0; i < n; i++) {
        add_random(t, r, i, longest);
        if (random_once(r, commits))
            tiny_index_commit(t);
    }
    for (uint32_t i = 0; !plain && random_once(r, 4) && i < n;
         i += 1 + random_below(r, 9)) {
        char id[16];

        snprintf(id, sizeof id, "a%u", i * 7919 % 10007);
        tiny_index_delete(t, id);
    }
    tiny_index_open(t);
    t->searcher->pruner.team_least = 0;
    return t;
}

static nh_search_options choose_options(random_numbers *r)
{
    static const uint32_t limits[] = {1, 5, 10, 10, 10, 32, 33, 60, 100, 100, 600, 1000};
    nh_search_options o = {.size = sizeof o, .ids_only = true};

    o.limit = limits[random_below(r, COUNT(limits))];
    o.skip = random_once(r, 5) ? random_below(r, 20) : 0;
    o.by = random_once(r, 2) ? NH_BY_PASSAGE : NH_BY_ARTICLE;
    o.threads = random_once(r, 4) ? 1 + random_below(r, 4) : 0;
    o.ties_by_id = random_once(r, 3);
    o.top_only = !random_once(r, 3);
    o.passages = random_once(r, 6) ? 3 : 1;
    o.explain = random_once(r, 6);
    o.match = random_once(r, 2) ? NH_MATCH_ANY : NH_MATCH_AUTO;
    o.has_k1 = random_once(r, 6);
    o.k1 = random_below(r, 4) / 2.0;
    o.has_b = random_once(r, 6);
    o.b = random_below(r, 3) / 2.0;
    return o;
}

/* Asks some of the queries in many ways; how often no block was decoded. `plain`: of an index as
 * most are. */
static uint64_t ask_all(uint64_t seed, bool plain, const char *const *queries, size_t n)
{
    random_numbers r = {seed};
    tiny_index *t = make_random(&r, plain);
    uint64_t taken = 0;

    t->searcher->pruner.few = 0; /* nothing is summed up without bounds */
    for (uint32_t k = 0; k < 120; k++) {
        const nh_str query = nh_str_of(queries[random_below(&r, (uint32_t)n)]);
        const nh_search_options o = choose_options(&r);
        const both_ways work = both_ways_ask(t, seed, query, &o);

        taken += work.pruned == 0 && work.exhausted > 0;
    }
    tiny_index_free(t);
    return taken;
}

static void champions_answer_as_exhaustive_evaluation_does(void **state)
{
    static const char *const queries[] = {
        "the",           "of",         "and",
        "golan",         "\"of the\"", "\"the the\"",
        "of of",         "the^3",      "the date:2024-01-02",
        "of -source:s1", "and -golan", "absent",
        "ostrich",       "ostrich^2",  "ostrich date:2024-01-02"};
    const uint64_t seed = random_setting("NH_TEST_SEED", 1);
    const uint64_t rounds = random_setting("NH_TEST_ROUNDS", 10);
    uint64_t taken = 0;

    (void)state;
    for (uint64_t i = 0; i < rounds; i++)
        taken += ask_all(seed + i, i % 2 == 0, queries, COUNT(queries));
    assert_true(taken > rounds); /* a test of what is not taken proves nothing */
}

static void thresholds_of_several_words_leave_out_no_hit(void **state)
{
    static const char *const queries[] = {
        "golan the",   "of and the", "bank of senate",    "oil^2 of rate to",
        "port absent", "of of and",  "the and of to sea", "of the date:2024-01-02"};
    const uint64_t seed = random_setting("NH_TEST_SEED", 1);
    const uint64_t rounds = random_setting("NH_TEST_ROUNDS", 10);

    (void)state;
    for (uint64_t i = 0; i < rounds; i++)
        (void)ask_all(seed + i, i % 2 == 0, queries, COUNT(queries));
}

/* Three segments, or one, some of which is deleted. Only the first article says "rare". */
static tiny_index *make_parts(uint64_t seed, bool commits, bool deletes)
{
    const nh_index_options o = {
        .size = sizeof o, .analysis = "whitespace", .stemmer = "none", .passages = "none"};
    const nh_article rare = {
        .size = sizeof rare, .id = NH_STR("r"), .text = NH_STR("rare the of")};
    tiny_index *t = tiny_index_new(&o);
    random_numbers r = {seed};

    tiny_index_add_article(t, &rare);
    for (uint32_t i = 0; i < 4500; i++) {
        add_random(t, &r, i, 100);
        if (commits && i % 1500 == 1499)
            tiny_index_commit(t);
    }
    if (deletes)
        tiny_index_delete(t, "r");
    tiny_index_open(t);
    t->searcher->pruner.team_least = 0;
    t->searcher->pruner.few = 0;
    return t;
}

/* How often blocks were left out: those that tell which articles count are decoded all the same. */
static uint32_t ask_parts(tiny_index *t, uint64_t seed)
{
    static const char *const queries[] = {
        "absent the date:2024-01-02", "absent of -source:s1", "absent the", "absent OR the",
        "rare of date:2024",          "rare OR the"};
    static const uint32_t limits[] = {1, 10, 32};
    uint32_t fewer = 0;

    for (size_t q = 0; q < COUNT(queries); q++)
        for (uint32_t way = 0; way < 4 * COUNT(limits); way++) {
            const nh_search_options o = {.size = sizeof o,
                                         .ids_only = true,
                                         .limit = limits[way / 4],
                                         .by = way & 1 ? NH_BY_ARTICLE : NH_BY_PASSAGE,
                                         .top_only = (way & 2) > 0};

            const both_ways work = both_ways_ask(t, seed, nh_str_of(queries[q]), &o);
            fewer += work.pruned < work.exhausted;
        }
    return fewer;
}

static void words_that_a_segment_lacks_lend_champions_no_scores(void **state)
{
    static const struct {
        bool commits, deletes;
    } rows[] = {{false, false}, {false, true}, {true, false}, {true, true}};
    const uint64_t seed = random_setting("NH_TEST_SEED", 1);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        tiny_index *t = make_parts(seed, rows[i].commits, rows[i].deletes);

        assert_true(ask_parts(t, seed) > 0);
        tiny_index_free(t);
    }
}

/* Of few postings, the rarest word may lead, with the threshold that champions told. Blocks are
 * left out for no other reason then. */
static uint32_t ask_led(random_numbers *r, tiny_index *t, uint64_t seed)
{
    static const char *const queries[] = {"golan the", "oil^2 of the", "the senate^3",
                                          "bank of and the"};
    uint32_t led = 0;

    for (uint32_t k = 0; k < 60; k++) {
        const nh_str query = nh_str_of(queries[random_below(r, COUNT(queries))]);
        nh_search_options o = choose_options(r);
        both_ways work;

        o.limit = 33 + random_below(r, 200);
        o.match = NH_MATCH_ANY;
        o.top_only = true;
        work = both_ways_ask(t, seed, query, &o);
        led += work.pruned < work.exhausted;
    }
    return led;
}

static void the_rarest_word_leads_from_a_threshold_of_champions(void **state)
{
    const uint64_t seed = random_setting("NH_TEST_SEED", 1);
    const uint64_t rounds = random_setting("NH_TEST_ROUNDS", 4);
    uint32_t led = 0;

    (void)state;
    for (uint64_t i = 0; i < rounds; i++) {
        random_numbers r = {seed + i};
        tiny_index *t = make_random(&r, i % 2 == 0);

        assert_int_equal(t->searcher->pruner.few, NH_PRUNE_FEW);
        led += ask_led(&r, t, seed + i);
        tiny_index_free(t);
    }
    assert_true(led > 0);
}

static void add_wanted(tiny_index *t, uint32_t number, uint32_t wanted, uint32_t rest)
{
    nh_buffer text = {0};
    char id[16];

    for (uint32_t k = 0; k < wanted; k++)
        nh_buf_text(&text, NH_STR("wanted "));
    for (uint32_t k = 0; k < rest; k++)
        nh_buf_text(&text, NH_STR("rest "));
    nh_buf_u8(&text, 0);
    snprintf(id, sizeof id, "a%u", number);
    tiny_index_add(t, &(tiny_article){.id = id, .text = (const char *)text.bytes});
    nh_buf_free(&text);
}

/* Two of three articles say "wanted": some of the first ones often, and those among few other
 * words. */
static tiny_index *make_steep(void)
{
    const nh_index_options o = {
        .size = sizeof o, .analysis = "whitespace", .stemmer = "none", .passages = "none"};
    tiny_index *t = tiny_index_new(&o);

    for (uint32_t i = 0; i < MANY; i++)
        add_wanted(t, i, i % 3 == 0 ? 0 : (i < GOOD && i % 5 == 0 ? 1 + i % 7 : 1),
                   i * 7919 % 100 + (i < GOOD ? 1 : 101));
    tiny_index_open(t);
    return t;
}

/* All articles say "wanted", of several passages most of them; those of the first block do so more
 * often than others, and all equally so. */
static tiny_index *make_level(void)
{
    const nh_index_options o = {.size = sizeof o,
                                .analysis = "whitespace",
                                .stemmer = "none",
                                .passages = "20:40:60"};
    tiny_index *t = tiny_index_new(&o);

    for (uint32_t i = 0; i < HAVE; i++)
        add_wanted(t, i, i < 200 ? 3 : 1, i < 200 ? 10 : 100);
    tiny_index_open(t);
    return t;
}

static nh_results_facts cost_of(tiny_index *t, uint64_t limit, bool top_only)
{
    const nh_search_options o = {.size = sizeof o, .limit = limit, .top_only = top_only};

    return tiny_index_facts(t, "wanted", &o);
}

/* Ten hits are in the record; of a hundred, the threshold. */
static void ten_hits_decode_no_block_and_a_hundred_few(void **state)
{
    tiny_index *t = make_steep();
    nh_results_facts ten = cost_of(t, 10, true), counted = cost_of(t, 10, false);
    nh_results_facts hundred = cost_of(t, 100, true);

    (void)state;
    assert_int_equal(ten.hits, 10);
    assert_int_equal(ten.work, 0);
    assert_int_equal(ten.skipped, (HAVE + 255) / 256);
    assert_in_range(ten.scored, 10, 32);
    assert_int_equal(counted.work, 0);
    assert_int_equal(counted.articles, HAVE);
    assert_int_equal(hundred.hits, 100);
    assert_in_range(hundred.work, 1, 4);
    assert_in_range(hundred.scored, 100, 1024);
    tiny_index_free(t);
}

/* So many are equally good that none is a champion; but it is known how good they are. */
static void without_champions_what_is_said_beside_them_leaves_blocks_out(void **state)
{
    tiny_index *t = make_level();
    const nh_results_facts ten = cost_of(t, 10, true);

    (void)state;
    assert_int_equal(ten.hits, 10);
    assert_int_equal(ten.work, 2); /* the first block, and once more for the evidence */
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(champions_answer_as_exhaustive_evaluation_does),
        cmocka_unit_test(thresholds_of_several_words_leave_out_no_hit),
        cmocka_unit_test(words_that_a_segment_lacks_lend_champions_no_scores),
        cmocka_unit_test(the_rarest_word_leads_from_a_threshold_of_champions),
        cmocka_unit_test(ten_hits_decode_no_block_and_a_hundred_few),
        cmocka_unit_test(without_champions_what_is_said_beside_them_leaves_blocks_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
