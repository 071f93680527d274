/* tests/unit/test_options_help.c - option tables shown to people, and to programs. */
#include <stdlib.h>
#include <string.h>

#include "common/base/program/options.h"
#include "tests/support/cm.h"

typedef void shower(const nh_option *table, const char *usage, FILE *to);

static void check(shower *show, const nh_option *table, const char *expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    assert_non_null(to);
    show(table, "nh-x [OPTION]... INDEX", to);
    fclose(to);
    assert_string_equal(text, expected);
    free(text);
}

/* Options of every kind, a hidden one, and examples that stand before other rows. */
static void show_all(shower *show, const char *expected)
{
    bool flag = false;
    uint64_t number = 0;
    double real = 0;
    const char *text = NULL;
    nh_option_list list = {0};
    const nh_option table[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "What is shown:"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, "  nh-x news.idx  # remark\n"},
        {"json", 'j', NH_OPT_FLAG, &flag, NULL, "objects"},
        {NULL, 'n', NH_OPT_COUNT, &number, "N", "stop"},
        {"memory", 0, NH_OPT_SIZE, &number, "BYTES", "to use"},
        {"k1", 0, NH_OPT_REAL, &real, "X", "saturation"},
        {"tag", 0, NH_OPT_TEXT, &text, "NAME", "last field"},
        {"map", 0, NH_OPT_LIST, &list, "A=B", "a field"},
        {"by", 0, NH_OPT_CHOICE, &number, "article|passage", "the unit"},
        {"secret", 0, NH_OPT_FLAG, &flag, NULL, NULL},
        {0},
    };

    check(show, table, expected);
}

static void people_read_columns_and_examples_last(void **state)
{
    (void)state;
    show_all(nh_options_help, "usage: nh-x [OPTION]... INDEX\n"
                              "\n"
                              "What is shown:\n"
                              "  -j, --json                objects\n"
                              "  -n N                      stop\n"
                              "      --memory BYTES        to use\n"
                              "      --k1 X                saturation\n"
                              "      --tag NAME            last field\n"
                              "      --map A=B             a field\n"
                              "      --by article|passage  the unit\n"
                              "\n"
                              "examples:\n"
                              "  nh-x news.idx  # remark\n");
}

static void programs_read_lines_with_tabs(void **state)
{
    (void)state;
    show_all(nh_options_list, "usage\tnh-x [OPTION]... INDEX\n"
                              "option\tj\tjson\tflag\t\tobjects\n"
                              "option\tn\t\tcount\tN\tstop\n"
                              "option\t\tmemory\tsize\tBYTES\tto use\n"
                              "option\t\tk1\treal\tX\tsaturation\n"
                              "option\t\ttag\ttext\tNAME\tlast field\n"
                              "option\t\tmap\tlist\tA=B\ta field\n"
                              "option\t\tby\tchoice\tarticle|passage\tthe unit\n");
}

static void an_example_is_no_option(void **state)
{
    bool flag = false;
    const nh_option table[] = {
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, "  nh-x\n"},
        {"json", 0, NH_OPT_FLAG, &flag, NULL, "objects"},
        {0},
    };
    char word[] = "--json";
    char *argv[] = {word};
    nh_error err = {0};
    int rest = 0;

    (void)state;
    assert_int_equal(nh_options_read(table, 1, argv, 0, &rest, &err), NH_OK);
    assert_true(flag);
    assert_int_equal(rest, 0);
    check(nh_options_help, table + 1,
          "usage: nh-x [OPTION]... INDEX\n\n      --json                objects\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_read_columns_and_examples_last),
        cmocka_unit_test(programs_read_lines_with_tabs),
        cmocka_unit_test(an_example_is_no_option),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
