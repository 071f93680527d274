/* tests/unit/test_passages.c - articles are cut into passages that can be searched. */
#include <stdlib.h>
#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "common/text/passages/passages.h"
#include "tests/support/cm.h"
#include "tests/support/cut_check.h"
#include "tests/support/faults/fault.h"

static const nh_passage_rule standard = {.min = 40, .target = 90, .max = 160};
static const nh_passage_rule whole = {.whole = true};

/* A cutter with its analyzer. */
typedef struct bench {
    nh_analyzer *analyzer;
    nh_cutter *cutter;
} bench;

static bench open_bench(const nh_passage_rule *rule, const char *stopwords)
{
    const nh_analysis analysis = {.profile = NH_PROFILE_NEWS,
                                  .language = NH_STR("en"),
                                  .stemmer = NH_STR("english"),
                                  .stopwords = nh_str_of(stopwords)};
    bench b = {0};

    assert_int_equal(nh_analyzer_new(NULL, &analysis, &b.analyzer, NULL), NH_OK);
    assert_int_equal(nh_cutter_new(NULL, rule, b.analyzer, &b.cutter, NULL), NH_OK);
    return b;
}

static void close_bench(bench b)
{
    nh_cutter_free(b.cutter);
    nh_analyzer_free(b.analyzer);
}

static void check_cut(const nh_cut *cut, const nh_cut_text *text)
{
    const char *wrong = cut_fault(cut, text);

    if (wrong != NULL)
        fail_msg("%s", wrong);
}

static nh_cut cut_text(bench b, const char *headline, nh_str text)
{
    const nh_cut_text input = {.headline = nh_str_of(headline), .text = text};
    nh_cut cut = {0};

    assert_int_equal(nh_cut_article(b.cutter, &input, &cut, NULL), NH_OK);
    check_cut(&cut, &input);
    return cut;
}

/* Appends `n` sentences of `words` words each. */
static void add_sentences(nh_buffer *out, size_t n, size_t words)
{
    for (size_t s = 0; s < n; s++) {
        for (size_t w = 0; w < words; w++)
            nh_buf_print(out, w == 0 ? "Alpha" : " beta");
        nh_buf_print(out, ". ");
    }
}

static void paragraphs_fill_a_passage_of_about_90_words(void **state)
{
    const bench b = open_bench(&standard, "");
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        add_sentences(&text, 2, 15);
        nh_buf_print(&text, "\n\n");
    }
    const nh_cut cut = cut_text(b, "", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 2);
    assert_int_equal(cut.passages[0].count, 90);
    assert_int_equal(cut.passages[0].span, 92); /* two paragraph ends */
    assert_int_equal(cut.passages[0].flags, 0);
    assert_int_equal(cut.passages[1].count, 90);
    nh_buf_free(&text);
    close_bench(b);
}

static void the_headline_is_the_first_entry(void **state)
{
    const bench b = open_bench(&standard, "");
    const nh_cut cut = cut_text(b, "Talks begin", nh_str_of("They began on Monday."));

    (void)state;
    assert_int_equal(cut.n_passages, 2);
    assert_int_equal(cut.passages[0].flags, NH_PASSAGE_HEADLINE);
    assert_int_equal(cut.passages[0].size, 11);
    assert_int_equal(cut.passages[0].count, 2);
    assert_int_equal(cut.passages[1].flags, 0);
    close_bench(b);
}

static void an_article_without_a_headline_has_no_entry_for_it(void **state)
{
    const bench b = open_bench(&standard, "");

    (void)state;
    assert_int_equal(cut_text(b, " — ", nh_str_of("They began.")).n_passages, 1);
    assert_int_equal(cut_text(b, "", nh_str_of("")).n_passages, 0);
    assert_int_equal(cut_text(b, "", nh_str_of("* * *\n\n—")).n_passages, 0);
    assert_int_equal(cut_text(b, "Only this", nh_str_of("")).n_passages, 1);
    close_bench(b);
}

static void a_long_line_is_cut_between_sentences(void **state)
{
    const bench b = open_bench(&standard, "");
    nh_buffer text = {0};

    (void)state;
    add_sentences(&text, 300, 18); /* 30 KB */
    const nh_cut cut = cut_text(b, "", nh_buf_str(&text));

    assert_in_range(cut.n_passages, 55, 65);
    for (size_t i = 0; i < cut.n_passages; i++) {
        const nh_passage *p = &cut.passages[i];

        assert_in_range(p->count, 40, 160);
        assert_int_equal(text.bytes[p->at], 'A');
        assert_int_equal(text.bytes[p->at + p->size - 1], '.');
        assert_int_equal(p->flags, i + 1 < cut.n_passages ? NH_PASSAGE_CONTINUES : 0);
    }
    nh_buf_free(&text);
    close_bench(b);
}

static void a_sentence_that_fits_nowhere_is_cut_near_the_90th_word(void **state)
{
    const bench b = open_bench(&standard, "");
    nh_buffer text = {0};

    (void)state;
    add_sentences(&text, 1, 1000);
    const nh_cut cut = cut_text(b, "", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 11);
    for (size_t i = 0; i + 1 < cut.n_passages; i++) {
        assert_in_range(cut.passages[i].count, 80, 100);
        assert_int_equal(cut.passages[i].span, cut.passages[i].count);
        assert_int_equal(cut.passages[i].flags, NH_PASSAGE_CONTINUES);
    }
    nh_buf_free(&text);
    close_bench(b);
}

static void sixty_lines_of_one_word_are_one_passage(void **state)
{
    const bench b = open_bench(&standard, "");
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 60; i++)
        nh_buf_print(&text, "word%zu.\n", i);
    const nh_cut cut = cut_text(b, "", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 1);
    assert_int_equal(cut.passages[0].size, text.size - 1);
    nh_buf_free(&text);
    close_bench(b);
}

static void many_short_paragraphs_stay_within_255_positions(void **state)
{
    const bench b = open_bench(&standard, "");
    const bench w = open_bench(&whole, "");
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 600; i++)
        nh_buf_print(&text, "Word.\n\n");
    assert_true(cut_text(b, "", nh_buf_str(&text)).n_passages >= 6);
    assert_true(cut_text(w, "", nh_buf_str(&text)).n_passages >= 4);
    nh_buf_free(&text);
    close_bench(b);
    close_bench(w);
}

/* Position of the first word `needle` in passage `p`, or -1. */
static int find_word(bench b, const nh_cut *cut, const nh_passage *p, const char *needle)
{
    for (size_t t = 0; t < p->count; t++) {
        const nh_passage_token *token = &cut->tokens[p->first + t];
        const nh_word *word = nh_analyzer_word(b.analyzer, token->word);

        if (nh_str_equal(word->form, nh_str_of(needle)))
            return token->pos;
    }
    return -1;
}

static void wrapped_lines_are_one_paragraph_and_list_lines_are_not(void **state)
{
    static const struct {
        const char *text;
        int distance; /* from "heights" to "fell" */
    } cases[] = {
        {"Rain on the Golan Heights\nfell all through the night\nand the day.", 1},
        {"Rain on the Golan Heights.\nfell all through the night.\nAnd the day.", 2},
        {"Rain on the Golan Heights\nfell all night.\n\nIt went on.", 1},
        {"Rain on the Golan Heights\n\nfell all night.", 2},
        {"Rain on the Golan Heights\r\n\r\nfell all night.", 2},
        {"Rain on the Golan Heights\r\nfell all the night\r\nand day.", 1},
        {"It rained much that\nday on the Golan Heights\n    fell snow on the\nfields "
         "below it.",
         2},
    };
    const bench b = open_bench(&standard, "");

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const nh_cut cut = cut_text(b, "", nh_str_of(cases[i].text));
        const nh_passage *p = &cut.passages[0];

        assert_int_equal(cut.n_passages, 1);
        assert_int_equal(find_word(b, &cut, p, "fell") - find_word(b, &cut, p, "heights"),
                         cases[i].distance);
    }
    close_bench(b);
}

static void long_lines_between_blank_ones_are_paragraphs(void **state)
{
    const bench b = open_bench(&standard, "");
    nh_buffer text = {0};

    (void)state;
    nh_buf_print(&text, "A line.\n\n");
    for (size_t i = 0; i < 4; i++) {
        add_sentences(&text, 3, 25);
        nh_buf_print(&text, "\n");
    }
    const nh_cut cut = cut_text(b, "", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 4);
    assert_int_equal(cut.passages[2].flags, 0);
    nh_buf_free(&text);
    close_bench(b);
}

static void a_scrap_at_the_end_joins_the_passage_before(void **state)
{
    const bench b = open_bench(&standard, "");
    nh_buffer text = {0};

    (void)state;
    add_sentences(&text, 1, 85);
    nh_buf_print(&text, "\n\n");
    add_sentences(&text, 1, 20);
    const nh_cut cut = cut_text(b, "", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 1);
    assert_int_equal(cut.passages[0].count, 105);
    assert_int_equal(cut.passages[0].span, 106);
    nh_buf_free(&text);
    close_bench(b);
}

static void passages_never_reach_over_a_skipped_range(void **state)
{
    const bench b = open_bench(&standard, "");
    const nh_text_range skips[] = {{0, 5}, {12, 7}};
    const nh_cut_text text = {.text = NH_STR("share Talks. MENU X. They began."),
                              .skips = skips,
                              .n_skips = COUNT(skips)};
    const nh_text_range wrong[] = {{12, 7}, {0, 5}};
    const nh_text_range outside[] = {{12, 70}};
    nh_cut_text bad = text;
    nh_cut cut = {0};

    (void)state;
    assert_int_equal(nh_cut_article(b.cutter, &text, &cut, NULL), NH_OK);
    check_cut(&cut, &text);
    assert_int_equal(cut.n_passages, 2);
    assert_int_equal(cut.passages[0].at, 6);
    assert_int_equal(cut.passages[0].size, 6);
    assert_int_equal(cut.passages[1].at, 19);
    bad.skips = wrong;
    assert_int_equal(nh_cut_article(b.cutter, &bad, &cut, NULL), NH_E_ARG);
    bad.skips = outside;
    bad.n_skips = 1;
    assert_int_equal(nh_cut_article(b.cutter, &bad, &cut, NULL), NH_E_ARG);
    close_bench(b);
}

static void stop_words_leave_their_positions_empty(void **state)
{
    const bench b = open_bench(&standard, "the\nof\n");
    const nh_cut cut = cut_text(b, "", nh_str_of("The end of the talks."));

    (void)state;
    assert_int_equal(cut.n_passages, 1);
    assert_int_equal(cut.passages[0].count, 2);
    assert_int_equal(cut.tokens[0].pos, 0);
    assert_int_equal(cut.tokens[1].pos, 3);
    assert_int_equal(cut.passages[0].span, 4);
    close_bench(b);
}

static void words_across_a_seam_stay_neighbours_over_stop_words(void **state)
{
    const bench b = open_bench(&standard, "the\n");
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 400; i++)
        nh_buf_print(&text, i % 3 == 0 ? "w%zu " : "the ", i);
    const nh_cut cut = cut_text(b, "", nh_buf_str(&text));
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
    close_bench(b);
}

static void the_whole_article_is_one_unit_cut_at_255(void **state)
{
    const bench b = open_bench(&whole, "");
    nh_buffer text = {0};

    (void)state;
    add_sentences(&text, 50, 10);
    const nh_cut cut = cut_text(b, "Talks begin", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 2);
    assert_int_equal(cut.passages[0].flags,
                     NH_PASSAGE_WITH_HEADLINE | NH_PASSAGE_CONTINUES);
    assert_int_equal(cut.passages[0].span, 255);
    assert_int_equal(cut.passages[0].count, 254); /* one position is between */
    assert_int_equal(cut.passages[1].count, 502 - 254);
    assert_int_equal(cut.passages[1].flags, 0);
    nh_buf_free(&text);
    close_bench(b);
}

static void joined_words_are_never_cut_apart(void **state)
{
    const bench b = open_bench(&standard, "");
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 300; i++)
        nh_buf_print(&text, "co-operation ");
    const nh_cut cut = cut_text(b, "", nh_buf_str(&text));

    for (size_t i = 0; i < cut.n_passages; i++) {
        const nh_passage *p = &cut.passages[i];

        assert_int_equal(p->count % 3, 0);
        assert_int_equal(text.bytes[p->at], 'c');
    }
    nh_buf_free(&text);
    close_bench(b);
}

static void rules_out_of_order_are_refused(void **state)
{
    static const nh_passage_rule rules[] = {
        {.min = 0, .target = 90, .max = 160},
        {.min = 91, .target = 90, .max = 160},
        {.min = 40, .target = 90, .max = 80},
    };
    const bench b = open_bench(&standard, "");

    (void)state;
    for (size_t i = 0; i < COUNT(rules); i++) {
        nh_cutter *cutter = NULL;

        assert_int_equal(nh_cutter_new(NULL, &rules[i], b.analyzer, &cutter, NULL),
                         NH_E_ARG);
        assert_null(cutter);
    }
    close_bench(b);
}

/* Any rule, any text: the invariants hold, and no token is lost. */
static void random_texts_keep_every_word(void **state)
{
    static const char *const pieces[] = {
        "Golan ", "Heights ", "U.S. ",   "co-operation ", "1,500 ",
        ". ",     "\n",       "\n\n",    "\r\n",          "state-of-the-art-thing ",
        "“we” ",  "—",        "@potus ", "    ",          "Mr. ",
        "é ",
    };
    uint64_t seed = 12345;

    (void)state;
    for (size_t round = 0; round < 300; round++) {
        nh_passage_rule rule = {0};
        nh_buffer text = {0};

        seed = seed * 6364136223846793005u + 1442695040888963407u;
        rule.whole = round % 5 == 0;
        rule.min = (uint8_t)(1 + (seed >> 40) % 60);
        rule.target = (uint8_t)(rule.min + (seed >> 48) % 80);
        rule.max = (uint8_t)(rule.target + (seed >> 56) % 100);
        for (size_t i = 0; i < 40 + round * 5; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            const size_t skewed = (seed >> 33) % (round % 3 == 0 ? 5 : COUNT(pieces));

            nh_buf_print(&text, "%s", pieces[skewed]);
        }
        const bench b = open_bench(&rule, "");
        const nh_cut cut = cut_text(b, "Golan talks", nh_buf_str(&text));
        size_t words = 0;

        for (const uint8_t *c = text.bytes; c + 6 <= text.bytes + text.size; c++)
            words += memcmp(c, "Golan ", 6) == 0;
        size_t found = 0;

        for (size_t t = 0; t < cut.n_tokens; t++)
            found += nh_str_equal(nh_analyzer_word(b.analyzer, cut.tokens[t].word)->form,
                                  NH_STR("golan"));
        assert_int_equal(found, words + 1);
        nh_buf_free(&text);
        close_bench(b);
    }
}

/* Cuts an article with everything in it. */
static nh_status cut_something(const nh_env *env, void *context)
{
    const nh_analysis analysis = {.profile = NH_PROFILE_NEWS,
                                  .language = NH_STR("en"),
                                  .stemmer = NH_STR("english"),
                                  .stopwords = NH_STR("the\n")};
    const nh_cut_text text = {.headline = NH_STR("The talks"), .text = *(nh_str *)context};
    nh_analyzer *analyzer = NULL;
    nh_cutter *cutter = NULL;
    nh_cut cut = {0};
    nh_status st = nh_analyzer_new(env, &analysis, &analyzer, NULL);

    if (st == NH_OK)
        st = nh_cutter_new(env, &standard, analyzer, &cutter, NULL);
    if (st == NH_OK)
        st = nh_cut_article(cutter, &text, &cut, NULL);
    nh_cutter_free(cutter);
    nh_analyzer_free(analyzer);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 20; i++) {
        nh_buf_print(&text, "The end. ");
        add_sentences(&text, 10, 30);
        nh_buf_print(&text, "\n\n");
    }
    nh_str article = nh_buf_str(&text);

    assert_true(fault_sweep_allocations(cut_something, &article) > 5);
    nh_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_fill_a_passage_of_about_90_words),
        cmocka_unit_test(the_headline_is_the_first_entry),
        cmocka_unit_test(an_article_without_a_headline_has_no_entry_for_it),
        cmocka_unit_test(a_long_line_is_cut_between_sentences),
        cmocka_unit_test(a_sentence_that_fits_nowhere_is_cut_near_the_90th_word),
        cmocka_unit_test(sixty_lines_of_one_word_are_one_passage),
        cmocka_unit_test(many_short_paragraphs_stay_within_255_positions),
        cmocka_unit_test(wrapped_lines_are_one_paragraph_and_list_lines_are_not),
        cmocka_unit_test(long_lines_between_blank_ones_are_paragraphs),
        cmocka_unit_test(a_scrap_at_the_end_joins_the_passage_before),
        cmocka_unit_test(passages_never_reach_over_a_skipped_range),
        cmocka_unit_test(stop_words_leave_their_positions_empty),
        cmocka_unit_test(words_across_a_seam_stay_neighbours_over_stop_words),
        cmocka_unit_test(the_whole_article_is_one_unit_cut_at_255),
        cmocka_unit_test(joined_words_are_never_cut_apart),
        cmocka_unit_test(rules_out_of_order_are_refused),
        cmocka_unit_test(random_texts_keep_every_word),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
