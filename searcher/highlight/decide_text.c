/* searcher/highlight/decide_text.c - whether a query is true of a fresh text. */
#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/highlight/matching.h"
#include "searcher/match/bits.h"
#include "searcher/match/filters.h"

/* Does the leaf begin in a passage of its fields, in the chain [first, end)? */
static bool is_in_scope(const nh_matching *m, const nh_leaf *leaf, uint32_t first,
                        uint32_t end)
{
    uint32_t base = 0, i = 0;

    for (uint32_t p = first; p < end; p++) {
        const uint32_t behind = base + m->cut->cut.passages[p].span;
        const bool right = (leaf->scope & ~nh_article_cut_scope(m->cut, p)) == 0;

        for (; i < m->starts.count && m->starts.list[i].start < behind; i++)
            if (right)
                return true;
        base = behind;
    }
    return false;
}

/* The bits of each leaf's node. */
static nh_status list_leaves(nh_matching *m)
{
    m->found =
        (uint64_t **)nh_arena_array(m->plan.arena, m->plan.n_leaves, sizeof(uint64_t *));
    if (m->found == NULL)
        return nh_arena_fail(m->plan.arena, m->err, "a text to match");
    for (uint32_t i = 0; i < m->plan.tree->count; i++)
        if (m->plan.nodes[i].leaf != NH_LEAF_NONE)
            m->found[m->plan.nodes[i].leaf] = m->truth.nodes[i];
    return NH_OK;
}

static nh_status find_leaves(nh_matching *m, uint32_t first, uint32_t end)
{
    size_t n;
    uint32_t limit = 0;
    nh_status st = nh_article_cut_tokens(m->cut, first, end, NH_CUT_ALL, &n, m->err);

    for (uint32_t p = first; p < end; p++)
        limit += m->cut->cut.passages[p].span;
    for (uint32_t i = 0; i < m->plan.n_leaves && st == NH_OK; i++) {
        uint64_t *bits = m->found[i];

        st = nh_halt_look(&m->halt, m->err);
        if (st != NH_OK || bits == NULL || nh_bits_get(bits, 0))
            continue;
        st = nh_leaves_find(m->leaves, i, m->cut->tokens, n, limit, &m->starts, m->err);
        if (st == NH_OK && is_in_scope(m, &m->plan.leaves[i], first, end))
            nh_bits_set(bits, 0);
    }
    return st;
}

/* source: and lang: are known of a fresh text; no other field has a value. */
static nh_status decide_filter(const nh_matching *m, uint32_t i)
{
    const nh_node *n = &m->plan.tree->nodes[i];
    nh_str value = {NULL, 0};
    bool is = false;
    nh_status st = NH_OK;

    if (n->kind == NH_NODE_DATE)
        is = nh_filter_date_fits(n, m->fresh->date);
    else if (nh_str_equal(n->name, NH_STR("source")))
        value = m->fresh->source;
    else if (nh_str_equal(n->name, NH_STR("lang")))
        value = m->fresh->language;
    if (value.len > 0)
        st = nh_filter_value_fits(m->s->env, n, value, &is, m->err);
    if (is)
        nh_bits_set(m->truth.nodes[i], 0);
    return st;
}

nh_status nh_matching_decide(nh_matching *m, bool any)
{
    const uint64_t *root;
    nh_status st = list_leaves(m);

    for (uint32_t p = 0; p < m->cut->cut.n_passages && st == NH_OK;) {
        const uint32_t end = nh_article_cut_chain(m->cut, p);

        st = find_leaves(m, p, end);
        p = end;
    }
    for (uint32_t i = 0; i < m->plan.tree->count && st == NH_OK; i++) {
        const nh_node_kind kind = m->plan.tree->nodes[i].kind;

        if (m->truth.nodes[i] != NULL && (kind == NH_NODE_FIELD || kind == NH_NODE_DATE))
            st = decide_filter(m, i);
    }
    if (st != NH_OK)
        return st;
    root = nh_truth_decide(&m->truth, &m->plan, any);
    m->out->match = root != NULL && nh_bits_get(root, 0);
    return NH_OK;
}
