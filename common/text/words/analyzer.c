/* common/text/words/analyzer.c - bytes into words: opening the chain, and what it remembers. */
#include "common/text/words/analyzer.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/words/analyzer_state.h"

#define NARROWED ((uint32_t)1 << 26) /* beside letters */

static nh_status add_language(nh_analyzer *a, nh_str stemmer, nh_error *err)
{
    nh_language_slot slot = {0};
    nh_language_slot *list;
    nh_status status = nh_stemmer_open(stemmer, &slot.stemmer, err);

    if (status != NH_OK)
        return status;
    status = nh_memo_open(a->env, &slot.memo, err);
    if (status != NH_OK) {
        nh_stemmer_close(&slot.stemmer);
        return status;
    }
    list = nh_resized(a->env, a->languages, a->language_count + 1, sizeof(*list));
    if (list == NULL) {
        nh_memo_close(&slot.memo);
        nh_stemmer_close(&slot.stemmer);
        return nh_fail_memory(err, "a language");
    }
    list[a->language_count++] = slot;
    a->languages = list;
    return NH_OK;
}

/* The letters of a language code, lower case, without region, "" if there are over three. */
static void code_of(nh_str language, char out[4])
{
    size_t i;

    memset(out, 0, 4);
    for (i = 0; i < language.len && language.ptr[i] != '-' && language.ptr[i] != '_'; i++) {
        if (i == 3) {
            memset(out, 0, 4);
            return;
        }
        out[i] = (char)(language.ptr[i] | 0x20);
    }
}

static nh_word_list list_for(nh_analyzer *a)
{
    return (nh_word_list){.env = a->env, .table = &a->table, .stops = &a->stops};
}

static nh_status open_parts(nh_analyzer *a, const nh_analysis *analysis, nh_error *err)
{
    nh_status status;

    a->profile = analysis->profile;
    a->rule = nh_surface_rule_of(analysis->profile);
    a->never_stem = nh_str_equal(analysis->stemmer, NH_STR("none"));
    code_of(analysis->language, a->language);
    a->table = (nh_word_table){.env = a->env, .texts = {.env = a->env}};
    a->stops = (nh_stop_list){.env = a->env};
    a->pieces = (nh_pieces){.env = a->env};
    a->words = list_for(a);
    a->single = list_for(a);
    status = nh_stop_list_read(a->env, analysis->stopwords, &a->stops, err);
    return status == NH_OK ? add_language(a, analysis->stemmer, err) : status;
}

nh_status nh_analyzer_new(const nh_env *env, const nh_analysis *analysis, nh_analyzer **out,
                          nh_error *err)
{
    nh_analyzer *a;
    nh_status status;

    *out = NULL;
    if (analysis->profile < NH_PROFILE_NEWS || analysis->profile > NH_PROFILE_WHITESPACE)
        return nh_fail(err, NH_E_ARG, "analysis", NH_NO_OFFSET,
                       "profile %d is not one of news, plain, whitespace",
                       (int)analysis->profile);
    a = nh_new(env, nh_analyzer);
    if (a == NULL)
        return nh_fail_memory(err, "an analyzer");
    a->env = env;
    status = open_parts(a, analysis, err);
    if (status != NH_OK) {
        nh_analyzer_free(a);
        return status;
    }
    *out = a;
    return NH_OK;
}

void nh_analyzer_free(nh_analyzer *a)
{
    size_t i;

    if (a == NULL)
        return;
    for (i = 0; i < a->language_count; i++) {
        nh_memo_close(&a->languages[i].memo);
        nh_stemmer_close(&a->languages[i].stemmer);
    }
    nh_release(a->env, a->languages);
    nh_stop_list_close(&a->stops);
    nh_word_list_free(&a->words);
    nh_word_list_free(&a->single);
    nh_word_table_close(&a->table);
    nh_pieces_free(&a->pieces);
    nh_release(a->env, a);
}

nh_status nh_analyzer_by_stemmer(nh_analyzer *a, nh_str name, uint32_t *out, nh_error *err)
{
    nh_status status;
    uint32_t i;

    for (i = 0; i < a->language_count; i++) {
        if (nh_str_equal(nh_str_of(a->languages[i].stemmer.name), name)) {
            *out = i;
            return NH_OK;
        }
    }
    status = add_language(a, name, err);
    if (status == NH_OK)
        *out = i;
    return status;
}

nh_status nh_analyzer_language(nh_analyzer *a, nh_str language, uint32_t *out,
                               nh_error *err)
{
    char code[4];

    code_of(language, code);
    if (a->never_stem || language.len == 0 ||
        memcmp(code, a->language, sizeof(code)) == 0) {
        *out = 0;
        return NH_OK;
    }
    return nh_analyzer_by_stemmer(a, nh_str_of(nh_stemmer_for(language)), out, err);
}

const char *nh_analyzer_stemmer(const nh_analyzer *a, uint32_t language)
{
    return a->languages[language].stemmer.name;
}

const nh_word *nh_analyzer_word(const nh_analyzer *a, uint32_t number)
{
    return &a->table.list[number];
}

size_t nh_analyzer_words(const nh_analyzer *a)
{
    return a->table.count;
}

bool nh_analyzer_is_plain(const nh_analyzer *a)
{
    return a->profile == NH_PROFILE_WHITESPACE && a->never_stem;
}

bool nh_analyzer_stops(const nh_analyzer *a)
{
    return a->stops.count > 0;
}

size_t nh_analyzer_memory(const nh_analyzer *a)
{
    size_t bytes = nh_word_table_memory(&a->table);
    size_t i;

    for (i = 0; i < a->language_count; i++)
        bytes += nh_memo_memory(&a->languages[i].memo);
    return bytes;
}

void nh_analyzer_forget(nh_analyzer *a)
{
    size_t i;

    for (i = 0; i < a->language_count; i++)
        nh_memo_reset(&a->languages[i].memo);
    nh_word_table_close(&a->table);
}

void nh_analyzer_narrow(nh_analyzer *a, uint32_t firsts)
{
    size_t i;

    if (nh_analyzer_stops(a))
        return;
    for (i = 0; i < a->language_count; i++)
        nh_stemmer_narrow(&a->languages[i].stemmer, firsts | NARROWED);
    a->narrowed = true;
}

void nh_analyzer_widen(nh_analyzer *a)
{
    size_t i;

    if (!a->narrowed)
        return;
    for (i = 0; i < a->language_count; i++)
        nh_stemmer_narrow(&a->languages[i].stemmer, 0);
    a->narrowed = false;
    nh_analyzer_forget(a);
}

void nh_analyzer_trim(nh_analyzer *a, size_t most)
{
    if (nh_analyzer_memory(a) > most)
        nh_analyzer_forget(a);
}
