/* tests/support/rows/query_rows.c - query texts, the trees they become, and what is warned of. */
#include "tests/support/rows/query_rows.h"

#include <stdio.h>

#include "common/base/str.h"
#include "tests/support/cm.h"

/* One warning against its row; returns the rest of the row's warnings. */
static const char *check_warning(const query_row *row, const nh_tree_warning *w,
                                 const char *expected)
{
    char got[256];
    const size_t size = strcspn(expected, "|");

    (void)snprintf(got, sizeof got, "%u:%.*s", (unsigned)(w->at + 1), NH_STR_ARG(w->text));
    if (size == 0 || strncmp(got, expected, size) != 0)
        fail_msg("<%s> warns <%s>, not <%.*s>", row->text, got, (int)size, expected);
    return expected[size] == '|' ? expected + size + 1 : expected + size;
}

static void check_row(const query_row *row)
{
    const nh_query_rules rules = {.now = QUERY_ROW_NOW};
    nh_arena arena = {0};
    nh_buffer printed = {0};
    nh_query_tree tree;
    const char *expected = row->warnings;

    assert_int_equal(nh_query_tree_parse(nh_str_of(row->text), &rules, &arena, &tree, NULL),
                     NH_OK);
    query_tree_check(&tree);
    nh_query_tree_print(&tree, &printed);
    nh_buf_u8(&printed, 0);
    assert_true(nh_buf_ok(&printed));
    if (strcmp((const char *)printed.bytes, row->tree) != 0)
        fail_msg("<%s> gives <%s>, not <%s>", row->text, (const char *)printed.bytes,
                 row->tree);
    for (uint32_t i = 0; i < tree.n_warnings; i++)
        expected = check_warning(row, &tree.warnings[i], expected);
    if (*expected != '\0')
        fail_msg("<%s> does not warn <%s>", row->text, expected);
    nh_buf_free(&printed);
    nh_arena_close(&arena);
}

void query_rows_check(const query_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_row(&rows[i]);
}

/* How many children each kind may have. */
static bool fits(nh_node_kind kind, uint32_t children)
{
    switch (kind) {
    case NH_NODE_WORD:
    case NH_NODE_GAP:
    case NH_NODE_FIELD:
    case NH_NODE_DATE:
    case NH_NODE_ALL:
    case NH_NODE_NOTHING:
        return children == 0;
    case NH_NODE_NOT:
    case NH_NODE_SCOPE:
        return children == 1;
    case NH_NODE_PHRASE:
    case NH_NODE_NEAR:
    case NH_NODE_LIST:
    case NH_NODE_AND:
    case NH_NODE_OR:
        return children >= 2;
    }
    return false;
}

static bool may_hold(nh_node_kind parent, const nh_node *child)
{
    if (parent == NH_NODE_PHRASE)
        return child->kind == NH_NODE_GAP || (child->kind == NH_NODE_WORD && child->exact);
    if (parent == NH_NODE_NEAR)
        return child->kind == NH_NODE_WORD || child->kind == NH_NODE_PHRASE;
    return child->kind != NH_NODE_GAP;
}

/* Checks the links of node `n`, whose subtree begins at `first`. */
static void check_children(const nh_query_tree *tree, uint32_t n, const uint32_t *first)
{
    const nh_node *node = &tree->nodes[n];
    uint32_t children = 0, next = first[n];

    for (uint32_t c = node->first_child; c != NH_NODE_NONE; c = tree->nodes[c].next) {
        const nh_node *child = &tree->nodes[c];

        assert_true(c < n);
        assert_int_equal(first[c], next); /* right behind the sibling before it */
        assert_true(child->at >= node->at);
        assert_true(child->at + child->size <= node->at + node->size);
        assert_true(may_hold(node->kind, child));
        assert_true(child->occur == NH_OCCUR_BARE || node->kind == NH_NODE_LIST);
        next = c + 1;
        children++;
    }
    assert_int_equal(next, n);
    assert_true(fits(node->kind, children));
}

void query_tree_check(const nh_query_tree *tree)
{
    uint32_t *first;

    if (tree->root == NH_NODE_NONE) {
        assert_int_equal(tree->count, 0);
        return;
    }
    assert_int_equal(tree->root, tree->count - 1);
    assert_int_equal(tree->nodes[tree->root].next, NH_NODE_NONE);
    assert_int_equal(tree->nodes[tree->root].occur, NH_OCCUR_BARE);
    first = (uint32_t *)nh_zeroed(NULL, tree->count, sizeof *first);
    assert_non_null(first);
    for (uint32_t n = 0; n < tree->count; n++) {
        const nh_node *node = &tree->nodes[n];

        first[n] = node->first_child == NH_NODE_NONE ? n : first[node->first_child];
        assert_true(node->at <= tree->text.len);
        assert_true(node->size <= tree->text.len - node->at);
        check_children(tree, n, first);
    }
    assert_int_equal(first[tree->root], 0); /* so each node has a parent */
    nh_release(NULL, first);
}
