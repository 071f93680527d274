/* tests/system/test_pairs.c - the list of a pair of function words is what a phrase of the two finds, everywhere. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/postings/postings_reader.h"
#include "common/text/pairs/pair_words.h"
#include "searcher/match/leaf_list.h"
#include "searcher/searcher_state.h"
#include "tests/support/makers/random_index.h"
#include "tests/support/temp_dir.h"

/* An index by chance, and what asks it. */
typedef struct bout {
    random_numbers random;
    random_settings settings;
    temp_dir *dir;
    char *path;
    nh_writer *writer;
    nh_reader *reader;
    nh_searcher *searcher;
    uint64_t postings; /* of all pairs that were compared */
    uint64_t over;     /* of them, in a passage that runs on or that another runs on into */
} bout;

static void expect_ok(nh_status st, const nh_error *err)
{
    if (st != NH_OK)
        print_error("%s: %s\n", err->where, err->what);
    assert_int_equal(st, NH_OK);
}

/* ---- articles ----------------------------------------------------------------------- */

/* Function words as texts write them: alone, joined, tagged, in capitals, with marks. */
static void put_word(random_numbers *r, nh_buffer *out)
{
    static const char *const words[] = {
        "of",      "the",      "to",        "be",    "a",       "it",      "is",
        "in",      "The",      "OF",        "It's",  "I",       "US",      "us",
        "U.S.",    "i-t",      "a-n",       "to-be", "of-the",  "a-to-is", "@who",
        "#to",     "of_the",   "th\u00e9",  "o-f",   "wh-o",    "isn't",   "\u2019t",
        "is-it-a", "golan",    "run",       "1st",   "a-s.",    "has",     "been",
        "re-the",  "a\u00adn", "bbc.co.uk", "AT&T",  "\uff34he"};

    nh_buf_text(out,
                nh_str_of(words[random_below(r, random_once(r, 3) ? COUNT(words) : 8)]));
    nh_buf_text(out, nh_str_of(random_once(r, 30) ? ", " : " "));
}

/* Some sentences are so long that they are cut into passages that run on. */
static void put_text(random_numbers *r, nh_buffer *out)
{
    const uint32_t sentences = 1 + random_below(r, 6);

    for (uint32_t s = 0; s < sentences; s++) {
        const uint32_t n = 1 + random_below(r, random_once(r, 4) ? 400 : 12);

        for (uint32_t i = 0; i < n; i++)
            put_word(r, out);
        nh_buf_text(out, nh_str_of(random_once(r, 3) ? ".\n\n" : ". "));
    }
}

static void add_article(bout *b, uint32_t number)
{
    static const char *const languages[] = {"", "", "", "de", "fr"};
    random_numbers *r = &b->random;
    nh_buffer text = {0}, headline = {0};
    nh_article a = {.size = sizeof a};
    char id[16];
    nh_error err = {0};

    nh_buf_text(&text, NH_STR("Golan ")); /* whatever else is left out */
    put_text(r, &text);
    for (uint32_t i = random_below(r, 4); i > 0; i--)
        put_word(r, &headline);
    snprintf(id, sizeof id, "a%u", number);
    a.id = nh_str_of(id);
    a.headline = nh_buf_str(&headline);
    a.text = nh_buf_str(&text);
    a.language = nh_str_of(languages[random_below(r, COUNT(languages))]);
    expect_ok(nh_writer_add(b->writer, &a, &err), &err);
    nh_buf_free(&text);
    nh_buf_free(&headline);
}

/* ---- the index ---------------------------------------------------------------------- */

static void open_writer(bout *b, const char *order)
{
    const nh_writer_options o = {.size = sizeof o,
                                 .index = &b->settings.options,
                                 .memory = (uint64_t)64 << 20,
                                 .threads = 1 + random_below(&b->random, 2),
                                 .order = order};
    nh_error err = {0};

    expect_ok(nh_writer_open(b->path, &o, &b->writer, &err), &err);
}

static void delete_some(bout *b, uint32_t n)
{
    const uint32_t step = 2 + random_below(&b->random, 20);
    nh_error err = {0};

    for (uint32_t i = 0; i < n; i += step) {
        char id[16];
        bool found;

        snprintf(id, sizeof id, "a%u", i);
        expect_ok(nh_writer_delete(b->writer, id, strlen(id), &found, &err), &err);
    }
}

/* One segment or several, with what is deleted or without, as they came or put in order. */
static void begin_bout(bout *b, uint64_t seed, const char *pairs)
{
    static const char *const orders[] = {NULL, "kept", "similar"};
    const uint32_t n = 1 + (uint32_t)(seed % 7) * 20;
    nh_error err = {0};

    *b = (bout){.random = {seed}};
    random_settings_choose(&b->random, &b->settings);
    b->settings.options.pairs = pairs;
    b->dir = temp_dir_new();
    b->path = temp_dir_path(b->dir, "index");
    open_writer(b, orders[random_below(&b->random, 3)]);
    for (uint32_t i = 0; i < n; i++) {
        add_article(b, i);
        if (random_once(&b->random, 25))
            expect_ok(nh_writer_commit(b->writer, NULL, &err), &err);
    }
    if (random_once(&b->random, 2))
        delete_some(b, n);
    if (random_once(&b->random, 2))
        expect_ok(nh_writer_optimize(b->writer, NULL, &err), &err);
    expect_ok(nh_writer_commit(b->writer, NULL, &err), &err);
    nh_writer_close(b->writer);
    expect_ok(nh_index_verify(b->path, true, NULL, NULL, NULL, &err), &err);
    expect_ok(nh_reader_open(b->path, NULL, &b->reader, &err), &err);
    expect_ok(nh_searcher_new(b->reader, &b->searcher, &err), &err);
}

static void end_bout(bout *b)
{
    nh_searcher_free(b->searcher);
    nh_reader_close(b->reader);
    free(b->path);
    temp_dir_remove(b->dir);
}

/* ---- comparing ---------------------------------------------------------------------- */

/* Passages and tf of a pair's list, as they lie in memory; empty if there is none. */
static void read_pair(nh_segment *seg, nh_str key, nh_buffer *passages, nh_buffer *tf)
{
    nh_terms *terms = NULL;
    nh_postings *postings = NULL;
    const nh_term *term = NULL;
    const nh_block *block = NULL;
    nh_error err = {0};

    expect_ok(nh_terms_open(seg, &terms, &err), &err);
    expect_ok(nh_terms_find(terms, key, &term, &err), &err);
    assert_null(term); /* a pair is no term */
    expect_ok(nh_terms_find_pair(terms, key, &term, &err), &err);
    if (term != NULL)
        expect_ok(nh_postings_open(seg, term, &postings, &err), &err);
    if (term != NULL)
        expect_ok(nh_postings_next(postings, &block, &err), &err);
    while (block != NULL) {
        nh_buf_bytes(passages, block->passages, block->count * sizeof *block->passages);
        nh_buf_bytes(tf, block->tf, block->count);
        expect_ok(nh_postings_next(postings, &block, &err), &err);
    }
    nh_postings_close(postings);
    nh_terms_close(terms);
}

static void compare_segment(bout *b, nh_search_work *w, nh_finder *f, uint32_t s,
                            nh_str key)
{
    nh_segment *seg = b->reader->index->segments[s];
    nh_buffer passages = {0}, tf = {0};
    nh_segment_view view;
    nh_leaf_list found = {0};
    nh_error err = {0};
    bool same;

    expect_ok(nh_segment_view_get(seg, &view, &err), &err);
    if (w->plan.n_leaves > 0)
        expect_ok(nh_leaf_find(f, &view, s, &w->plan.leaves[0], &found, &err), &err);
    read_pair(seg, key, &passages, &tf);
    same =
        tf.size == found.count &&
        (found.count == 0 || (memcmp(passages.bytes, found.passages, passages.size) == 0 &&
                              memcmp(tf.bytes, found.tf, found.count) == 0));
    if (!same)
        fail_msg(
            "\"%.*s\": %zu passages in the pair's list, the phrase is in %u (or tf differ)",
            NH_STR_ARG(key), tf.size, found.count);
    b->postings += found.count;
    for (uint32_t i = 0; i < found.count; i++)
        b->over += nh_segment_view_runs_on(&view, found.passages[i]);
    nh_buf_free(&passages);
    nh_buf_free(&tf);
}

/* Is a word of the pair left out of the index? Then a phrase of it is another one. */
static bool is_stopped(const bout *b, nh_str word)
{
    static const char *const stopped[] = {"in", "of", "the", "to"};

    for (size_t i = 0; i < COUNT(stopped); i++)
        if (b->settings.analysis.stopwords.len > 0 &&
            nh_str_equal(nh_str_of(stopped[i]), word))
            return true;
    return false;
}

static void compare_pair(bout *b, nh_str first, nh_str second)
{
    const nh_search_options options = {.size = sizeof options};
    char room[NH_PAIR_KEY_SIZE], text[NH_PAIR_KEY_SIZE + 2];
    const nh_str key = nh_pair_key(first, second, room);
    nh_search_work w = {0};
    nh_finder f = {0};
    nh_query *q = NULL;
    nh_error err = {0};

    snprintf(text, sizeof text, "\"%.*s\"", NH_STR_ARG(key));
    expect_ok(nh_query_parse(b->reader, text, strlen(text), NULL, &q, &err), &err);
    expect_ok(nh_search_work_begin(&w, b->searcher, q, &options, false, &err), &err);
    f.env = b->searcher->env;
    f.arena = &b->searcher->arena;
    f.plan = &w.plan;
    f.lookup = &w.lookup;
    f.halt = &w.halt;
    expect_ok(nh_finder_begin(&f, &err), &err);
    for (uint32_t s = 0; s < b->reader->index->manifest.n_segments; s++)
        compare_segment(b, &w, &f, s, key);
    nh_finder_end(&f);
    nh_search_work_end(&w);
    nh_query_free(q);
}

static void lists_of_pairs_are_those_of_phrases(void **state)
{
    const uint64_t seed = random_setting("NH_TEST_SEED", 1);
    const uint64_t rounds = random_setting("NH_TEST_ROUNDS", 14);
    uint64_t postings = 0, over = 0;

    (void)state;
    for (uint64_t i = 0; i < rounds; i++) {
        bout b;

        begin_bout(&b, seed + i, i % 2 == 0 ? "stop" : NULL);
        for (uint32_t x = 1; nh_pair_word_text(NH_PAIRS_NEWEST, x).len > 0; x++)
            for (uint32_t y = 1; nh_pair_word_text(NH_PAIRS_NEWEST, y).len > 0; y++) {
                const nh_str first = nh_pair_word_text(NH_PAIRS_NEWEST, x);
                const nh_str second = nh_pair_word_text(NH_PAIRS_NEWEST, y);

                if (!is_stopped(&b, first) && !is_stopped(&b, second))
                    compare_pair(&b, first, second);
            }
        postings += b.postings;
        over += b.over;
        end_bout(&b);
    }
    assert_true(postings > rounds * 500 && over > rounds * 10);
}

static void an_index_without_pairs_has_none(void **state)
{
    bout b;
    nh_terms *terms;
    const nh_term *term;
    nh_error err = {0};

    (void)state;
    begin_bout(&b, 4, "none");
    for (uint32_t s = 0; s < b.reader->index->manifest.n_segments; s++) {
        nh_segment *seg = b.reader->index->segments[s];

        assert_int_equal(nh_segment_info_get(seg)->pair_words, NH_PAIRS_NONE);
        assert_int_equal(nh_segment_info_get(seg)->pairs, 0);
        expect_ok(nh_terms_open_all(seg, &terms, &err), &err);
        for (expect_ok(nh_terms_next(terms, &term, &err), &err); term != NULL;
             expect_ok(nh_terms_next(terms, &term, &err), &err))
            assert_false(nh_term_is_pair(term));
        nh_terms_close(terms);
    }
    end_bout(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_pairs_are_those_of_phrases),
        cmocka_unit_test(an_index_without_pairs_has_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
