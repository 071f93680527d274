/* tests/conformance/test_conformance_words.c - the rows, asked of the analyzer without an index. */
#include <string.h>

#include "common/base/str.h"
#include "common/text/words/analyzer.h"
#include "tests/support/cm.h"
#include "tests/support/rows/conformance.h"

#define MOST_WORDS 64

/* One word of a text or of a query, as the matcher sees it. */
typedef struct seen_word {
    char exact[256];
    char term[256];
    uint32_t pos;
    uint32_t span;
    bool extra;
} seen_word;

typedef struct seen_text {
    seen_word words[MOST_WORDS];
    size_t count;
    uint32_t positions;
} seen_text;

static void copy_text(nh_str s, char out[256])
{
    memcpy(out, s.ptr, s.len);
    out[s.len] = '\0';
}

static void see(nh_analyzer *a, uint32_t language, nh_str text, seen_text *out)
{
    nh_tokens tokens;
    size_t i;

    assert_int_equal(nh_analyzer_run(a, text, language, &tokens, NULL), NH_OK);
    assert_true(tokens.count <= MOST_WORDS);
    out->count = tokens.count;
    out->positions = tokens.positions;
    for (i = 0; i < tokens.count; i++) {
        const nh_word *word = nh_analyzer_word(a, tokens.list[i].word);
        seen_word *w = &out->words[i];
        nh_buffer exact = {0};

        nh_form_folded(word->form, &exact);
        copy_text(nh_buf_str(&exact), w->exact);
        nh_buf_free(&exact);
        copy_text(word->term, w->term);
        w->pos = tokens.list[i].pos;
        w->span = word->span;
        w->extra = (tokens.list[i].flags & NH_TOKEN_EXTRA) != 0;
    }
}

static bool same_word(const seen_word *asked, const seen_word *found, bool exact)
{
    return exact ? strcmp(asked->exact, found->exact) == 0
                 : strcmp(asked->term, found->term) == 0;
}

/* reached[q][t]: the query up to its position q matches the text up to its position t, from
 * wherever it began. A JOINED word leads over its parts, on either side. */
static bool matches_in_order(const seen_text *query, const seen_text *text, bool exact)
{
    bool reached[MOST_WORDS + 1][MOST_WORDS + 17] = {{false}};
    uint32_t t;
    size_t i;
    size_t k;

    for (t = 0; t <= text->positions; t++)
        reached[0][t] = true;
    for (i = 0; i < query->count; i++) {
        const seen_word *asked = &query->words[i];

        for (k = 0; !asked->extra && k < text->count; k++) {
            const seen_word *found = &text->words[k];

            if (reached[asked->pos][found->pos] && same_word(asked, found, exact))
                reached[asked->pos + asked->span][found->pos + found->span] = true;
        }
    }
    for (t = 0; t <= text->positions; t++) {
        if (reached[query->positions][t])
            return query->positions > 0;
    }
    return false;
}

/* The next clause of a query: a phrase, a word as written, or a bare word. */
static bool next_clause(nh_str *rest, nh_str *clause, bool *exact)
{
    static const nh_str marks[] = {{"\"", 1}, {"\xE2\x80\x9C", 3}, {"\xE2\x80\x9D", 3}};
    bool quoted = false;
    size_t i;

    while (rest->len > 0 && *rest->ptr == ' ')
        *rest = nh_str_part(*rest, 1, rest->len - 1);
    for (i = 0; i < COUNT(marks) && !quoted; i++) {
        if (nh_str_starts(*rest, marks[i])) {
            *rest = nh_str_part(*rest, marks[i].len, rest->len - marks[i].len);
            quoted = true;
        }
    }
    *exact = quoted;
    if (!quoted && rest->len > 0 && *rest->ptr == '=') {
        *rest = nh_str_part(*rest, 1, rest->len - 1);
        *exact = true;
    }
    for (i = 0; i < rest->len; i++) {
        if (quoted ? rest->ptr[i] == '"' ||
                         nh_str_starts(nh_str_part(*rest, i, rest->len - i), marks[2])
                   : rest->ptr[i] == ' ')
            break;
    }
    *clause = nh_str_part(*rest, 0, i);
    while (quoted && i < rest->len && rest->ptr[i] != ' ')
        i++;
    *rest = nh_str_part(*rest, i, rest->len - i);
    return clause->len > 0;
}

static bool ask(const conformance_row *row, void *context)
{
    nh_analyzer *a = context;
    nh_str rest = nh_str_of(row->query);
    uint32_t language;
    static seen_text text;
    static seen_text query;
    bool found = true;
    nh_str clause;
    bool exact;

    assert_int_equal(nh_analyzer_language(a, nh_str_of(row->language), &language, NULL),
                     NH_OK);
    see(a, language, nh_str_of(row->text), &text);
    while (next_clause(&rest, &clause, &exact)) {
        see(a, language, clause, &query);
        found = found && matches_in_order(&query, &text, exact);
    }
    return found == row->expected;
}

static void the_words_of_every_row_do_what_is_expected(void **state)
{
    const nh_analysis how = {
        .profile = NH_PROFILE_NEWS, .language = NH_STR("en"), .stemmer = NH_STR("english")};
    conformance_score score;
    nh_analyzer *a;

    (void)state;
    assert_int_equal(nh_analyzer_new(nh_env_system(), &how, &a, NULL), NH_OK);
    score = conformance_ask_all("names.tsv", ask, a);
    nh_analyzer_free(a);
    assert_int_equal(score.right, score.asked);
    assert_true(score.asked > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_of_every_row_do_what_is_expected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
