/* tests/unit/test_query_leaf.c - words and quotations of a query. */
#include "tests/support/cm.h"
#include "tests/support/rows/query_rows.h"

static const query_row leaves[] = {
    {"golan", "\"golan\"", ""},
    {"golan heights", "(list \"golan\" \"heights\")", ""},
    {"\"golan heights\"", "(phrase =\"golan\" =\"heights\")", ""},
    {"=barrack", "=\"barrack\"", ""},
    {"=\"tom barrack\"", "(phrase =\"tom\" =\"barrack\")", ""},
    {"\"barrack\"", "=\"barrack\"", ""},
    {"\"tom * barrack\"", "(phrase =\"tom\" (gap) =\"barrack\")", ""},
    {"\"* barrack\"", "(phrase (gap) =\"barrack\")", ""},
    {"\"tom*barrack\"", "=\"tom*barrack\"", "2:Inside quotation marks a * stands"},
    {"\"barr* golan\"", "(phrase =\"barr*\" =\"golan\")",
     "2:Inside quotation marks a * stands"},
    {"\"*\"", "()", "1:There is no word between these"},
    {"\"\"", "()", "1:There is no word between these"},
    {"\"  \"", "()", "1:There is no word between these"},
    {"\"barrack golan\"~5", "(near 5 =\"barrack\" =\"golan\")", ""},
    {"\"barrack golan\"~>5", "(near >5 =\"barrack\" =\"golan\")", ""},
    {"\"barrack * golan\"~5", "(near 5 =\"barrack\" =\"golan\")",
     "1:Where a distance is given, a *"},
    {"\"barrack\"~5", "=\"barrack\"", "1:A distance needs two words or more,"},
    {"barrac*", "\"barrac\"*", ""},
    {"ba*", "\"ba\"", "1:A prefix needs at least three"},
    {"ba**", "\"ba**\"", "1:A * means something only at the end"},
    {"*", "(all)", ""},
    {"**", "(all)", ""},
    {"*ing", "\"*ing\"", "1:A * means something only at the end"},
    {"b*d", "\"b*d\"", "1:A * means something only at the end"},
    {"barrac*^2", "\"barrac\"*^2", ""},
    {"=barrac*", "=\"barrac\"*", ""},
    {"münc*", "\"münc\"*", ""},
    {"barrack~", "\"barrack\"", "1:~ behind a word is reserved for"},
    {"barrack~1", "\"barrack\"", "1:~ behind a word is reserved for"},
    {"barrack~1^2", "\"barrack\"^2", "1:~ behind a word is reserved for"},
    {"a~b", "\"a~b\"", ""},
    {"w^2.5", "\"w\"^2.5", ""},
    {"w^0", "\"w\"^0", ""},
    {"w^0.0001", "\"w\"^0.0009765625", ""},
    {"w^1000", "\"w\"^1000", ""},
    {"w^1001", "\"w\"^1000", "1:No weight is greater than 1000."},
    {"w^", "\"w^\"", "1:A weight is a number, such as"},
    {"w^x", "\"w^x\"", "1:A weight is a number, such as"},
    {"a w^2x", "(list \"a\" \"w^2x\")", "3:A weight is a number, such as"},
    {"w^-1", "\"w^-1\"", "1:A weight is a number, such as"},
    {"w^.5", "\"w^.5\"", "1:A weight is a number, such as"},
    {"w^2.", "\"w^2.\"", "1:A weight is a number, such as"},
    {"w^2^3", "\"w^2\"^3", "1:A weight is a number, such as"},
    {"w^\"2\"", "(list \"w^\" =\"2\")", "1:A weight is a number, such as"},
    {"title:w^x", "(scope title \"w^x\")", "1:A weight is a number, such as"},
    {"lang:w^x", "(field lang \"w^x\")", "1:A weight is a number, such as"},
    {"w ^ v", "(list \"w\" \"^\" \"v\")", ""},
    {"^", "\"^\"", ""},
    {"^2", "\"^2\"", ""},
    {"^_^", "\"^_^\"", ""},
    {"w\\^x", "\"w^x\"", ""},
    {"w\\^x^2", "\"w^x\"^2", ""},
    {"\"a w^x\"", "(phrase =\"a\" =\"w^x\")", ""},
    {"\"a b\"^x", "(list (phrase =\"a\" =\"b\") \"^x\")",
     "1:A weight is a number, such as"},
    {"\"a b\"^", "(list (phrase =\"a\" =\"b\") \"^\")", "1:A weight is a number, such as"},
    {"\"a b\"~5^2^3", "(list (near 5 =\"a\" =\"b\")^2 \"^3\")",
     "1:A weight is a number, such as"},
    {"\"a b\"^1e3", "(list (phrase =\"a\" =\"b\") \"e3\")",
     "1:A weight is a number, such as"},
    {"\"a b\"^2~5c", "(list (near 5 =\"a\" =\"b\")^2 \"c\")", ""},
    {"lang:\"en\"^x", "(list +(field lang \"en\") \"^x\")",
     "1:A weight is a number, such as"},
    {"\"a b\" ^ c", "(list (phrase =\"a\" =\"b\") \"^\" \"c\")", ""},
    {"(a b)^x", "(list (list \"a\" \"b\") \"^x\")", "5:A weight is a number, such as"},
    {"(a b)~5^", "(list (near 5 \"a\" \"b\") \"^\")", "5:A weight is a number, such as"},
    {"(a b)^2, c", "(list (list \"a\" \"b\")^2 \",\" \"c\")", ""},
    {"(a b)^2.", "(list (list \"a\" \"b\")^2 \".\")", ""},
    {"\"a b\"^2; c", "(list (phrase =\"a\" =\"b\")^2 \";\" \"c\")", ""},
    {"(a b)^2,5", "(list (list \"a\" \"b\")^2 \",5\")", "5:A weight is a number, such as"},
    {"(a b) ^ c", "(list (list \"a\" \"b\") \"^\" \"c\")", ""},
    {"\"a b\"^2", "(phrase =\"a\" =\"b\")^2", ""},
    {"\"a b\"~20000", "(near 10000 =\"a\" =\"b\")", "1:No weight is greater than 1000 and"},
    {"\"golan heights", "(phrase =\"golan\" =\"heights\")",
     "1:This quotation mark is not closed,"},
    {"**bold**", "\"**bold**\"", "1:A * means something only at the end"},
    {"\"a b\"*", "(phrase =\"a\" =\"b\")", "1:A * behind quotation marks means"},
    {"\"a\"*", "=\"a\"", "1:A * behind quotation marks means"},
};

static void words_and_quotations_become_leaves(void **state)
{
    (void)state;
    query_rows_check(leaves, COUNT(leaves));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_quotations_become_leaves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
