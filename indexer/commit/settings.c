/* indexer/commit/settings.c - what an index is like: from options, or as it already is. */
#include "indexer/commit/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/words/analyzer.h"
#include "indexer/commit/stopwords_option.h"

#define MILLION 1000000.0
#define LANGUAGE_SIZE 16u

/* What all the small functions below work on. */
typedef struct choice {
    const nh_index_options *options;
    const nh_settings *existing; /* or NULL */
    nh_arena *arena;
    nh_settings *out;
    nh_error *err;
} choice;

static const char *const profiles[] = {"", "news", "plain", "whitespace"};

static nh_status refuse(const choice *c, const char *option, const char *value,
                        const char *allowed)
{
    return nh_fail(c->err, NH_E_ARG, option, NH_NO_OFFSET, "'%.60s' is not %s", value,
                   allowed);
}

/* The value that was given for an option is not that of the index. */
static nh_status differs(const choice *c, const char *option, const char *given,
                         const char *has)
{
    return nh_fail(c->err, NH_E_ARG, option, NH_NO_OFFSET,
                   "'%.60s' was given, but the index was made with '%.60s'", given, has);
}

/* ---- one option each ---------------------------------------------------------------- */

static nh_status choose_profile(const choice *c)
{
    const char *given = c->options->analysis;
    uint8_t found = 0;

    if (given == NULL)
        return NH_OK;
    for (uint8_t i = NH_PROFILE_NEWS; i <= NH_PROFILE_WHITESPACE; i++)
        if (strcmp(given, profiles[i]) == 0)
            found = i;
    if (found == 0)
        return refuse(c, "analysis", given, "one of news, plain, whitespace");
    if (c->existing != NULL && found != c->existing->profile)
        return differs(c, "analysis", given, profiles[c->existing->profile]);
    c->out->profile = found;
    return NH_OK;
}

/* A text that is given replaces *value, or has to be equal to that of an index. */
static nh_status choose_text(const choice *c, const char *option, nh_str given,
                             nh_str *value)
{
    if (c->existing != NULL && !nh_str_equal(given, *value)) {
        char has[64];

        (void)snprintf(has, sizeof has, "%.*s", NH_STR_ARG(*value));
        return differs(c, option, given.ptr, has);
    }
    *value = nh_arena_copy(c->arena, given);
    return value->ptr == NULL ? nh_arena_fail(c->arena, c->err, option) : NH_OK;
}

static nh_status choose_language(const choice *c)
{
    const char *given = c->options->language;

    if (given == NULL)
        return NH_OK;
    if (strlen(given) == 0 || strlen(given) > LANGUAGE_SIZE ||
        strspn(given, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") !=
            strlen(given))
        return refuse(c, "language", given, "the code of a language, such as en");
    return choose_text(c, "language", nh_str_of(given), &c->out->language);
}

/* The Snowball algorithm of a language, as the analyzer knows it. */
static nh_status stemmer_of(const choice *c, nh_str language, nh_str *out)
{
    const nh_analysis analysis = {.profile = NH_PROFILE_PLAIN,
                                  .language = NH_STR("en"),
                                  .stemmer = NH_STR("english")};
    nh_analyzer *analyzer;
    uint32_t handle;
    nh_status st = nh_analyzer_new(c->arena->env, &analysis, &analyzer, c->err);

    if (st != NH_OK)
        return st;
    st = nh_analyzer_language(analyzer, language, &handle, c->err);
    if (st == NH_OK) {
        *out = nh_arena_copy(c->arena, nh_str_of(nh_analyzer_stemmer(analyzer, handle)));
        if (out->ptr == NULL)
            st = nh_arena_fail(c->arena, c->err, "the stemmer");
    }
    nh_analyzer_free(analyzer);
    return st;
}

/* A stemmer that does not exist is refused before anything is made. */
static nh_status try_stemmer(const choice *c)
{
    const nh_analysis analysis = {.profile = (nh_profile)c->out->profile,
                                  .language = c->out->language,
                                  .stemmer = c->out->stemmer,
                                  .stopwords = c->out->stopwords};
    nh_analyzer *analyzer;
    nh_status st = nh_analyzer_new(c->arena->env, &analysis, &analyzer, c->err);

    if (st == NH_OK)
        nh_analyzer_free(analyzer);
    return st;
}

static nh_status choose_stemmer(const choice *c)
{
    nh_status st = NH_OK;

    if (c->options->stemmer != NULL)
        st = choose_text(c, "stemmer", nh_str_of(c->options->stemmer), &c->out->stemmer);
    else if (c->existing == NULL && c->out->profile == NH_PROFILE_WHITESPACE)
        c->out->stemmer = NH_STR("none");
    else if (c->existing == NULL)
        st = stemmer_of(c, c->out->language, &c->out->stemmer);
    return st == NH_OK && c->existing == NULL ? try_stemmer(c) : st;
}

static nh_status choose_stopwords(const choice *c)
{
    const char *given = c->options->stopwords;
    nh_str list;
    nh_status st;

    if (given == NULL)
        return NH_OK;
    st = nh_stopwords_option(given, c->out->profile == NH_PROFILE_WHITESPACE, c->arena,
                             &list, c->err);
    if (st != NH_OK)
        return st;
    if (c->existing != NULL && !nh_str_equal(list, c->existing->stopwords))
        return differs(c, "stopwords", given,
                       c->existing->stopwords.len > 0 ? "another list" : "none");
    c->out->stopwords = list;
    return NH_OK;
}

/* "MIN:TARGET:MAX" with 1 <= MIN <= TARGET <= MAX <= 255. */
static bool read_rule(const char *text, uint8_t out[3])
{
    for (size_t i = 0; i < 3; i++) {
        char *end;
        unsigned long v;

        if (*text < '0' || *text > '9')
            return false;
        v = strtoul(text, &end, 10);
        if (v < 1 || v > 255 || *end != (i < 2 ? ':' : '\0'))
            return false;
        out[i] = (uint8_t)v;
        text = end + 1;
    }
    return out[0] <= out[1] && out[1] <= out[2];
}

static nh_status choose_passages(const choice *c)
{
    const char *given = c->options->passages;
    nh_settings *o = c->out;
    uint8_t rule[3] = {o->min, o->target, o->max};
    uint8_t whole;
    char has[32];

    if (given == NULL)
        return NH_OK;
    whole = strcmp(given, "none") == 0;
    if (whole == 0 && !read_rule(given, rule))
        return refuse(c, "passages", given, "none or MIN:TARGET:MAX, 1 to 255 tokens each");
    if (c->existing != NULL && (whole != o->whole || rule[0] != o->min ||
                                rule[1] != o->target || rule[2] != o->max)) {
        (void)snprintf(has, sizeof has, "%d:%d:%d", o->min, o->target, o->max);
        return differs(c, "passages", given, o->whole ? "none" : has);
    }
    o->whole = whole;
    o->min = rule[0];
    o->target = rule[1];
    o->max = rule[2];
    return NH_OK;
}

/* k1 or b; negative: not given. The form of the test refuses what is not a number too. */
static nh_status choose_number(const choice *c, const char *option, double given,
                               double most, uint32_t *value)
{
    char text[2][32];
    uint32_t millionths;

    if (given < 0)
        return NH_OK;
    (void)snprintf(text[0], sizeof text[0], "%g", given);
    (void)snprintf(text[1], sizeof text[1], "%g", *value / MILLION);
    if (!(given <= most))
        return refuse(c, option, text[0], most > 1 ? "from 0 to 100" : "from 0 to 1");
    millionths = (uint32_t)(given * MILLION + 0.5);
    if (c->existing != NULL && millionths != *value)
        return differs(c, option, text[0], text[1]);
    *value = millionths;
    return NH_OK;
}

static nh_status choose_store(const choice *c)
{
    const char *given = c->options->store;
    bool store;

    if (given == NULL)
        return NH_OK;
    store = strcmp(given, "text") == 0;
    if (!store && strcmp(given, "none") != 0)
        return refuse(c, "store", given, "text or none");
    if (c->existing != NULL && store != c->existing->store)
        return differs(c, "store", given, c->existing->store ? "text" : "none");
    c->out->store = store;
    return NH_OK;
}

/* ---- all of them -------------------------------------------------------------------- */

static nh_str keep_text(nh_arena *arena, nh_str text, nh_status *st, nh_error *err)
{
    const nh_str copy = nh_arena_copy(arena, text);

    if (copy.ptr == NULL && *st == NH_OK)
        *st = nh_arena_fail(arena, err, "the settings");
    return copy;
}

nh_status nh_settings_choose(const nh_index_options *options, const nh_settings *existing,
                             nh_arena *arena, nh_settings *out, nh_error *err)
{
    const nh_index_options nothing = {.size = sizeof nothing, .k1 = -1, .b = -1};
    nh_settings s = {.profile = NH_PROFILE_NEWS,
                     .language = NH_STR("en"),
                     .stopwords = NH_STR(""),
                     .min = 40,
                     .target = 90,
                     .max = 160,
                     .k1 = 900000,
                     .b = 400000,
                     .store = true};
    choice c = {options != NULL ? options : &nothing, existing, arena, &s, err};
    nh_status st = NH_OK;

    if (existing != NULL) {
        s = *existing;
        s.language = keep_text(arena, existing->language, &st, err);
        s.stemmer = keep_text(arena, existing->stemmer, &st, err);
        s.stopwords = keep_text(arena, existing->stopwords, &st, err);
    }
    if (st != NH_OK || (st = choose_profile(&c)) != NH_OK ||
        (st = choose_language(&c)) != NH_OK || (st = choose_stopwords(&c)) != NH_OK ||
        (st = choose_stemmer(&c)) != NH_OK || (st = choose_passages(&c)) != NH_OK ||
        (st = choose_number(&c, "k1", c.options->k1, 100, &s.k1)) != NH_OK ||
        (st = choose_number(&c, "b", c.options->b, 1, &s.b)) != NH_OK ||
        (st = choose_store(&c)) != NH_OK)
        return st;
    *out = s;
    return NH_OK;
}
