/* tests/unit/test_query_page.c - each example of searcher/QUERY.md parses as the page says. */
#include <stdio.h>
#include <stdlib.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/rows/query_rows.h"

/* The part between the backticks of "| `query` | ...", or {NULL, 0}. */
static nh_str example_of(const char *line)
{
    const char *end;

    if (strncmp(line, "| `", 3) != 0)
        return (nh_str){NULL, 0};
    end = strstr(line, "` |");
    assert_non_null(end);
    return (nh_str){line + 3, (size_t)(end - line) - 3};
}

static nh_status parse_strictly(nh_str text)
{
    const nh_query_rules rules = {.strict = true, .now = QUERY_ROW_NOW};
    nh_arena arena = {0};
    nh_query_tree tree;
    const nh_status st = nh_query_tree_parse(text, &rules, &arena, &tree, NULL);

    if (st == NH_OK)
        query_tree_check(&tree);
    nh_arena_close(&arena);
    return st;
}

static void examples_are_warned_of_where_the_page_says_so(void **state)
{
    const char *const source = getenv("NH_SOURCE");
    char path[4096], line[4096];
    bool odd = false; /* below "Reserved" or "Warnings" */
    uint32_t examples = 0;
    FILE *page;

    (void)state;
    if (source == NULL)
        skip();
    (void)snprintf(path, sizeof path, "%s/searcher/QUERY.md", source);
    page = fopen(path, "re");
    assert_non_null(page);
    while (fgets(line, sizeof line, page) != NULL) {
        const nh_str example = example_of(line);

        if (strncmp(line, "## ", 3) == 0)
            odd = strstr(line, "Reserved") != NULL || strstr(line, "Warnings") != NULL;
        if (example.ptr == NULL)
            continue;
        if (parse_strictly(example) != (odd ? NH_E_QUERY : NH_OK))
            fail_msg("<%.*s> is%s warned of", NH_STR_ARG(example), odd ? " not" : "");
        examples++;
    }
    assert_int_equal(fclose(page), 0);
    assert_true(examples > 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_are_warned_of_where_the_page_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
