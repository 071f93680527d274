/* indexer/settings.c - options of an index: words into values, defaults, comparison. */
#include "indexer/settings.h"

#include <stdio.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/format.h"
#include "common/text/pairs/pair_words.h"
#include "common/text/words/forms/stem.h"

#define MILLION 1e6
#define DEFAULT_K1 0.9 /* the values of the toolkits that people compare with */
#define DEFAULT_B 0.4

_Static_assert(NH_PAIRS_NEWEST == NH_PAIR_LISTS, "readers know the newest list");

/* The stop words of Lucene's StandardAnalyzer before version 8, used by test collections. */
static const char classic33[] =
    "a\nan\nand\nare\nas\nat\nbe\nbut\nby\nfor\nif\nin\ninto\nis\nit\n"
    "no\nnot\nof\non\nor\nsuch\nthat\nthe\ntheir\nthen\nthere\nthese\n"
    "they\nthis\nto\nwas\nwill\nwith";

static nh_status bad_value(nh_error *err, const char *option, const char *value,
                           const char *expected)
{
    return nh_fail(err, NH_E_ARG, option, NH_NO_OFFSET, "\"%.60s\" is not %s", value,
                   expected);
}

static nh_status read_profile(const char *name, uint8_t *out, nh_error *err)
{
    static const char *const names[] = {"news", "plain", "whitespace"};

    *out = NH_PROFILE_NEWS;
    if (name == NULL)
        return NH_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (uint8_t)(NH_PROFILE_NEWS + i);
            return NH_OK;
        }
    }
    return bad_value(err, "--analysis", name, "news, plain or whitespace");
}

/* One number of MIN:TARGET:MAX, 1 to 255; *text moves behind it. 0 if there is none. */
static unsigned read_tokens(const char **text)
{
    unsigned n = 0;

    for (; **text >= '0' && **text <= '9' && n <= 255; (*text)++)
        n = n * 10 + (unsigned)(**text - '0');
    return n;
}

static nh_status read_rule(const char *text, nh_settings *out, nh_error *err)
{
    const char *p = text;
    unsigned n[3] = {40, 90, 160};

    if (text != NULL && strcmp(text, "none") == 0)
        out->whole = 1;
    else if (text != NULL)
        for (size_t i = 0; i < 3; i++) {
            n[i] = read_tokens(&p);
            if (*p++ != (i < 2 ? ':' : '\0'))
                return bad_value(err, "--passages", text, "MIN:TARGET:MAX or none");
        }
    if (n[0] < 1 || n[0] > n[1] || n[1] > n[2] || n[2] > 255)
        return bad_value(err, "--passages", text, "1 <= MIN <= TARGET <= MAX <= 255");
    out->min = (uint8_t)n[0];
    out->target = (uint8_t)n[1];
    out->max = (uint8_t)n[2];
    return NH_OK;
}

/* The given value, or the standard one. */
static nh_status read_number(const double *given, double standard, double most,
                             const char *option, uint32_t *out, nh_error *err)
{
    const double value = given != NULL ? *given : standard;

    if (!(value >= 0 && value <= most))
        return nh_fail(err, NH_E_ARG, option, NH_NO_OFFSET, "%g is not in 0..%g", value,
                       most);
    *out = (uint32_t)(value * MILLION + 0.5);
    return NH_OK;
}

static nh_status read_store(const char *text, bool *out, nh_error *err)
{
    *out = text == NULL || strcmp(text, "text") == 0;
    if (!*out && strcmp(text, "none") != 0)
        return bad_value(err, "--store", text, "text or none");
    return NH_OK;
}

static nh_status read_pairs(const char *text, uint8_t *out, nh_error *err)
{
    *out = text == NULL || strcmp(text, "stop") == 0 ? NH_PAIRS_NEWEST : NH_PAIRS_NONE;
    if (*out == NH_PAIRS_NONE && strcmp(text, "none") != 0)
        return bad_value(err, "--pairs", text, "stop or none");
    return NH_OK;
}

static nh_status check_language(const char *given, nh_error *err)
{
    if (given == NULL || nh_language_is_code(nh_str_of(given)))
        return NH_OK;
    return bad_value(err, "--lang", given, "a language code, such as en");
}

static nh_str or_default(const char *given, const char *standard)
{
    return nh_str_of(given != NULL ? given : standard);
}

static nh_str read_stopwords(const char *given)
{
    if (given == NULL || strcmp(given, "none") == 0)
        return (nh_str){0};
    return strcmp(given, "classic33") == 0 ? NH_STR(classic33) : nh_str_of(given);
}

nh_status nh_chosen_read(const nh_index_options *options, nh_chosen *out, nh_error *err)
{
    const nh_index_options none = {.size = sizeof none};
    nh_settings s = {0};
    nh_status st = NH_OK;

    if (options == NULL)
        options = &none;
    st = read_profile(options->analysis, &s.profile, err);
    if (st == NH_OK)
        st = read_rule(options->passages, &s, err);
    if (st == NH_OK)
        st = read_number(options->has_k1 ? &options->k1 : NULL, DEFAULT_K1, 100, "--k1",
                         &s.k1, err);
    if (st == NH_OK)
        st = read_number(options->has_b ? &options->b : NULL, DEFAULT_B, 1, "--b", &s.b,
                         err);
    if (st == NH_OK)
        st = read_store(options->store, &s.store, err);
    if (st == NH_OK)
        st = read_pairs(options->pairs, &s.pairs, err);
    if (st == NH_OK)
        st = check_language(options->language, err);
    if (st != NH_OK)
        return st;
    s.language = or_default(options->language, "en");
    s.stemmer = or_default(options->stemmer, s.profile == NH_PROFILE_WHITESPACE
                                                 ? "none"
                                                 : nh_stemmer_for(s.language));
    s.stopwords = read_stopwords(options->stopwords);
    *out = nh_chosen_of(&s);
    return NH_OK;
}

nh_chosen nh_chosen_of(const nh_settings *settings)
{
    return (nh_chosen){
        .settings = *settings,
        .analysis = {.profile = (nh_profile)settings->profile,
                     .language = settings->language,
                     .stemmer = settings->stemmer,
                     .stopwords = settings->stopwords},
        .rule = {.whole = settings->whole != 0,
                 .min = settings->min,
                 .target = settings->target,
                 .max = settings->max},
    };
}

void nh_chosen_rule_text(const nh_settings *settings, char out[16])
{
    if (settings->whole)
        snprintf(out, 16, "none");
    else
        snprintf(out, 16, "%u:%u:%u", settings->min, settings->target, settings->max);
}

const char *nh_chosen_pairs_text(const nh_settings *settings)
{
    return settings->pairs != NH_PAIRS_NONE ? "stop" : "none";
}

static nh_status differ(nh_error *err, const char *option, nh_str has, nh_str wanted)
{
    return nh_fail(err, NH_E_ARG, option, NH_NO_OFFSET,
                   "the index was created with \"%.*s\", not \"%.*s\"",
                   NH_STR_ARG(nh_str_part(has, 0, has.len < 40 ? has.len : 40)),
                   NH_STR_ARG(nh_str_part(wanted, 0, wanted.len < 40 ? wanted.len : 40)));
}

static unsigned long count_words(nh_str list)
{
    unsigned long n = list.len > 0;

    for (size_t i = 0; i < list.len; i++)
        n += list.ptr[i] == '\n';
    return n;
}

/* A list says little when it is cut to a line; its length says more. */
static nh_status compare_stopwords(const char *given, nh_str has, nh_str wanted,
                                   nh_error *err)
{
    if (given == NULL || nh_str_equal(has, wanted))
        return NH_OK;
    return nh_fail(
        err, NH_E_ARG, "--stopwords", NH_NO_OFFSET,
        "the index was created with another list, of %lu words; this one has %lu",
        count_words(has), count_words(wanted));
}

static nh_status compare_number(bool given, uint32_t wanted, uint32_t has,
                                const char *option, nh_error *err)
{
    if (!given || wanted == has)
        return NH_OK;
    return nh_fail(err, NH_E_ARG, option, NH_NO_OFFSET,
                   "the index was created with %g, not %g", has / MILLION,
                   wanted / MILLION);
}

nh_status nh_chosen_compare(const nh_index_options *options, const nh_settings *existing,
                            nh_error *err)
{
    static const char *const profiles[] = {"", "news", "plain", "whitespace"};
    nh_chosen wanted = {0};
    char has_rule[16];
    char wanted_rule[16];
    nh_status st = NH_OK;

    if (options == NULL)
        return NH_OK;
    st = nh_chosen_read(options, &wanted, err);
    if (st != NH_OK)
        return st;
    nh_chosen_rule_text(existing, has_rule);
    nh_chosen_rule_text(&wanted.settings, wanted_rule);
    const struct {
        const char *given, *option;
        nh_str has, wanted;
    } texts[] = {
        {options->analysis, "--analysis", nh_str_of(profiles[existing->profile & 3]),
         nh_str_of(options->analysis)},
        {options->stemmer, "--stem", existing->stemmer, wanted.settings.stemmer},
        {options->language, "--lang", existing->language, wanted.settings.language},
        {options->passages, "--passages", nh_str_of(has_rule), nh_str_of(wanted_rule)},
        {options->store, "--store", nh_str_of(existing->store ? "text" : "none"),
         nh_str_of(options->store)},
        {options->pairs, "--pairs", nh_str_of(nh_chosen_pairs_text(existing)),
         nh_str_of(options->pairs)},
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].given != NULL && !nh_str_equal(texts[i].has, texts[i].wanted))
            return differ(err, texts[i].option, texts[i].has, texts[i].wanted);
    st = compare_stopwords(options->stopwords, existing->stopwords,
                           wanted.settings.stopwords, err);
    if (st == NH_OK)
        st = compare_number(options->has_k1, wanted.settings.k1, existing->k1, "--k1", err);
    if (st == NH_OK)
        st = compare_number(options->has_b, wanted.settings.b, existing->b, "--b", err);
    return st;
}
