/* tests/unit/test_join.c - the passages that all lists have, and where they stand in each. */
#include "searcher/prune/join.h"

#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "searcher/reader.h"
#include "tests/support/cm.h"
#include "tests/support/random_text.h"
#include "tests/support/tiny_index.h"

#define ARTICLES 4000u
#define WORDS 6u

/* Word w stands in one of so many articles: lists in the dictionary, of split gaps, of bits. */
static const uint32_t ONE_OF[WORDS] = {900, 60, 9, 3, 2, 1};

typedef struct scene {
    tiny_index *index;
    nh_terms *terms;
    nh_arena arena;
    nh_segment_view view;
    bool has[ARTICLES][WORDS]; /* by passage */
} scene;

static void add_articles(scene *s)
{
    random_numbers random = {41};

    for (uint32_t i = 0; i < ARTICLES; i++) {
        char text[64] = "x", id[16];

        for (uint32_t w = 0; w < WORDS; w++) {
            s->has[i][w] = random_once(&random, ONE_OF[w]);
            if (s->has[i][w])
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

    s.index = tiny_index_new(&o);
    add_articles(&s);
    tiny_index_open(s.index);
    segment = s.index->reader->index->segments[0];
    assert_int_equal(nh_segment_view_get(segment, &s.view, &err), NH_OK);
    assert_int_equal(nh_terms_open(segment, &s.terms, &err), NH_OK);
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

static void open_list(scene *s, uint32_t word, nh_list *out)
{
    const nh_term *term;
    nh_error err;
    char text[8];

    snprintf(text, sizeof text, "w%u", word);
    assert_int_equal(nh_terms_find(s->terms, nh_str_of(text), &term, &err), NH_OK);
    assert_non_null(term);
    term = nh_term_copy(&s->arena, term);
    assert_non_null(term);
    assert_int_equal(nh_list_open(&s->view, term, NULL, out, &err), NH_OK);
}

/* Posting `place.at` of block `place.block` is that of the passage. */
static void check_place(nh_list *list, nh_place place, uint32_t passage)
{
    nh_error err;

    assert_int_equal(nh_list_load(list, place.block, &err), NH_OK);
    assert_in_range(place.at, 0, list->data.count - 1);
    assert_int_equal(list->data.passages[place.at], passage);
}

/* The first passage from `p` on that has all of the words. */
static uint32_t next_with(const scene *s, unsigned words, uint32_t p)
{
    for (; p < ARTICLES; p++) {
        bool all = true;

        for (uint32_t w = 0; w < WORDS; w++)
            all = all && ((words >> w & 1) == 0 || s->has[p][w]);
        if (all)
            break;
    }
    return p;
}

/* Words of low numbers are rarer. */
static void check_words(scene *s, unsigned words)
{
    static nh_list lists[WORDS], again[WORDS];
    static nh_place places[WORDS][NH_BLOCK];
    nh_list *list[WORDS];
    nh_place *place[WORDS];
    uint32_t n = 0, expected = next_with(s, words, 0);
    bool more = true;
    nh_error err;
    nh_join j;

    for (uint32_t w = 0; w < WORDS; w++) {
        if ((words >> w & 1) == 0)
            continue;
        open_list(s, w, &lists[n]);
        open_list(s, w, &again[n]);
        list[n] = &lists[n];
        place[n] = places[n];
        n++;
    }
    nh_join_begin(&j, list, n, false);
    j.places = place;
    while (more) {
        assert_int_equal(nh_join_next(&j, &more, &err), NH_OK);
        for (uint32_t i = 0; i < j.count; i++) {
            assert_int_equal(j.passages[i], expected);
            for (uint32_t k = 0; k < n; k++)
                check_place(&again[k], places[k][i], expected);
            expected = next_with(s, words, expected + 1);
        }
    }
    assert_int_equal(expected, ARTICLES);
}

static void any_lists_meet_where_all_of_them_are(void **state)
{
    scene *s = (scene *)*state;

    for (unsigned words = 1; words < 1u << WORDS; words++)
        check_words(s, words);
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

    open_list(s, 0, &rare);
    open_list(s, 3, &frequent);
    nh_join_begin(&j, lists, 2, false);
    while (more)
        assert_int_equal(nh_join_next(&j, &more, &err), NH_OK);
    assert_in_range(frequent.df, 1000, ARTICLES);
    assert_in_range(frequent.blocks.work.blocks, 0, rare.df);
    assert_int_equal(frequent.blocks.work.postings, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_lists_meet_where_all_of_them_are),
        cmocka_unit_test(blocks_without_a_passage_of_the_rarest_list_are_not_read),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
