/* tests/fuzz/fuzz_passages.c - any rule cuts any text into sound passages. */
#include <stdio.h>
#include <stdlib.h>

#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "tests/support/cut_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

/* Three bytes choose the rule, one the profile and how much of the text is headline and
 * skipped. */
#define CHOICES 4

static void cut_one(nh_cutter *cutter, nh_str text, uint8_t choice)
{
    const nh_text_range skip = {(uint32_t)(text.len / 3), (uint32_t)(text.len / 5)};
    const nh_cut_text input = {.headline = {text.ptr, (choice & 2) != 0 ? text.len : 0},
                               .text = text,
                               .skips = &skip,
                               .n_skips = (choice & 4) != 0};
    nh_cut cut = {0};

    demand(nh_cut_article(cutter, &input, &cut, NULL) == NH_OK);

    const char *wrong = cut_fault(&cut, &input);

    if (wrong != NULL)
        (void)fprintf(stderr, "%s\n", wrong);
    demand(wrong == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    nh_analysis analysis = {.language = NH_STR("en"), .stemmer = NH_STR("none")};
    nh_passage_rule rule = {0};
    nh_buffer scratch = {0};
    nh_str text = {0};
    nh_analyzer *analyzer = NULL;
    nh_cutter *cutter = NULL;

    if (size < CHOICES)
        return 0;
    rule.whole = (bytes[3] & 1) != 0;
    rule.min = (uint8_t)(bytes[0] / 2 + 1);
    rule.target = (uint8_t)(rule.min + bytes[1] % (256 - rule.min));
    rule.max = (uint8_t)(rule.target + bytes[2] % (256 - rule.target));
    analysis.profile = (bytes[3] & 8) != 0 ? NH_PROFILE_WHITESPACE : NH_PROFILE_NEWS;
    analysis.stopwords = (bytes[3] & 16) != 0 ? NH_STR("the\na\n") : NH_STR("");
    demand(nh_utf8_adopt((nh_str){(const char *)bytes + CHOICES, size - CHOICES}, &scratch,
                         &text, NULL, NULL) == NH_OK);
    demand(nh_analyzer_new(NULL, &analysis, &analyzer, NULL) == NH_OK);
    demand(nh_cutter_new(NULL, &rule, analyzer, &cutter, NULL) == NH_OK);
    /* A skipped range may part a letter, as only a careless caller would: not with these. */
    cut_one(cutter, text, nh_utf8_is_ascii(text) ? bytes[3] : bytes[3] & 0xfb);
    nh_cutter_free(cutter);
    nh_analyzer_free(analyzer);
    nh_buf_free(&scratch);
    return 0;
}
