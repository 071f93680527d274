/* indexer/inspect/analyze.c - a text's words, as an index would see them. */
#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "common/text/letters/utf8.h"
#include "indexer/inspect/inspect.h"
#include "indexer/settings.h"
#include "newshound/indexer.h"

static nh_analyzed_word describe(const nh_token *token, const nh_word *word)
{
    return (nh_analyzed_word){
        .term = word->term,
        .form = word->form,
        .pos = token->pos,
        .span = word->span,
        .at = token->at,
        .size = token->size,
        .acronym = (word->flags & NH_WORD_ACRONYM) != 0,
        .accent = (word->flags & NH_WORD_ACCENT) != 0,
        .joined = (word->flags & NH_WORD_JOINED) != 0,
        .extra = (token->flags & NH_TOKEN_EXTRA) != 0,
        .number = (word->flags & NH_WORD_NUMBER) != 0,
        .stop = (word->flags & NH_WORD_STOP) != 0,
    };
}

/* A query has no use for alternates that stand beside a word only so that it can be found. */
static nh_status walk(nh_analyzer *analyzer, nh_str text, const nh_analyze_options *options,
                      const nh_word_sink *sink, nh_error *err)
{
    nh_tokens tokens = {0};
    uint32_t language = 0;
    nh_status st =
        nh_analyzer_language(analyzer, nh_str_of(options->language), &language, err);

    if (st == NH_OK)
        st = nh_analyzer_run(analyzer, text, language, &tokens, err);
    for (size_t i = 0; i < tokens.count && st == NH_OK; i++) {
        const nh_word *word = nh_analyzer_word(analyzer, tokens.list[i].word);
        const nh_analyzed_word shown = describe(&tokens.list[i], word);

        if (options->stop != NULL && atomic_load(options->stop) != 0)
            return nh_fail_stopped(err);
        if (!options->query || !shown.extra)
            sink->on_word(sink->self, &shown);
    }
    return st;
}

/* What an index has settled leaves nothing to choose. NH_E_ARG */
static nh_status check_options(const nh_analyze_options *o, nh_error *err)
{
    const nh_index_options *given = o->index;

    if (o->language != NULL && !nh_language_is_code(nh_str_of(o->language)))
        return nh_fail(err, NH_E_ARG, "--text-lang", NH_NO_OFFSET,
                       "\"%.60s\" is not a language code, such as en", o->language);
    if (o->like == NULL || given == NULL)
        return NH_OK;
    const struct {
        const char *value, *option;
    } rows[] = {{given->analysis, "--analysis"},
                {given->stemmer, "--stem"},
                {given->language, "--lang"},
                {given->stopwords, "--stopwords"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].value != NULL)
            return nh_fail(err, NH_E_ARG, rows[i].option, NH_NO_OFFSET,
                           "not together with --like: the index has its own");
    return NH_OK;
}

nh_status nh_analyze(const char *text, size_t len, const nh_analyze_options *options,
                     const nh_word_sink *sink, nh_error *err)
{
    nh_analyze_options o;
    nh_env env;
    nh_chosen chosen = {0};
    nh_index *index = NULL;
    nh_analysis analysis = {0};
    nh_analyzer *analyzer = NULL;
    nh_buffer scratch = {.env = &env};
    nh_str valid = {0};
    nh_status st = nh_sized_read(&o, sizeof o, options, "options of an analysis", err);

    env = nh_env_of(NULL, o.allocator);
    env.stop = o.stop;
    if (st == NH_OK)
        st = check_options(&o, err);
    if (st == NH_OK)
        st = nh_utf8_adopt((nh_str){text, len}, &scratch, &valid, NULL, err);
    if (st == NH_OK && o.like != NULL) {
        st = nh_index_open(&env, o.like, false, false, &index, err);
        if (st == NH_OK)
            analysis = nh_inspect_analysis(&index->manifest);
    } else if (st == NH_OK) {
        st = nh_chosen_read(o.index, &chosen, err);
        analysis = chosen.analysis;
    }
    if (st == NH_OK)
        st = nh_analyzer_new(&env, &analysis, &analyzer, err);
    if (st == NH_OK)
        st = walk(analyzer, valid, &o, sink, err);
    nh_analyzer_free(analyzer);
    nh_index_close(index);
    nh_buf_free(&scratch);
    return st;
}
