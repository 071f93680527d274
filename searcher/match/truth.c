/* searcher/match/truth.c - AND, OR, NOT and LIST over bits of articles. */
#include "searcher/match/truth.h"

#include <string.h>

#include "common/base/error.h"
#include "searcher/match/bits.h"

nh_status nh_truth_begin(nh_truth *t, const nh_plan *plan, uint32_t articles, nh_error *err)
{
    const uint32_t n = plan->tree->count;

    t->count = articles;
    t->nodes = (uint64_t **)nh_arena_array(plan->arena, n, sizeof *t->nodes);
    for (uint32_t i = 0; t->nodes != NULL && i < n; i++) {
        if (plan->nodes[i].inside || plan->nodes[i].dropped)
            continue;
        t->nodes[i] = (uint64_t *)nh_arena_array(plan->arena, nh_bits_words(articles),
                                                 sizeof(uint64_t));
        if (t->nodes[i] == NULL)
            return nh_arena_fail(plan->arena, err, "the articles of a query");
    }
    if (t->nodes == NULL)
        return nh_arena_fail(plan->arena, err, "the articles of a query");
    return NH_OK;
}

static void and_bits(const nh_truth *t, uint64_t *to, const uint64_t *from)
{
    for (size_t w = 0; w < nh_bits_words(t->count); w++)
        to[w] &= from[w];
}

static void or_bits(const nh_truth *t, uint64_t *to, const uint64_t *from)
{
    for (size_t w = 0; w < nh_bits_words(t->count); w++)
        to[w] |= from[w];
}

static void remove_bits(const nh_truth *t, uint64_t *to, const uint64_t *from)
{
    for (size_t w = 0; w < nh_bits_words(t->count); w++)
        to[w] &= ~from[w];
}

static void clear_bits(const nh_truth *t, uint64_t *bits)
{
    memset(bits, 0, nh_bits_words(t->count) * sizeof *bits);
}

/* Does the clause c of a LIST have to hold? */
static bool is_needed(const nh_plan *plan, uint32_t c, bool any)
{
    const nh_occur occur = plan->tree->nodes[c].occur;

    return occur == NH_OCCUR_MUST ||
           (occur == NH_OCCUR_BARE && (!any || !plan->nodes[c].has_words));
}

static void decide_list(const nh_truth *t, const nh_plan *plan, uint32_t i, bool any)
{
    const nh_node *nodes = plan->tree->nodes;
    uint64_t *out = t->nodes[i];
    uint32_t free_words = 0, needed_words = 0;

    clear_bits(t, out);
    for (uint32_t c = nodes[i].first_child; c != NH_NODE_NONE; c = nodes[c].next) {
        if (t->nodes[c] == NULL || nodes[c].occur == NH_OCCUR_MUST_NOT)
            continue;
        if (is_needed(plan, c, any)) {
            needed_words += plan->nodes[c].has_words;
        } else {
            free_words++;
            or_bits(t, out, t->nodes[c]);
        }
    }
    if (free_words == 0 || needed_words > 0)
        nh_bits_fill(out, t->count);
    for (uint32_t c = nodes[i].first_child; c != NH_NODE_NONE; c = nodes[c].next) {
        if (t->nodes[c] == NULL)
            continue;
        if (nodes[c].occur == NH_OCCUR_MUST_NOT)
            remove_bits(t, out, t->nodes[c]);
        else if (is_needed(plan, c, any))
            and_bits(t, out, t->nodes[c]);
    }
}

/* AND, OR, NOT and SCOPE. */
static void decide_operator(const nh_truth *t, const nh_plan *plan, uint32_t i)
{
    const nh_node *nodes = plan->tree->nodes;
    const bool any = nodes[i].kind == NH_NODE_OR;
    uint64_t *out = t->nodes[i];

    clear_bits(t, out);
    if (!any)
        nh_bits_fill(out, t->count);
    for (uint32_t c = nodes[i].first_child; c != NH_NODE_NONE; c = nodes[c].next) {
        if (t->nodes[c] == NULL)
            continue;
        if (any)
            or_bits(t, out, t->nodes[c]);
        else if (nodes[i].kind == NH_NODE_NOT)
            remove_bits(t, out, t->nodes[c]);
        else
            and_bits(t, out, t->nodes[c]);
    }
}

static void decide(const nh_truth *t, const nh_plan *plan, uint32_t i, bool any)
{
    if (plan->nodes[i].leaf != NH_LEAF_NONE)
        return;
    switch (plan->tree->nodes[i].kind) {
    case NH_NODE_LIST:
        decide_list(t, plan, i, any);
        break;
    case NH_NODE_AND:
    case NH_NODE_OR:
    case NH_NODE_NOT:
    case NH_NODE_SCOPE:
        decide_operator(t, plan, i);
        break;
    case NH_NODE_ALL:
        nh_bits_fill(t->nodes[i], t->count);
        break;
    case NH_NODE_WORD:
    case NH_NODE_PHRASE:
    case NH_NODE_GAP:
    case NH_NODE_NEAR:
    case NH_NODE_FIELD:
    case NH_NODE_DATE:
    case NH_NODE_NOTHING:
        break;
    }
}

const uint64_t *nh_truth_decide(nh_truth *t, const nh_plan *plan, bool any)
{
    const uint32_t root = plan->tree->root;

    if (root == NH_NODE_NONE || t->nodes[root] == NULL)
        return NULL;
    for (uint32_t i = 0; i < plan->tree->count; i++)
        if (t->nodes[i] != NULL)
            decide(t, plan, i, any);
    return t->nodes[root];
}
