/* tests/unit/test_topics.c - questions come out of every format, and bad rows never end a batch. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/corpus_transcript.h"
#include "tests/support/fault.h"
#include "tests/support/topic_transcript.h"

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
         "1|golan @1:3/2\n! refused 2 1 cells in a table of 2 columns @2:1/8\n"
         "! refused 3 no question @3:1/15\n! refused 4 no id @4:1/18\n"
         "! refused 1 another question has this id @5:1/25\n"
         "! refused 6 3 cells in a table of 2 columns @6:5/37\n7|last @7:3/41\n",
         NULL, 0, true},
        {"a head names more columns",
         "qid\tquery\tfilter\tn\n1\tgolan\tsource:ap\t5\n2\thill\n",
         "1|golan|source:ap||5\n2|hill\n", NULL, 0, false},
    };

    check(state, cases, COUNT(cases));
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_line_is_a_question),
        CASE(a_tab_sets_the_id_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
