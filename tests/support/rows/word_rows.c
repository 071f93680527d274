/* tests/support/rows/word_rows.c - texts, and the words, forms and positions they have. */
#include "tests/support/rows/word_rows.h"

#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"

static void print_token(const nh_analyzer *a, const nh_token *t, char *out, size_t size)
{
    const nh_word *w = nh_analyzer_word(a, t->word);
    size_t used = (size_t)snprintf(out, size, "%u:%.*s", t->pos, NH_STR_ARG(w->term));

    if (!nh_str_equal(w->term, w->form))
        used += (size_t)snprintf(out + used, size - used, "/%.*s", NH_STR_ARG(w->form));
    if ((w->flags & NH_WORD_JOINED) != 0)
        used += (size_t)snprintf(out + used, size - used, "+%u", w->span);
    snprintf(out + used, size - used, "%s%s%s",
             (w->flags & NH_WORD_ACRONYM) != 0 ? "!" : "",
             (w->flags & NH_WORD_STOP) != 0 ? "-" : "",
             (t->flags & NH_TOKEN_EXTRA) != 0 ? "*" : "");
}

static void print_tokens(const nh_analyzer *a, const nh_tokens *tokens, char *out,
                         size_t size)
{
    size_t used = 0;
    size_t i;

    out[0] = '\0';
    for (i = 0; i < tokens->count; i++) {
        char one[600];

        print_token(a, &tokens->list[i], one, sizeof(one));
        used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? " " : "", one);
    }
}

nh_analyzer *word_rows_analyzer(nh_profile profile, const char *stemmer)
{
    const nh_analysis how = {
        .profile = profile, .language = NH_STR("en"), .stemmer = nh_str_of(stemmer)};
    nh_analyzer *a = NULL;
    nh_error err = {0};

    if (nh_analyzer_new(nh_env_system(), &how, &a, &err) != NH_OK)
        fail_msg("%s", err.what);
    return a;
}

size_t word_rows_wrong(nh_analyzer *a, const char *language, const word_row *rows,
                       size_t count)
{
    uint32_t handle;
    size_t wrong = 0;
    size_t i;

    assert_int_equal(nh_analyzer_language(a, nh_str_of(language), &handle, NULL), NH_OK);
    for (i = 0; i < count; i++) {
        char found[2000];
        nh_tokens tokens;

        assert_int_equal(nh_analyzer_run(a, nh_str_of(rows[i].text), handle, &tokens, NULL),
                         NH_OK);
        print_tokens(a, &tokens, found, sizeof(found));
        if (strcmp(found, rows[i].tokens) != 0) {
            print_message("%s\n  want %s\n  have %s\n", rows[i].text, rows[i].tokens,
                          found);
            wrong++;
        }
    }
    return wrong;
}
