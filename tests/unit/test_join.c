/* tests/unit/test_join.c - the passages that all lists have, and their scores. */
#include "searcher/prune/lists/join.h"

#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "searcher/reader.h"
#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/makers/tiny_index.h"

#define ARTICLES 4000u
#define WORDS 6u

/* Word w stands in one of so many articles: lists in the dictionary, of split gaps, of bits. */
static const uint32_t ONE_OF[WORDS] = {900, 60, 9, 3, 2, 1};

typedef struct scene {
    tiny_index *index;
    nh_terms *terms;
    nh_arena arena;
    nh_segment_view view;
    nh_parts parts;
    nh_part_scores scores[WORDS];
    uint8_t tf[ARTICLES][WORDS]; /* by passage; 0: it is not there */
} scene;

static void add_articles(scene *s)
{
    random_numbers random = {41};

    for (uint32_t i = 0; i < ARTICLES; i++) {
        char text[128] = "x", id[16];

        for (uint32_t w = 0; w < WORDS; w++) {
            if (random_once(&random, ONE_OF[w]))
                s->tf[i][w] = (uint8_t)(1 + random_below(&random, 4));
            for (uint8_t k = 0; k < s->tf[i][w]; k++)
                snprintf(text + strlen(text), sizeof text - strlen(text), " w%u", w);
        }
        snprintf(id, sizeof id, "a%u", i);
        tiny_index_add(s->index, &(tiny_article){.id = id, .text = text});
    }
}

static int begin(void **state)
{
    static scene s;
    nh_error err;
    nh_segment *segment;
    const nh_index_options o = {
        .size = sizeof o, .analysis = "whitespace", .stemmer = "none", .passages = "none"};
    const nh_formula formula = {ARTICLES, 5, 1.2, 0.75};

    s.index = tiny_index_new(&o);
    add_articles(&s);
    tiny_index_open(s.index);
    segment = s.index->reader->index->segments[0];
    assert_int_equal(nh_segment_view_get(segment, &s.view, &err), NH_OK);
    assert_int_equal(nh_terms_open(segment, &s.terms, &err), NH_OK);
    nh_parts_begin(&s.parts, &formula);
    for (uint32_t w = 0; w < WORDS; w++)
        nh_part_scores_begin(&s.scores[w], &s.parts, 1024, ARTICLES / ONE_OF[w]);
    *state = &s;
    return 0;
}

static int end(void **state)
{
    scene *s = (scene *)*state;

    nh_terms_close(s->terms);
    nh_arena_close(&s->arena);
    tiny_index_free(s->index);
    return 0;
}

static void open_list(scene *s, uint32_t word, bool score, nh_list *out)
{
    const nh_term *term;
    nh_error err;
    char text[8];

    snprintf(text, sizeof text, "w%u", word);
    assert_int_equal(nh_terms_find(s->terms, nh_str_of(text), &term, &err), NH_OK);
    assert_non_null(term);
    term = nh_term_copy(&s->arena, term);
    assert_non_null(term);
    assert_int_equal(
        nh_list_open(&s->view, term, score ? &s->scores[word] : NULL, out, &err), NH_OK);
}

/* What the words add up to in a passage that has them. */
static int32_t score_of(scene *s, unsigned words, uint32_t passage)
{
    int32_t sum = 0;

    for (uint32_t w = 0; w < WORDS; w++)
        if ((words >> w & 1) != 0)
            sum += nh_part_score(&s->scores[w], s->tf[passage][w],
                                 s->view.passages.lengths[passage]);
    return sum;
}

/* The first passage from `p` on that has all of the words. */
static uint32_t next_with(const scene *s, unsigned words, uint32_t p)
{
    for (; p < ARTICLES; p++) {
        bool all = true;

        for (uint32_t w = 0; w < WORDS; w++)
            all = all && ((words >> w & 1) == 0 || s->tf[p][w] > 0);
        if (all)
            break;
    }
    return p;
}

/* Words of low numbers are rarer. */
static void check_words(scene *s, unsigned words, bool score)
{
    static nh_list lists[WORDS];
    nh_list *list[WORDS];
    uint32_t n = 0, expected = next_with(s, words, 0);
    bool more = true;
    nh_error err;
    nh_join j;

    for (uint32_t w = 0; w < WORDS; w++) {
        if ((words >> w & 1) == 0)
            continue;
        open_list(s, w, score, &lists[n]);
        list[n] = &lists[n];
        n++;
    }
    nh_join_begin(&j, list, n, score, false);
    while (more) {
        assert_int_equal(nh_join_next(&j, &more, &err), NH_OK);
        for (uint32_t i = 0; i < j.count; i++) {
            assert_int_equal(j.passages[i], expected);
            assert_int_equal(j.scores[i], score ? score_of(s, words, expected) : 0);
            expected = next_with(s, words, expected + 1);
        }
    }
    assert_int_equal(expected, ARTICLES);
}

static void any_lists_meet_where_all_of_them_are(void **state)
{
    scene *s = (scene *)*state;

    for (unsigned words = 1; words < 1u << WORDS; words++)
        for (int score = 0; score < 2; score++)
            check_words(s, words, score != 0);
}

/* Of a list as long as the passages no block is read but those with one of the few others. */
static void blocks_without_a_passage_of_the_rarest_list_are_not_read(void **state)
{
    scene *s = (scene *)*state;
    static nh_list rare, frequent;
    nh_list *lists[] = {&rare, &frequent};
    bool more = true;
    nh_error err;
    nh_join j;

    open_list(s, 0, false, &rare);
    open_list(s, 3, false, &frequent);
    nh_join_begin(&j, lists, 2, false, false);
    while (more)
        assert_int_equal(nh_join_next(&j, &more, &err), NH_OK);
    assert_in_range(frequent.df, 1000, ARTICLES);
    assert_in_range(frequent.blocks.work.blocks, 0, rare.df);
    assert_int_equal(frequent.blocks.work.postings, 0);
}

/* Three frequent words, all of whose passages are counted: a threshold leaves scores alone, and
 * never a passage. Returns the postings whose frequencies were decoded. */
static uint64_t check_threshold(scene *s, int32_t least)
{
    static nh_list lists[3];
    nh_list *list[] = {&lists[0], &lists[1], &lists[2]};
    uint32_t expected = next_with(s, 7u << 3, 0);
    uint64_t postings = 0;
    bool more = true;
    nh_error err;
    nh_join j;

    for (uint32_t i = 0; i < 3; i++)
        open_list(s, 3 + i, true, &lists[i]);
    nh_join_begin(&j, list, 3, true, true);
    for (j.least = least; more;) {
        assert_int_equal(nh_join_next(&j, &more, &err), NH_OK);
        for (uint32_t i = 0; i < j.count; i++) {
            const int32_t score = score_of(s, 7u << 3, expected);

            assert_int_equal(j.passages[i], expected);
            if (score >= least)
                assert_true(j.scored && j.scores[i] == score);
            else
                assert_true(!j.scored || j.scores[i] < least);
            expected = next_with(s, 7u << 3, expected + 1);
        }
    }
    assert_int_equal(expected, ARTICLES);
    for (uint32_t i = 0; i < 3; i++)
        postings += lists[i].blocks.work.postings;
    return postings;
}

static void passages_are_counted_whose_scores_do_not_matter(void **state)
{
    scene *s = (scene *)*state;
    int32_t most = 0;
    uint64_t all;

    for (uint32_t p = next_with(s, 7u << 3, 0); p < ARTICLES;
         p = next_with(s, 7u << 3, p + 1))
        most = score_of(s, 7u << 3, p) > most ? score_of(s, 7u << 3, p) : most;
    all = check_threshold(s, 0);
    for (int32_t part = 1; part <= 8; part++)
        (void)check_threshold(s, most / 8 * part);
    assert_in_range(check_threshold(s, most), 1, all * 4 / 5);
    assert_int_equal(check_threshold(s, most * 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_lists_meet_where_all_of_them_are),
        cmocka_unit_test(blocks_without_a_passage_of_the_rarest_list_are_not_read),
        cmocka_unit_test(passages_are_counted_whose_scores_do_not_matter),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
