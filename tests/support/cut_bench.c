/* tests/support/cut_bench.c - a cutter with its analyzer, and texts to be cut. */
#include "tests/support/cut_bench.h"

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/cut_check.h"

const nh_passage_rule cut_standard = {.min = 40, .target = 90, .max = 160};
const nh_passage_rule cut_whole = {.whole = true};

cut_bench cut_bench_open(const nh_passage_rule *rule, const char *stopwords)
{
    const nh_analysis analysis = {.profile = NH_PROFILE_NEWS,
                                  .language = NH_STR("en"),
                                  .stemmer = NH_STR("english"),
                                  .stopwords = nh_str_of(stopwords)};
    cut_bench b = {0};

    assert_int_equal(nh_analyzer_new(NULL, &analysis, &b.analyzer, NULL), NH_OK);
    assert_int_equal(nh_cutter_new(NULL, rule, b.analyzer, &b.cutter, NULL), NH_OK);
    return b;
}

void cut_bench_close(cut_bench b)
{
    nh_cutter_free(b.cutter);
    nh_analyzer_free(b.analyzer);
}

void cut_bench_check(const nh_cut *cut, const nh_cut_text *text)
{
    const char *wrong = cut_fault(cut, text);

    if (wrong != NULL)
        fail_msg("%s", wrong);
}

nh_cut cut_bench_text(cut_bench b, const char *headline, nh_str text)
{
    const nh_cut_text input = {.headline = nh_str_of(headline), .text = text};
    nh_cut cut = {0};

    assert_int_equal(nh_cut_article(b.cutter, &input, &cut, NULL), NH_OK);
    cut_bench_check(&cut, &input);
    return cut;
}

void cut_bench_sentences(nh_buffer *out, size_t n, size_t words)
{
    for (size_t s = 0; s < n; s++) {
        for (size_t w = 0; w < words; w++)
            nh_buf_print(out, w == 0 ? "Alpha" : " beta");
        nh_buf_print(out, ". ");
    }
}
