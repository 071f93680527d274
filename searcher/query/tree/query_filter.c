/* searcher/query/tree/query_filter.c - two trees into one: what is asked for, and what hits must fit. */
#include "searcher/query/tree/query_filter.h"

#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"

#define MORE_NODES 3u /* above both trees: two NOTs and an AND */

/* Trees are arrays in post-order, so that one behind the other is one again. */
typedef struct joining {
    const nh_query_tree *tree, *filter;
    nh_node *nodes;
    uint32_t count;
    uint32_t behind; /* bytes that the filter's places move by */
} joining;

static uint32_t moved(uint32_t number, uint32_t by)
{
    return number != NH_NODE_NONE ? number + by : NH_NODE_NONE;
}

static bool has_words(const nh_query_tree *tree)
{
    for (uint32_t i = 0; i < tree->count; i++)
        if (tree->nodes[i].kind == NH_NODE_WORD)
            return true;
    return false;
}

static void copy_filter(joining *j)
{
    const uint32_t by = j->count;

    for (uint32_t i = 0; i < j->filter->count; i++) {
        nh_node *n = &j->nodes[j->count++];

        *n = j->filter->nodes[i];
        n->first_child = moved(n->first_child, by);
        n->next = moved(n->next, by);
        n->at += j->behind;
        if (n->kind != NH_NODE_LIST)
            continue;
        for (uint32_t c = n->first_child; c != NH_NODE_NONE; c = j->nodes[c].next)
            if (j->nodes[c].occur == NH_OCCUR_BARE)
                j->nodes[c].occur = NH_OCCUR_MUST;
    }
}

/* A node above the last one, which spans the same bytes. */
static void put_above(joining *j, nh_node_kind kind, uint32_t first_child)
{
    const nh_node *below = &j->nodes[j->count - 1];

    j->nodes[j->count++] = (nh_node){.kind = kind,
                                     .weight = 1024,
                                     .first_child = first_child,
                                     .next = NH_NODE_NONE,
                                     .at = below->at,
                                     .size = below->size};
}

/* What is below a NOT does not score; a second one turns its truth back. */
static void join_nodes(joining *j)
{
    const uint32_t root = j->tree->root;

    if (j->tree->count > 0)
        memcpy(j->nodes, j->tree->nodes, j->tree->count * sizeof *j->nodes);
    j->count = j->tree->count;
    copy_filter(j);
    if (has_words(j->filter)) {
        put_above(j, NH_NODE_NOT, j->count - 1);
        put_above(j, NH_NODE_NOT, j->count - 1);
    }
    j->nodes[root].next = j->count - 1;
    put_above(j, NH_NODE_AND, root);
    j->nodes[j->count - 1].at = j->nodes[root].at;
    j->nodes[j->count - 1].size =
        j->behind + (uint32_t)j->filter->text.len - j->nodes[root].at;
}

static void join_warnings(const joining *j, nh_tree_warning *out)
{
    const uint32_t n = j->tree->n_warnings;

    for (uint32_t i = 0; i < n; i++)
        out[i] = j->tree->warnings[i];
    for (uint32_t i = 0; i < j->filter->n_warnings; i++) {
        out[n + i] = j->filter->warnings[i];
        out[n + i].at += j->behind;
    }
}

static void join_texts(const joining *j, char *out)
{
    const nh_str query = j->tree->text, filter = j->filter->text;

    if (query.len > 0)
        memcpy(out, query.ptr, query.len);
    out[query.len] = ' ';
    if (filter.len > 0)
        memcpy(out + query.len + 1, filter.ptr, filter.len);
}

nh_status nh_query_tree_filter(nh_query_tree *tree, const nh_query_tree *filter,
                               nh_arena *arena, nh_error *err)
{
    joining j = {.tree = tree, .filter = filter, .behind = (uint32_t)tree->text.len + 1};
    const uint32_t n_warnings = tree->n_warnings + filter->n_warnings;
    const size_t size = j.behind + filter->text.len;
    nh_tree_warning *warnings;
    char *text;

    if (tree->root == NH_NODE_NONE || filter->root == NH_NODE_NONE)
        return NH_OK;
    j.nodes = (nh_node *)nh_arena_array(arena, tree->count + filter->count + MORE_NODES,
                                        sizeof *j.nodes);
    warnings = (nh_tree_warning *)nh_arena_array(arena, n_warnings, sizeof *warnings);
    text = (char *)nh_arena_array(arena, size + 1, 1);
    if (j.nodes == NULL || warnings == NULL || text == NULL)
        return nh_arena_fail(arena, err, "a filter");
    join_nodes(&j);
    join_warnings(&j, warnings);
    join_texts(&j, text);
    tree->nodes = j.nodes;
    tree->count = j.count;
    tree->root = j.count - 1;
    tree->text = (nh_str){text, size};
    tree->depth = filter->depth > tree->depth ? filter->depth : tree->depth;
    tree->steps += filter->steps;
    tree->warnings = warnings;
    tree->n_warnings = n_warnings;
    tree->filter_at = tree->filter_at > 0 ? tree->filter_at : j.behind;
    return NH_OK;
}
