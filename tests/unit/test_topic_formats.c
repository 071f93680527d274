/* tests/unit/test_topic_formats.c - a question means the same in every format that it is written in. */
#include <stdlib.h>
#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/transcripts/topic_transcript.h"

/* A file, and what it comes to. */
typedef struct topic_case {
    const char *what; /* shown where it fails */
    const char *file;
    const char *expected;
    const char *fields;
    nh_topic_format format;
    bool places;
} topic_case;

static void check(void **state, const topic_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const topic_case *c = &cases[i];
        const nh_topics_options options = {.size = sizeof options,
                                           .format = c->format,
                                           .fields = c->fields,
                                           .row_limit = 200};
        char *text = topics_of(*state, c->file, strlen(c->file), &options, c->places);

        if (strcmp(text, c->expected) != 0)
            print_error("case: %s\n", c->what);
        assert_string_equal(text, c->expected);
        free(text);
    }
}

static void a_line_is_a_question(void **state)
{
    static const topic_case cases[] = {
        {"plain lines", "golan heights\nbarrack, envoy\n# talks\n",
         "1|golan heights @1:1/0\n2|barrack, envoy @2:1/14\n3|# talks @3:1/29\n", NULL, 0,
         true},
        {"blank lines are counted and passed over", "\n  golan \r\n\r\n\t\nhill",
         "2|golan @2:3/3\n5|hill @5:1/15\n", NULL, 0, true},
        {"a mark of byte order is none of the question", "\xef\xbb\xbfgolan\nhill\n",
         "1|golan @1:1/3\n2|hill @2:1/9\n", NULL, 0, true},
        {"nothing", "", "", NULL, 0, true},
        {"Latin-1", "caf\xe9\n", "1|caf\xc3\xa9\n", NULL, 0, false},
        {"forced", "{\"id\": 1}\n", "1|{\"id\": 1}\n", NULL, NH_TOPICS_LINES, false},
    };

    check(state, cases, COUNT(cases));
}

static void a_tab_sets_the_id_apart(void **state)
{
    static const topic_case cases[] = {
        {"pairs", "1\tgolan heights\r\nq-2\t \"hill, top\"\n",
         "1|golan heights @1:3/2\nq-2|\"hill, top\" @2:6/22\n", NULL, 0, true},
        {"bad rows", "1\tgolan\nno tab\n3\t\n\tno id\n1\tagain\n6\ta\tb\n7\tlast",
         "1|golan @1:3/2\n! refused 1 cell in a table of 2 columns @2:1/8\n"
         "! refused 3 no question @3:1/15\n! refused no id @4:1/18\n"
         "! refused 1 another question has this id: that of line 1 @5:1/25\n"
         "! refused 3 cells in a table of 2 columns @6:5/37\n7|last @7:3/41\n",
         NULL, 0, true},
        {"a head names more columns",
         "qid\tquery\tfilter\tn\n1\tgolan\tsource:ap\t5\n2\thill\n",
         "1|golan|source:ap||5\n2|hill\n", NULL, 0, false},
    };

    check(state, cases, COUNT(cases));
}

static void commas_set_cells_apart(void **state)
{
    static const topic_case cases[] = {
        {"a head in any order", "Query,notes,ID,n\r\ngolan,x,1,7\r\nhill,,2,\r\n",
         "1|golan|||7 @2:1/18\n2|hill @3:1/31\n", NULL, 0, true},
        {"quoted cells are no phrases",
         "id,query\n1,\"golan, heights\"\n2, \"say \"\"hill top\"\" twice\" \n3,a \"b\" c\n",
         "1|golan, heights @2:4/12\n2|say \"hill top\" twice @3:5/32\n3|a \"b\" c @4:3/59\n",
         NULL, 0, true},
        {"lines break inside a cell",
         "id,query\n1,\"golan\r\nheights\"\n2,\"a\n\nb\"\n3,c\n",
         "1|golan\r\\nheights @2:4/12\n2|a\\n\\nb @4:4/31\n3|c @7:3/39\n", NULL, 0, true},
        {"rows are id and question without a head", "1,golan\nq2,\"a, b\"\n",
         "1|golan\nq2|a, b\n", NULL, 0, false},
        {"rows are questions alone", "golan\n\"a, b\"\n\n\"c\"\n", "1|golan\n2|a, b\n4|c\n",
         NULL, NH_TOPICS_CSV, false},
        {"other separators are text", "1;golan\n2\thill\n", "1|1;golan\n2|2\thill\n", NULL,
         NH_TOPICS_CSV, false},
        {"a head without ids", "title,filter\ngolan,source:ap\n", "2|golan|source:ap\n",
         NULL, 0, false},
        {"every column", "id,query,filter,n,now,like\n1,a,b,3,2025-06-30,\n2,,,,,x.txt\n",
         "1|a|b||3|1751241600\n2|||x.txt\n", NULL, 0, false},
        {"what is bad about rows",
         "id,query,n,now\n1,a,0,\n2,b,x,\n3,c,,soon\n4,,,\n,d,,\n6,e,,,f\n7\n1,good,,\n1,again,,\n",
         "! refused 1 n is \"0\", which is no whole number above 0 @2:5/19\n"
         "! refused 2 n is \"x\", which is no whole number above 0 @3:5/26\n"
         "! refused 3 now is neither a date nor seconds since 1970 @4:6/34\n"
         "! refused 4 no question @5:1/39\n! refused no id @6:1/44\n"
         "! refused 5 cells in a table of 4 columns @7:7/55\n"
         "! refused 7 no question @8:1/57\n1|good @9:3/61\n"
         "! refused 1 another question has this id: that of line 9 @10:1/68\n",
         NULL, 0, true},
    };

    check(state, cases, COUNT(cases));
}

static void a_forgotten_quotation_mark_takes_no_other_row_along(void **state)
{
    static const topic_case cases[] = {
        {"open to the end", "id,query\n1,a\n2,\"golan\n3,c\n4,d\n",
         "1|a @2:3/11\n! refused a quoted cell does not end @3:3/15\n3|c @4:3/24\n"
         "4|d @5:3/28\n",
         NULL, 0, true},
        {"closed by the next one", "id,query\n2,\"golan\n3,\"c\"\n",
         "! refused something other than a comma follows a quoted cell @2:0/21\n3|c @3:4/21\n",
         NULL, 0, true},
        {"something follows", "id,query\n2,\"golan\"x\n3,c\n",
         "! refused something other than a comma follows a quoted cell @2:10/18\n"
         "3|c @3:3/22\n",
         NULL, 0, true},
    };

    check(state, cases, COUNT(cases));
}

static void an_object_is_a_question(void **state)
{
    static const topic_case cases[] = {
        {"members",
         "{\"id\": 1, \"query\": \"golan\", \"x\": [1, {\"id\": 2}]}\n\n"
         "{\"title\":\"say \\\"hill\\\"\",\"id\":\"q-2\",\"filter\":\"source:ap\",\"n\":5}\r\n"
         "{\"id\":3,\"like\":\"a.txt\",\"title\":\"not asked\"}",
         "1|golan @1:21/20\nq-2|say \"hill\"|source:ap||5 @3:0/-\n3|||a.txt @4:17/130\n",
         NULL, 0, true},
        {"digits of numbers",
         "{\"id\":9223372036854775807,\"query\":2024}\n"
         "{\"id\":18446744073709551616,\"query\":1.50}\n{\"id\":-7.0,\"query\":\"a\",\"n\":5.0}\n"
         "{\"id\":1.5,\"query\":\"a\"}\n{\"id\":1e3,\"query\":\"a\"}\n",
         "9223372036854775807|2024\n18446744073709551616|1.50\n-7|a|||5\n"
         "! refused an id is a text or a whole number\n"
         "! refused an id is a text or a whole number\n",
         NULL, 0, false},
        {"names are exact",
         "{\"id\":1,\"query\":\"a\",\"Filter\":\"source:ap\"}\n"
         "{\"id\":2,\"query\":\"a\",\"N\":5}\n{\"ID\":3,\"query\":\"a\"}\n"
         "{\"id\":4,\"Query\":\"a\"}\n{\"id\":5,\"query\":\"a\",\"Title\":\"b\"}\n",
         "! refused \"Filter\" is no member: it is written filter\n"
         "! refused \"N\" is no member: it is written n\n"
         "! refused no id\n! refused 4 no question\n5|a\n",
         NULL, 0, false},
        {"dates and seconds",
         "{\"id\":1,\"query\":\"a\",\"now\":\"2025-06-30\"}\n"
         "{\"id\":2,\"query\":\"a\",\"now\":20250630}\n{\"id\":3,\"query\":\"a\",\"now\":-1}\n"
         "{\"id\":4,\"query\":\"a\",\"now\":null}\n"
         "{\"id\":5,\"query\":\"a\",\"now\":\"2025-06-30T00:00:01Z\"}\n",
         "1|a||||1751241600\n2|a||||20250630\n3|a||||-1\n4|a\n5|a||||1751241601\n", NULL, 0,
         false},
        {"Latin-1", "{\"id\":1,\"query\":\"caf\xe9\"}\n", "1|caf\xc3\xa9\n", NULL, 0,
         false},
        {"another member is the question", "{\"id\":1,\"query\":\"a\",\"long\":\"b c\"}\n",
         "1|b c\n", "long", 0, false},
        {"a list of objects is told row by row", "[{\"id\":1,\"query\":\"a\"},\n",
         "! refused malformed JSON\n", NULL, 0, false},
    };

    check(state, cases, COUNT(cases));
}

static void what_is_no_question_is_told_with_its_member(void **state)
{
    static const topic_case cases[] = {
        {"what is of another type",
         "{\"id\":1,\"query\":\"a\",\"n\":\"5\"}\n{\"id\":2,\"query\":\"a\",\"n\":true}\n"
         "{\"id\":3,\"query\":[\"a\"]}\n{\"id\":9.5,\"query\":\"a\"}\n"
         "{\"id\":[\"5\"],\"query\":\"a\"}\n{\"id\":6,\"query\":\"a\",\"filter\":2024}\n"
         "{\"id\":7,\"query\":\"a\",\"now\":{}}\n{\"id\":8,\"like\":[]}\n"
         "{\"id\":9,\"query\":\"a\",\"n\":null,\"x\":[],\"y\":false}\n",
         "! refused 1 n is a text, and must be a whole number above 0 @1:26/25\n"
         "! refused 2 n is a truth value or an object, and must be a whole number above 0 "
         "@2:25/53\n"
         "! refused 3 query is a list, and must be a text @3:17/75\n"
         "! refused an id is a text or a whole number @4:7/88\n"
         "! refused id is a list, and must be a text or a whole number @5:7/111\n"
         "! refused 6 filter is a number, and must be a text @6:30/159\n"
         "! refused 7 now is a truth value or an object, and must be a date or seconds since "
         "1970 @7:27/191\n"
         "! refused 8 like is a list, and must be a text or a whole number @8:16/210\n"
         "9|a @9:18/231\n",
         NULL, 0, true},
        {"bad rows",
         "{\"id\":1,\"query\":\"a\"\n[1]\n{\"query\":\"a\"}\n{\"id\":4}\n"
         "{\"id\":5,\"query\":\"a\",\"n\":1.5}\n{\"id\":6,\"query\":[\"a\",\"b\"]}\n"
         "{\"id\":7,\"query\":\"a\",\"now\":0.5}\n{\"id\":[8,9],\"query\":\"a\"}\n"
         "{\"id\":\"9\",\"query\":\"\\ud83d\"}\n{\"id\":9,\"query\":\"b\"}\nx\n",
         "! refused malformed JSON @1:20/19\n! refused not a JSON object @2:1/20\n"
         "! refused no id @3:1/24\n! refused 4 no question @4:1/38\n"
         "! refused 5 n is \"1.5\", which is no whole number above 0 @5:25/71\n"
         "! refused 6 query is a list, and must be a text @6:17/92\n"
         "! refused 7 now is neither a date nor seconds since 1970 @7:27/129\n"
         "! refused id is a list, and must be a text or a whole number @8:7/140\n"
         "! refused half a surrogate pair in a JSON text @9:20/178\n9|b @10:18/204\n"
         "! refused malformed JSON @11:1/208\n",
         NULL, 0, true},
    };

    check(state, cases, COUNT(cases));
}

static const char classic[] =
    "\n<top>\n<num> Number: 301 \n<title> Topic:  Hill Top \n\n"
    "<desc> Description: \nWho lives there,\nAT&amp;T or O&#39;Neill?\n\n"
    "<narr> Narrative: \nNot <b>wine</b>.\n</top>\n"
    "<TOP><NARR>why</NARR><TITLE>golan</TITLE>"
    "<NUM>Number: 302</NUM></TOP>\n";

static void trec_topics_are_read(void **state)
{
    static const topic_case cases[] = {
        {"titles", classic, "301|Hill Top @2:0/42\n302|golan @13:29/188\n", NULL, 0, true},
        {"descriptions", classic,
         "301|Who lives there, AT&T or O'Neill? @2:0/74\n"
         "! refused 302 no question: nothing in desc @13:1/160\n",
         "desc", 0, true},
        {"several fields", classic,
         "301|Hill Top Who lives there, AT&T or O'Neill? Not wine .\n302|golan why\n",
         "title+desc+narr", 0, false},
        {"any order of fields", classic, "301|Not wine . Hill Top\n302|why golan\n",
         "narr+title", 0, false},
        {"the end is forgotten", "<top><num>1<title>a\n<top><num>2<title>b\n", "1|a\n2|b\n",
         NULL, 0, false},
        {"other elements",
         "<top><head> Tipster\n<num> Number: 051\n<dom> Domain: Trade\n<title> "
         "Topic: Airbus\n<con> Concepts:\n1. x\n</top>",
         "051|Airbus\n", NULL, 0, false},
        {"articles",
         "<top>\n<num> Number: 321 </num>\n<docid>a&amp;b</docid>\n<url>x</url>\n</top>",
         "321|||a&b @1:0/38\n", NULL, 0, true},
        {"articles with fields that are asked for",
         "<top><num> Number: 321 </num><docid>ab</docid><title>hill</title></top>",
         "321|hill\n", "title", 0, false},
        {"Latin-1", "<top><num>1<title>caf\xe9 &eacute;</top>",
         "1|caf\xc3\xa9 &eacute; @1:0/-\n", NULL, 0, true},
        {"bad ones",
         "<top><title>a</top>\n<top><num>2</top>\n<top><num>3<title>c</top><top><num>3"
         "<title>d</top>",
         "! refused no id @1:1/0\n! refused 2 no question @2:1/20\n3|c @3:19/56\n"
         "! refused 3 another question has this id: that of line 3 @3:26/63\n",
         NULL, 0, true},
        {"none", "<html><body>golan</body></html>",
         "! refused no <top>, <topic> or <query> in this file @1:1/0\n", NULL, 0, true},
    };

    check(state, cases, COUNT(cases));
}

static void xml_topics_are_read(void **state)
{
    static const char covid[] =
        "<?xml version=\"1.0\"?>\n<topics task=\"x\">\n<topic number=\"7\">\n<query>hill "
        "top</query>\n<question>who lives\nthere</question>\n<narrative>n</narrative>\n</topic>\n"
        "</topics>\n";
    static const topic_case cases[] = {
        {"number and query", covid, "7|hill top @3:0/66\n", NULL, 0, true},
        {"the question", covid, "7|who lives there\n", "desc", 0, false},
        {"both", covid, "7|hill top who lives there n\n", "query+question+narrative", 0,
         false},
        {"queries",
         "<queries>\n<query number=\"1\">golan</query>\n<query id='b'> a &lt; b </query>\n",
         "1|golan\nb|a < b\n", NULL, 0, false},
        {"queries with elements",
         "<parameters><query><number>5</number><text>#a b</text></query>", "5|#a b\n", NULL,
         0, false},
        {"identifiers",
         "<topic lang=\"en\"><identifier>1/2-AH</identifier><title>t</title></topic>",
         "1/2-AH|t\n", NULL, 0, false},
        {"many parts",
         "<topic number=\"1\"><s>a</s><s>a</s><s>a</s><s>a</s><s>a</s><s>a</s>"
         "<s>a</s><s>a</s><s>a</s><s>a</s><query>q</query></topic>",
         "1|q\n", NULL, 0, false},
    };

    check(state, cases, COUNT(cases));
}

static void what_is_wrong_is_quoted(void **state)
{
    static const topic_case cases[] = {
        {"more hits than there can be", "id,query,n\n1,a,9999999999999999999\n2,b,-3\n",
         "! limit 1 n is 9999999999999999999, which is more than any index holds @2:5/15\n"
         "! refused 2 n is \"-3\", which is no whole number above 0 @3:5/39\n",
         NULL, 0, true},
        {"long values are cut between letters",
         "id,query,n\n1,a,123456789012345678901234567890123456789\xc3\xa9\n",
         "! refused 1 n is \"123456789012345678901234567890123456789\", which is no whole "
         "number above 0\n",
         NULL, 0, false},
        {"fields that are not there", "<top><num>1<title>a</top>",
         "! refused 1 no question: nothing in bogus+desc\n", "bogus+desc", 0, false},
    };

    check(state, cases, COUNT(cases));
}

static void formats_are_told_apart(void **state)
{
    static const topic_case cases[] = {
        {"a comma in a question", "Prime moves, predictions\nHaiti, return\n",
         "1|Prime moves, predictions\n2|Haiti, return\n", NULL, 0, false},
        {"a comma in some", "1,000 ships\nhill\n", "1|1,000 ships\n2|hill\n", NULL, 0,
         false},
        {"phrases", "\"golan heights\"\n\"hill\"\n", "1|\"golan heights\"\n2|\"hill\"\n",
         NULL, 0, false},
        {"a tab in some", "a\tb\nc\nd\n", "1|a\tb\n2|c\n3|d\n", NULL, 0, false},
        {"a column's name above questions", "query\nhill\n\"a, \"\"b\"\"\"\nc, d\n",
         "2|hill\n3|a, \"b\"\n! refused 2 cells in a table of 1 column\n", NULL, 0, false},
        {"title is one, too", "Title\r\n\"hill, top\"\r\n", "2|hill, top\n", NULL, 0,
         false},
        {"nothing below it", "query\n\n", "1|query\n", NULL, 0, false},
        {"it is a question where lines are forced", "query\nhill, top\n",
         "1|query\n2|hill, top\n", NULL, NH_TOPICS_LINES, false},
        {"no column's name", "hill\ngolan, heights\n", "1|hill\n2|golan, heights\n", NULL,
         0, false},
        {"one bad row among pairs", "1\ta\nb\n3\tc\n4\td\n",
         "1|a\n! refused 1 cell in a table of 2 columns\n3|c\n4|d\n", NULL, 0, false},
        {"blank lines first", "\n\n{\"id\":1,\"query\":\"a\"}\n", "1|a\n", NULL, 0, false},
        {"less than", "<3 hearts\n", "1|<3 hearts\n", NULL, 0, false},
    };

    check(state, cases, COUNT(cases));
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_line_is_a_question),
        CASE(a_tab_sets_the_id_apart),
        CASE(commas_set_cells_apart),
        CASE(a_forgotten_quotation_mark_takes_no_other_row_along),
        CASE(an_object_is_a_question),
        CASE(what_is_no_question_is_told_with_its_member),
        CASE(trec_topics_are_read),
        CASE(xml_topics_are_read),
        CASE(what_is_wrong_is_quoted),
        CASE(formats_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
