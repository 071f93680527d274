/* tests/fuzz/fuzz_query.c - any bytes are a query, and its tree is well-formed. */
#include <stdlib.h>

#include "searcher/query/query_parse.h"

/* The first byte chooses raw or not, the second the smallness of the limits. */
static nh_query_rules rules_of(const uint8_t *data, size_t size)
{
    nh_query_rules rules = {.now = 1751328000};

    if (size > 0)
        rules.raw = data[0] == 'r';
    if (size > 1 && data[1] == 's') {
        rules.clauses = 7;
        rules.depth = 3;
        rules.phrase = 4;
    }
    return rules;
}

/* Each node but the root has one parent, which comes later, and lies inside the text. */
static void check(const nh_query_tree *tree)
{
    uint32_t children = 0;

    for (uint32_t n = 0; n < tree->count; n++) {
        const nh_node *node = &tree->nodes[n];

        if (node->at > tree->text.len || node->size > tree->text.len - node->at)
            abort();
        for (uint32_t c = node->first_child; c != NH_NODE_NONE; c = tree->nodes[c].next) {
            if (c >= n)
                abort();
            children++;
        }
    }
    if (tree->count > 0 && (children != tree->count - 1 || tree->root != children))
        abort();
    for (uint32_t i = 0; i < tree->n_warnings; i++)
        if (tree->warnings[i].at > tree->text.len ||
            tree->warnings[i].size > tree->text.len - tree->warnings[i].at)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const nh_query_rules rules = rules_of(data, size);
    const nh_str text = {(const char *)data, size};
    nh_arena arena = {0};
    nh_buffer printed = {0};
    nh_query_tree tree;
    const nh_status st = nh_query_tree_parse(text, &rules, &arena, &tree, NULL);

    if (st != NH_OK && st != NH_E_LIMIT)
        abort();
    if (st == NH_OK) {
        check(&tree);
        nh_query_tree_print(&tree, &printed);
    }
    nh_buf_free(&printed);
    nh_arena_close(&arena);
    return 0;
}
