/* searcher/match/plan/plan_words.c - the words of a query, analysed into paths. */
#include "searcher/match/plan/plan_words.h"

#include "common/base/error.h"
#include "common/base/str.h"

#define FIRST_ROOM 8u

void *nh_plan_grown(nh_plan_builder *b, void *old, uint32_t count, uint32_t *room,
                    size_t size, nh_status *st)
{
    void *grown = nh_arena_grown(b->plan->arena, old, count, room, FIRST_ROOM, size);

    if (grown == NULL)
        *st = nh_arena_fail(b->plan->arena, b->err, "the plan of a query");
    return grown;
}

static nh_path *current(const nh_plan_builder *b)
{
    return &b->plan->paths[b->plan->n_paths - 1];
}

nh_status nh_path_begin(nh_plan_builder *b)
{
    nh_plan *plan = b->plan;
    nh_status st = NH_OK;
    nh_path *grown = (nh_path *)nh_plan_grown(b, plan->paths, plan->n_paths, &b->path_room,
                                              sizeof *grown, &st);

    if (grown == NULL)
        return st;
    plan->paths = grown;
    plan->paths[plan->n_paths++] = (nh_path){.first_edge = plan->n_edges};
    b->at = 0;
    b->begun = false;
    return NH_OK;
}

static nh_status add_edge(nh_plan_builder *b, const nh_edge *edge)
{
    nh_plan *plan = b->plan;
    nh_status st = NH_OK;
    nh_edge *grown = (nh_edge *)nh_plan_grown(b, plan->edges, plan->n_edges, &b->edge_room,
                                              sizeof *grown, &st);

    if (grown == NULL)
        return st;
    plan->edges = grown;
    plan->edges[plan->n_edges++] = *edge;
    current(b)->n_edges++;
    return NH_OK;
}

/* A new edge of the path unless it has the same one: another language sees the same words. */
static nh_status find_or_add(nh_plan_builder *b, const nh_edge *like, nh_edge **out)
{
    const nh_path *path = current(b);
    nh_edge edge = *like;
    nh_status st;

    for (uint32_t i = path->n_edges; i > 0; i--) {
        nh_edge *e = &b->plan->edges[path->first_edge + i - 1];

        if (e->from == like->from && e->to == like->to && e->any == like->any &&
            nh_str_equal(e->spelling, like->spelling)) {
            *out = e;
            return NH_OK;
        }
    }
    edge.spelling = nh_arena_copy(b->plan->arena, like->spelling);
    if (edge.spelling.ptr == NULL)
        return nh_arena_fail(b->plan->arena, b->err, "the plan of a query");
    st = add_edge(b, &edge);
    if (st == NH_OK)
        *out = &b->plan->edges[b->plan->n_edges - 1];
    return st;
}

static nh_status add_term(nh_plan_builder *b, nh_edge *edge, nh_str term)
{
    nh_arena *arena = b->plan->arena;
    nh_str *terms;

    for (uint32_t i = 0; i < edge->n_terms; i++)
        if (nh_str_equal(edge->terms[i], term))
            return NH_OK;
    terms = (nh_str *)nh_arena_array(arena, edge->n_terms + 1, sizeof *terms);
    if (terms == NULL)
        return nh_arena_fail(arena, b->err, "the plan of a query");
    for (uint32_t i = 0; i < edge->n_terms; i++)
        terms[i] = edge->terms[i];
    terms[edge->n_terms] = nh_arena_copy(arena, term);
    if (terms[edge->n_terms].ptr == NULL)
        return nh_arena_fail(arena, b->err, "the plan of a query");
    edge->terms = terms;
    edge->n_terms++;
    return NH_OK;
}

/* What an exact word compares: forms without case and accents, or bytes as they are. */
static nh_status spell(nh_plan_builder *b, nh_str form, nh_str *out)
{
    *out = form;
    if (b->rules->profile == NH_PROFILE_WHITESPACE)
        return NH_OK;
    nh_buf_clear(&b->folded);
    nh_form_folded(form, &b->folded);
    *out = nh_buf_str(&b->folded);
    return nh_buf_status(&b->folded, b->err, "the plan of a query");
}

/* Is this token a word of the query, and not an alternate or a stop word? */
static bool is_word(const nh_node *node, const nh_tokens *tokens, const nh_token *t,
                    const nh_word *w)
{
    const bool last = t->pos + w->span >= tokens->positions;

    return (t->flags & NH_TOKEN_EXTRA) == 0 &&
           ((w->flags & NH_WORD_STOP) == 0 || (node->prefix && last));
}

static nh_status add_token(nh_plan_builder *b, const nh_node *node, uint32_t from,
                           const nh_word *w, bool last)
{
    nh_edge like = {.from = from,
                    .to = from + w->span,
                    .exact = node->exact && !(node->prefix && last),
                    .prefix = node->prefix && last,
                    .at = node->at,
                    .size = node->size};
    nh_edge *edge = NULL;
    nh_status st = spell(b, w->form, &like.spelling);

    if (st == NH_OK)
        st = find_or_add(b, &like, &edge);
    if (st == NH_OK && !edge->prefix)
        st = add_term(b, edge, w->term);
    return st;
}

static nh_status add_gap(nh_plan_builder *b, uint32_t from)
{
    const nh_edge gap = {.from = from, .to = from + 1, .any = true};
    nh_edge *edge;

    return find_or_add(b, &gap, &edge);
}

/* The tokens of one language behind node `at`; those before position `first` say nothing. */
static nh_status add_tokens(nh_plan_builder *b, const nh_node *node,
                            const nh_tokens *tokens, uint32_t first)
{
    nh_status st = NH_OK;

    for (size_t i = 0; i < tokens->count && st == NH_OK; i++) {
        const nh_token *t = &tokens->list[i];
        const nh_word *w = nh_analyzer_word(b->rules->analyzer, t->word);

        if (t->pos < first)
            continue;
        if (is_word(node, tokens, t, w))
            st = add_token(b, node, b->at + t->pos - first, w,
                           t->pos + w->span >= tokens->positions);
        else if ((w->flags & NH_WORD_STOP) != 0 && w->span == 1)
            st = add_gap(b, b->at + t->pos - first);
    }
    return st;
}

/* The position of the first word; UINT32_MAX where there is none. */
static uint32_t first_word(const nh_plan_builder *b, const nh_node *node,
                           const nh_tokens *tokens)
{
    for (size_t i = 0; i < tokens->count; i++) {
        const nh_token *t = &tokens->list[i];

        if (is_word(node, tokens, t, nh_analyzer_word(b->rules->analyzer, t->word)))
            return t->pos;
    }
    return UINT32_MAX;
}

nh_status nh_path_word(nh_plan_builder *b, const nh_node *node)
{
    uint32_t first = 0, positions = 0;

    for (uint32_t l = 0; l < b->rules->n_languages; l++) {
        nh_tokens tokens;
        nh_status st = nh_analyzer_run(b->rules->analyzer, node->text,
                                       b->rules->languages[l], &tokens, b->err);

        if (st == NH_OK && l == 0) {
            first = b->begun ? 0 : first_word(b, node, &tokens);
            positions = tokens.positions;
        }
        if (st == NH_OK && first != UINT32_MAX)
            st = add_tokens(b, node, &tokens, first);
        if (st != NH_OK)
            return st;
    }
    if (first == UINT32_MAX)
        return NH_OK;
    b->begun = true;
    b->at += positions - first;
    return NH_OK;
}

nh_status nh_path_gap(nh_plan_builder *b)
{
    if (!b->begun)
        return NH_OK;
    b->at++;
    return add_gap(b, b->at - 1);
}

/* A node that can be reached but not left stands for a word that was left out. */
static nh_status fill_holes(nh_plan_builder *b)
{
    nh_path *path = current(b);
    bool *reached = (bool *)nh_arena_array(b->plan->arena, path->last + 1, sizeof *reached);
    nh_status st = NH_OK;

    if (reached == NULL)
        return nh_arena_fail(b->plan->arena, b->err, "the plan of a query");
    reached[0] = true;
    for (uint32_t u = 0; u < path->last && st == NH_OK; u++) {
        bool left = false;

        for (uint32_t i = 0; i < path->n_edges && reached[u]; i++) {
            const nh_edge *e = &b->plan->edges[path->first_edge + i];

            if (e->from == u && e->to <= path->last)
                reached[e->to] = left = true;
        }
        if (reached[u] && !left) {
            reached[u + 1] = true;
            st = add_gap(b, u);
        }
        path = current(b);
    }
    return st;
}

nh_status nh_path_end(nh_plan_builder *b, bool *kept)
{
    nh_plan *plan = b->plan;
    nh_path *path = current(b);
    uint32_t n = 0;

    for (uint32_t i = 0; i < path->n_edges; i++) {
        const nh_edge *e = &plan->edges[path->first_edge + i];

        if (!e->any && e->to > path->last)
            path->last = e->to;
    }
    for (uint32_t i = 0; i < path->n_edges; i++) /* gaps at the end go */
        if (plan->edges[path->first_edge + i].to <= path->last)
            plan->edges[path->first_edge + n++] = plan->edges[path->first_edge + i];
    path->n_edges = n;
    plan->n_edges = path->first_edge + n;
    *kept = path->last > 0;
    if (!*kept) {
        plan->n_paths--;
        return NH_OK;
    }
    return fill_holes(b);
}
