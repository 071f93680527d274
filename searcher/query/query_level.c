/* searcher/query/query_level.c - the clauses of one group, while it is read. */
#include "searcher/query/query_level.h"

static const nh_chain empty = {NH_NODE_NONE, NH_NODE_NONE, 0};

static void warn(nh_query_builder *b, const nh_token *t, const char *sentence)
{
    nh_builder_warn(b, t->at, t->size, sentence);
}

void nh_level_begin(nh_level *l)
{
    *l = (nh_level){.list = empty, .ands = empty, .ors = empty};
    l->op.kind = l->no.kind = NH_TOKEN_END;
}

static void append(nh_query_builder *b, nh_chain *chain, uint32_t node)
{
    if (node != NH_NODE_NONE)
        nh_builder_append(b, chain, node);
}

/* Does this level hold the values of one column or of date:? */
static bool is_choice(const nh_level *l)
{
    return l->field.kind == NH_FIELD_KEYWORD || l->field.kind == NH_FIELD_DATE;
}

/*
 * A LIST over the chain. Clauses that only exclude or filter are required, so that they
 * narrow the result down whatever --match says of the words beside them. But values of one
 * field side by side are a choice between them.
 */
static uint32_t make_list(nh_query_builder *b, const nh_level *l)
{
    bool choice = is_choice(l);

    for (uint32_t c = l->list.first; c != NH_NODE_NONE; c = b->nodes[c].next)
        choice =
            choice && b->nodes[c].occur == NH_OCCUR_BARE && b->roles[c] != NH_ROLE_EXCLUDES;
    if (choice)
        return nh_builder_parent(b, NH_NODE_OR, &l->list);
    for (uint32_t c = l->list.first; c != NH_NODE_NONE; c = b->nodes[c].next)
        if (b->nodes[c].occur == NH_OCCUR_BARE && b->roles[c] != NH_ROLE_SEARCHES)
            b->nodes[c].occur = NH_OCCUR_MUST;
    return nh_builder_parent(b, NH_NODE_LIST, &l->list);
}

static uint32_t make_not(nh_query_builder *b, uint32_t node)
{
    const nh_chain chain = {node, node, 1};
    const uint32_t parent = nh_builder_parent(b, NH_NODE_NOT, &chain);

    if (parent != NH_NODE_NONE)
        b->roles[parent] = NH_ROLE_EXCLUDES;
    return parent;
}

/* The clauses side by side become one operand of AND. */
static void close_list(nh_query_builder *b, nh_level *l)
{
    uint32_t node = l->list.first;

    if (l->list.count == 0 || b->status != NH_OK)
        return;
    if (l->list.count > 1) {
        node = make_list(b, l);
    } else {
        const nh_occur occur = b->nodes[node].occur;

        b->nodes[node].occur = NH_OCCUR_BARE;
        if (occur == NH_OCCUR_MUST_NOT)
            node = make_not(b, node);
    }
    append(b, &l->ands, node);
    l->list = empty;
}

/* The operands of AND become one operand of OR. */
static void close_ands(nh_query_builder *b, nh_level *l)
{
    uint32_t node;

    close_list(b, l);
    if (b->status != NH_OK || l->ands.count == 0)
        return;
    node = l->ands.first;
    if (l->ands.count > 1)
        node = nh_builder_parent(b, NH_NODE_AND, &l->ands);
    append(b, &l->ors, node);
    l->ands = empty;
}

uint32_t nh_level_harmless(nh_query_builder *b, uint32_t node)
{
    nh_node nothing = {.kind = NH_NODE_NOTHING, .weight = 1024};
    nh_chain chain = empty;

    if (b->status != NH_OK || node == NH_NODE_NONE || b->roles[node] != NH_ROLE_EXCLUDES)
        return node;
    nothing.at = b->nodes[node].at + b->nodes[node].size;
    nh_builder_warn(b, b->nodes[node].at, b->nodes[node].size,
                    "This only excludes, so it finds nothing; * before it stands for all "
                    "articles.");
    append(b, &chain, node);
    append(b, &chain, nh_builder_node(b, &nothing));
    return nh_builder_parent(b, NH_NODE_AND, &chain);
}

uint32_t nh_level_close(nh_query_builder *b, nh_level *l)
{
    nh_chain ors = empty;
    uint32_t c, next;

    if (l->no.kind != NH_TOKEN_END)
        warn(b, &l->no, "NOT has nothing behind it and is ignored.");
    if (l->op.kind != NH_TOKEN_END)
        warn(b, &l->op, "This operator has nothing behind it and is ignored.");
    close_ands(b, l);
    if (l->ors.count < 2)
        return l->ors.first;
    for (c = l->ors.first; c != NH_NODE_NONE && b->status == NH_OK; c = next) {
        next = b->nodes[c].next;
        append(b, &ors, nh_level_harmless(b, c));
    }
    return nh_builder_parent(b, NH_NODE_OR, &ors);
}

/* Carries out the operator that waited for the clause that is about to come. */
static void carry_out(nh_query_builder *b, nh_level *l)
{
    if (l->op.kind == NH_TOKEN_AND)
        close_list(b, l);
    if (l->op.kind == NH_TOKEN_OR)
        close_ands(b, l);
    l->op.kind = NH_TOKEN_END;
}

/* A clause that was left out takes its NOTs along. */
static void drop_nots(nh_level *l)
{
    l->no.kind = NH_TOKEN_END;
    l->negate = false;
}

void nh_level_clause(nh_query_builder *b, nh_level *l, uint32_t node, char sign)
{
    const bool exclude = l->negate != (sign == '-');

    drop_nots(l);
    if (node == NH_NODE_NONE || b->status != NH_OK)
        return;
    carry_out(b, l);
    b->nodes[node].occur = exclude       ? NH_OCCUR_MUST_NOT
                           : sign == '+' ? NH_OCCUR_MUST
                                         : NH_OCCUR_BARE;
    nh_builder_append(b, &l->list, node);
}

void nh_level_operator(nh_query_builder *b, nh_level *l, const nh_token *t)
{
    if (l->no.kind != NH_TOKEN_END)
        warn(b, &l->no, "NOT has nothing behind it and is ignored.");
    drop_nots(l);
    if (l->list.count + l->ands.count + l->ors.count == 0) {
        warn(b, t, "This operator has nothing before it and is ignored.");
        return;
    }
    if (l->op.kind != NH_TOKEN_END)
        warn(b, &l->op, "This operator has nothing behind it and is ignored.");
    l->op = *t;
}

void nh_level_not(nh_level *l, const nh_token *t)
{
    l->no = *t;
    l->negate = !l->negate;
}

/* Do plain words and phrases, two or more, stand side by side and nothing else? */
static bool can_be_near(const nh_query_builder *b, const nh_level *l)
{
    if (l->no.kind != NH_TOKEN_END || l->op.kind != NH_TOKEN_END)
        return false;
    if (l->ands.count + l->ors.count > 0 || l->list.count < 2)
        return false;
    for (uint32_t c = l->list.first; c != NH_NODE_NONE; c = b->nodes[c].next) {
        const nh_node *n = &b->nodes[c];

        if (n->occur != NH_OCCUR_BARE ||
            (n->kind != NH_NODE_WORD && n->kind != NH_NODE_PHRASE))
            return false;
    }
    return true;
}

uint32_t nh_level_near(nh_query_builder *b, nh_level *l, const nh_token *t)
{
    uint32_t near;

    if (b->status != NH_OK || !can_be_near(b, l))
        return NH_NODE_NONE;
    if (l->list.count > b->rules.phrase)
        nh_builder_over(b, l->open.at, "the group before ~ has too many words",
                        b->rules.phrase);
    near = nh_builder_parent(b, NH_NODE_NEAR, &l->list);
    if (near != NH_NODE_NONE) {
        b->nodes[near].slop = t->slop;
        b->nodes[near].ordered = t->ordered;
    }
    return near;
}
