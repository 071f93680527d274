/* tests/unit/test_leaves.c - what a query marks in a text. */
#include "tests/support/cm.h"

#include <string.h>

#include "common/base/str.h"
#include "searcher/match/leaves.h"
#include "searcher/query/query_parse.h"
#include "tests/support/faults/fault.h"

#define TOKENS 64

/* A query planned, a text analysed. */
typedef struct scene {
    nh_arena arena;
    nh_analyzer *analyzer;
    nh_plan plan;
    nh_query_tree tree;
    nh_word words[TOKENS]; /* copies: an analyzer keeps its own only until its next text */
    nh_leaf_token tokens[TOKENS];
    size_t n_tokens;
} scene;

static void open_scene(scene *s, const char *query, const char *text)
{
    static const nh_query_rules standard = {.now = INT64_MIN};
    const nh_analysis analysis = {
        .profile = NH_PROFILE_NEWS, .language = NH_STR("en"), .stemmer = NH_STR("english")};
    const uint32_t language = 0;
    nh_plan_rules rules = {
        .profile = NH_PROFILE_NEWS, .languages = &language, .n_languages = 1};
    nh_tokens tokens;

    *s = (scene){.n_tokens = 0};
    assert_int_equal(nh_analyzer_new(nh_env_system(), &analysis, &s->analyzer, NULL),
                     NH_OK);
    rules.analyzer = s->analyzer;
    assert_int_equal(
        nh_query_tree_parse(nh_str_of(query), &standard, &s->arena, &s->tree, NULL), NH_OK);
    assert_int_equal(nh_plan_make(&s->tree, &rules, &s->arena, &s->plan, NULL), NH_OK);
    assert_int_equal(nh_analyzer_run(s->analyzer, nh_str_of(text), 0, &tokens, NULL),
                     NH_OK);
    assert_in_range(tokens.count, 0, TOKENS);
    for (s->n_tokens = 0; s->n_tokens < tokens.count; s->n_tokens++) {
        const nh_token *t = &tokens.list[s->n_tokens];

        s->words[s->n_tokens] = *nh_analyzer_word(s->analyzer, t->word);
        s->tokens[s->n_tokens] =
            (nh_leaf_token){&s->words[s->n_tokens], t->pos, t->at, t->size};
    }
}

static void close_scene(scene *s)
{
    nh_analyzer_free(s->analyzer);
    nh_arena_close(&s->arena);
}

/* The text with its marks in brackets. */
static void print_marks(const char *text, const nh_marks *marks, nh_buffer *out)
{
    size_t at = 0;

    for (size_t i = 0; i < marks->count; i++) {
        const nh_mark m = marks->list[i];

        nh_buf_print(out, "%.*s[%.*s]", (int)(m.at - at), text + at, (int)m.size,
                     text + m.at);
        at = m.at + m.size;
    }
    nh_buf_print(out, "%s", text + at);
    nh_buf_u8(out, 0);
}

static void words_phrases_and_groups_are_marked(void **state)
{
    static const struct {
        const char *query, *text, *marked;
        unsigned place;
    } cases[] = {
        {"golan", "The Golan, the golan.", "The [Golan], the [golan].", 0},
        {"heights", "A height in the Heights.", "A [height] in the [Heights].", 0},
        {"=heights", "A height in the Heights.", "A height in the [Heights].", 0},
        {"\"golan heights\"", "Golan, on the Golan Heights.",
         "Golan, on the [Golan Heights].", 0},
        {"\"tom * barrack\"", "Tom J Barrack", "[Tom J Barrack]", 0},
        {"(tom talk)~2", "Tom never talks. He and she and Tom.",
         "[Tom] never [talks]. He and she and Tom.", 0},
        {"barrac*", "barracks, Barrack, bar", "[barracks], [Barrack], bar", 0},
        {"cooperation", "their co-operation now", "their [co-operation] now", 0},
        {"\"co operation\"", "their co-operation now", "their [co-operation] now", 0},
        {"\"their co\"", "their co-operation now", "[their co]-operation now", 0},
        {"barrack", "Barrack's plan", "[Barrack]'s plan", 0},
        {"golan -heights NOT plan", "Golan Heights plan", "[Golan] Heights plan", 0},
        {"title:golan heights", "Golan Heights", "Golan [Heights]", 0},
        {"title:golan heights", "Golan Heights", "[Golan] [Heights]", NH_SCOPE_TITLE},
        {"lede:golan", "Golan Heights", "[Golan] Heights", NH_SCOPE_LEDE},
        {"\"golan heights\" \"heights talks\"", "Golan heights talks",
         "[Golan heights talks]", 0},
        {"nothing", "Golan", "Golan", 0},
        {"golan", "", "", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_buffer out = {0};
        nh_leaves *leaves;
        nh_marks marks;
        scene s;

        open_scene(&s, cases[i].query, cases[i].text);
        assert_int_equal(nh_leaves_new(nh_env_system(), &s.plan, &leaves, NULL), NH_OK);
        assert_int_equal(
            nh_leaves_mark(leaves, s.tokens, s.n_tokens, cases[i].place, &marks, NULL),
            NH_OK);
        print_marks(cases[i].text, &marks, &out);
        if (strcmp((const char *)out.bytes, cases[i].marked) != 0)
            print_error("%s\n", cases[i].query);
        assert_string_equal((const char *)out.bytes, cases[i].marked);
        nh_leaves_free(leaves);
        nh_buf_free(&out);
        close_scene(&s);
    }
}

static nh_status mark_under_faults(const nh_env *env, void *context)
{
    const scene *s = (const scene *)context;
    nh_leaves *leaves = NULL;
    nh_marks marks;
    nh_status st = nh_leaves_new(env, &s->plan, &leaves, NULL);

    if (st == NH_OK)
        st = nh_leaves_mark(leaves, s->tokens, s->n_tokens, 0, &marks, NULL);
    nh_leaves_free(leaves);
    return st;
}

static void a_failed_allocation_is_reported(void **state)
{
    scene s;

    (void)state;
    open_scene(&s, "=golan (envoy \"the heights\")~9 gol*",
               "The envoy of the Golan Heights.");
    assert_true(fault_sweep_allocations(mark_under_faults, &s) > 8);
    close_scene(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_phrases_and_groups_are_marked),
        cmocka_unit_test(a_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
