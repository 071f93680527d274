/* tests/unit/test_passages.c - articles are cut into passages that can be searched. */
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/passages/passages.h"
#include "tests/support/cm.h"
#include "tests/support/cut_bench.h"
#include "tests/support/faults/fault.h"

static void paragraphs_fill_a_passage_of_about_90_words(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        cut_bench_sentences(&text, 2, 15);
        nh_buf_print(&text, "\n\n");
    }
    const nh_cut cut = cut_bench_text(b, "", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 2);
    assert_int_equal(cut.passages[0].count, 90);
    assert_int_equal(cut.passages[0].span, 92); /* two paragraph ends */
    assert_int_equal(cut.passages[0].flags, 0);
    assert_int_equal(cut.passages[1].count, 90);
    nh_buf_free(&text);
    cut_bench_close(b);
}

static void the_headline_is_the_first_entry(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");
    const nh_cut cut = cut_bench_text(b, "Talks begin", nh_str_of("They began on Monday."));

    (void)state;
    assert_int_equal(cut.n_passages, 2);
    assert_int_equal(cut.passages[0].flags, NH_PASSAGE_HEADLINE);
    assert_int_equal(cut.passages[0].size, 11);
    assert_int_equal(cut.passages[0].count, 2);
    assert_int_equal(cut.passages[1].flags, 0);
    cut_bench_close(b);
}

static void an_article_without_a_headline_has_no_entry_for_it(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");

    (void)state;
    assert_int_equal(cut_bench_text(b, " — ", nh_str_of("They began.")).n_passages, 1);
    assert_int_equal(cut_bench_text(b, "", nh_str_of("")).n_passages, 0);
    assert_int_equal(cut_bench_text(b, "", nh_str_of("* * *\n\n—")).n_passages, 0);
    assert_int_equal(cut_bench_text(b, "Only this", nh_str_of("")).n_passages, 1);
    cut_bench_close(b);
}

static void sixty_lines_of_one_word_are_one_passage(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 60; i++)
        nh_buf_print(&text, "word%zu.\n", i);
    const nh_cut cut = cut_bench_text(b, "", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 1);
    assert_int_equal(cut.passages[0].size, text.size - 1);
    nh_buf_free(&text);
    cut_bench_close(b);
}

/* Position of the first word `needle` in passage `p`, or -1. */
static int find_word(cut_bench b, const nh_cut *cut, const nh_passage *p,
                     const char *needle)
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
    const cut_bench b = cut_bench_open(&cut_standard, "");

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const nh_cut cut = cut_bench_text(b, "", nh_str_of(cases[i].text));
        const nh_passage *p = &cut.passages[0];

        assert_int_equal(cut.n_passages, 1);
        assert_int_equal(find_word(b, &cut, p, "fell") - find_word(b, &cut, p, "heights"),
                         cases[i].distance);
    }
    cut_bench_close(b);
}

static void long_lines_between_blank_ones_are_paragraphs(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");
    nh_buffer text = {0};

    (void)state;
    nh_buf_print(&text, "A line.\n\n");
    for (size_t i = 0; i < 4; i++) {
        cut_bench_sentences(&text, 3, 25);
        nh_buf_print(&text, "\n");
    }
    const nh_cut cut = cut_bench_text(b, "", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 4);
    assert_int_equal(cut.passages[2].flags, 0);
    nh_buf_free(&text);
    cut_bench_close(b);
}

static void a_scrap_at_the_end_joins_the_passage_before(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");
    nh_buffer text = {0};

    (void)state;
    cut_bench_sentences(&text, 1, 85);
    nh_buf_print(&text, "\n\n");
    cut_bench_sentences(&text, 1, 20);
    const nh_cut cut = cut_bench_text(b, "", nh_buf_str(&text));

    assert_int_equal(cut.n_passages, 1);
    assert_int_equal(cut.passages[0].count, 105);
    assert_int_equal(cut.passages[0].span, 106);
    nh_buf_free(&text);
    cut_bench_close(b);
}

static void passages_never_reach_over_a_skipped_range(void **state)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");
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
    cut_bench_check(&cut, &text);
    assert_int_equal(cut.n_passages, 2);
    assert_int_equal(cut.passages[0].at, 6);
    assert_int_equal(cut.passages[0].size, 6);
    assert_int_equal(cut.passages[1].at, 19);
    bad.skips = wrong;
    assert_int_equal(nh_cut_article(b.cutter, &bad, &cut, NULL), NH_E_ARG);
    bad.skips = outside;
    bad.n_skips = 1;
    assert_int_equal(nh_cut_article(b.cutter, &bad, &cut, NULL), NH_E_ARG);
    cut_bench_close(b);
}

/* Refuses when it is asked for the last time that *self allows. */
static nh_status look(void *self, nh_error *err)
{
    size_t *left = (size_t *)self;

    return --*left == 0 ? nh_fail(err, NH_E_CANCELLED, NULL, NH_NO_OFFSET, "enough")
                        : NH_OK;
}

/* A cut of `text`, which is freed, into more than `passages` asks so many times, and ends at time
 * number `ended`. */
static void check_ended(nh_buffer *text, size_t least, size_t most, size_t ended,
                        uint32_t passages)
{
    const cut_bench b = cut_bench_open(&cut_standard, "");
    size_t left = 100;
    const nh_cut_text article = {.text = nh_buf_str(text), .look = look, .looker = &left};
    nh_cut cut;
    nh_error err = {0};

    assert_int_equal(nh_cut_article(b.cutter, &article, &cut, NULL), NH_OK);
    assert_in_range(100 - left, least, most);
    left = ended;
    assert_int_equal(nh_cut_article(b.cutter, &article, &cut, &err), NH_E_CANCELLED);
    assert_string_equal(err.what, "enough");
    assert_int_equal(left, 0); /* it is not asked again */
    assert_int_equal(cut.n_passages, 0);
    assert_true(cut_bench_text(b, "", article.text).n_passages >
                passages); /* it still cuts */
    nh_buf_free(text);
    cut_bench_close(b);
}

static void a_cut_of_much_text_can_be_ended_between_paragraphs(void **state)
{
    nh_buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 300; i++) { /* a kilobyte and more each */
        cut_bench_sentences(&text, 10, 20);
        nh_buf_print(&text, "\n\n");
    }
    check_ended(&text, 3, text.size >> 16, 2, 300);
}

/* One paragraph of `n` times these bytes is ended within, whether or not they have blanks. */
static void check_one_paragraph(const char *bytes, size_t n)
{
    nh_buffer text = {0};

    for (size_t i = 0; i < n; i++)
        nh_buf_print(&text, "%s", bytes);
    check_ended(&text, 4, (text.size >> 16) + 1, 3, 100);
}

static void a_cut_can_be_ended_within_one_long_paragraph(void **state)
{
    (void)state;
    check_one_paragraph("golan heights talks. ", 15000);
    check_one_paragraph("golan\xe2\x80\x94heights\xe2\x80\x94", 16000);
}

static void rules_out_of_order_are_refused(void **state)
{
    static const nh_passage_rule rules[] = {
        {.min = 0, .target = 90, .max = 160},
        {.min = 91, .target = 90, .max = 160},
        {.min = 40, .target = 90, .max = 80},
    };
    const cut_bench b = cut_bench_open(&cut_standard, "");

    (void)state;
    for (size_t i = 0; i < COUNT(rules); i++) {
        nh_cutter *cutter = NULL;

        assert_int_equal(nh_cutter_new(NULL, &rules[i], b.analyzer, &cutter, NULL),
                         NH_E_ARG);
        assert_null(cutter);
    }
    cut_bench_close(b);
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
        const cut_bench b = cut_bench_open(&rule, "");
        const nh_cut cut = cut_bench_text(b, "Golan talks", nh_buf_str(&text));
        size_t words = 0;

        for (const uint8_t *c = text.bytes; c + 6 <= text.bytes + text.size; c++)
            words += memcmp(c, "Golan ", 6) == 0;
        size_t found = 0;

        for (size_t t = 0; t < cut.n_tokens; t++)
            found += nh_str_equal(nh_analyzer_word(b.analyzer, cut.tokens[t].word)->form,
                                  NH_STR("golan"));
        assert_int_equal(found, words + 1);
        nh_buf_free(&text);
        cut_bench_close(b);
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
        st = nh_cutter_new(env, &cut_standard, analyzer, &cutter, NULL);
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
        cut_bench_sentences(&text, 10, 30);
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
        cmocka_unit_test(sixty_lines_of_one_word_are_one_passage),
        cmocka_unit_test(wrapped_lines_are_one_paragraph_and_list_lines_are_not),
        cmocka_unit_test(long_lines_between_blank_ones_are_paragraphs),
        cmocka_unit_test(a_scrap_at_the_end_joins_the_passage_before),
        cmocka_unit_test(passages_never_reach_over_a_skipped_range),
        cmocka_unit_test(a_cut_of_much_text_can_be_ended_between_paragraphs),
        cmocka_unit_test(a_cut_can_be_ended_within_one_long_paragraph),
        cmocka_unit_test(rules_out_of_order_are_refused),
        cmocka_unit_test(random_texts_keep_every_word),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
