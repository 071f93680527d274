/* tests/support/oracle/oracle_truth.c - is a query true of an article? */
#include <string.h>

#include "common/base/str.h"
#include "common/text/letters/fold.h"
#include "tests/support/cm.h"
#include "tests/support/oracle/oracle_parts.h"

static bool same_value(nh_str value, const nh_node *n)
{
    char a[NH_WORD_MAX], b[NH_WORD_MAX];
    const size_t a_size = nh_fold(value, NH_FOLD_CASE | NH_FOLD_MARKS, a);
    const size_t b_size = nh_fold(n->text, NH_FOLD_CASE | NH_FOLD_MARKS, b);

    assert_true(a_size <= NH_WORD_MAX && b_size <= NH_WORD_MAX);
    if (value.len == 0)
        return false;
    return (n->prefix ? a_size >= b_size : a_size == b_size) && memcmp(a, b, b_size) == 0;
}

static bool has_keyword(const o_article *a, const nh_node *n)
{
    if (nh_str_equal(n->name, NH_STR("id")))
        return same_value(a->id, n);
    if (nh_str_equal(n->name, NH_STR("source")))
        return same_value(a->source, n);
    return nh_str_equal(n->name, NH_STR("lang")) && same_value(a->language, n);
}

static bool has_date(const o_article *a, const nh_node *n)
{
    static const int64_t days[] = {0, 366, 31, 1, 0};
    int64_t last = a->date.seconds;

    if (a->date.precision == NH_DATE_NONE || n->undated)
        return n->undated && a->date.precision == NH_DATE_NONE;
    /* The corpora of the tests have dates of days, January and leap years only. */
    last += days[a->date.precision] * 86400 - (a->date.precision < NH_DATE_SECOND ? 1 : 0);
    return a->date.seconds <= n->to && last >= n->from;
}

static bool list_is_true(const o_asking *q, uint32_t node, size_t article, bool any)
{
    bool must_words = false, free_words = false, free_true = false;

    for (uint32_t c = q->tree->nodes[node].first_child; c != NH_NODE_NONE;
         c = q->tree->nodes[c].next) {
        const nh_occur occur = q->tree->nodes[c].occur;
        bool is;

        if (q->nodes[c].empty)
            continue;
        is = o_is_true(q, c, article, any);
        if (occur == NH_OCCUR_MUST_NOT) {
            if (is)
                return false;
        } else if (occur == NH_OCCUR_MUST || !any || !q->nodes[c].has_words) {
            if (!is)
                return false;
            must_words = must_words || q->nodes[c].has_words;
        } else {
            free_words = true;
            free_true = free_true || is;
        }
    }
    return free_true || must_words || !free_words;
}

static bool operator_is_true(const o_asking *q, uint32_t node, size_t article, bool any)
{
    const nh_node *n = &q->tree->nodes[node];
    bool all = true, one = false;

    for (uint32_t c = n->first_child; c != NH_NODE_NONE; c = q->tree->nodes[c].next) {
        bool is;

        if (q->nodes[c].empty)
            continue;
        is = o_is_true(q, c, article, any);
        all = all && is;
        one = one || is;
    }
    if (n->kind == NH_NODE_OR)
        return one;
    return n->kind == NH_NODE_NOT ? !one : all;
}

bool o_is_true(const o_asking *q, uint32_t node, size_t article, bool any)
{
    const nh_node *n = &q->tree->nodes[node];
    const o_article *a = &q->o->articles[article];

    if (q->nodes[node].role == O_LEAF) {
        for (size_t p = 0; p < a->n_passages; p++)
            if (q->nodes[node].counts[article][p] > 0)
                return true;
        return false;
    }
    if (n->kind == NH_NODE_FIELD)
        return has_keyword(a, n);
    if (n->kind == NH_NODE_DATE)
        return has_date(a, n);
    if (n->kind == NH_NODE_ALL || n->kind == NH_NODE_NOTHING)
        return n->kind == NH_NODE_ALL;
    return n->kind == NH_NODE_LIST ? list_is_true(q, node, article, any)
                                   : operator_is_true(q, node, article, any);
}
