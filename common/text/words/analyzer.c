/* common/text/words/analyzer.c - bytes into words: the one chain that text, queries and snippets use. */
#include "common/text/words/analyzer.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/words/afresh.h"
#include "common/text/words/alternates.h"
#include "common/text/words/memo.h"
#include "common/text/words/surfaces.h"
#include "common/text/words/word_break.h"

#define MOST_BYTES ((size_t)1 << 31)

/* Surfaces that are looked up together. */
#define WAITING 16

/* A stemmer with what it made of each surface. */
typedef struct language_slot {
    nh_stemmer stemmer;
    nh_memo memo;
} language_slot;

struct nh_analyzer {
    const nh_env *env;
    nh_profile profile;
    char language[4]; /* the index's own, lower case, without region                   */
    bool never_stem;  /* --stem none holds for all languages                           */
    const uint8_t *classes;
    nh_stop_list stops;
    language_slot *languages; /* [0] is the default                                     */
    size_t language_count;
    nh_word_table table;
    nh_word_list words;  /* the tokens of the last text                                 */
    nh_word_list single; /* the tokens of one surface                                   */
    nh_pieces pieces;
};

/* ---- opening and closing ------------------------------------------------------------- */

static nh_status add_language(nh_analyzer *a, nh_str stemmer, nh_error *err)
{
    language_slot slot = {0};
    language_slot *list;
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
    a->classes = nh_byte_classes(analysis->profile);
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

nh_status nh_analyzer_language(nh_analyzer *a, nh_str language, uint32_t *out,
                               nh_error *err)
{
    const char *name = nh_stemmer_for(language);
    char code[4];
    nh_status status;
    uint32_t i;

    code_of(language, code);
    if (a->never_stem || language.len == 0 ||
        memcmp(code, a->language, sizeof(code)) == 0) {
        *out = 0;
        return NH_OK;
    }
    for (i = 0; i < a->language_count; i++) {
        if (strcmp(a->languages[i].stemmer.name, name) == 0) {
            *out = i;
            return NH_OK;
        }
    }
    status = add_language(a, nh_str_of(name), err);
    if (status == NH_OK)
        *out = i;
    return status;
}

const char *nh_analyzer_stemmer(const nh_analyzer *a, uint32_t language)
{
    return a->languages[language].stemmer.name;
}

/* ---- analysing ----------------------------------------------------------------------- */

/* Each segment of UAX #29 that is a word, folded. */
static void add_plain(nh_str text, nh_word_list *out)
{
    size_t at = 0;

    while (at < text.len && !out->bad) {
        const nh_segment segment = nh_word_segment(text, at);
        nh_spelling s;

        if (segment.word)
            nh_word_list_add(
                out, nh_spell(nh_str_part(text, at, segment.size), 0, &s) ? &s : NULL,
                NH_WORD_PLAIN, (nh_place){at, segment.size});
        at += segment.size;
    }
}

/* Analyses a text without the memo, places relative to it. */
static void analyze_afresh(nh_analyzer *a, nh_str text, nh_word_list *out)
{
    if (a->profile == NH_PROFILE_WHITESPACE) {
        nh_word_list_add_bytes(out, text, (nh_place){0, text.len});
    } else if (a->profile == NH_PROFILE_PLAIN) {
        add_plain(text, out);
    } else {
        nh_pieces_cut(&a->pieces, text);
        out->bad = out->bad || a->pieces.bad;
        nh_alternates(&a->pieces, text, out);
    }
}

/* Appends tokens of a surface that begins at byte `at`. */
static void append(nh_word_list *out, const nh_token *tokens, const nh_memo_slot *facts,
                   size_t at)
{
    size_t i;

    if (!nh_word_list_reserve(out, facts->count))
        return;
    for (i = 0; i < facts->count; i++) {
        nh_token *t = &out->tokens[out->count++];

        *t = tokens[i];
        t->at += (uint32_t)at;
        t->pos += out->pos;
    }
    out->pos += facts->positions;
    out->dropped += facts->dropped;
}

/* A surface that is too long to be remembered. */
static void analyze_long(nh_analyzer *a, nh_str surface, size_t at)
{
    size_t first = a->words.count;

    analyze_afresh(a, surface, &a->words);
    for (; first < a->words.count; first++)
        a->words.tokens[first].at += (uint32_t)at;
}

/* A surface that is met for the first time. */
static void analyze_new(nh_analyzer *a, language_slot *language, const nh_memo_key *key,
                        size_t at)
{
    nh_memo_slot facts = {0};

    nh_word_list_clear(&a->single);
    a->single.stemmer = a->words.stemmer;
    analyze_afresh(a, key->surface, &a->single);
    facts.count = (uint8_t)a->single.count;
    facts.positions = (uint8_t)a->single.pos;
    facts.dropped = (uint8_t)a->single.dropped;
    if (a->single.bad || !nh_memo_add(&language->memo, key, a->single.tokens, &facts))
        a->words.bad = true;
    else
        append(&a->words, a->single.tokens, &facts, at);
}

/* A surface whose slot was asked for. */
typedef struct waiting_surface {
    nh_memo_key key; /* of a longer surface than is remembered only `surface`           */
    size_t at;
} waiting_surface;

static void analyze_surface(nh_analyzer *a, language_slot *language,
                            const waiting_surface *waiting)
{
    const nh_memo_key *key = &waiting->key;
    const size_t at = waiting->at;
    nh_word_list *out = &a->words;
    const nh_memo_slot *slot;

    if (key->surface.len > NH_MEMO_LONGEST) {
        analyze_long(a, key->surface, at);
        return;
    }
    slot = nh_memo_find(&language->memo, key);
    if (slot == NULL)
        analyze_new(a, language, key, at);
    else if ((slot->info & NH_MEMO_SIMPLE) == 0)
        append(out, slot->count > 0 ? language->memo.tokens + slot->value : NULL, slot, at);
    else if (out->count < out->capacity || nh_word_list_reserve(out, 1))
        out->tokens[out->count++] = (nh_token){.word = slot->value,
                                               .at = (uint32_t)at,
                                               .pos = out->pos++,
                                               .size = (uint16_t)key->surface.len};
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

/* nh_surface_next() for profile whitespace. */
static nh_surface next_between_blanks(nh_str text, size_t at)
{
    size_t end;

    while (at < text.len && is_blank(text.ptr[at]))
        at++;
    for (end = at; end < text.len && !is_blank(text.ptr[end]); end++)
        continue;
    return (nh_surface){at, end - at, end};
}

/* Finds up to WAITING surfaces from byte *at on, and asks for their slots, so that the
 * memory works on all of them at once. Returns how many. */
static size_t gather(const nh_analyzer *a, const nh_memo *memo, nh_str text, size_t *at,
                     waiting_surface waiting[WAITING])
{
    size_t count;

    for (count = 0; count < WAITING; count++) {
        const nh_surface s = a->profile == NH_PROFILE_WHITESPACE
                                 ? next_between_blanks(text, *at)
                                 : nh_surface_next(text, *at, a->classes);

        if (s.size == 0)
            break;
        *at = s.next;
        waiting[count].at = s.at;
        if (s.size > NH_MEMO_LONGEST) {
            waiting[count].key.surface = nh_str_part(text, s.at, s.size);
        } else {
            waiting[count].key = nh_memo_key_of(memo, text, s.at, s.size);
            nh_memo_fetch(memo, &waiting[count].key);
        }
    }
    return count;
}

static void run_surfaces(nh_analyzer *a, language_slot *language, nh_str text)
{
    waiting_surface waiting[WAITING];
    size_t at = 0;
    size_t count;

    do {
        size_t i;

        count = gather(a, &language->memo, text, &at, waiting);
        for (i = 0; i < count && !a->words.bad; i++)
            analyze_surface(a, language, &waiting[i]);
    } while (count == WAITING && !a->words.bad);
}

static nh_status refuse_length(nh_str text, nh_error *err)
{
    return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                   "a text of %zu bytes, the limit is %zu", text.len, MOST_BYTES);
}

static nh_status finish(const nh_analyzer *a, nh_tokens *out, nh_error *err)
{
    if (a->words.bad)
        return nh_fail_memory(err, "the words of a text");
    *out = (nh_tokens){a->words.tokens, a->words.count, a->words.pos, a->words.dropped};
    return NH_OK;
}

nh_status nh_analyzer_run(nh_analyzer *a, nh_str text, uint32_t language, nh_tokens *out,
                          nh_error *err)
{
    language_slot *slot = &a->languages[language];

    if (text.len > MOST_BYTES)
        return refuse_length(text, err);
    nh_word_list_clear(&a->words);
    a->words.stemmer = &slot->stemmer;
    run_surfaces(a, slot, text);
    return finish(a, out, err);
}

nh_status nh_analyzer_run_afresh(nh_analyzer *a, nh_str text, uint32_t language,
                                 nh_tokens *out, nh_error *err)
{
    if (text.len > MOST_BYTES)
        return refuse_length(text, err);
    nh_word_list_clear(&a->words);
    a->words.stemmer = &a->languages[language].stemmer;
    analyze_afresh(a, text, &a->words);
    return finish(a, out, err);
}

const nh_word *nh_analyzer_word(const nh_analyzer *a, uint32_t number)
{
    return &a->table.list[number];
}

size_t nh_analyzer_words(const nh_analyzer *a)
{
    return a->table.count;
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
    nh_word_table_reset(&a->table);
}
