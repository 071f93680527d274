/* tests/unit/test_query_parse.c - any text parses, within limits, in linear time. */
#include "searcher/query/query_parse.h"

#include <stdlib.h>

#include "common/base/bytes/character.h"
#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/rows/query_rows.h"

/* `times` times `part`, ended by `end`. Owned by the caller until free(). */
static char *repeat(const char *part, size_t times, const char *end)
{
    const size_t size = strlen(part);
    char *text = (char *)malloc(size * times + strlen(end) + 1);

    assert_non_null(text);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * size, part, size);
    memcpy(text + size * times, end, strlen(end) + 1);
    return text;
}

static nh_status parse_text(const char *text, const nh_query_rules *rules, nh_error *err)
{
    nh_arena arena = {0};
    nh_query_tree tree;
    const nh_status st = nh_query_tree_parse(nh_str_of(text), rules, &arena, &tree, err);

    if (st == NH_OK)
        query_tree_check(&tree);
    nh_arena_close(&arena);
    return st;
}

static void each_limit_is_reached_and_not_passed(void **state)
{
    static const struct {
        nh_query_rules rules;
        const char *part;  /* repeated                                  */
        const char *end;   /* after the repetitions                     */
        uint32_t limit;    /* repetitions that are still allowed        */
        uint64_t offset;   /* where one more is complained of           */
        const char *words; /* of the complaint                          */
    } cases[] = {
        {{0}, "aaaaaaaa", "", 1024, 8192, "bytes; the limit is 8192"},
        {{.bytes = 10}, "a", "", 10, 10, "bytes; the limit is 10"},
        {{.bytes = UINT32_MAX}, "aaaaaaaa", "", 131072, 1048576, "is 1048576"},
        {{0}, "a ", "", 1024, 2048, "clauses; the limit is 1024"},
        {{.clauses = 3}, "lang:x ", "", 3, 21, "clauses; the limit is 3"},
        {{.clauses = 3}, "\"a b\" ", "", 3, 18, "clauses; the limit is 3"},
        {{.clauses = 3}, "* ", "", 3, 6, "clauses; the limit is 3"},
        {{.clauses = 3}, "date:none ", "", 3, 30, "clauses; the limit is 3"},
        {{.clauses = 3, .raw = true}, "a ", "", 3, 6, "clauses; the limit is 3"},
        {{0}, "(", "a", 64, 64, "too deeply; the limit is 64"},
        {{.depth = 2}, "title:(", "a", 2, 14, "too deeply; the limit is 2"},
        {{.depth = 2000}, "(", "a", 1024, 1024, "the limit is 1024"},
        {{.phrase = 5}, "a ", "\"", 5, 11, "phrase has too many words; the limit is 5"},
        {{.phrase = 5}, "* ", "a\"", 4, 11, "phrase has too many words; the limit is 5"},
        {{.phrase = 5}, "a ", "\"~3", 5, 11, "phrase has too many words; the limit is 5"},
        {{.phrase = 5}, "a ", ")~3", 5, 0, "before ~ has too many words; the limit is 5"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (uint32_t n = cases[i].limit - 1; n <= cases[i].limit + 1; n++) {
            char *const part = repeat(cases[i].part, n, cases[i].end);
            const bool quoted = strchr(cases[i].end, '"') != NULL;
            const bool group = strchr(cases[i].end, ')') != NULL;
            char *const text = repeat(quoted ? "\"" : group ? "(" : "", 1, part);
            nh_error err = {0};
            const nh_status st = parse_text(text, &cases[i].rules, &err);

            assert_int_equal(st, n <= cases[i].limit ? NH_OK : NH_E_LIMIT);
            if (st != NH_OK) {
                assert_non_null(strstr(err.what, cases[i].words));
                assert_int_equal(err.offset, cases[i].offset);
                assert_string_equal(err.where, strlen(text) <= 80 ? text : "query");
            }
            free(text);
            free(part);
        }
    }
}

static void a_strict_parser_refuses_what_it_would_warn_of(void **state)
{
    const nh_query_rules rules = {.strict = true};
    nh_error err = {0};

    (void)state;
    assert_int_equal(parse_text("golan (heights", &rules, &err), NH_E_QUERY);
    assert_int_equal(err.code, NH_E_QUERY);
    assert_int_equal(err.offset, 6);
    assert_string_equal(err.where, "golan (heights");
    assert_string_equal(err.what,
                        "This parenthesis is not closed, so it ends with the query.");
    assert_int_equal(parse_text("golan heights", &rules, &err), NH_OK);
}

/* What a text gives, as printed; owned by the caller until nh_buf_free(). */
static nh_buffer print_tree(nh_str text, const nh_query_rules *rules)
{
    nh_arena arena = {0};
    nh_buffer printed = {0};
    nh_query_tree tree;

    assert_int_equal(nh_query_tree_parse(text, rules, &arena, &tree, NULL), NH_OK);
    query_tree_check(&tree);
    nh_query_tree_print(&tree, &printed);
    nh_buf_u8(&printed, 0);
    nh_arena_close(&arena);
    return printed;
}

static void raw_text_is_words_alone(void **state)
{
    static const struct {
        const char *text, *tree;
    } cases[] = {
        {"golan heights", "(list \"golan\" \"heights\")"},
        {"\"a b\" AND (c) -d +e f:g h* i^2 \\j ~k",
         "(list \"a\" \"b\" \"AND\" \"(c)\" \"-d\" \"+e\" \"f:g\" \"h*\" \"i^2\" \"\\\\j\" "
         "\"~k\")"},
        {"\xe2\x80\x9c"
         "a\xe2\x80\x9d \xe2\x80\x94 b",
         "(list \"a\" \"b\")"},
        {"-a", "\"-a\""},
        {"", "()"},
        {" \" ", "()"},
    };
    const nh_query_rules rules = {.raw = true, .strict = true};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_buffer printed = print_tree(nh_str_of(cases[i].text), &rules);

        assert_string_equal((const char *)printed.bytes, cases[i].tree);
        nh_buf_free(&printed);
    }
}

static void damaged_bytes_become_replacements(void **state)
{
    static const char text[] = "go\xfflan \"a\xc3 b\" x\0y";
    const nh_query_rules rules = {0};
    nh_buffer printed = print_tree((nh_str){text, sizeof text - 1}, &rules);

    (void)state;
    assert_string_equal((const char *)printed.bytes,
                        "(list \"go" NH_REPLACEMENT "lan\" (phrase =\"a" NH_REPLACEMENT
                        "\" =\"b\") \"x\" \"y\")");
    nh_buf_free(&printed);
}

static bool is_wire(void *self, nh_str name)
{
    ++*(int *)self;
    return nh_str_equal(name, NH_STR("wire"));
}

static void the_caller_names_the_columns(void **state)
{
    int asked = 0;
    const nh_query_rules rules = {.is_field = is_wire, .self = &asked};
    nh_buffer printed = print_tree(NH_STR("Wire:AP source:x title:y"), &rules);

    (void)state;
    assert_string_equal((const char *)printed.bytes,
                        "(list +(field wire \"AP\") \"source:x\" (scope title \"y\"))");
    assert_int_equal(asked, 2);
    nh_buf_free(&printed);
}

static void without_a_clock_last_is_text(void **state)
{
    const nh_query_rules rules = {.now = INT64_MIN, .strict = true};
    nh_error err = {0};

    (void)state;
    assert_int_equal(parse_text("last:7d", &rules, &err), NH_E_QUERY);
    assert_string_equal(err.what,
                        "There is no clock to count from, so this is read as text.");
}

static void warnings_stop_at_a_number(void **state)
{
    char *const text = repeat("=) a ", 500, "");
    const nh_query_rules rules = {0};
    nh_arena arena = {0};
    nh_query_tree tree;

    (void)state;
    assert_int_equal(nh_query_tree_parse(nh_str_of(text), &rules, &arena, &tree, NULL),
                     NH_OK);
    assert_int_equal(tree.n_warnings, 64);
    for (uint32_t i = 1; i < tree.n_warnings; i++)
        assert_true(tree.warnings[i].at > tree.warnings[i - 1].at);
    nh_arena_close(&arena);
    free(text);
}

static nh_status parse_in(const nh_env *env, void *context)
{
    static const char text[] =
        "a (b OR \"c\\d e\"~5^2) AND NOT Title:(f g* -h) OR -date:2025-06..2025-07 i j k l m "
        "n o p q r s ) = x:y";
    const nh_query_rules rules = {0};
    nh_arena arena = {.env = env};
    nh_buffer printed = {.env = env};
    nh_query_tree tree;
    nh_status st = nh_query_tree_parse(NH_STR(text), &rules, &arena, &tree, NULL);

    (void)context;
    if (st == NH_OK) {
        nh_query_tree_print(&tree, &printed);
        st = nh_buf_status(&printed, NULL, "a tree");
    }
    nh_buf_free(&printed);
    nh_arena_close(&arena);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(parse_in, NULL) > 2);
}

static void a_full_arena_is_a_limit(void **state)
{
    const nh_query_rules rules = {0};
    size_t limit = 1;
    nh_status st;

    (void)state;
    do {
        nh_arena arena = {.limit = limit};
        nh_query_tree tree;
        nh_error err = {0};

        st = nh_query_tree_parse(NH_STR("a (b OR c) -d \"e"), &rules, &arena, &tree, &err);
        assert_true(st == NH_OK || st == NH_E_LIMIT);
        assert_int_equal(err.code, st);
        nh_arena_close(&arena);
        limit += 512;
    } while (st != NH_OK);
    assert_true(limit > 512);
}

/* Steps of parsing `times` times `part`. */
static uint64_t count_steps(const char *part, size_t times)
{
    const nh_query_rules rules = {
        .bytes = 1u << 20, .clauses = 65536, .depth = 1024, .phrase = 1024};
    char *const text = repeat(part, times, "");
    nh_arena arena = {0};
    nh_query_tree tree;
    uint64_t steps;

    assert_int_equal(nh_query_tree_parse(nh_str_of(text), &rules, &arena, &tree, NULL),
                     NH_OK);
    steps = tree.steps + tree.count + arena.held / 64;
    nh_arena_close(&arena);
    free(text);
    return steps;
}

static void twice_the_text_is_twice_the_work(void **state)
{
    static const struct {
        const char *part;
        size_t times;
    } cases[] = {
        {"(", 500},         {")", 5000},         {"()", 5000},        {"a OR ", 5000},
        {"a AND ", 5000},   {"NOT ", 5000},      {"-", 5000},         {"- ", 5000},
        {"\"", 5000},       {"\"a ", 5000},      {"\"\n", 5000},      {"\n\"", 5000},
        {"«\n", 5000},      {"\"«‹\n", 5000},    {"\n \n", 5000},     {"\\", 5000},
        {"*", 5000},        {"a* ", 5000},       {"a^", 5000},        {"a~", 5000},
        {"~", 5000},        {"~1", 5000},        {"^1", 5000},        {"a:", 5000},
        {"title:", 5000},   {"title:\"", 5000},  {"x:\"a\" ", 5000},  {"=", 5000},
        {"(a b)~5 ", 5000}, {"a OR -b ", 5000},  {"(a ", 500},        {"\xff", 5000},
        {"1", 5000},        {"w^1111111", 5000}, {"\"a\"~1^1", 5000}, {"date:2025..", 5000},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const uint64_t once = count_steps(cases[i].part, cases[i].times);
        const uint64_t twice = count_steps(cases[i].part, 2 * cases[i].times);

        if (twice * 10 > once * 26)
            fail_msg("<%s>: %lu steps, then %lu", cases[i].part, (unsigned long)once,
                     (unsigned long)twice);
    }
}

static const char *const tokens[] = {"a", "b", "AND", "OR", "NOT", "(", ")", "\""};

/* Parses every query of `count` tokens, which are joined by blanks or not. */
static void parse_all(uint32_t count, const char *joint)
{
    const nh_query_rules rules = {0};
    nh_arena arena = {0};

    for (uint32_t code = 0; code < 1u << (3 * count); code++) {
        char text[64];
        size_t size = 0;
        nh_query_tree tree;

        for (uint32_t i = 0; i < count; i++) {
            const char *const token = tokens[(code >> (3 * i)) & 7];

            memcpy(text + size, token, strlen(token));
            size += strlen(token);
            memcpy(text + size, joint, strlen(joint));
            size += strlen(joint);
        }
        assert_int_equal(
            nh_query_tree_parse((nh_str){text, size}, &rules, &arena, &tree, NULL), NH_OK);
        query_tree_check(&tree);
        nh_arena_reset(&arena);
    }
    nh_arena_close(&arena);
}

static void every_short_query_gives_a_sound_tree(void **state)
{
    (void)state;
    for (uint32_t count = 0; count <= 6; count++)
        parse_all(count, " ");
    parse_all(5, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_limit_is_reached_and_not_passed),
        cmocka_unit_test(a_strict_parser_refuses_what_it_would_warn_of),
        cmocka_unit_test(raw_text_is_words_alone),
        cmocka_unit_test(damaged_bytes_become_replacements),
        cmocka_unit_test(the_caller_names_the_columns),
        cmocka_unit_test(without_a_clock_last_is_text),
        cmocka_unit_test(warnings_stop_at_a_number),
        cmocka_unit_test(every_failed_allocation_is_survived),
        cmocka_unit_test(a_full_arena_is_a_limit),
        cmocka_unit_test(twice_the_text_is_twice_the_work),
        cmocka_unit_test(every_short_query_gives_a_sound_tree),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
