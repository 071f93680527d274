/* tests/unit/test_query_plain.c - questions of words alone give the trees that the parser gives. */
#include "searcher/query/query_plain.h"

#include <stdio.h>

#include "common/base/str.h"
#include "searcher/query/query_parse.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/rows/query_rows.h"

/* Rules with a limit of their own, which is the usual one, are the parser's. */
static const nh_query_rules parsed = {.bytes = 8192};

static void assert_same_node(const nh_node *a, const nh_node *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->occur, b->occur);
    assert_int_equal(a->weight, b->weight);
    assert_int_equal(a->first_child, b->first_child);
    assert_int_equal(a->next, b->next);
    assert_int_equal(a->at, b->at);
    assert_int_equal(a->size, b->size);
    assert_true(nh_str_equal(a->text, b->text) && nh_str_equal(a->name, b->name));
    assert_false(a->exact || a->prefix || a->ordered || a->undated);
    assert_false(b->exact || b->prefix || b->ordered || b->undated);
    assert_true(a->slop == b->slop && a->from == b->from && a->to == b->to);
}

static void assert_same_tree(const char *text, bool raw)
{
    const nh_query_rules rules = {.raw = raw};
    nh_query_rules slow = parsed;
    nh_arena arena = {0};
    nh_query_tree a, b;

    slow.raw = raw;
    assert_int_equal(nh_query_tree_parse(nh_str_of(text), &rules, &arena, &a, NULL), NH_OK);
    assert_int_equal(nh_query_tree_parse(nh_str_of(text), &slow, &arena, &b, NULL), NH_OK);
    query_tree_check(&a);
    assert_true(nh_str_equal(a.text, b.text));
    assert_true(a.count == b.count && a.root == b.root && a.depth == b.depth);
    assert_true(a.n_warnings == 0 && b.n_warnings == 0);
    assert_int_equal(a.filter_at, b.filter_at);
    for (uint32_t i = 0; i < a.count; i++)
        assert_same_node(&a.nodes[i], &b.nodes[i]);
    nh_arena_close(&arena);
}

static void words_give_the_trees_of_the_parser(void **state)
{
    static const char *const texts[] = {"golan",       "golan heights",
                                        " golan ",     "  a  b c   ",
                                        "or and not",  "7 11",
                                        "x",           "a a a a a",
                                        "last7d 2024", "to be or not to be",
                                        "zz9 plural",  "id lang source"};

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_true(nh_query_plain_words(nh_str_of(texts[i])) > 0);
        assert_same_tree(texts[i], false);
        assert_same_tree(texts[i], true);
    }
}

static void everything_else_is_left_to_the_parser(void **state)
{
    static const char *const texts[] = {
        "",     " ",   "Golan", "a OR b",      "-a", "a-b", "a*",   "\"a\"", "a:b",
        "a\tb", "(a)", "=a",    "caf\xc3\xa9", "a~", "a^2", "a\\b", "a,b"};
    char many[2 * NH_PLAIN_WORDS + 3] = {0}, large[NH_PLAIN_BYTES + 2] = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(nh_query_plain_words(nh_str_of(texts[i])), 0);
    for (uint32_t i = 0; i < NH_PLAIN_WORDS; i++)
        memcpy(many + (size_t)2 * i, "a ", 2);
    assert_int_equal(nh_query_plain_words(nh_str_of(many)), NH_PLAIN_WORDS);
    assert_same_tree(many, false);
    many[2 * NH_PLAIN_WORDS] = 'a';
    assert_int_equal(nh_query_plain_words(nh_str_of(many)), 0);
    memset(large, 'a', NH_PLAIN_BYTES);
    assert_int_equal(nh_query_plain_words(nh_str_of(large)), 1);
    large[NH_PLAIN_BYTES] = 'a';
    assert_int_equal(nh_query_plain_words(nh_str_of(large)), 0);
}

static nh_status make_tree(const nh_env *env, void *context)
{
    nh_arena arena = {.env = env};
    nh_query_tree tree;
    const nh_status st =
        nh_query_plain_tree(NH_STR("golan heights"), 2, &arena, &tree, NULL);

    (void)context;
    nh_arena_close(&arena);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    (void)state;
    fault_sweep_allocations(make_tree, NULL);
}

static void a_full_arena_is_a_limit(void **state)
{
    nh_arena arena = {.limit = 64};
    nh_query_tree tree;
    nh_error err = {0};

    (void)state;
    assert_int_equal(nh_query_plain_tree(NH_STR("golan"), 1, &arena, &tree, &err),
                     NH_E_LIMIT);
    nh_arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_give_the_trees_of_the_parser),
        cmocka_unit_test(everything_else_is_left_to_the_parser),
        cmocka_unit_test(every_failed_allocation_is_survived),
        cmocka_unit_test(a_full_arena_is_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
