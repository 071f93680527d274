/* tests/unit/test_list_scores.c - scores of a block's postings, from rows of a word and without them. */
#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "searcher/prune/lists/list.h"
#include "searcher/reader.h"
#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/makers/tiny_index.h"

#define ARTICLES 200u

/* All articles have the word. */
typedef struct scene {
    tiny_index *index;
    nh_terms *terms;
    nh_arena arena;
    nh_segment_view view;
    nh_parts parts;
    nh_part_scores scores;
    nh_score_rows rows;
    nh_list plain, rated; /* the same, without rows and with them */
} scene;

static void add_article(scene *s, uint32_t i, uint32_t times, uint32_t others)
{
    char text[1024], id[16];
    size_t n = 0;

    for (uint32_t k = 0; k < times + others; k++) {
        text[n++] = ' ';
        text[n++] = k < times ? 'w' : 'x';
    }
    text[n] = '\0';
    snprintf(id, sizeof id, "a%u", i);
    tiny_index_add(s->index, &(tiny_article){.id = id, .text = text});
}

static void open_list(scene *s, nh_list *out)
{
    const nh_term *term;
    nh_error err;

    assert_int_equal(nh_terms_find(s->terms, nh_str_of("w"), &term, &err), NH_OK);
    assert_non_null(term);
    term = nh_term_copy(&s->arena, term);
    assert_non_null(term);
    assert_int_equal(nh_list_open(&s->view, term, &s->scores, out, &err), NH_OK);
    assert_int_equal(nh_list_load(out, 0, &err), NH_OK);
    assert_int_equal(nh_list_tf(out, &err), NH_OK);
}

/* The word comes `most` times at most. */
static void begin(scene *s, uint32_t most)
{
    random_numbers random = {43};
    nh_error err;
    nh_segment *segment;
    const nh_index_options o = {
        .size = sizeof o, .analysis = "whitespace", .stemmer = "none", .passages = "none"};
    const nh_formula formula = {ARTICLES, 80, 1.2, 0.75};

    memset(s, 0, sizeof *s);
    s->index = tiny_index_new(&o);
    for (uint32_t i = 0; i < ARTICLES; i++)
        add_article(s, i, 1 + random_below(&random, most), 1 + random_below(&random, 120));
    tiny_index_open(s->index);
    segment = s->index->reader->index->segments[0];
    assert_int_equal(nh_segment_view_get(segment, &s->view, &err), NH_OK);
    assert_int_equal(nh_terms_open(segment, &s->terms, &err), NH_OK);
    nh_parts_begin(&s->parts, &formula);
    nh_part_scores_begin(&s->scores, &s->parts, 1024, ARTICLES / 7);
    s->scores.times = 2;
    open_list(s, &s->plain);
    open_list(s, &s->rated);
    nh_list_use_rows(&s->rated, &s->rows);
}

static void end(scene *s)
{
    nh_terms_close(s->terms);
    nh_arena_close(&s->arena);
    tiny_index_free(s->index);
}

/* Those of postings from..to-1 that score `least` or more are told alike. */
static void check_above(scene *s, uint32_t from, uint32_t to, int32_t least)
{
    uint32_t a[NH_BLOCK], b[NH_BLOCK], n = 0;
    int32_t x[NH_BLOCK], y[NH_BLOCK];

    for (uint32_t i = from; i < to; i++)
        n += nh_list_score(&s->plain, i) >= least;
    assert_int_equal(nh_list_above(&s->plain, from, to, least, a, x), n);
    assert_int_equal(nh_list_above(&s->rated, from, to, least, b, y), n);
    assert_memory_equal(a, b, n * sizeof *a);
    assert_memory_equal(x, y, n * sizeof *x);
    for (uint32_t i = 0; i < n; i++)
        assert_true(y[i] >= least);
}

static void check_all(uint32_t most)
{
    static scene s;
    static int32_t sums[2][ARTICLES];
    int32_t x[NH_BLOCK], y[NH_BLOCK];

    begin(&s, most);
    assert_int_equal(s.rated.data.count, ARTICLES);
    memset(sums, 0, sizeof sums);
    for (uint32_t from = 0; from < ARTICLES; from += 23) {
        const uint32_t to = from + 40 < ARTICLES ? from + 40 : ARTICLES;
        const uint32_t end = s.plain.data.passages[to - 1] + 1;

        nh_list_scores(&s.plain, from, to, x);
        nh_list_scores(&s.rated, from, to, y);
        assert_memory_equal(x, y, (to - from) * sizeof *x);
        assert_int_equal(nh_list_sum(&s.plain, from, 0, end, sums[0]), to);
        assert_int_equal(nh_list_sum(&s.rated, from, 0, end, sums[1]), to);
        check_above(&s, from, to, 1);
        check_above(&s, from, to, x[0]);
        check_above(&s, from, to, x[7] + 1);
        check_above(&s, from, to, INT32_MAX);
    }
    assert_memory_equal(sums[0], sums[1], sizeof sums[0]);
    end(&s);
}

static void rows_give_the_scores_of_the_formula(void **state)
{
    (void)state;
    check_all(1);
    check_all(5);
}

static void rows_do_not_go_as_far_as_some_frequencies(void **state)
{
    (void)state;
    check_all(NH_PART_ROWS - 1);
    check_all(NH_PART_ROWS + 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_give_the_scores_of_the_formula),
        cmocka_unit_test(rows_do_not_go_as_far_as_some_frequencies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
