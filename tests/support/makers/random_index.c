/* tests/support/makers/random_index.c - settings of an index and articles for it, by chance. */
#include "tests/support/makers/random_index.h"

#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"

void random_settings_choose(random_numbers *r, random_settings *out)
{
    static const char *const profiles[] = {"news", "news", "plain", "whitespace"};
    static const char *const stemmers[] = {"english", "english", "porter", "none"};
    static const char *const stops[] = {"none", "none", "in\nof\nthe\nto\n"};
    const uint32_t p = random_below(r, 4);
    const char *stemmer = p == 3 ? "none" : stemmers[random_below(r, 4)];
    const char *stop = stops[random_below(r, 3)];
    nh_passage_rule *rule = &out->rule;

    *rule = (nh_passage_rule){.whole = random_once(r, 3)};
    rule->min = (uint8_t)(1 + random_below(r, 6));
    rule->target = (uint8_t)(rule->min + random_below(r, 8));
    rule->max = (uint8_t)(rule->target + random_below(r, 20));
    snprintf(out->passages, sizeof out->passages, "%u:%u:%u", rule->min, rule->target,
             rule->max);
    out->options = (nh_index_options){.size = sizeof out->options,
                                      .analysis = profiles[p],
                                      .stemmer = stemmer,
                                      .language = "en",
                                      .stopwords = stop,
                                      .passages = rule->whole ? "none" : out->passages};
    out->analysis = (nh_analysis){.profile = p < 2    ? NH_PROFILE_NEWS
                                             : p == 2 ? NH_PROFILE_PLAIN
                                                      : NH_PROFILE_WHITESPACE,
                                  .language = NH_STR("en"),
                                  .stemmer = nh_str_of(stemmer)};
    if (strcmp(stop, "none") != 0)
        out->analysis.stopwords = nh_str_of(stop);
    if (rule->whole)
        *rule = (nh_passage_rule){.whole = true, .min = 40, .target = 90, .max = 160};
}

static nh_str pick(random_numbers *r, const char *const *from, uint32_t n)
{
    return nh_str_of(from[random_below(r, n)]);
}

const nh_article *random_article_make(random_numbers *r, uint32_t number,
                                      random_article *out)
{
    static const char *const dates[] = {"",          "2024-01-02", "2024-01-03",
                                        "2024-01",   "2024",       "2024-01-03T10:00:00Z",
                                        "2024-01-02"};
    static const char *const sources[] = {"", "Reuters", "AP", "reuters", "Zeitung"};
    static const char *const languages[] = {"", "", "", "en", "de", "fr"};
    nh_article *a = &out->article;
    const nh_str date = pick(r, dates, COUNT(dates));

    nh_buf_clear(&out->text);
    nh_buf_clear(&out->headline);
    random_text(r, &out->text);
    if (!random_once(r, 4))
        random_headline(r, &out->headline);
    snprintf(out->id, sizeof out->id, "a%u", number);
    *a = (nh_article){.size = sizeof *a};
    a->id = nh_str_of(out->id);
    a->headline = nh_buf_str(&out->headline);
    a->text = nh_buf_str(&out->text);
    a->source = pick(r, sources, COUNT(sources));
    a->language = pick(r, languages, COUNT(languages));
    if (date.len > 0)
        assert_true(nh_date_parse(date, &a->date));
    return a;
}

void random_article_free(random_article *a)
{
    nh_buf_free(&a->text);
    nh_buf_free(&a->headline);
}
