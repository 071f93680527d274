/* searcher/query/tree/query_print.c - a query tree as an S-expression. */
#include "searcher/query/query_parse.h"

#include "common/base/str.h"

#define NAME(text)             \
    {                          \
        text, sizeof(text) - 1 \
    }

static const nh_str names[] = {
    [NH_NODE_WORD] = NAME(""),
    [NH_NODE_PHRASE] = NAME("(phrase"),
    [NH_NODE_GAP] = NAME("(gap"),
    [NH_NODE_NEAR] = NAME("(near"),
    [NH_NODE_LIST] = NAME("(list"),
    [NH_NODE_AND] = NAME("(and"),
    [NH_NODE_OR] = NAME("(or"),
    [NH_NODE_NOT] = NAME("(not"),
    [NH_NODE_SCOPE] = NAME("(scope"),
    [NH_NODE_FIELD] = NAME("(field"),
    [NH_NODE_DATE] = NAME("(date"),
    [NH_NODE_ALL] = NAME("(all"),
    [NH_NODE_NOTHING] = NAME("(nothing"),
};

/* "golan", with \ before quotation marks and backslashes, and * for a prefix. */
static void print_text(const nh_node *n, nh_buffer *out)
{
    size_t done = 0;

    nh_buf_u8(out, '"');
    for (size_t i = 0; i < n->text.len; i++) {
        if (n->text.ptr[i] != '"' && n->text.ptr[i] != '\\')
            continue;
        nh_buf_bytes(out, n->text.ptr + done, i - done);
        nh_buf_u8(out, '\\');
        done = i;
    }
    nh_buf_bytes(out, n->text.ptr + done, n->text.len - done);
    nh_buf_text(out, n->prefix ? NH_STR("\"*") : NH_STR("\""));
}

static void print_date(const nh_node *n, nh_buffer *out)
{
    nh_buf_u8(out, ' ');
    if (n->undated) {
        nh_buf_text(out, NH_STR("none"));
        return;
    }
    if (n->from != INT64_MIN)
        nh_buf_print(out, "%lld", (long long)n->from);
    nh_buf_text(out, NH_STR(".."));
    if (n->to != INT64_MAX)
        nh_buf_print(out, "%lld", (long long)n->to);
}

static void print_weight(uint32_t weight, nh_buffer *out)
{
    if (weight != 1024)
        nh_buf_print(out, "^%.10g", (double)weight / 1024);
}

/* All of a node that comes before its children. */
static void print_beginning(const nh_node *n, nh_buffer *out)
{
    if (n->occur != NH_OCCUR_BARE)
        nh_buf_u8(out, n->occur == NH_OCCUR_MUST ? '+' : '-');
    if (n->kind == NH_NODE_WORD && n->exact)
        nh_buf_u8(out, '=');
    nh_buf_text(out, names[n->kind]);
    if (n->kind == NH_NODE_SCOPE || n->kind == NH_NODE_FIELD)
        nh_buf_print(out, " %.*s", (int)n->name.len, n->name.ptr);
    if (n->kind == NH_NODE_FIELD)
        nh_buf_u8(out, ' ');
    if (n->kind == NH_NODE_WORD || n->kind == NH_NODE_FIELD)
        print_text(n, out);
    if (n->kind == NH_NODE_NEAR)
        nh_buf_print(out, n->ordered ? " >%u" : " %u", n->slop);
    if (n->kind == NH_NODE_DATE)
        print_date(n, out);
}

static void print_end(const nh_node *n, nh_buffer *out)
{
    if (n->kind != NH_NODE_WORD)
        nh_buf_u8(out, ')');
    print_weight(n->weight, out);
}

/* Walks down and to the right by the links; up from the last child, to the next number. */
void nh_query_tree_print(const nh_query_tree *tree, nh_buffer *out)
{
    uint32_t n = tree->root;

    if (n == NH_NODE_NONE) {
        nh_buf_text(out, NH_STR("()"));
        return;
    }
    print_beginning(&tree->nodes[n], out);
    for (;;) {
        if (tree->nodes[n].first_child != NH_NODE_NONE) {
            n = tree->nodes[n].first_child;
        } else {
            print_end(&tree->nodes[n], out);
            while (n != tree->root && tree->nodes[n].next == NH_NODE_NONE)
                print_end(&tree->nodes[++n], out);
            if (n == tree->root)
                return;
            n = tree->nodes[n].next;
        }
        nh_buf_u8(out, ' ');
        print_beginning(&tree->nodes[n], out);
    }
}
