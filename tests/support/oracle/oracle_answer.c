/* tests/support/oracle/oracle_answer.c - truth, scores and order, written out as the contract reads. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/oracle/oracle_parts.h"

static bool is_leaf_kind(nh_node_kind kind)
{
    return kind == NH_NODE_WORD || kind == NH_NODE_PHRASE || kind == NH_NODE_NEAR;
}

/* An OR whose operands are leaves, or ORs of leaves, without weights of their own. */
static bool is_synonym(const o_asking *q, uint32_t node)
{
    const nh_node *n = &q->tree->nodes[node];

    if (n->kind != NH_NODE_OR)
        return false;
    for (uint32_t c = n->first_child; c != NH_NODE_NONE; c = q->tree->nodes[c].next) {
        const nh_node *child = &q->tree->nodes[c];

        if (child->weight != 1024 || !(is_leaf_kind(child->kind) || is_synonym(q, c)))
            return false;
    }
    return true;
}

/* From the root down: roles, weights, scopes. */
static void go_down(const o_asking *q, uint32_t node)
{
    const nh_node *n = &q->tree->nodes[node];
    const o_node *here = &q->nodes[node];

    for (uint32_t c = n->first_child; c != NH_NODE_NONE; c = q->tree->nodes[c].next) {
        const nh_node *child = &q->tree->nodes[c];
        const uint64_t weight = (uint64_t)child->weight * here->weight / 1024;
        o_node *to = &q->nodes[c];

        to->weight = weight < 1024000 ? (uint32_t)weight : 1024000;
        to->scope = here->scope;
        if (child->kind == NH_NODE_SCOPE && !q->o->whole)
            to->scope |= nh_str_equal(child->name, NH_STR("title")) ? 1 : 2;
        to->negative = here->negative || child->kind == NH_NODE_NOT ||
                       child->occur == NH_OCCUR_MUST_NOT;
        to->role = here->role != O_OPERATOR                        ? O_INSIDE
                   : is_leaf_kind(child->kind) || is_synonym(q, c) ? O_LEAF
                                                                   : O_OPERATOR;
        go_down(q, c);
    }
}

/* From the leaves up: what is left of each node. */
static void go_up(const o_asking *q, uint32_t node)
{
    const nh_node *n = &q->tree->nodes[node];
    o_node *here = &q->nodes[node];
    bool any = false;

    if (here->role == O_LEAF) {
        here->empty = o_is_empty(q->o, q->tree, node);
        here->has_words = !here->empty;
        return;
    }
    for (uint32_t c = n->first_child; c != NH_NODE_NONE; c = q->tree->nodes[c].next) {
        go_up(q, c);
        any = any || !q->nodes[c].empty;
        if (q->nodes[c].has_words && n->kind != NH_NODE_NOT &&
            q->tree->nodes[c].occur != NH_OCCUR_MUST_NOT)
            here->has_words = true;
    }
    here->empty = n->first_child != NH_NODE_NONE && !any;
}

static unsigned scope_of(const o_article *a, size_t passage)
{
    const bool headline = (a->passages[0].flags & NH_PASSAGE_HEADLINE) != 0;

    if ((a->passages[passage].flags & NH_PASSAGE_HEADLINE) != 0)
        return 1;
    return passage == (headline ? 1 : 0) ? 2 : 0;
}

static void count_leaf(const o_asking *q, uint32_t node)
{
    oracle *o = q->o;
    o_node *leaf = &q->nodes[node];

    leaf->counts = (uint32_t **)o_array(&o->asked, o->n_articles, sizeof *leaf->counts);
    for (size_t i = 0; i < o->n_articles; i++) {
        const o_article *a = &o->articles[i];
        uint64_t passages = 0;

        leaf->counts[i] =
            (uint32_t *)o_array(&o->asked, a->n_passages, sizeof *leaf->counts[i]);
        o_count_leaf(o, q->tree, node, a, leaf->counts[i]);
        for (size_t p = 0; p < a->n_passages; p++) {
            if ((leaf->scope & ~scope_of(a, p)) != 0)
                leaf->counts[i][p] = 0;
            passages += leaf->counts[i][p] > 0;
        }
        leaf->df += o->whole ? passages > 0 : passages;
    }
}

/* What a leaf adds for tf in a unit of this length. */
static nh_score score_of(const o_asking *q, const o_node *leaf, uint64_t tf,
                         uint64_t length, double *real)
{
    const oracle *o = q->o;
    const double units = (double)(o->whole ? o->n_articles : o->passages);
    const double mean = (double)o->tokens / units;
    const double df = (double)leaf->df;
    const double idf = log(1 + (units - df + 0.5) / (df + 0.5));
    const double k1 = q->options->k1, b = q->options->b;
    const double part =
        (double)tf / ((double)tf + k1 * (1 - b + b * (double)length / mean));
    const double factor = (double)leaf->weight / 1024 * idf * (double)NH_SCORE_ONE;

    *real += factor * part / (double)NH_SCORE_ONE;
    return (nh_score)floor(factor * part + 0.5);
}

/* A passage's own evidence; where articles are the unit, as if it were all of theirs. */
static bool score_passage(const o_asking *q, size_t article, size_t p, oracle_hit *out)
{
    const o_article *a = &q->o->articles[article];
    bool evidence = false;

    out->score = 0;
    out->real = 0;
    out->passage = (uint32_t)p;
    for (uint32_t i = 0; i < q->tree->count; i++) {
        const o_node *leaf = &q->nodes[i];

        if (leaf->role != O_LEAF || leaf->empty || leaf->negative ||
            leaf->counts[article][p] == 0)
            continue;
        evidence = true;
        out->score += score_of(q, leaf, leaf->counts[article][p],
                               q->o->whole ? a->length : a->passages[p].length, &out->real);
    }
    return evidence;
}

/* Where articles are the unit: tf and length of the whole. */
static void score_article(const o_asking *q, size_t article, oracle_hit *out)
{
    const o_article *a = &q->o->articles[article];

    out->score = 0;
    out->real = 0;
    for (uint32_t i = 0; i < q->tree->count; i++) {
        const o_node *leaf = &q->nodes[i];
        uint64_t tf = 0;

        if (leaf->role != O_LEAF || leaf->empty || leaf->negative)
            continue;
        for (size_t p = 0; p < a->n_passages; p++)
            tf += leaf->counts[article][p];
        if (tf > 0)
            out->score += score_of(q, leaf, tf, a->length, &out->real);
    }
}

static void add_article(o_asking *q, size_t article)
{
    const o_article *a = &q->o->articles[article];
    const bool by_passage = q->options->by == NH_BY_PASSAGE && !q->o->whole;
    const size_t before = q->n_hits;
    oracle_hit best = {.score = -1}, h = {.id = a->id};
    uint32_t evidence = 0;

    h.date = a->date.precision == NH_DATE_NONE ? INT64_MIN : a->date.seconds;
    for (size_t p = 0; p < a->n_passages; p++) {
        if (!score_passage(q, article, p, &h))
            continue;
        evidence++;
        if (h.score > best.score)
            best = h;
        if (by_passage)
            q->hits[q->n_hits++] = h;
    }
    if (evidence == 0) {
        best = h;
        best.score = 0;
        best.real = 0;
        best.passage = a->n_passages > 1 && scope_of(a, 0) == 1 ? 1 : 0;
    }
    if (evidence == 0 || !by_passage)
        q->hits[q->n_hits++] = best;
    if (q->o->whole && evidence > 0)
        score_article(q, article, &q->hits[q->n_hits - 1]);
    for (size_t i = before; i < q->n_hits; i++)
        q->hits[i].evidence = evidence;
    q->answer.passages += evidence;
}

static uint64_t find(o_asking *q, bool any, bool add)
{
    uint64_t count = 0;

    for (size_t i = 0; i < q->o->n_articles; i++) {
        if (q->tree->root == NH_NODE_NONE || q->nodes[q->tree->root].empty ||
            !o_is_true(q, q->tree->root, i, any))
            continue;
        count++;
        if (add)
            add_article(q, i);
    }
    return count;
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a < b) - (a > b);
}

/* What a run file calls a hit. */
static void spell_docno(const oracle_hit *hit, nh_buffer *out)
{
    nh_escape_trec(out, hit->id);
    nh_buf_print(out, "#%u", (unsigned)hit->passage);
}

static int compare_docnos(const oracle_hit *x, const oracle_hit *y)
{
    nh_buffer first = {0}, second = {0};
    int c;

    spell_docno(x, &first);
    spell_docno(y, &second);
    c = nh_str_compare(nh_buf_str(&second), nh_buf_str(&first));
    nh_buf_free(&first);
    nh_buf_free(&second);
    return c;
}

static int compare(const void *a, const void *b, void *context)
{
    const nh_search_options *o = (const nh_search_options *)context;
    const oracle_hit *x = (const oracle_hit *)a, *y = (const oracle_hit *)b;
    int c = 0;

    if (o->sort == NH_SORT_DATE)
        c = compare_numbers(x->date, y->date);
    if (c == 0)
        c = compare_numbers(x->score, y->score);
    if (c == 0 && !o->ties_by_id)
        c = compare_numbers(x->date, y->date);
    if (c == 0 && o->ties_by_id)
        return compare_docnos(x, y);
    if (c == 0)
        c = nh_str_compare(y->id, x->id);
    return c != 0 ? c : compare_numbers(y->passage, x->passage);
}

/* Would any LIST ask for less if one bare word were enough? */
static bool is_relaxable(const o_asking *q)
{
    for (uint32_t i = 0; i < q->tree->count; i++) {
        uint32_t bare = 0, words = 0;

        if (q->tree->nodes[i].kind != NH_NODE_LIST)
            continue;
        for (uint32_t c = q->tree->nodes[i].first_child; c != NH_NODE_NONE;
             c = q->tree->nodes[c].next) {
            if (!q->nodes[c].has_words || q->tree->nodes[c].occur == NH_OCCUR_MUST_NOT)
                continue;
            words++;
            bare += q->tree->nodes[c].occur == NH_OCCUR_BARE;
        }
        if (bare > 0 && words > 1)
            return true;
    }
    return false;
}

static void prepare(o_asking *q)
{
    const uint32_t root = q->tree->root;

    q->nodes = (o_node *)o_array(&q->o->asked, q->tree->count, sizeof *q->nodes);
    q->o->words = (o_words **)o_array(&q->o->asked, q->tree->count, sizeof *q->o->words);
    if (root == NH_NODE_NONE)
        return;
    q->nodes[root].weight = q->tree->nodes[root].weight;
    q->nodes[root].negative = q->tree->nodes[root].kind == NH_NODE_NOT;
    if (q->tree->nodes[root].kind == NH_NODE_SCOPE && !q->o->whole)
        q->nodes[root].scope =
            nh_str_equal(q->tree->nodes[root].name, NH_STR("title")) ? 1 : 2;
    if (is_leaf_kind(q->tree->nodes[root].kind) || is_synonym(q, root))
        q->nodes[root].role = O_LEAF;
    go_down(q, root);
    go_up(q, root);
    for (uint32_t i = 0; i < q->tree->count; i++)
        if (q->nodes[i].role == O_LEAF && !q->nodes[i].empty)
            count_leaf(q, i);
}

oracle_answer oracle_search(oracle *o, const nh_query_tree *tree,
                            const nh_search_options *options)
{
    o_asking q = {.o = o, .tree = tree, .options = options};
    const nh_match match = options->match;
    nh_search_options order = *options;
    uint64_t all, any;

    nh_arena_reset(&o->asked);
    prepare(&q);
    q.hits = (oracle_hit *)o_array(&o->asked, o->passages + o->n_articles, sizeof *q.hits);
    all = find(&q, match == NH_MATCH_ANY, false);
    any = all;
    if (match == NH_MATCH_AUTO && all < options->min_hits && is_relaxable(&q))
        any = find(&q, true, false);
    q.answer.relaxed = any > all;
    q.answer.articles = find(&q, match == NH_MATCH_ANY || q.answer.relaxed, true);
    qsort_r(q.hits, q.n_hits, sizeof *q.hits, compare, &order);
    q.answer.hits = q.hits;
    q.answer.n_hits = q.n_hits;
    return q.answer;
}
