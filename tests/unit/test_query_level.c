/* tests/unit/test_query_level.c - operators, signs and parentheses. */
#include <stdio.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/rows/query_rows.h"

static const query_row clauses[] = {
    {"=(a b)", "(list \"a\" \"b\")", "1:This sign stands before nothing and"},
    {"(barrack golan)~5", "(near 5 \"barrack\" \"golan\")", ""},
    {"(barrack golan)~>5", "(near >5 \"barrack\" \"golan\")", ""},
    {"(a \"b c\" d)~0", "(near 0 \"a\" (phrase =\"b\" =\"c\") \"d\")", ""},
    {"(a)~5", "\"a\"", "3:A distance needs a group of two or"},
    {"(a -b)~5", "(list \"a\" -\"b\")", "6:A distance needs a group of two or"},
    {"(a OR b)~5", "(or \"a\" \"b\")", "8:A distance needs a group of two or"},
    {"(a b AND)~5", "(list \"a\" \"b\")",
     "6:This operator has nothing behind it|9:A distance needs a group of two or"},
    {"((a b)~5 c)~9", "(list (near 5 \"a\" \"b\") \"c\")",
     "11:A distance needs a group of two or"},
    {"(a b)~5^2", "(near 5 \"a\" \"b\")^2", ""},
    {"(a b)^2~5", "(near 5 \"a\" \"b\")^2", ""},
    {"+a b", "(list +\"a\" \"b\")", ""},
    {"-a b", "(list -\"a\" \"b\")", ""},
    {"a -\"b c\"", "(list \"a\" -(phrase =\"b\" =\"c\"))", ""},
    {"a -(b c)", "(list \"a\" -(list \"b\" \"c\"))", ""},
    {"+a -b c", "(list +\"a\" -\"b\" \"c\")", ""},
    {"-a", "(and (not \"a\") (nothing))", "1:This only excludes, so it finds"},
    {"NOT a", "(and (not \"a\") (nothing))", "5:This only excludes, so it finds"},
    {"-a -b", "(and (list -\"a\" -\"b\") (nothing))", "1:This only excludes, so it finds"},
    {"* -a", "(list (all) -\"a\")", ""},
    {"* NOT a", "(list (all) -\"a\")", ""},
    {"-(a b)", "(and (not (list \"a\" \"b\")) (nothing))",
     "1:This only excludes, so it finds"},
    {"a AND b", "(and \"a\" \"b\")", ""},
    {"a OR b", "(or \"a\" \"b\")", ""},
    {"a AND b OR c AND d", "(or (and \"a\" \"b\") (and \"c\" \"d\"))", ""},
    {"a OR b AND c", "(or \"a\" (and \"b\" \"c\"))", ""},
    {"a b OR c d", "(or (list \"a\" \"b\") (list \"c\" \"d\"))", ""},
    {"a b AND c d", "(and (list \"a\" \"b\") (list \"c\" \"d\"))", ""},
    {"a AND NOT b", "(and \"a\" (not \"b\"))", ""},
    {"a NOT b", "(list \"a\" -\"b\")", ""},
    {"NOT NOT a", "\"a\"", ""},
    {"NOT NOT NOT a b", "(list -\"a\" \"b\")", ""},
    {"a NOT NOT b", "(list \"a\" \"b\")", ""},
    {"a OR NOT b", "(or \"a\" (and (not \"b\") (nothing)))",
     "10:This only excludes, so it finds"},
    {"NOT a OR NOT b", "(or (and (not \"a\") (nothing)) (and (not \"b\") (nothing)))",
     "5:This only excludes, so it finds|14:This only excludes, so it finds"},
    {"a AND (NOT b)", "(and \"a\" (not \"b\"))", ""},
    {"a (NOT b)", "(list \"a\" +(not \"b\"))", ""},
    {"a (-b -c)", "(list \"a\" +(list -\"b\" -\"c\"))", ""},
    {"a AND -b", "(and \"a\" (not \"b\"))", ""},
    {"+a OR b", "(or \"a\" \"b\")", ""},
    {"(a OR b) c", "(list (or \"a\" \"b\") \"c\")", ""},
    {"((a))", "\"a\"", ""},
    {"((a b))", "(list \"a\" \"b\")", ""},
    {"()", "()", "1:There is nothing between these"},
    {"a ()", "\"a\"", "3:There is nothing between these"},
    {"a AND () OR b", "(or \"a\" \"b\")",
     "3:This operator has nothing behind it|7:There is nothing between these"},
    {"NOT () b", "\"b\"", "5:There is nothing between these"},
    {"-() b", "\"b\"", "1:There is nothing between these"},
    {"(a", "\"a\"", "1:This parenthesis is not closed, so"},
    {"((a b", "(list \"a\" \"b\")",
     "1:This parenthesis is not closed, so|2:This parenthesis is not closed, so"},
    {"a)", "\"a\"", "2:No parenthesis is open here, so"},
    {"a))) b", "(list \"a\" \"b\")", "2:No parenthesis is open here, so"},
    {")(", "()", "1:No parenthesis is open here, so|2:This parenthesis is not closed, so"},
    {"AND", "()", "1:This operator has nothing before it"},
    {"a AND", "\"a\"", "3:This operator has nothing behind it"},
    {"AND a", "\"a\"", "1:This operator has nothing before it"},
    {"a AND AND b", "(and \"a\" \"b\")", "3:This operator has nothing behind it"},
    {"a AND OR b", "(or \"a\" \"b\")", "3:This operator has nothing behind it"},
    {"a OR AND b", "(and \"a\" \"b\")", "3:This operator has nothing behind it"},
    {"a NOT", "\"a\"", "3:NOT has nothing behind it and is"},
    {"a NOT AND b", "(and \"a\" \"b\")", "3:NOT has nothing behind it and is"},
    {"and or not", "(list \"and\" \"or\" \"not\")", ""},
    {"a And b", "(list \"a\" \"And\" \"b\")", ""},
    {"\"a AND b\"", "(phrase =\"a\" =\"AND\" =\"b\")", ""},
    {"-AND b", "(list -\"AND\" \"b\")", ""},
    {"-barrac*", "(and (not \"barrac\"*) (nothing))", "1:This only excludes, so it finds"},
    {"(a b)^3", "(list \"a\" \"b\")^3", ""},
    {"(a^2)^3", "\"a\"^6", ""},
    {"((((", "()",
     "1:This parenthesis is not closed, so|2:This parenthesis is not closed, so|3:This|4:This"},
    {"(a b", "(list \"a\" \"b\")", "1:This parenthesis is not closed, so"},
    {"a OR OR b", "(or \"a\" \"b\")", "3:This operator has nothing behind it"},
    {"OR", "()", "1:This operator has nothing before it"},
    {"NOT", "()", "1:NOT has nothing behind it and is"},
    {"(NOT a) b", "(list +(not \"a\") \"b\")", ""},
    {"-(-a)", "(and (not (not \"a\")) (nothing))", "1:This only excludes, so it finds"},
    {"a OR (* NOT b)", "(or \"a\" (list (all) -\"b\"))", ""},
    {"\"U.S. troops\" OR \"American troops\"",
     "(or (phrase =\"U.S.\" =\"troops\") (phrase =\"American\" =\"troops\"))", ""},
    {"(a OR b) AND (c OR d)", "(and (or \"a\" \"b\") (or \"c\" \"d\"))", ""},
    {"NOT (a OR b) c", "(list -(or \"a\" \"b\") \"c\")", ""},
    {"a b NOT", "(list \"a\" \"b\")", "5:NOT has nothing behind it and is"},
};

static void clauses_stand_as_precedence_and_signs_say(void **state)
{
    (void)state;
    query_rows_check(clauses, COUNT(clauses));
}

/* A random expression and the sets of articles that it is true of: bit i of a set is article
 * i, which holds word w if bit w of i is set. */
typedef struct expression {
    char text[512];
    uint16_t truth;
} expression;

/* How strongly the parts of an expression are bound; a looser one needs parentheses. */
typedef enum binding { BY_OR, BY_AND, BY_LIST, ALONE } binding;

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static expression make_word(uint32_t w)
{
    static const uint16_t truths[] = {0xaaaa, 0xcccc, 0xf0f0, 0xff00};
    expression e = {"", truths[w]};

    (void)snprintf(e.text, sizeof e.text, "%c", (char)('a' + w));
    return e;
}

/* left, operator, right, in parentheses where `inside` binds more strongly than `how`. */
static expression join(const expression *left, const expression *right, binding how,
                       bool exclude, binding inside)
{
    static const char *const between[][2] = {[BY_OR] = {" OR ", " OR "},
                                             [BY_AND] = {" AND ", " AND NOT "},
                                             [BY_LIST] = {" ", " -"}};
    const uint16_t second = exclude ? (uint16_t)~right->truth : right->truth;
    const bool group = inside > how;
    expression e = {"", 0};

    (void)snprintf(e.text, sizeof e.text, "%s%.150s%s%.150s%s", group ? "(" : "",
                   left->text, between[how][exclude], right->text, group ? ")" : "");
    e.truth = how == BY_OR ? left->truth | second : left->truth & second;
    return e;
}

/* An expression of four words, each side of it of two. Only the second side is excluded, so
 * that something is always searched for. */
static expression make_expression(uint32_t *seed)
{
    const binding outer = (binding)(next_random(seed) % 3);
    expression sides[2];
    bool exclude = outer != BY_OR && next_random(seed) % 2 == 0;

    for (uint32_t i = 0; i < 2; i++) {
        const binding how = (binding)(next_random(seed) % 3);
        const expression first = make_word(next_random(seed) % 4);
        const expression second = make_word(next_random(seed) % 4);
        const bool without = how != BY_OR && next_random(seed) % 3 == 0;
        const binding inside = i == 1 && exclude ? ALONE : outer;

        sides[i] = join(&first, &second, how, without, inside);
    }
    return join(&sides[0], &sides[1], outer, exclude, BY_OR);
}

/* The truth of a whole tree, node by node, where clauses side by side are all asked for. */
static uint16_t evaluate(const nh_query_tree *tree)
{
    uint16_t truth[64] = {0};

    assert_true(tree->count <= COUNT(truth));
    for (uint32_t n = 0; n < tree->count; n++) {
        const nh_node *node = &tree->nodes[n];
        uint16_t all = 0xffff, any = 0;

        for (uint32_t c = node->first_child; c != NH_NODE_NONE; c = tree->nodes[c].next) {
            const bool not = tree->nodes[c].occur == NH_OCCUR_MUST_NOT;
            const uint16_t t = not ? (uint16_t)~truth[c] : truth[c];

            all &= t;
            any |= t;
        }
        if (node->kind == NH_NODE_WORD)
            truth[n] = make_word((uint32_t)(node->text.ptr[0] - 'a')).truth;
        else if (node->kind == NH_NODE_NOT)
            truth[n] = (uint16_t)~any;
        else
            truth[n] = node->kind == NH_NODE_OR ? any : all;
    }
    return truth[tree->root];
}

static void random_expressions_mean_what_they_say(void **state)
{
    uint32_t seed = 20250701;

    (void)state;
    for (uint32_t i = 0; i < 20000; i++) {
        const expression e = make_expression(&seed);
        const nh_query_rules rules = {.strict = true};
        nh_arena arena = {0};
        nh_query_tree tree;

        assert_int_equal(
            nh_query_tree_parse(nh_str_of(e.text), &rules, &arena, &tree, NULL), NH_OK);
        if (evaluate(&tree) != e.truth)
            fail_msg("<%s> is not true where it should be", e.text);
        nh_arena_close(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clauses_stand_as_precedence_and_signs_say),
        cmocka_unit_test(random_expressions_mean_what_they_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
