/* searcher/match/plan/plan.c - a query tree into leaves, and what each of its nodes came to. */
#include "searcher/match/plan/plan.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/match/plan/plan_words.h"

#define MOST_WEIGHT 1024000u /* 1,000, as for a single clause */
#define MOST_WARNINGS 256u

/* What a node inherits from those above it. */
typedef struct context {
    uint32_t weight;
    unsigned scope;
    bool negative;
    bool joint; /* an OR that is one synonym: all its operands are leaves of equal weight */
} context;

static bool is_leaf_kind(nh_node_kind kind)
{
    return kind == NH_NODE_WORD || kind == NH_NODE_PHRASE || kind == NH_NODE_NEAR;
}

static nh_status fail_arena(const nh_plan *plan, nh_error *err)
{
    return nh_arena_fail(plan->arena, err, "the plan of a query");
}

nh_status nh_plan_warn(nh_plan *plan, uint32_t at, uint32_t size, nh_str text,
                       nh_error *err)
{
    const nh_str copy = nh_arena_copy(plan->arena, text);

    if (plan->warnings == NULL)
        plan->warnings = (nh_warning *)nh_arena_array(plan->arena, MOST_WARNINGS,
                                                      sizeof *plan->warnings);
    if (plan->warnings == NULL || copy.ptr == NULL)
        return fail_arena(plan, err);
    if (plan->n_warnings < MOST_WARNINGS)
        plan->warnings[plan->n_warnings++] = (nh_warning){at, size, copy};
    return NH_OK;
}

static void link_parents(nh_plan *plan)
{
    const nh_query_tree *tree = plan->tree;

    for (uint32_t i = 0; i < tree->count; i++)
        plan->nodes[i] = (nh_plan_node){.parent = NH_NODE_NONE, .leaf = NH_LEAF_NONE};
    for (uint32_t i = 0; i < tree->count; i++)
        for (uint32_t c = tree->nodes[i].first_child; c != NH_NODE_NONE;
             c = tree->nodes[c].next)
            plan->nodes[c].parent = i;
}

/* Children come first, so what holds of them is known. */
static void find_joint(const nh_plan *plan, context *contexts)
{
    for (uint32_t i = 0; i < plan->tree->count; i++) {
        const nh_node *n = &plan->tree->nodes[i];

        contexts[i].joint = n->kind == NH_NODE_OR;
        for (uint32_t c = n->first_child; c != NH_NODE_NONE;
             c = plan->tree->nodes[c].next) {
            const nh_node *child = &plan->tree->nodes[c];

            if (child->weight != 1024 || !(is_leaf_kind(child->kind) || contexts[c].joint))
                contexts[i].joint = false;
        }
    }
}

static unsigned scope_of(const nh_node *n)
{
    if (n->kind != NH_NODE_SCOPE)
        return 0;
    if (nh_str_equal(n->name, NH_STR("title")))
        return NH_SCOPE_TITLE;
    return nh_str_equal(n->name, NH_STR("lede")) ? NH_SCOPE_LEDE : 0;
}

static uint32_t multiply(uint32_t a, uint32_t b)
{
    const uint64_t product = (uint64_t)a * b / 1024;

    return product < MOST_WEIGHT ? (uint32_t)product : MOST_WEIGHT;
}

/* Parents come last, so from the end on what is inherited is known. */
static void inherit(nh_plan *plan, context *contexts, bool whole)
{
    for (uint32_t i = plan->tree->count; i-- > 0;) {
        const nh_node *n = &plan->tree->nodes[i];
        const uint32_t p = plan->nodes[i].parent;
        context *c = &contexts[i];

        c->weight = n->weight;
        c->scope = whole ? 0 : scope_of(n);
        c->negative = n->kind == NH_NODE_NOT || n->occur == NH_OCCUR_MUST_NOT;
        if (p == NH_NODE_NONE)
            continue;
        c->weight = multiply(n->weight, contexts[p].weight);
        c->scope |= contexts[p].scope;
        c->negative = c->negative || contexts[p].negative;
        plan->nodes[i].inside = plan->nodes[p].inside || contexts[p].joint ||
                                is_leaf_kind(plan->tree->nodes[p].kind);
    }
}

/* One path of a leaf: a word, or the words and gaps of a phrase. */
static nh_status build_path(nh_plan_builder *b, const nh_node *n, bool *kept)
{
    const nh_query_tree *tree = b->plan->tree;
    nh_status st = nh_path_begin(b);

    if (st == NH_OK && n->kind == NH_NODE_WORD)
        st = nh_path_word(b, n);
    for (uint32_t c = n->first_child; c != NH_NODE_NONE && st == NH_OK;
         c = tree->nodes[c].next)
        st = tree->nodes[c].kind == NH_NODE_WORD ? nh_path_word(b, &tree->nodes[c])
                                                 : nh_path_gap(b);
    return st == NH_OK ? nh_path_end(b, kept) : st;
}

static bool same_edge(const nh_edge *a, const nh_edge *b)
{
    return a->from == b->from && a->to == b->to && a->any == b->any &&
           a->exact == b->exact && a->prefix == b->prefix &&
           nh_str_equal(a->spelling, b->spelling);
}

static bool same_path(const nh_plan *plan, const nh_path *a, const nh_path *b)
{
    if (a->n_edges != b->n_edges)
        return false;
    for (uint32_t i = 0; i < a->n_edges; i++)
        if (!same_edge(&plan->edges[a->first_edge + i], &plan->edges[b->first_edge + i]))
            return false;
    return true;
}

/* (golan golan)~5 wants two of them. */
static void count_equal_paths(nh_plan *plan, const nh_shape *shape)
{
    nh_path *paths = &plan->paths[shape->first_path];

    for (uint32_t i = 0; i < shape->n_paths; i++) {
        uint32_t first = 0;

        while (!same_path(plan, &paths[first], &paths[i]))
            first++;
        paths[i].times = 0;
        paths[first].times++;
    }
}

static nh_status build_shape(nh_plan_builder *b, const nh_node *n)
{
    nh_plan *plan = b->plan;
    nh_shape shape = {.first_path = plan->n_paths};
    nh_status st = NH_OK;
    nh_shape *grown;
    bool kept;

    if (n->kind != NH_NODE_NEAR) {
        st = build_path(b, n, &kept);
    } else {
        shape.near = true;
        shape.ordered = n->ordered;
        shape.slop = n->slop;
        for (uint32_t c = n->first_child; c != NH_NODE_NONE && st == NH_OK;
             c = plan->tree->nodes[c].next)
            if (plan->tree->nodes[c].kind != NH_NODE_GAP)
                st = build_path(b, &plan->tree->nodes[c], &kept);
    }
    shape.n_paths = plan->n_paths - shape.first_path;
    if (st != NH_OK || shape.n_paths == 0)
        return st;
    count_equal_paths(plan, &shape);
    grown = (nh_shape *)nh_plan_grown(b, plan->shapes, plan->n_shapes, &b->shape_room,
                                      sizeof *grown, &st);
    if (grown == NULL)
        return st;
    plan->shapes = grown;
    plan->shapes[plan->n_shapes++] = shape;
    return NH_OK;
}

/* Is node i, inside the leaf `root`, one of the shapes that it stands for? */
static bool is_shape_of(const nh_plan *plan, uint32_t i, uint32_t root)
{
    const nh_node *nodes = plan->tree->nodes;

    if (!is_leaf_kind(nodes[i].kind))
        return false;
    while (i != root && plan->nodes[i].inside &&
           nodes[plan->nodes[i].parent].kind == NH_NODE_OR)
        i = plan->nodes[i].parent;
    return i == root;
}

static nh_status build_leaf(nh_plan_builder *b, uint32_t root, const context *c)
{
    nh_plan *plan = b->plan;
    const nh_node *n = &plan->tree->nodes[root];
    nh_leaf leaf = {.first_shape = plan->n_shapes, .scope = c->scope, .weight = c->weight};
    nh_status st = NH_OK;
    nh_leaf *grown;

    leaf.scores = !c->negative;
    leaf.what = nh_str_part(plan->tree->text, n->at, n->size);
    for (uint32_t i = 0; i <= root && st == NH_OK; i++)
        if (is_shape_of(plan, i, root))
            st = build_shape(b, &plan->tree->nodes[i]);
    leaf.n_shapes = plan->n_shapes - leaf.first_shape;
    if (st != NH_OK)
        return st;
    if (leaf.n_shapes == 0) {
        plan->nodes[root].dropped = true;
        return nh_plan_warn(plan, n->at, n->size,
                            NH_STR("This holds no word that is indexed, so it is ignored."),
                            b->err);
    }
    grown = (nh_leaf *)nh_plan_grown(b, plan->leaves, plan->n_leaves, &b->leaf_room,
                                     sizeof *grown, &st);
    if (grown == NULL)
        return st;
    plan->leaves = grown;
    plan->nodes[root].leaf = plan->n_leaves;
    plan->nodes[root].has_words = true;
    plan->leaves[plan->n_leaves++] = leaf;
    return NH_OK;
}

/* What a node that is no leaf comes to, from what its children came to. */
static void sum_up(nh_plan *plan, uint32_t i)
{
    const nh_node *n = &plan->tree->nodes[i];
    uint32_t bare = 0, clauses = 0;
    bool dropped = n->first_child != NH_NODE_NONE, words = false;

    for (uint32_t c = n->first_child; c != NH_NODE_NONE; c = plan->tree->nodes[c].next) {
        const nh_plan_node *child = &plan->nodes[c];
        const nh_occur occur = plan->tree->nodes[c].occur;

        if (child->dropped)
            continue;
        dropped = false;
        if (child->has_words && occur != NH_OCCUR_MUST_NOT) {
            words = true;
            clauses++;
            bare += occur == NH_OCCUR_BARE;
        }
    }
    plan->nodes[i].dropped = dropped;
    plan->nodes[i].has_words = words && n->kind != NH_NODE_NOT;
    if (n->kind == NH_NODE_LIST && bare > 0 && clauses > 1)
        plan->relaxable = true;
}

static nh_status warn_of_scope(nh_plan *plan, const nh_node *n, nh_error *err)
{
    if (n->kind != NH_NODE_SCOPE)
        return NH_OK;
    return nh_plan_warn(
        plan, n->at, n->size,
        NH_STR("This index ranks whole articles and does not tell headlines "
               "from text, so the field is ignored."),
        err);
}

nh_status nh_plan_make(const nh_query_tree *tree, const nh_plan_rules *rules,
                       nh_arena *arena, nh_plan *out, nh_error *err)
{
    nh_plan_builder b = {.plan = out, .rules = rules, .err = err};
    nh_status st = NH_OK;
    context *contexts;

    *out = (nh_plan){.arena = arena, .tree = tree, .profile = rules->profile};
    b.folded.env = arena->env;
    out->nodes = (nh_plan_node *)nh_arena_array(arena, tree->count, sizeof *out->nodes);
    contexts = (context *)nh_arena_array(arena, tree->count, sizeof *contexts);
    if (out->nodes == NULL || contexts == NULL)
        return fail_arena(out, err);
    link_parents(out);
    find_joint(out, contexts);
    inherit(out, contexts, rules->whole);
    for (uint32_t i = 0; i < tree->count && st == NH_OK; i++) {
        if (rules->whole)
            st = warn_of_scope(out, &tree->nodes[i], err);
        if (st != NH_OK || out->nodes[i].inside)
            continue;
        if (is_leaf_kind(tree->nodes[i].kind) || contexts[i].joint)
            st = build_leaf(&b, i, &contexts[i]);
        else
            sum_up(out, i);
    }
    nh_buf_free(&b.folded);
    return st;
}
