/* searcher/prune/plan/pruned_shape.c - what a query needs of an article, as far as pruning minds. */
#include "searcher/prune/plan/pruned_shape.h"

#include "searcher/prune/phrase/phrase_shape.h"

/* Does an article need the clause `c` of a LIST? */
static bool is_needed(const nh_plan *plan, uint32_t c, bool any)
{
    const nh_occur occur = plan->tree->nodes[c].occur;

    return occur == NH_OCCUR_MUST ||
           (occur == NH_OCCUR_BARE && (!any || !plan->nodes[c].has_words));
}

/* Are the clauses of the root all that scores, and all of them needed, or none? */
static nh_needs needs_of(const nh_plan *plan, bool any)
{
    const nh_query_tree *tree = plan->tree;
    const nh_node *root = &tree->nodes[tree->root];
    uint32_t clauses = 0, needed = 0;

    if (plan->nodes[tree->root].leaf != NH_LEAF_NONE)
        return NH_NEEDS_ANY;
    if (root->kind != NH_NODE_LIST && root->kind != NH_NODE_AND && root->kind != NH_NODE_OR)
        return NH_NEEDS_TRUTH;
    for (uint32_t c = root->first_child; c != NH_NODE_NONE; c = tree->nodes[c].next) {
        const uint32_t leaf = plan->nodes[c].leaf;

        if (plan->nodes[c].dropped)
            continue;
        if (leaf == NH_LEAF_NONE || !plan->leaves[leaf].scores)
            return NH_NEEDS_TRUTH;
        clauses++;
        needed += root->kind == NH_NODE_AND ||
                  (root->kind == NH_NODE_LIST && is_needed(plan, c, any));
    }
    if (clauses == 0 || clauses != plan->n_leaves || (needed > 0 && needed < clauses))
        return NH_NEEDS_TRUTH;
    return needed > 1 ? NH_NEEDS_ALL : NH_NEEDS_ANY;
}

static bool is_out(const nh_plan *plan, uint32_t c)
{
    return plan->nodes[c].inside || plan->nodes[c].dropped;
}

static bool list_has_evidence(const nh_plan *plan, uint32_t i, bool any, const bool *has)
{
    const nh_node *nodes = plan->tree->nodes;
    bool needed = false, loose = false, all = true;

    for (uint32_t c = nodes[i].first_child; c != NH_NODE_NONE; c = nodes[c].next) {
        if (is_out(plan, c) || nodes[c].occur == NH_OCCUR_MUST_NOT)
            continue;
        if (is_needed(plan, c, any)) {
            if (has[c])
                return true;
            needed = needed || plan->nodes[c].has_words;
        } else {
            loose = true;
            all = all && has[c];
        }
    }
    return loose && all && !needed;
}

/* Of AND and SCOPE one child with evidence is enough; of OR all have to have it. */
static bool operator_has_evidence(const nh_plan *plan, uint32_t i, const bool *has)
{
    const nh_node *nodes = plan->tree->nodes;
    bool some = false, all = true;

    for (uint32_t c = nodes[i].first_child; c != NH_NODE_NONE; c = nodes[c].next) {
        if (is_out(plan, c))
            continue;
        some = some || has[c];
        all = all && has[c];
    }
    if (nodes[i].kind == NH_NODE_NOT)
        return false;
    return nodes[i].kind == NH_NODE_OR ? some && all : some;
}

/* Has every article of which the query is true a passage with something that scores? Children
 * come before their parents. */
static bool has_evidence(const nh_plan *plan, bool any, bool *has)
{
    const nh_node *nodes = plan->tree->nodes;

    for (uint32_t i = 0; i < plan->tree->count; i++) {
        const uint32_t leaf = plan->nodes[i].leaf;

        if (leaf != NH_LEAF_NONE)
            has[i] = plan->leaves[leaf].scores;
        else if (nodes[i].kind == NH_NODE_LIST)
            has[i] = list_has_evidence(plan, i, any, has);
        else
            has[i] = operator_has_evidence(plan, i, has);
    }
    return has[plan->tree->root];
}

/* May few hits lead to less being asked? Where all shards were counted, that is known. */
static void judge_match(const nh_evaluation *e, nh_pruning *p)
{
    const nh_search_options *o = e->options;
    const nh_counts *given = e->given;
    const bool may_relax = o->match == NH_MATCH_AUTO && e->plan->relaxable;

    p->relaxes = may_relax && given == NULL;
    p->relaxed =
        may_relax && given != NULL && given->all < o->min_hits && given->any > given->all;
}

static bool has_words(const nh_plan *plan)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < plan->n_leaves; i++)
        n += plan->leaves[i].scores;
    return n > 0 && n <= NH_MOST_LISTS;
}

nh_status nh_pruned_shape(const nh_evaluation *e, nh_pruning *p, bool *out, nh_error *err)
{
    const nh_plan *plan = e->plan;
    bool any, *has;

    *out = false;
    if (plan->tree->root == NH_NODE_NONE || !has_words(plan))
        return NH_OK;
    if (e->options->sort == NH_SORT_DATE) {
        p->needs = NH_NEEDS_TRUTH;
        *out = true;
        return NH_OK;
    }
    judge_match(e, p);
    any = p->relaxed || e->options->match == NH_MATCH_ANY;
    p->phrase = plan->n_leaves == 1 && nh_phrase_shape(plan, &plan->leaves[0]);
    p->needs = needs_of(plan, any);
    if (p->relaxes && needs_of(plan, true) != NH_NEEDS_ANY)
        p->needs = NH_NEEDS_TRUTH; /* some words are needed even then */
    *out = p->needs != NH_NEEDS_TRUTH;
    if (*out)
        return NH_OK;
    has = (bool *)nh_arena_array(e->arena, plan->tree->count, sizeof *has);
    if (has == NULL)
        return nh_arena_fail(e->arena, err, "a query");
    *out = has_evidence(plan, any, has) && (!p->relaxes || has_evidence(plan, true, has));
    return NH_OK;
}
