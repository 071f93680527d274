/* tests/unit/test_passage_seams.c - where a paragraph that is too long is cut, and what its positions are. */
#include <stdlib.h>

#include "common/base/str.h"
#include "common/text/passages/passages.h"
#include "tests/support/cm.h"
#include "tests/support/cut_bench.h"

static void a_long_line_is_cut_between_sentences(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");
    nh_buffer text = {0};

    (void)state;
    cut_bench_sentences(&text, 300, 18); /* 30 KB */
    const nh_cut cut = cut_bench_text(b, "", nh_buf_str(&text));

    assert_in_range(cut.n_passages, 55, 65);
    for (size_t i = 0; i < cut.n_passages; i++) {
        const nh_passage *p = &cut.passages[i];

        assert_in_range(p->count, 40, 160);
        assert_int_equal(text.bytes[p->at], 'A');
        assert_int_equal(text.bytes[p->at + p->size - 1], '.');
        assert_int_equal(p->flags, i + 1 < cut.n_passages ? NH_PASSAGE_CONTINUES : 0);
    }
    nh_buf_free(&text);
    cut_bench_close(b);
}

static void a_sentence_that_fits_nowhere_is_cut_near_the_90th_word(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");
    nh_buffer text = {0};

    (void)state;
    cut_bench_sentences(&text, 1, 1000);
    const nh_cut cut = cut_bench_text(b, "", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 11);
    for (size_t i = 0; i + 1 < cut.n_passages; i++) {
        assert_in_range(cut.passages[i].count, 80, 100);
        assert_int_equal(cut.passages[i].span, cut.passages[i].count);
        assert_int_equal(cut.passages[i].flags, NH_PASSAGE_CONTINUES);
    }
    nh_buf_free(&text);
    cut_bench_close(b);
}

static void many_short_paragraphs_stay_within_255_positions(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");
    const cut_bench w = cut_bench_open(&cut_whole, "");
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 600; i++)
        nh_buf_print(&text, "Word.\n\n");
    assert_true(cut_bench_text(b, "", nh_buf_str(&text)).n_passages >= 6);
    assert_true(cut_bench_text(w, "", nh_buf_str(&text)).n_passages >= 4);
    nh_buf_free(&text);
    cut_bench_close(b);
    cut_bench_close(w);
}

static void stop_words_leave_their_positions_empty(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "the\nof\n");
    const nh_cut cut = cut_bench_text(b, "", nh_str_of("The end of the talks."));

    (void)state;
    assert_int_equal(cut.n_passages, 1);
    assert_int_equal(cut.passages[0].count, 2);
    assert_int_equal(cut.tokens[0].pos, 0);
    assert_int_equal(cut.tokens[1].pos, 3);
    assert_int_equal(cut.passages[0].span, 4);
    cut_bench_close(b);
}

static void words_across_a_seam_stay_neighbours_over_stop_words(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "the\n");
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 400; i++)
        nh_buf_print(&text, i % 3 == 0 ? "w%zu " : "the ", i);
    const nh_cut cut = cut_bench_text(b, "", nh_buf_str(&text));
    size_t at = 0; /* position in the paragraph at which the passage begins */

    for (size_t i = 0; i < cut.n_passages; i++) {
        const nh_passage *p = &cut.passages[i];

        for (size_t t = 0; t < p->count; t++) {
            const nh_passage_token *token = &cut.tokens[p->first + t];
            const nh_word *word = nh_analyzer_word(b.analyzer, token->word);

            assert_int_equal(strtoul(word->form.ptr + 1, NULL, 10), at + token->pos);
        }
        at += p->span;
        assert_int_equal((p->flags & NH_PASSAGE_CONTINUES) != 0, i + 1 < cut.n_passages);
    }
    assert_true(cut.n_passages >= 2);
    nh_buf_free(&text);
    cut_bench_close(b);
}

static void the_whole_article_is_one_unit_cut_at_255(void **state)
{
    const cut_bench b = cut_bench_open(&cut_whole, "");
    nh_buffer text = {0};

    (void)state;
    cut_bench_sentences(&text, 50, 10);
    const nh_cut cut = cut_bench_text(b, "Talks begin", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 2);
    assert_int_equal(cut.passages[0].flags,
                     NH_PASSAGE_WITH_HEADLINE | NH_PASSAGE_CONTINUES);
    assert_int_equal(cut.passages[0].span, 255);
    assert_int_equal(cut.passages[0].count, 254); /* one position is between */
    assert_int_equal(cut.passages[1].count, 502 - 254);
    assert_int_equal(cut.passages[1].flags, 0);
    nh_buf_free(&text);
    cut_bench_close(b);
}

static void joined_words_are_never_cut_apart(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 300; i++)
        nh_buf_print(&text, "co-operation ");
    const nh_cut cut = cut_bench_text(b, "", nh_buf_str(&text));

    for (size_t i = 0; i < cut.n_passages; i++) {
        const nh_passage *p = &cut.passages[i];

        assert_int_equal(p->count % 3, 0);
        assert_int_equal(text.bytes[p->at], 'c');
    }
    nh_buf_free(&text);
    cut_bench_close(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_line_is_cut_between_sentences),
        cmocka_unit_test(a_sentence_that_fits_nowhere_is_cut_near_the_90th_word),
        cmocka_unit_test(many_short_paragraphs_stay_within_255_positions),
        cmocka_unit_test(stop_words_leave_their_positions_empty),
        cmocka_unit_test(words_across_a_seam_stay_neighbours_over_stop_words),
        cmocka_unit_test(the_whole_article_is_one_unit_cut_at_255),
        cmocka_unit_test(joined_words_are_never_cut_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
