/* searcher/query/tree/query_build.c - a tree while it grows: nodes, warnings, limits. */
#include "searcher/query/tree/query_build.h"

#include "common/base/bytes/character.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/query/query_lex.h"

#define FIRST_ROOM 4

static uint32_t rule(uint32_t given, uint32_t standard, uint32_t most)
{
    if (given == 0)
        return standard;
    return given < most ? given : most;
}

/* What is shown of a query that is too long to be copied. */
static nh_str beginning(nh_str text)
{
    return text.len > 160 ? nh_str_part(text, 0, 160) : text;
}

static void fail_arena(nh_query_builder *b)
{
    if (b->status == NH_OK)
        b->status = nh_arena_fail(b->arena, b->err, "a query");
}

/* Elements from the arena, not zeroed; NULL after this or an earlier failure. */
static void *take(nh_query_builder *b, size_t count, size_t size)
{
    void *const piece = b->status == NH_OK ? nh_arena_take(b->arena, count, size) : NULL;

    if (piece == NULL)
        fail_arena(b);
    return piece;
}

void nh_builder_begin(nh_query_builder *b, nh_str text, const nh_query_rules *rules,
                      nh_arena *arena, nh_error *err)
{
    *b = (nh_query_builder){.arena = arena, .err = err, .rules = *rules};
    b->rules.bytes = rule(rules->bytes, 8u << 10, 1u << 20);
    b->rules.clauses = rule(rules->clauses, 1024, 65536);
    b->rules.depth = rule(rules->depth, 64, 1024);
    b->rules.phrase = rule(rules->phrase, 64, 1024);
    b->text = nh_arena_copy(arena, text.len > b->rules.bytes ? beginning(text) : text);
    if (b->text.ptr == NULL)
        fail_arena(b);
    else if (text.len > b->rules.bytes)
        nh_builder_over(b, b->rules.bytes, "the query has too many bytes", b->rules.bytes);
}

void nh_builder_over(nh_query_builder *b, uint32_t at, const char *what, uint32_t limit)
{
    if (b->status == NH_OK)
        b->status = nh_fail(b->err, NH_E_LIMIT, nh_query_where(b->text), at,
                            "%s; the limit is %u", what, limit);
}

void nh_builder_clause(nh_query_builder *b, uint32_t at)
{
    if (++b->clauses > b->rules.clauses)
        nh_builder_over(b, at, "the query has too many clauses", b->rules.clauses);
}

/* Room for one more node: twice as much as before, so that all copying together is linear. */
static bool make_room(nh_query_builder *b)
{
    const uint32_t room = b->room > 0 ? b->room * 2 : FIRST_ROOM;
    nh_node *nodes;
    nh_role *roles;

    if (b->count < b->room)
        return true;
    nodes = (nh_node *)take(b, room, sizeof *nodes);
    roles = (nh_role *)take(b, room, sizeof *roles);
    if (nodes == NULL || roles == NULL)
        return false;
    if (b->count > 0) {
        memcpy(nodes, b->nodes, b->count * sizeof *nodes);
        memcpy(roles, b->roles, b->count * sizeof *roles);
    }
    b->nodes = nodes;
    b->roles = roles;
    b->room = room;
    return true;
}

uint32_t nh_builder_node(nh_query_builder *b, const nh_node *node)
{
    nh_node *n;

    if (b->status != NH_OK || !make_room(b))
        return NH_NODE_NONE;
    n = &b->nodes[b->count];
    *n = *node;
    n->first_child = n->next = NH_NODE_NONE;
    b->roles[b->count] = node->kind == NH_NODE_FIELD || node->kind == NH_NODE_DATE
                             ? NH_ROLE_FILTERS
                             : NH_ROLE_SEARCHES;
    return b->count++;
}

void nh_builder_append(nh_query_builder *b, nh_chain *chain, uint32_t node)
{
    if (b->status != NH_OK)
        return;
    if (chain->count == 0)
        chain->first = node;
    else
        b->nodes[chain->last].next = node;
    b->nodes[node].next = NH_NODE_NONE;
    chain->last = node;
    chain->count++;
}

/* The least of the roles of the chain's nodes; a clause that must not be only excludes. */
static nh_role common_role(const nh_query_builder *b, const nh_chain *chain)
{
    nh_role least = NH_ROLE_EXCLUDES;

    for (uint32_t c = chain->first; c != NH_NODE_NONE; c = b->nodes[c].next)
        if (b->nodes[c].occur != NH_OCCUR_MUST_NOT && b->roles[c] < least)
            least = b->roles[c];
    return least;
}

uint32_t nh_builder_parent(nh_query_builder *b, nh_node_kind kind, const nh_chain *chain)
{
    nh_node node = {.kind = kind, .weight = 1024};
    uint32_t parent;

    if (b->status != NH_OK)
        return NH_NODE_NONE;
    node.at = b->nodes[chain->first].at;
    node.size = b->nodes[chain->last].at + b->nodes[chain->last].size - node.at;
    parent = nh_builder_node(b, &node);
    if (parent != NH_NODE_NONE) {
        b->nodes[parent].first_child = chain->first;
        b->roles[parent] = common_role(b, chain);
    }
    return parent;
}

void nh_builder_weigh(nh_query_builder *b, uint32_t node, uint32_t weight)
{
    uint64_t product;

    if (b->status != NH_OK)
        return;
    product = (uint64_t)b->nodes[node].weight * weight / 1024;
    b->nodes[node].weight =
        product < NH_TOKEN_MOST_WEIGHT ? (uint32_t)product : NH_TOKEN_MOST_WEIGHT;
}

/* Is this the same as the last warning, of the bytes behind? So ))) is warned of once. */
static bool continues_last(const nh_query_builder *b, uint32_t at, const char *sentence)
{
    const nh_tree_warning *last;

    if (b->n_warnings == 0)
        return false;
    last = &b->warnings[b->n_warnings - 1];
    return last->text.ptr == sentence && last->at + last->size == at;
}

void nh_builder_warn(nh_query_builder *b, uint32_t at, uint32_t size, const char *sentence)
{
    uint32_t i;

    if (b->status != NH_OK || b->n_warnings == NH_QUERY_MOST_WARNINGS)
        return;
    if (continues_last(b, at, sentence)) {
        b->warnings[b->n_warnings - 1].size += size;
        return;
    }
    if (b->warnings == NULL)
        b->warnings =
            (nh_tree_warning *)take(b, NH_QUERY_MOST_WARNINGS, sizeof *b->warnings);
    if (b->warnings == NULL)
        return;
    for (i = b->n_warnings++; i > 0 && b->warnings[i - 1].at > at; i--)
        b->warnings[i] = b->warnings[i - 1];
    b->warnings[i] = (nh_tree_warning){at, size, nh_str_of(sentence)};
}

static bool is_plain(nh_str raw, bool escapes)
{
    for (size_t at = 0; at < raw.len;) {
        const nh_character c = nh_character_at(raw, at);

        if (!c.valid || (escapes && c.code == '\\'))
            return false;
        at += c.size;
    }
    return true;
}

nh_str nh_builder_text(nh_query_builder *b, uint32_t at, uint32_t size, bool escapes)
{
    const nh_str raw = nh_str_part(b->text, at, size);
    const size_t most = sizeof NH_REPLACEMENT - 1; /* bytes that one bad byte becomes */
    size_t used = 0;
    char *copy;

    if (b->status != NH_OK || is_plain(raw, escapes))
        return raw;
    copy = (char *)take(b, raw.len, most);
    if (copy == NULL)
        return raw;
    for (size_t p = 0; p < raw.len;) {
        nh_character c = nh_character_at(raw, p);

        if (escapes && c.code == '\\' && p + 1 < raw.len)
            c = nh_character_at(raw, ++p);
        memcpy(copy + used, c.valid ? raw.ptr + p : NH_REPLACEMENT,
               c.valid ? c.size : most);
        used += c.valid ? c.size : most;
        p += c.size;
    }
    return (nh_str){copy, used};
}

nh_str nh_builder_keep(nh_query_builder *b, nh_str text)
{
    const nh_str copy = nh_arena_copy(b->arena, text);

    if (copy.ptr == NULL)
        fail_arena(b);
    return copy;
}

/*
 * Gives every node its place in post-order, from the root at the end to the front: whatever
 * is taken from the stack gets the next lower place, and the last sibling is taken first.
 * place[old] is the new number.
 */
static void place_nodes(const nh_query_builder *b, uint32_t root, uint32_t *stack,
                        uint32_t *place)
{
    uint32_t next = b->count, top = 0;

    stack[top++] = root;
    while (top > 0) {
        const uint32_t n = stack[--top];

        place[n] = --next;
        for (uint32_t c = b->nodes[n].first_child; c != NH_NODE_NONE; c = b->nodes[c].next)
            stack[top++] = c;
    }
}

static void order(nh_query_builder *b, uint32_t root, nh_query_tree *out)
{
    uint32_t *const stack = (uint32_t *)take(b, b->count, sizeof *stack);
    uint32_t *const place = (uint32_t *)take(b, b->count, sizeof *place);
    nh_node *const nodes = (nh_node *)take(b, b->count, sizeof *nodes);

    if (stack == NULL || place == NULL || nodes == NULL)
        return;
    memset(place, 0, b->count * sizeof *place);
    place_nodes(b, root, stack, place);
    for (uint32_t i = 0; i < b->count; i++) {
        nh_node *n = &nodes[place[i]];

        *n = b->nodes[i];
        n->first_child =
            n->first_child != NH_NODE_NONE ? place[n->first_child] : NH_NODE_NONE;
        n->next = n->next != NH_NODE_NONE ? place[n->next] : NH_NODE_NONE;
    }
    out->nodes = nodes;
    out->root = place[root];
    out->count = b->count;
}

nh_status nh_builder_finish(nh_query_builder *b, uint32_t root, nh_query_tree *out)
{
    nh_query_tree tree = {.text = b->text, .root = NH_NODE_NONE};

    if (b->status == NH_OK && b->rules.strict && b->n_warnings > 0)
        b->status = nh_fail(b->err, NH_E_QUERY, nh_query_where(b->text), b->warnings[0].at,
                            "%.*s", NH_STR_ARG(b->warnings[0].text));
    if (b->status == NH_OK && root != NH_NODE_NONE)
        order(b, root, &tree);
    if (b->status != NH_OK)
        return b->status;
    tree.warnings = b->warnings;
    tree.n_warnings = b->n_warnings;
    *out = tree;
    return NH_OK;
}
