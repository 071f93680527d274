/* indexer/inspect/inspect.c - an index's way with words, for those who look into it. */
#include "indexer/inspect/inspect.h"

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"

nh_status nh_inspect_begin(const nh_inspect_options *options, nh_env *out, nh_error *err)
{
    nh_inspect_options o;
    const nh_status st =
        nh_sized_read(&o, sizeof o, options, "options of an inspection", err);

    *out = nh_env_of(NULL, o.allocator);
    out->stop = o.stop;
    return st;
}

nh_analysis nh_inspect_analysis(const nh_manifest *m)
{
    return (nh_analysis){
        .profile = (nh_profile)m->settings.profile,
        .language = m->settings.language,
        .stemmer = m->settings.stemmer,
        .stopwords = m->settings.stopwords,
    };
}

/* True of words that stand one after the other; the parts of a joined word are within it. */
static bool is_several(const nh_tokens *tokens)
{
    const nh_token *first = tokens->list;

    for (size_t i = 1; i < tokens->count; i++)
        if (tokens->list[i].at >= first->at + first->size)
            return true;
    return false;
}

nh_status nh_inspect_term(const nh_manifest *m, nh_str word, nh_arena *arena, nh_str *out,
                          nh_error *err)
{
    const nh_analysis analysis = nh_inspect_analysis(m);
    nh_analyzer *analyzer = NULL;
    nh_tokens tokens = {0};
    nh_status st = nh_analyzer_new(arena->env, &analysis, &analyzer, err);

    if (st == NH_OK)
        st = nh_analyzer_run(analyzer, word, 0, &tokens, err);
    if (st == NH_OK && is_several(&tokens))
        st = nh_fail(err, NH_E_ARG, "WORD", NH_NO_OFFSET, "more than one word: \"%.*s\"",
                     NH_STR_ARG(nh_str_part(word, 0, word.len < 60 ? word.len : 60)));
    if (st == NH_OK && tokens.count > 0)
        word = nh_analyzer_word(analyzer, tokens.list[0].word)->term;
    if (st == NH_OK) {
        *out = nh_arena_copy(arena, word);
        if (out->ptr == NULL)
            st = nh_arena_fail(arena, err, "a word");
    }
    nh_analyzer_free(analyzer);
    return st;
}
