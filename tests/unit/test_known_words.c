/* tests/unit/test_known_words.c - a question that is one word is planned once, however often it comes. */
#include "searcher/match/plan/known/known_words.h"

#include <stdio.h>

#include "common/base/str.h"
#include "searcher/query/query_parse.h"
#include "searcher/searcher_state.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"

#define MANY 100000u

static int build(void **state)
{
    static const tiny_article articles[] = {
        {.id = "a", .text = "Golan talks of co-operation on winter nights."},
        {.id = "b", .text = "The heights of the Golan."},
    };

    *state = tiny_index_of(NULL, articles, COUNT(articles), 1);
    return 0;
}

/* What finding needs: the index of a test, with tools of an environment. */
typedef struct bench {
    nh_arena arena;
    nh_lexicon lex;
    nh_known_words known;
    nh_plan_rules rules;
    uint32_t language;
} bench;

static nh_status open_bench(const nh_env *env, const tiny_index *t, bench *b)
{
    *b = (bench){.arena = {.env = env}, .lex = {.env = env}};
    b->rules = (nh_plan_rules){.analyzer = t->searcher->analyzer,
                               .profile = NH_PROFILE_NEWS,
                               .languages = &b->language,
                               .n_languages = 1};
    nh_known_words_begin(env, &b->known);
    return nh_lexicon_open(env, t->reader->index, &b->lex, NULL);
}

static void close_bench(bench *b)
{
    nh_known_words_close(&b->known);
    nh_lexicon_close(&b->lex);
    nh_arena_close(&b->arena);
}

static nh_query_tree parse(bench *b, const char *text)
{
    const nh_query_rules rules = {0};
    nh_query_tree tree;

    assert_int_equal(nh_query_tree_parse(nh_str_of(text), &rules, &b->arena, &tree, NULL),
                     NH_OK);
    return tree;
}

static nh_status find(bench *b, const char *text, const nh_known_word **out)
{
    const nh_query_tree tree = parse(b, text);

    assert_true(nh_query_is_word(&tree));
    return nh_known_words_find(&b->known, &tree, &b->rules, &b->lex, out, NULL);
}

static void a_word_is_planned_once(void **state)
{
    const nh_known_word *word = NULL, *again = NULL, *none = NULL;
    bench b;

    assert_int_equal(open_bench(NULL, (const tiny_index *)*state, &b), NH_OK);
    assert_int_equal(find(&b, "golan", &word), NH_OK);
    assert_int_equal(find(&b, "golan", &again), NH_OK);
    assert_ptr_equal(word, again);
    assert_int_equal(find(&b, "syria", &none), NH_OK);
    assert_int_equal(b.lex.known.lookups, 2);
    assert_true(word->plain && none->plain);
    assert_int_equal(nh_lookup_of(&word->lookup, 0, 0)->count, 1);
    assert_int_equal(nh_lookup_of(&word->lookup, 1, 0)->count, 1);
    assert_int_equal(nh_lookup_of(&none->lookup, 0, 0)->count, 0);
    close_bench(&b);
}

static void what_is_fetched_is_where_the_word_is(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    nh_segment *const *segments = t->reader->index->segments;
    const nh_known_word *word = NULL;
    bench b;

    assert_int_equal(open_bench(NULL, t, &b), NH_OK);
    assert_int_equal(find(&b, "golan", &word), NH_OK);
    assert_int_equal(word->place.segment, 0);
    assert_ptr_equal(word->place.small,
                     nh_lookup_of(&word->lookup, 0, 0)->terms->term->small);
    assert_true(word->place.size > 0);
    nh_known_word_fetch(word, segments, 10);
    assert_int_equal(find(&b, "syria", &word), NH_OK);
    assert_int_equal(word->place.size, 0);
    nh_known_word_fetch(word, segments, 10);
    close_bench(&b);
}

static void the_plan_of_a_question_names_its_own_text(void **state)
{
    const nh_known_word *word = NULL;
    bench b;
    nh_query_tree tree;
    nh_plan plan;

    assert_int_equal(open_bench(NULL, (const tiny_index *)*state, &b), NH_OK);
    assert_int_equal(find(&b, "golan", &word), NH_OK);
    tree = parse(&b, "   golan");
    assert_int_equal(nh_known_words_find(&b.known, &tree, &b.rules, &b.lex, &word, NULL),
                     NH_OK);
    assert_int_equal(nh_known_word_plan(word, &tree, &b.arena, &plan, NULL), NH_OK);
    assert_int_equal(plan.n_leaves, 1);
    assert_ptr_equal(plan.tree, &tree);
    assert_ptr_equal(plan.arena, &b.arena);
    assert_ptr_equal(plan.leaves->what.ptr, tree.text.ptr + 3);
    assert_int_equal(plan.leaves->what.len, 5);
    close_bench(&b);
}

static void words_go_where_their_terms_go(void **state)
{
    const nh_known_word *word = NULL;
    bench b;

    assert_int_equal(open_bench(NULL, (const tiny_index *)*state, &b), NH_OK);
    for (unsigned i = 0; i < MANY; i++) {
        char text[16];

        snprintf(text, sizeof text, "w%u", i);
        nh_arena_reset(&b.arena);
        nh_known_terms_trim(&b.lex.known);
        assert_int_equal(find(&b, text, &word), NH_OK);
        assert_true(nh_known_table_memory(&b.known.table) < (size_t)9 << 20);
    }
    assert_true(b.lex.known.age > 0);
    assert_int_equal(b.known.age, b.lex.known.age);
    close_bench(&b);
}

static void only_a_bare_word_is_one(void **state)
{
    static const struct {
        const char *text;
        bool word;
    } rows[] = {{"golan", true},      {"Golan", true},    {"=golan", false},
                {"gola*", false},     {"golan^2", false}, {"golan heights", false},
                {"\"golan\"", false}, {"-golan", false},  {"title:golan", false},
                {"+golan", true},     {"", false}};
    bench b;

    assert_int_equal(open_bench(NULL, (const tiny_index *)*state, &b), NH_OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const nh_query_tree tree = parse(&b, rows[i].text);

        assert_int_equal(nh_query_is_word(&tree), rows[i].word);
    }
    close_bench(&b);
}

static nh_status find_all(const nh_env *env, void *context)
{
    static const char *const words[] = {"golan", "co-operation", "syria", "golan"};
    bench b;
    const nh_known_word *word = NULL;
    nh_status st = open_bench(env, (const tiny_index *)context, &b);

    b.arena.env = NULL;
    for (size_t i = 0; i < COUNT(words) && st == NH_OK; i++) {
        st = find(&b, words[i], &word);
        if (st == NH_OK)
            assert_non_null(word);
    }
    close_bench(&b);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    fault_sweep_allocations(find_all, *state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_planned_once),
        cmocka_unit_test(what_is_fetched_is_where_the_word_is),
        cmocka_unit_test(the_plan_of_a_question_names_its_own_text),
        cmocka_unit_test(words_go_where_their_terms_go),
        cmocka_unit_test(only_a_bare_word_is_one),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, build, tiny_index_teardown);
}
