/* tests/unit/test_query_lex.c - quotation marks, blanks, signs and backslashes. */
#include "tests/support/cm.h"
#include "tests/support/rows/query_rows.h"

static const query_row marks[] = {
    {"  golan   heights  ", "(list \"golan\" \"heights\")", ""},
    {"“golan heights”", "(phrase =\"golan\" =\"heights\")", ""},
    {"„golan heights“", "(phrase =\"golan\" =\"heights\")", ""},
    {"«golan heights»", "(phrase =\"golan\" =\"heights\")", ""},
    {"»golan heights«", "(phrase =\"golan\" =\"heights\")", ""},
    {"‹golan heights›", "(phrase =\"golan\" =\"heights\")", ""},
    {"＂golan heights＂", "(phrase =\"golan\" =\"heights\")", ""},
    {"\"golan «x» heights\"", "(phrase =\"golan\" =\"x\" =\"heights\")", ""},
    {"\"\\* a\"", "(phrase =\"*\" =\"a\")", ""},
    {"al-Sharaa", "\"al-Sharaa\"", ""},
    {"COVID-19", "\"COVID-19\"", ""},
    {"a - b", "(list \"a\" \"b\")", "3:This sign stands before nothing and"},
    {"a + b", "(list \"a\" \"b\")", "3:This sign stands before nothing and"},
    {"a -- b", "(list \"a\" \"b\")", ""},
    {"a — b – c", "(list \"a\" \"b\" \"c\")", ""},
    {"a--b", "\"a--b\"", ""},
    {"\\AND", "\"AND\"", ""},
    {"a \\OR b", "(list \"a\" \"OR\" \"b\")", ""},
    {"b\\*", "\"b*\"", ""},
    {"~al-Sharaa", "\"al-Sharaa\"", "1:~ before a word is reserved for"},
    {"~", "()", "1:This sign stands before nothing and"},
    {"a ~ b", "(list \"a\" \"b\")", "3:This sign stands before nothing and"},
    {"\\(a\\)", "\"(a)\"", ""},
    {"a\\ b", "\"a b\"", ""},
    {"\\-a", "\"-a\"", ""},
    {"a\\", "\"a\\\\\"", ""},
    {"\\\"a", "\"\\\"a\"", ""},
    {"\"a \\\" b\"", "(phrase =\"a\" =\"\\\"\" =\"b\")", ""},
    {"\"golan\nheights\"", "(phrase =\"golan\" =\"heights\")", ""},
    {"\"golan\n\nheights\"", "(list =\"golan\" \"heights\")",
     "1:This quotation mark is not closed,|16:This quotation mark is not closed,"},
    {"\"golan\nheights", "(list =\"golan\" \"heights\")",
     "1:This quotation mark is not closed,"},
    {"a \"b", "(list \"a\" =\"b\")", "3:This quotation mark is not closed,"},
    {"O'Brien", "\"O'Brien\"", ""},
    {"6'2\"", "\"6'2\"", "4:This quotation mark is not closed,"},
    {"צה\"ל", "\"צה\\\"ל\"", ""},
    {"\"צה\"ל וצבא\"", "(phrase =\"צה\\\"ל\" =\"וצבא\")", ""},
    {"\"a b\"c", "(list (phrase =\"a\" =\"b\") \"c\")", ""},
    {"a\"b c\"d", "(list \"a\" (phrase =\"b\" =\"c\") \"d\")", ""},
    {"f(x)", "(list \"f\" \"x\")", ""},
    {"C++", "\"C++\"", ""},
    {"+-a", "\"+-a\"", ""},
    {"--strict", "\"--strict\"", ""},
    {"- -a", "(and (not \"a\") (nothing))",
     "1:This sign stands before nothing and|3:This only excludes, so it finds"},
    {"=", "()", "1:This sign stands before nothing and"},
    {"==a", "=\"=a\"", ""},
    {"a = b", "(list \"a\" \"b\")", "3:This sign stands before nothing and"},
    {"+", "()", "1:This sign stands before nothing and"},
    {"(+)", "()", "1:There is nothing between these|2:This sign stands before nothing and"},
    {":)", "\":\"", "2:No parenthesis is open here, so"},
    {"***", "(all)", ""},
    {"U.S. AT&T", "(list \"U.S.\" \"AT&T\")", ""},
    {"Golan Heights – Envoy hails talks",
     "(list \"Golan\" \"Heights\" \"Envoy\" \"hails\" \"talks\")", ""},
    {"(a b)~", "(list \"a\" \"b\")", "6:This sign stands before nothing and"},
    {"\"a b\"~x", "(list (phrase =\"a\" =\"b\") \"x\")",
     "6:~ before a word is reserved for"},
    {"'single quotes'", "(list \"'single\" \"quotes'\")", ""},
};

static void marks_blanks_and_signs_are_told_from_letters(void **state)
{
    (void)state;
    query_rows_check(marks, COUNT(marks));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_blanks_and_signs_are_told_from_letters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
