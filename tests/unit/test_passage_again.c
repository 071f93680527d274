/* tests/unit/test_passage_again.c - known passages are cut again as the whole article was. */
#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "common/text/passages/passages.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/random_text.h"

/* Two cutters that share an analyzer: of the whole article, and of what is known of it. */
typedef struct bench {
    nh_analyzer *analyzer;
    nh_cutter *whole, *again;
    size_t tried, same;
} bench;

static nh_status open_bench(const nh_env *env, const nh_passage_rule *rule,
                            nh_profile profile, const char *stopwords, bench *b)
{
    const nh_analysis analysis = {.profile = profile,
                                  .language = NH_STR("en"),
                                  .stemmer = NH_STR("english"),
                                  .stopwords = nh_str_of(stopwords)};
    nh_status st = nh_analyzer_new(env, &analysis, &b->analyzer, NULL);

    if (st == NH_OK)
        st = nh_cutter_new(env, rule, b->analyzer, &b->whole, NULL);
    if (st == NH_OK)
        st = nh_cutter_new(env, rule, b->analyzer, &b->again, NULL);
    return st;
}

static void close_bench(bench *b)
{
    nh_cutter_free(b->whole);
    nh_cutter_free(b->again);
    nh_analyzer_free(b->analyzer);
}

static void check_passage(const nh_cut *cut, const nh_passage *p, const nh_cut *found,
                          const nh_passage *q)
{
    assert_int_equal(q->at, p->at);
    assert_int_equal(q->size, p->size);
    assert_int_equal(q->flags, p->flags);
    assert_int_equal(q->span, p->span);
    assert_int_equal(q->count, p->count);
    for (size_t i = 0; i < p->count; i++) {
        const nh_passage_token *t = &cut->tokens[p->first + i];
        const nh_passage_token *u = &found->tokens[q->first + i];

        assert_int_equal(u->word, t->word);
        assert_int_equal(u->at, t->at);
        assert_int_equal(u->size, t->size);
        assert_int_equal(u->pos, t->pos);
    }
}

/* Each passage of the article, and with it what it runs on into. */
static void check_article(bench *b, const nh_cut_text *text)
{
    nh_cut cut;

    assert_int_equal(nh_cut_article(b->whole, text, &cut, NULL), NH_OK);
    for (size_t i = 0; i < cut.n_passages; i++) {
        const nh_passage *p = &cut.passages[i];
        const size_t n = (p->flags & NH_PASSAGE_CONTINUES) != 0 ? 2 : 1;
        nh_cut found;

        assert_int_equal(nh_cut_again(b->again, text, p, n, &found, NULL), NH_OK);
        b->tried++;
        if (found.n_passages == 0)
            continue;
        b->same++;
        assert_int_equal(found.n_passages, n);
        for (size_t k = 0; k < n; k++)
            check_passage(&cut, p + k, &found, &found.passages[k]);
    }
}

static void make_text(nh_buffer *text, size_t round, random_numbers *r)
{
    static const char *const pieces[] = {
        "Golan ",
        "the ",
        "Heights ",
        "U.S. ",
        "co-operation ",
        "1,500 ",
        ". ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "state-of-the-art/thing ",
        "“we” ",
        "—",
        "@potus ",
        " \n \n ",
        "Mr. ",
        "1.2.3_4 ",
        "é ",
        "x/y",
        "\f",
        "***\n\n",
        "ב\"ה ",
        "  Indented and long lines.\n",
    };
    const uint32_t kinds = round % 3 == 0 ? 6 : COUNT(pieces);

    for (size_t i = 0; i < 40 + round * 5; i++)
        nh_buf_print(text, "%s", pieces[random_below(r, kinds)]);
}

/* Ranges of text that are not indexed; they begin and end with characters. */
static size_t make_skips(const nh_buffer *text, nh_text_range skips[3], random_numbers *r)
{
    size_t n = 0, at = 0;

    while (n < 3 && text->size - at > 50) {
        size_t from = at + random_below(r, (uint32_t)(text->size - at - 40));
        size_t to = from + 1 + random_below(r, 30);

        while ((text->bytes[from] & 0xc0) == 0x80)
            from++;
        while (to < text->size && (text->bytes[to] & 0xc0) == 0x80)
            to++;
        if (from >= to)
            break;
        skips[n++] = (nh_text_range){(uint32_t)from, (uint32_t)(to - from)};
        at = to;
    }
    return n;
}

static bench check_random(const char *stopwords)
{
    static const nh_profile profiles[] = {NH_PROFILE_NEWS, NH_PROFILE_PLAIN,
                                          NH_PROFILE_WHITESPACE};
    random_numbers r = {4711};
    bench sum = {0};

    for (size_t round = 0; round < 240; round++) {
        nh_passage_rule rule = {.min = (uint8_t)(1 + random_below(&r, 60))};
        nh_text_range skips[3];
        nh_buffer text = {0};
        bench b = {0};

        rule.target = (uint8_t)(rule.min + random_below(&r, 80));
        rule.max = (uint8_t)(rule.target + random_below(&r, 100));
        make_text(&text, round, &r);
        nh_cut_text article = {
            .headline = NH_STR("Golan talks"), .text = nh_buf_str(&text), .skips = skips};

        article.n_skips = round % 2 == 0 ? 0 : make_skips(&text, skips, &r);
        assert_int_equal(open_bench(NULL, &rule, profiles[round % 3], stopwords, &b),
                         NH_OK);
        check_article(&b, &article);
        sum.tried += b.tried;
        sum.same += b.same;
        close_bench(&b);
        nh_buf_free(&text);
    }
    return sum;
}

static void random_passages_are_cut_again_alike(void **state)
{
    const bench sum = check_random("");

    (void)state;
    assert_true(sum.tried > 2000);
    assert_int_equal(sum.same, sum.tried);
}

static void with_stop_words_what_comes_is_alike_too(void **state)
{
    const bench sum = check_random("the\ngolan\n");

    (void)state;
    assert_true(sum.same > sum.tried / 2);
}

static const nh_passage_rule small = {.min = 4, .target = 6, .max = 10};

static nh_cut_text story(void)
{
    return (nh_cut_text){
        .headline = NH_STR("Golan talks"),
        .text =
            NH_STR("The envoy went to the Golan. He saw the heights of it, all of them.\n\n"
                   "Others stayed where the weather was no better than it had been."),
    };
}

static void what_is_known_wrongly_is_not_believed(void **state)
{
    const nh_cut_text article = story();
    nh_cut_text other = article;
    nh_cut cut, found;
    bench b = {0};

    (void)state;
    assert_int_equal(open_bench(NULL, &small, NH_PROFILE_NEWS, "", &b), NH_OK);
    assert_int_equal(nh_cut_article(b.whole, &article, &cut, NULL), NH_OK);
    assert_true(cut.n_passages >= 3);
    for (size_t field = 0; field < 5; field++) {
        nh_passage wrong = cut.passages[1];

        wrong.flags = 0;
        wrong.at += field == 0 ? 1 : 0;
        wrong.at += field == 1 ? 100000 : 0;
        wrong.size = field == 2 ? 0 : wrong.size;
        wrong.count = (uint8_t)(wrong.count + (field == 3));
        wrong.span = (uint8_t)(wrong.span - (field == 4));
        assert_int_equal(nh_cut_again(b.again, &article, &wrong, 1, &found, NULL), NH_OK);
        assert_int_equal(found.n_passages, 0);
    }
    other.text =
        NH_STR("The envoy \xff went to the Golan. He saw the heights of it, all of "
               "them, and went home.");
    assert_int_equal(nh_cut_again(b.again, &other, &cut.passages[1], 1, &found, NULL),
                     NH_OK);
    assert_int_equal(found.n_passages, 0);
    other.text = NH_STR("\xc3\xa9\xc3\xa9 The envoy went");
    for (uint32_t at = 0; at < 4; at++) {
        const nh_passage known = {.at = at, .size = 8 - at, .count = 2, .span = 2};

        assert_int_equal(nh_cut_again(b.again, &other, &known, 1, &found, NULL), NH_OK);
        assert_int_equal(found.n_passages, at == 0 ? 1 : 0);
    }
    close_bench(&b);
}

/* Only the passage is read: the rest may be anything. */
static void the_rest_of_the_article_is_not_read(void **state)
{
    const nh_cut_text article = story();
    nh_cut_text other = article;
    nh_buffer text = {0};
    nh_cut cut, found;
    bench b = {0};

    (void)state;
    assert_int_equal(open_bench(NULL, &small, NH_PROFILE_NEWS, "", &b), NH_OK);
    assert_int_equal(nh_cut_article(b.whole, &article, &cut, NULL), NH_OK);
    nh_buf_text(&text, article.text);
    memset(text.bytes, 'x', cut.passages[1].size - 2);
    other.text = nh_buf_str(&text);

    const nh_passage *last = &cut.passages[cut.n_passages - 1];

    assert_int_equal(nh_cut_again(b.again, &other, last, 1, &found, NULL), NH_OK);
    assert_int_equal(found.n_passages, 1);
    check_passage(&cut, last, &found, &found.passages[0]);
    nh_buf_free(&text);
    close_bench(&b);
}

static nh_status cut_again(const nh_env *env, void *context)
{
    const nh_cut_text article = story();
    nh_cut cut, found;
    bench b = {0};
    nh_status st = open_bench(env, &small, NH_PROFILE_NEWS, "the\n", &b);

    (void)context;
    if (st == NH_OK)
        st = nh_cut_article(b.whole, &article, &cut, NULL);
    for (size_t i = 0; i < 3 && st == NH_OK; i++)
        st = nh_cut_again(b.again, &article, &cut.passages[i], 1, &found, NULL);
    close_bench(&b);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(cut_again, NULL) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_passages_are_cut_again_alike),
        cmocka_unit_test(with_stop_words_what_comes_is_alike_too),
        cmocka_unit_test(what_is_known_wrongly_is_not_believed),
        cmocka_unit_test(the_rest_of_the_article_is_not_read),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
