/* tests/fuzz/fuzz_analyze.c - the analyzer's short cuts never change a token. */
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "common/text/words/afresh.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

/* Tokens copied out of an analyzer. */
typedef struct kept_tokens {
    nh_token *list;
    nh_tokens facts;
} kept_tokens;

static kept_tokens keep(const nh_tokens *tokens)
{
    kept_tokens kept = {malloc((tokens->count + 1) * sizeof(nh_token)), *tokens};

    demand(kept.list != NULL);
    if (tokens->count > 0)
        memcpy(kept.list, tokens->list, tokens->count * sizeof(nh_token));
    return kept;
}

static void demand_equal(const kept_tokens *a, const nh_tokens *b)
{
    size_t i;

    demand(a->facts.count == b->count && a->facts.positions == b->positions);
    demand(a->facts.dropped == b->dropped);
    for (i = 0; i < b->count; i++) {
        const nh_token *x = &a->list[i];
        const nh_token *y = &b->list[i];

        demand(x->word == y->word && x->at == y->at && x->size == y->size);
        demand(x->pos == y->pos && x->flags == y->flags);
    }
}

/* A form folds to its exact word, which without a stemmer is the term, and stays so. */
static void demand_exact(const nh_word *word, bool news)
{
    nh_buffer once = {0};
    nh_buffer twice = {0};

    nh_form_folded(word->form, &once);
    demand(nh_buf_ok(&once) && (!news || nh_str_equal(nh_buf_str(&once), word->term)));
    nh_form_folded(nh_buf_str(&once), &twice);
    demand(nh_str_equal(nh_buf_str(&once), nh_buf_str(&twice)));
    nh_buf_free(&once);
    nh_buf_free(&twice);
}

static void demand_sense(const nh_analyzer *a, const nh_tokens *tokens, nh_str text,
                         bool news)
{
    uint32_t pos = 0;
    size_t i;

    for (i = 0; i < tokens->count; i++) {
        const nh_token *t = &tokens->list[i];
        const nh_word *word = nh_analyzer_word(a, t->word);

        demand(t->pos >= pos && t->pos + word->span <= tokens->positions);
        demand(t->at <= text.len && t->size <= text.len - t->at && t->size > 0);
        demand(word->term.len > 0 && word->term.len <= 255 && word->form.len > 0 &&
               word->form.len <= 255);
        demand(nh_utf8_valid(word->term) == word->term.len);
        demand(nh_utf8_valid(word->form) == word->form.len);
        demand_exact(word, news);
        pos = t->pos;
    }
}

static void compare(nh_profile profile, nh_str text)
{
    const nh_analysis how = {
        .profile = profile, .language = NH_STR("en"), .stemmer = NH_STR("none")};
    nh_analyzer *a = NULL;
    kept_tokens first;
    nh_tokens tokens;

    demand(nh_analyzer_new(nh_env_system(), &how, &a, NULL) == NH_OK);
    demand(nh_analyzer_run(a, text, 0, &tokens, NULL) == NH_OK);
    first = keep(&tokens);
    demand(nh_analyzer_run(a, text, 0, &tokens, NULL) == NH_OK);
    demand_equal(&first, &tokens);
    if (profile != NH_PROFILE_WHITESPACE) {
        demand_sense(a, &tokens, text, profile == NH_PROFILE_NEWS);
        demand(nh_analyzer_run_afresh(a, text, 0, &tokens, NULL) == NH_OK);
        demand_equal(&first, &tokens);
    }
    free(first.list);
    nh_analyzer_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    nh_buffer scratch = {0};
    nh_str text;

    demand(nh_utf8_adopt((nh_str){(const char *)bytes, size}, &scratch, &text, NULL,
                         NULL) == NH_OK);
    compare(NH_PROFILE_NEWS, text);
    compare(NH_PROFILE_PLAIN, text);
    compare(NH_PROFILE_WHITESPACE, text);
    nh_buf_free(&scratch);
    return 0;
}
