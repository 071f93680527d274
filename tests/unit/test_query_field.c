/* tests/unit/test_query_field.c - fields and dates in a query. */
#include "tests/support/cm.h"
#include "tests/support/rows/query_rows.h"

static const query_row fields[] = {
    {"title:golan", "(scope title \"golan\")", ""},
    {"title:\"golan heights\"", "(scope title (phrase =\"golan\" =\"heights\"))", ""},
    {"title:(a OR b)", "(scope title (or \"a\" \"b\"))", ""},
    {"lede:(a b)~3", "(scope lede (near 3 \"a\" \"b\"))", ""},
    {"Title:golan", "(scope title \"golan\")", ""},
    {"title: golan", "(list \"title:\" \"golan\")", "1:A field and its value are written"},
    {"title:golan*", "(scope title \"golan\"*)", ""},
    {"title:=golan", "(scope title =\"golan\")", ""},
    {"=title:golan", "(scope title =\"golan\")", ""},
    {"title:*", "(all)", "1:The * of title:* and lede:* is read"},
    {"title:", "\"title:\"", "1:A field and its value are written"},
    {"-title:golan", "(and (not (scope title \"golan\")) (nothing))",
     "1:This only excludes, so it finds"},
    {"title:(-a)", "(and (scope title (not \"a\")) (nothing))",
     "1:This only excludes, so it finds"},
    {"title:(-a) b", "(list +(scope title (not \"a\")) \"b\")", ""},
    {"title:()", "()", "1:There is nothing between these"},
    {"title:\"\"", "()", "1:There is no word between these"},
    {"source:reuters", "(field source \"reuters\")", ""},
    {"source:reu*", "(field source \"reu\"*)", ""},
    {"source:*", "(field source \"\"*)", ""},
    {"source:\"New York Times\"", "(field source \"New York Times\")", ""},
    {"source:(reuters ap)", "(or (field source \"reuters\") (field source \"ap\"))", ""},
    {"source:(reuters OR ap) a",
     "(list +(or (field source \"reuters\") (field source \"ap\")) \"a\")", ""},
    {"source:(reuters -ap)", "(list +(field source \"reuters\") -(field source \"ap\"))",
     ""},
    {"source:(\"New York Times\" ap)",
     "(or (field source \"New York Times\") (field source \"ap\"))", ""},
    {"source:reuters^2", "(field source \"reuters\")", "1:A filter does not score, so its"},
    {"-source:reuters", "(and (not (field source \"reuters\")) (nothing))",
     "1:This only excludes, so it finds"},
    {"a lang:en", "(list \"a\" +(field lang \"en\"))", ""},
    {"id:a#3", "(field id \"a#3\")", ""},
    {"id:http://a.b/c?d=e", "(field id \"http://a.b/c?d=e\")", ""},
    {"url:http://a.b/c?d=e", "\"url:http://a.b/c?d=e\"",
     "1:There is no field of this name,"},
    {"foo:bar", "\"foo:bar\"", "1:There is no field of this name, so"},
    {"foo:\"a b\"", "(list \"foo:\" (phrase =\"a\" =\"b\"))",
     "1:There is no field of this name, so"},
    {"foo:(a b)", "(list \"foo:\" (list \"a\" \"b\"))",
     "1:There is no field of this name, so"},
    {"said: yes", "(list \"said:\" \"yes\")", ""},
    {"10:30", "\"10:30\"", ""},
    {"http://x.y/z", "\"http://x.y/z\"", ""},
    {"x:y:z", "\"x:y:z\"", "1:There is no field of this name, so"},
    {"a:b", "\"a:b\"", "1:There is no field of this name, so"},
    {"mailto:a@b", "\"mailto:a@b\"", "1:There is no field of this name, so"},
    {"sentence:(a b)", "(list \"a\" \"b\")", "1:sentence: and passage: are"},
    {"passage:a", "\"a\"", "1:sentence: and passage: are"},
    {"+title:(a b) -lang:de \"c d\"~2",
     "(list +(scope title (list \"a\" \"b\")) -(field lang \"de\") (near 2 =\"c\" =\"d\"))",
     ""},
    {"source:(title:a b)", "(or (scope title \"a\") (field source \"b\"))", ""},
    {"title:(source:x a)", "(scope title (list +(field source \"x\") \"a\"))", ""},
    {"title:(a title:(b c))", "(scope title (list \"a\" (scope title (list \"b\" \"c\"))))",
     ""},
    {"title:golan~1", "(scope title \"golan\")", "1:~ behind a word is reserved for"},
    {"title:golan^2", "(scope title \"golan\"^2)", ""},
    {"id:(x*)", "(field id \"x\"*)", ""},
    {"title:(\"a b\" c)", "(scope title (list (phrase =\"a\" =\"b\") \"c\"))", ""},
    {"source:(title:\"a\" x)", "(or (scope title =\"a\") (field source \"x\"))", ""},
    {"LANG:EN", "(field lang \"EN\")", ""},
    {"lang:en source:x", "(list +(field lang \"en\") +(field source \"x\"))", ""},
    {"a (lang:en source:x)",
     "(list \"a\" +(list +(field lang \"en\") +(field source \"x\")))", ""},
    {"a (lang:en OR source:x)",
     "(list \"a\" +(or (field lang \"en\") (field source \"x\")))", ""},
    {"a source:(x y)", "(list \"a\" +(or (field source \"x\") (field source \"y\")))", ""},
    {"-lang:en", "(and (not (field lang \"en\")) (nothing))",
     "1:This only excludes, so it finds"},
    {"a OR lang:de", "(or \"a\" (field lang \"de\"))", ""},
    {"lang:en AND -a", "(and (field lang \"en\") (not \"a\"))", ""},
    {"lang:en -a", "(list +(field lang \"en\") -\"a\")", ""},
    {"source:(x -y)", "(list +(field source \"x\") -(field source \"y\"))", ""},
    {"source:(NOT x)", "(and (not (field source \"x\")) (nothing))",
     "1:This only excludes, so it finds"},
};

static void fields_are_known_or_text(void **state)
{
    (void)state;
    query_rows_check(fields, COUNT(fields));
}

static const query_row dates[] = {
    {"date:2025-06-30", "(date 1751241600..1751327999)", ""},
    {"date:2025-06", "(date 1748736000..1751327999)", ""},
    {"date:2025", "(date 1735689600..1767225599)", ""},
    {"date:2025-06-28..2025-07-02", "(date 1751068800..1751500799)", ""},
    {"date:2025-07-02..2025-06-28", "(date 1751068800..1751500799)",
     "1:This range ends before it begins,"},
    {"date:..2025", "(date ..1767225599)", ""},
    {"date:2025..", "(date 1735689600..)", ""},
    {"date:..", "(date ..)", ""},
    {"date:none", "(date none)", ""},
    {"date:*", "(date ..)", ""},
    {"date:yesterday", "\"date:yesterday\"", "1:This is not a date that can be"},
    {"date:\"2025-06-30\"", "(date 1751241600..1751327999)", ""},
    {"date:(2025-06 2025-08)",
     "(or (date 1748736000..1751327999) (date 1754006400..1756684799))", ""},
    {"date:2025^2", "(date 1735689600..1767225599)", "1:A filter does not score, so its"},
    {"after:2025-06-30", "(date 1751328000..)", ""},
    {"before:2025-06-30", "(date ..1751241599)", ""},
    {"after:x", "\"after:x\"", "1:This is not a date that can be"},
    {"last:7d", "(date 1750723200..1751328000)", ""},
    {"last:2w", "(date 1750118400..1751328000)", ""},
    {"last:1m", "(date 1748736000..1751328000)", ""},
    {"last:1y", "(date 1719792000..1751328000)", ""},
    {"last:7", "\"last:7\"", "1:This is not a date that can be"},
    {"last:d", "\"last:d\"", "1:This is not a date that can be"},
    {"last:7h", "\"last:7h\"", "1:This is not a date that can be"},
    {"last:99999999999d", "\"last:99999999999d\"", "1:This is not a date that can be"},
    {"last:99999999999999999999999d", "\"last:99999999999999999999999d\"",
     "1:This is not a date that can be"},
    {"last:(7d 2w)", "(or (date 1750723200..1751328000) (date 1750118400..1751328000))",
     ""},
    {"Date:2025", "(date 1735689600..1767225599)", ""},
    {"date:2025-06-30..x", "\"date:2025-06-30..x\"", "1:This is not a date that can be"},
    {"last:0d", "(date 1751328000..1751328000)", ""},
    {"+\"Golan Heights\" -winery after:2025-06-01",
     "(list +(phrase =\"Golan\" =\"Heights\") -\"winery\" +(date 1748822400..))", ""},
};

static void dates_are_periods_or_text(void **state)
{
    (void)state;
    query_rows_check(dates, COUNT(dates));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_known_or_text),
        cmocka_unit_test(dates_are_periods_or_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
