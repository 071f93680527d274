/* tests/support/oracle/oracle_match.c - words, phrases and groups, tried at every position. */
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/oracle/oracle_parts.h"

#define TERMS 16
#define WORDS 96

/* A word of a query, from one position of the phrase to another. */
typedef struct o_word {
    uint32_t from, to;
    bool stop; /* a gap in the text too */
    bool exact, prefix;
    nh_str folded;
    nh_str terms[TERMS];
    size_t n_terms;
} o_word;

/* A phrase, or a single word. */
struct o_words {
    o_word list[WORDS];
    size_t n;
    uint32_t begins, ends; /* positions of its first and behind its last real word */
};

static void add_term(o_words *w, const o_word *like, nh_str term)
{
    o_word *found = NULL;

    for (size_t i = 0; i < w->n && found == NULL; i++)
        if (w->list[i].from == like->from && w->list[i].to == like->to &&
            w->list[i].stop == like->stop && nh_str_equal(w->list[i].folded, like->folded))
            found = &w->list[i];
    if (found == NULL) {
        assert_in_range(w->n, 0, WORDS - 1);
        found = &w->list[w->n++];
        *found = *like;
    }
    for (size_t i = 0; i < found->n_terms; i++)
        if (nh_str_equal(found->terms[i], term))
            return;
    assert_in_range(found->n_terms, 0, TERMS - 1);
    found->terms[found->n_terms++] = term;
}

/* The words of one node at position `at`; the position behind them. */
static uint32_t add_node(oracle *o, const nh_node *node, uint32_t at, o_words *w)
{
    uint32_t behind = at;

    for (size_t l = 0; l < o->n_languages; l++) {
        nh_tokens tokens;

        assert_int_equal(
            nh_analyzer_run(o->analyzer, node->text, o->languages[l], &tokens, NULL),
            NH_OK);
        behind = at + tokens.positions;
        for (size_t i = 0; i < tokens.count; i++) {
            const nh_token *t = &tokens.list[i];
            const nh_word *word = nh_analyzer_word(o->analyzer, t->word);
            const bool last = at + t->pos + word->span >= behind;
            o_word like = {.from = at + t->pos, .to = at + t->pos + word->span};

            if ((t->flags & NH_TOKEN_EXTRA) != 0)
                continue;
            like.prefix = node->prefix && last;
            like.exact = node->exact && !like.prefix;
            like.stop = (word->flags & NH_WORD_STOP) != 0 && !like.prefix;
            if (like.stop && word->span > 1)
                continue; /* its parts are there */
            like.folded = o_fold(o, &o->asked, word->form);
            add_term(w, &like, nh_arena_copy(&o->asked, word->term));
        }
    }
    return behind;
}

static o_words *read_phrase(oracle *o, const nh_query_tree *tree, uint32_t node)
{
    const nh_node *n = &tree->nodes[node];
    o_words *w = o->words[node];
    uint32_t at = 0;

    if (w != NULL)
        return w;
    w = o->words[node] = (o_words *)o_array(&o->asked, 1, sizeof *w);
    if (n->kind == NH_NODE_WORD)
        add_node(o, n, 0, w);
    for (uint32_t c = n->first_child; c != NH_NODE_NONE; c = tree->nodes[c].next)
        at = tree->nodes[c].kind == NH_NODE_GAP ? at + 1
                                                : add_node(o, &tree->nodes[c], at, w);
    w->begins = UINT32_MAX;
    for (size_t i = 0; i < w->n; i++) {
        if (w->list[i].stop)
            continue;
        w->begins = w->list[i].from < w->begins ? w->list[i].from : w->begins;
        w->ends = w->list[i].to > w->ends ? w->list[i].to : w->ends;
    }
    return w;
}

static bool is_word(const o_word *w, const o_token *t)
{
    if (w->prefix)
        return nh_str_starts(t->folded, w->folded);
    if (w->exact && !nh_str_equal(t->folded, w->folded))
        return false;
    for (size_t i = 0; i < w->n_terms; i++)
        if (nh_str_equal(t->term, w->terms[i]))
            return true;
    return false;
}

/* Where a phrase may end if what is left of it, from `from` on, begins at position `at`. */
static void reach(const o_words *w, const o_line *line, uint32_t from, uint32_t at,
                  bool *ends)
{
    bool real = false;

    if (from == w->ends) {
        ends[at] = true;
        return;
    }
    for (size_t i = 0; i < w->n; i++) {
        const o_word *word = &w->list[i];

        if (word->from != from || word->stop)
            continue;
        real = true;
        for (size_t k = 0; k < line->n_tokens; k++)
            if (line->tokens[k].at == at && is_word(word, &line->tokens[k]))
                reach(w, line, word->to, at + line->tokens[k].span, ends);
    }
    for (size_t i = 0; i < w->n; i++)
        if (w->list[i].from == from && w->list[i].stop && at < line->positions) {
            real = true;
            reach(w, line, w->list[i].to, at + 1, ends);
        }
    if (!real && at < line->positions) /* a gap */
        reach(w, line, from + 1, at + 1, ends);
}

/* A place in a line. */
typedef struct o_place {
    uint32_t start, end;
} o_place;

typedef struct o_places {
    o_place *list;
    size_t n;
} o_places;

/* All places of a phrase, by start, then end. */
static o_places find_phrase(oracle *o, const o_words *w, const o_line *line)
{
    const size_t most = line->positions + 64;
    bool *ends = (bool *)o_array(&o->scratch, most, sizeof *ends);
    o_places p = {(o_place *)o_array(&o->scratch, most * 8, sizeof *p.list), 0};

    for (uint32_t at = 0; at < line->positions && w->ends > 0; at++) {
        memset(ends, 0, most);
        reach(w, line, w->begins, at, ends);
        for (uint32_t e = 0; e < most; e++)
            if (ends[e]) {
                assert_in_range(p.n, 0, most * 8 - 1);
                p.list[p.n++] = (o_place){at, e};
            }
    }
    return p;
}

static bool same_words(const o_words *a, const o_words *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (a->list[i].from - a->begins != b->list[i].from - b->begins ||
            a->list[i].to - a->begins != b->list[i].to - b->begins ||
            a->list[i].stop != b->list[i].stop || a->list[i].exact != b->list[i].exact ||
            a->list[i].prefix != b->list[i].prefix ||
            !nh_str_equal(a->list[i].folded, b->list[i].folded))
            return false;
    return true;
}

/* The members of a NEAR group and their places in a line. */
typedef struct o_group {
    o_words *words[64];
    o_places places[64];
    size_t n;
    bool ordered;
} o_group;

/* The first place of a member at or after `from` that is not its k-th earlier one. */
static const o_place *pick(const o_places *p, uint32_t from, size_t skip)
{
    for (size_t i = 0; i < p->n; i++) {
        if (i > 0 && p->list[i].start == p->list[i - 1].start)
            continue; /* of each start the shortest */
        if (p->list[i].start < from)
            continue;
        if (skip-- == 0)
            return &p->list[i];
    }
    return NULL;
}

/* The window from `start`: where it ends, and how many positions nothing in it covers. */
static bool open_window(const o_group *g, uint32_t start, uint32_t *end, int64_t *others)
{
    uint32_t from = start;

    *end = 0;
    *others = -(int64_t)start;
    for (size_t i = 0; i < g->n; i++) {
        const o_place *p;
        size_t twins = 0;

        for (size_t k = 0; k < i && !g->ordered; k++)
            twins += same_words(g->words[k], g->words[i]);
        p = pick(&g->places[i], from, twins);
        if (p == NULL)
            return false;
        *end = p->end > *end ? p->end : *end;
        *others -= p->end - p->start;
        if (g->ordered)
            from = p->end;
    }
    *others += *end;
    return true;
}

static bool begins_at(const o_group *g, uint32_t start)
{
    for (size_t i = 0; i < (g->ordered ? 1 : g->n); i++)
        for (size_t k = 0; k < g->places[i].n; k++)
            if (g->places[i].list[k].start == start)
                return true;
    return false;
}

/* Marks the starts of windows that hold no later one. */
static void find_windows(const o_group *g, const nh_node *node, const o_line *line,
                         bool *starts)
{
    for (uint32_t at = 0; at < line->positions; at++) {
        uint32_t end, later_end;
        int64_t others, ignored;
        bool least = true;

        if (!begins_at(g, at) || !open_window(g, at, &end, &others))
            continue;
        for (uint32_t later = at + 1; later < line->positions; later++)
            if (begins_at(g, later) && open_window(g, later, &later_end, &ignored) &&
                later_end <= end)
                least = false;
        if (least && others <= node->slop)
            starts[at] = true;
    }
}

static void find_near(oracle *o, const nh_query_tree *tree, uint32_t node,
                      const o_line *line, bool *starts)
{
    const nh_node *n = &tree->nodes[node];
    o_group g = {.ordered = n->ordered};

    for (uint32_t c = n->first_child; c != NH_NODE_NONE; c = tree->nodes[c].next) {
        o_words *w = read_phrase(o, tree, c);

        if (tree->nodes[c].kind == NH_NODE_GAP || w->ends == 0)
            continue;
        assert_in_range(g.n, 0, 63);
        g.words[g.n] = w;
        g.places[g.n++] = find_phrase(o, w, line);
    }
    if (g.n > 0)
        find_windows(&g, n, line, starts);
}

/* Marks where a leaf begins in a line; an OR of leaves is one of them. */
static void find_starts(oracle *o, const nh_query_tree *tree, uint32_t node,
                        const o_line *line, bool *starts)
{
    const nh_node *n = &tree->nodes[node];
    o_places p;

    if (n->kind == NH_NODE_OR) {
        for (uint32_t c = n->first_child; c != NH_NODE_NONE; c = tree->nodes[c].next)
            find_starts(o, tree, c, line, starts);
        return;
    }
    if (n->kind == NH_NODE_NEAR) {
        find_near(o, tree, node, line, starts);
        return;
    }
    p = find_phrase(o, read_phrase(o, tree, node), line);
    for (size_t i = 0; i < p.n; i++)
        starts[p.list[i].start] = true;
}

void o_count_leaf(oracle *o, const nh_query_tree *tree, uint32_t node, const o_article *a,
                  uint32_t *counts)
{
    for (size_t l = 0; l < a->n_lines; l++) {
        const o_line *line = &a->lines[l];
        bool *starts;

        nh_arena_reset(&o->scratch);
        starts = (bool *)o_array(&o->scratch, line->positions, sizeof *starts);
        find_starts(o, tree, node, line, starts);
        for (size_t i = 0; i < line->n_passages; i++) {
            const o_passage *p = &a->passages[line->first_passage + i];

            for (uint32_t at = p->begins; at < p->ends; at++)
                counts[line->first_passage + i] += starts[at];
        }
    }
}

bool o_is_empty(oracle *o, const nh_query_tree *tree, uint32_t node)
{
    const nh_node *n = &tree->nodes[node];

    if (n->kind != NH_NODE_NEAR && n->kind != NH_NODE_OR)
        return read_phrase(o, tree, node)->ends == 0;
    for (uint32_t c = n->first_child; c != NH_NODE_NONE; c = tree->nodes[c].next)
        if (tree->nodes[c].kind != NH_NODE_GAP && !o_is_empty(o, tree, c))
            return false;
    return true;
}
