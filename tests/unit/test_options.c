/* tests/unit/test_options.c - command lines as tables. */
#include "common/base/program/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/cm.h"

typedef struct settings {
    bool json;
    bool quiet;
    uint64_t limit;
    uint64_t memory;
    double k1;
    const char *rank;
    nh_option_list maps;
    uint64_t by;
} settings;

#define WORDS 16

/* A command line, read. */
typedef struct outcome {
    settings set;
    nh_status st;
    nh_error err;
    int rest;
    char *argv[WORDS];
} outcome;

static void table_for(settings *set, nh_option table[12])
{
    const nh_option rows[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "What is shown:"},
        {"json", 'j', NH_OPT_FLAG, &set->json, NULL, "one JSON object per line"},
        {"quiet", 'q', NH_OPT_FLAG, &set->quiet, NULL, "print nothing"},
        {"limit", 'n', NH_OPT_COUNT, &set->limit, "N", "stop after N articles"},
        {"memory", 'm', NH_OPT_SIZE, &set->memory, "SIZE", "memory to use"},
        {"k1", 0, NH_OPT_REAL, &set->k1, "X", "saturation of BM25"},
        {"rank", 'r', NH_OPT_TEXT, &set->rank, "NAME", "how hits are ranked"},
        {"map", 0, NH_OPT_LIST, &set->maps, "FIELD=NAME", "a field under another name"},
        {"by", 0, NH_OPT_CHOICE, &set->by, "article|passage", "the unit of a hit"},
        {"secret", 0, NH_OPT_FLAG, &set->json, NULL, NULL},
        {NULL, 0, NH_OPT_END, NULL, NULL, NULL},
    };

    memcpy(table, rows, sizeof rows);
}

/* Reads `line`, cut at its blanks; "_" stands for the empty word. */
static outcome *read_line(const char *line)
{
    static char words[256];
    outcome *o = (outcome *)calloc(1, sizeof *o);
    nh_option table[12];
    int argc = 1;

    assert_non_null(o);
    o->set.limit = 10;
    o->rest = -1;
    snprintf(words, sizeof words, "program %s", line);
    o->argv[0] = words;
    for (char *z = words; *z != '\0'; z++)
        if (*z == ' ') {
            *z = '\0';
            o->argv[argc++] = z + 1;
        }
    for (int i = 1; i < argc; i++)
        if (strcmp(o->argv[i], "_") == 0)
            o->argv[i] += 1;
    if (line[0] == '\0')
        argc = 1;
    table_for(&o->set, table);
    o->st = nh_options_read(table, argc, o->argv, 1, &o->rest, &o->err);
    return o;
}

static void values_are_read_in_every_spelling(void **state)
{
    static const char *const lines[] = {
        "--limit 7", "--limit=7", "-n 7", "-n7", "-qn7 -j", "-jqn 7", "--limit 3 -n 7",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        outcome *o = read_line(lines[i]);

        assert_int_equal(o->st, NH_OK);
        assert_int_equal(o->set.limit, 7);
        assert_int_equal(o->set.quiet, strchr(lines[i], 'q') != NULL);
        assert_int_equal(o->rest, 0);
        free(o);
    }
}

static void words_are_moved_to_the_front_in_order(void **state)
{
    static const struct {
        const char *line;
        int rest;
        const char *words[4];
    } cases[] = {
        {"", 0, {NULL}},
        {"idx -n 5 golan --json heights", 3, {"idx", "golan", "heights"}},
        {"idx -- -n --json", 3, {"idx", "-n", "--json"}},
        {"- idx", 2, {"-", "idx"}},
        {"a -- b -- c", 4, {"a", "b", "--", "c"}},
        {"--rank -- a", 1, {"a"}}, /* a value is whatever comes next */
        {"_ a", 2, {"", "a"}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        outcome *o = read_line(cases[i].line);

        assert_int_equal(o->st, NH_OK);
        assert_int_equal(o->rest, cases[i].rest);
        for (int k = 0; k < o->rest; k++)
            assert_string_equal(o->argv[1 + k], cases[i].words[k]);
        free(o);
    }
}

static void sizes_have_units(void **state)
{
    static const struct {
        const char *line;
        bool ok;
        uint64_t value;
    } cases[] = {
        {"-m 0", true, 0},
        {"-m4096", true, 4096},
        {"--memory=64K", true, 64 << 10},
        {"--memory=64KiB", true, 64 << 10},
        {"--memory=256M", true, 256 << 20},
        {"--memory=256MiB", true, 256 << 20},
        {"--memory=2G", true, (uint64_t)2 << 30},
        {"--memory=2GiB", true, (uint64_t)2 << 30},
        {"--memory=17179869183G", true, (uint64_t)17179869183u << 30},
        {"--memory=17179869184G", false, 0},
        {"--memory=18446744073709551616", false, 0},
        {"--memory=M", false, 0},
        {"--memory=-1", false, 0},
        {"--memory=1.5G", false, 0},
        {"--memory=1KB", false, 0},
        {"--memory=1Mx", false, 0},
        {"--memory=", false, 0},
        {"--memory 1 M", true, 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        outcome *o = read_line(cases[i].line);

        assert_int_equal(o->st, cases[i].ok ? NH_OK : NH_E_ARG);
        assert_true(o->set.memory == cases[i].value);
        free(o);
    }
}

static void numbers_are_decimal_and_whole(void **state)
{
    static const struct {
        const char *line;
        bool ok;
    } cases[] = {
        {"-n 0", true},        {"-n 18446744073709551615", true},
        {"-n -1", false},      {"-n 18446744073709551616", false},
        {"-n 0x10", false},    {"-n 7seven", false},
        {"-n _", false},       {"--k1 0.9", true},
        {"--k1 -1.5e3", true}, {"--k1 inf", false},
        {"--k1 nan", false},   {"--k1 0x1p3", false},
        {"--k1 1e999", false}, {"--k1 0.9x", false},
        {"--k1 _", false},     {"--k1 .", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        outcome *o = read_line(cases[i].line);

        assert_int_equal(o->st, cases[i].ok ? NH_OK : NH_E_ARG);
        if (!cases[i].ok)
            assert_int_equal(o->set.limit, 10); /* a refused value changes nothing */
        free(o);
    }
}

static void choices_are_whole_words(void **state)
{
    static const struct {
        const char *line;
        bool ok;
        uint64_t value;
    } cases[] = {
        {"--by article", true, 0}, {"--by=passage", true, 1},   {"--by art", false, 0},
        {"--by _", false, 0},      {"--by articles", false, 0}, {"--by a|b", false, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        outcome *o = read_line(cases[i].line);

        assert_int_equal(o->st, cases[i].ok ? NH_OK : NH_E_ARG);
        assert_int_equal(o->set.by, cases[i].value);
        if (!cases[i].ok)
            assert_non_null(strstr(o->err.what, "article|passage"));
        free(o);
    }
}

static void flags_can_be_taken_back(void **state)
{
    outcome *o = read_line("--json --no-json --quiet");

    (void)state;
    assert_int_equal(o->st, NH_OK);
    assert_false(o->set.json);
    assert_true(o->set.quiet);
    free(o);
}

static void mistakes_are_answered_with_the_nearest_name(void **state)
{
    static const struct {
        const char *line;
        const char *where;
        const char *what; /* a part of the sentence */
    } cases[] = {
        {"--limt 5", "--limt", "did you mean --limit?"},
        {"--lim 5", "--lim", "did you mean --limit?"}, /* no abbreviations */
        {"--Limit=5", "--Limit", "did you mean --limit?"},
        {"--jsno", "--jsno", "did you mean --json?"},
        {"--memxyz", "--memxyz", "--help lists them"}, /* half of "memory" is too far */
        {"--no-jsn", "--no-jsn", "no such option"},
        {"--zzzzzzzz", "--zzzzzzzz", "--help lists them"},
        {"--secre", "--secre", "--help lists them"}, /* hidden ones stay hidden */
        {"--no-limit", "--no-limit", "no such option"},
        {"-x", "-x", "no such option"},
        {"-jx", "-x", "no such option"},
        {"--json=1", "--json", "takes no value"},
        {"--limit", "--limit", "needs a value: a whole number"},
        {"--rank", "--rank", "needs a value: NAME"},
        {"-n", "-n", "needs a value: a whole number"},
        {"--by", "--by", "needs a value: one of article|passage"},
        {"-n five", "-n", "\"five\" is not right"},
        {"--=5", "--", "no such option"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        outcome *o = read_line(cases[i].line);

        assert_int_equal(o->st, NH_E_ARG);
        assert_int_equal(o->err.code, NH_E_ARG);
        assert_string_equal(o->err.where, cases[i].where);
        if (strstr(o->err.what, cases[i].what) == NULL)
            fail_msg("%s: %s", cases[i].line, o->err.what);
        free(o);
    }
}

static void lists_collect_up_to_their_limit(void **state)
{
    nh_option_list list = {.count = 0};
    const nh_option table[] = {{"map", 'm', NH_OPT_LIST, &list, "X", "x"},
                               {NULL, 0, NH_OPT_END, NULL, NULL, NULL}};
    char word[] = "-mx";
    char *argv[NH_OPTION_LIST_MAX + 1];
    int rest;
    nh_error err = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(argv); i++)
        argv[i] = word;
    assert_int_equal(nh_options_read(table, NH_OPTION_LIST_MAX, argv, 0, &rest, &err),
                     NH_OK);
    assert_int_equal(list.count, NH_OPTION_LIST_MAX);
    assert_string_equal(list.items[63], "x");
    list.count = 0;
    assert_int_equal(nh_options_read(table, NH_OPTION_LIST_MAX + 1, argv, 0, &rest, &err),
                     NH_E_ARG);
}

static void help_is_the_table_in_columns(void **state)
{
    static const char expected[] =
        "usage: nh-search [OPTION]... INDEX QUERY...\n"
        "\n"
        "What is shown:\n"
        "  -j, --json                one JSON object per line\n"
        "  -q, --quiet               print nothing\n"
        "  -n, --limit N             stop after N articles\n"
        "  -m, --memory SIZE         memory to use\n"
        "      --k1 X                saturation of BM25\n"
        "  -r, --rank NAME           how hits are ranked\n"
        "      --map FIELD=NAME      a field under another name\n"
        "      --by article|passage  the unit of a hit\n";
    settings set = {0};
    nh_option table[12];
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    (void)state;
    assert_non_null(to);
    table_for(&set, table);
    nh_options_help(table, "nh-search [OPTION]... INDEX QUERY...", to);
    fclose(to);
    assert_string_equal(text, expected);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read_in_every_spelling),
        cmocka_unit_test(words_are_moved_to_the_front_in_order),
        cmocka_unit_test(sizes_have_units),
        cmocka_unit_test(numbers_are_decimal_and_whole),
        cmocka_unit_test(choices_are_whole_words),
        cmocka_unit_test(flags_can_be_taken_back),
        cmocka_unit_test(mistakes_are_answered_with_the_nearest_name),
        cmocka_unit_test(lists_collect_up_to_their_limit),
        cmocka_unit_test(help_is_the_table_in_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
