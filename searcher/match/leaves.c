/* searcher/match/leaves.c - the tokens of a text as places of words, and these as marks. */
#include "searcher/match/leaves.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/match/plan/lexicon.h"
#include "searcher/match/shapes/shape_match.h"

struct nh_leaves {
    const nh_env *env;
    const nh_plan *plan;
    nh_matcher matcher;
    nh_spans *edges; /* places of each edge of the plan                                */
    nh_spans shape;
    nh_spans chosen;
    nh_spans bytes; /* ranges of bytes to mark                                         */
    nh_buffer folded;
    nh_mark *marks;
    uint32_t mark_room;
};

static nh_status fail_memory(nh_error *err)
{
    return nh_fail_memory(err, "marks");
}

nh_status nh_leaves_new(const nh_env *env, const nh_plan *plan, nh_leaves **out,
                        nh_error *err)
{
    nh_leaves *l = nh_new(env, nh_leaves);

    *out = NULL;
    if (l == NULL)
        return fail_memory(err);
    l->env = l->folded.env = env;
    l->plan = plan;
    l->matcher = (nh_matcher){.env = env, .plan = plan};
    l->edges = (nh_spans *)nh_zeroed(env, plan->n_edges, sizeof *l->edges);
    if (l->edges == NULL) {
        nh_leaves_free(l);
        return fail_memory(err);
    }
    *out = l;
    return NH_OK;
}

void nh_leaves_free(nh_leaves *l)
{
    if (l == NULL)
        return;
    for (uint32_t i = 0; l->edges != NULL && i < l->plan->n_edges; i++)
        nh_spans_free(l->env, &l->edges[i]);
    nh_release(l->env, l->edges);
    nh_matcher_free(&l->matcher);
    nh_spans_free(l->env, &l->shape);
    nh_spans_free(l->env, &l->chosen);
    nh_spans_free(l->env, &l->bytes);
    nh_buf_free(&l->folded);
    nh_release(l->env, l->marks);
    nh_release(l->env, l);
}

static bool has_term(const nh_edge *e, nh_str term)
{
    for (uint32_t i = 0; i < e->n_terms; i++)
        if (nh_str_equal(e->terms[i], term))
            return true;
    return false;
}

/* Is this token one of the edge's words? */
static nh_status fits(nh_leaves *l, const nh_edge *e, const nh_word *word, bool *out,
                      nh_error *err)
{
    const nh_form_rule rule = {.spelling = e->spelling,
                               .prefix = e->prefix,
                               .bytes = l->plan->profile == NH_PROFILE_WHITESPACE};

    *out = e->prefix || has_term(e, word->term);
    if (!*out || !(e->exact || e->prefix))
        return NH_OK;
    return nh_form_fits(&rule, word->form, &l->folded, out, err);
}

static nh_status find_edge(nh_leaves *l, uint32_t edge, const nh_leaf_token *tokens,
                           size_t n, nh_error *err)
{
    nh_spans *places = &l->edges[edge];
    nh_status st = NH_OK;

    places->count = 0;
    if (l->plan->edges[edge].any)
        return NH_OK;
    for (size_t i = 0; i < n && st == NH_OK; i++) {
        const nh_leaf_token *t = &tokens[i];
        bool is;

        st = fits(l, &l->plan->edges[edge], t->word, &is, err);
        if (st == NH_OK && is &&
            !nh_spans_push(l->env, places, (nh_span){t->pos, t->pos + t->word->span}))
            st = fail_memory(err);
    }
    nh_spans_by_start(places);
    return st;
}

/* The first token at or behind position `pos`. */
static size_t first_token(const nh_leaf_token *tokens, size_t n, uint32_t pos)
{
    size_t low = 0, high = n;

    while (low < high) {
        const size_t mid = low + (high - low) / 2;

        if (tokens[mid].pos < pos)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* From the first byte of the tokens at its start to the last of those inside the span. */
static nh_span bytes_of(const nh_leaf_token *tokens, size_t n, nh_span span)
{
    nh_span bytes = {UINT32_MAX, 0};

    for (size_t i = first_token(tokens, n, span.start); i < n && tokens[i].pos < span.end;
         i++) {
        const nh_leaf_token *t = &tokens[i];

        if (t->pos == span.start && t->at < bytes.start)
            bytes.start = t->at;
        if (t->pos + t->word->span <= span.end && t->at + t->size > bytes.end)
            bytes.end = t->at + t->size;
    }
    return bytes;
}

static bool add_bytes(nh_leaves *l, const nh_spans *spans, const nh_leaf_token *tokens,
                      size_t n)
{
    for (uint32_t i = 0; i < spans->count; i++) {
        const nh_span bytes = bytes_of(tokens, n, spans->list[i]);

        if (bytes.start < bytes.end && !nh_spans_push(l->env, &l->bytes, bytes))
            return false;
    }
    return true;
}

/* Finds a shape: l->shape, and in l->chosen the words of a NEAR group. */
static nh_status find_shape(nh_leaves *l, const nh_shape *shape,
                            const nh_leaf_token *tokens, size_t n, uint32_t limit,
                            nh_error *err)
{
    const nh_path *first = &l->plan->paths[shape->first_path];
    const nh_path *last = first + shape->n_paths - 1;
    nh_status st = NH_OK;

    for (uint32_t e = first->first_edge;
         e < last->first_edge + last->n_edges && st == NH_OK; e++)
        st = find_edge(l, e, tokens, n, err);
    l->chosen.count = 0;
    if (st == NH_OK &&
        nh_shape_match(&l->matcher, shape, l->edges, limit, &l->shape, &l->chosen) != NH_OK)
        st = fail_memory(err);
    return st;
}

nh_status nh_leaves_find(nh_leaves *l, uint32_t leaf, const nh_leaf_token *tokens,
                         size_t n_tokens, uint32_t limit, nh_spans *out, nh_error *err)
{
    const nh_leaf *wanted = &l->plan->leaves[leaf];
    nh_status st = NH_OK;

    out->count = 0;
    for (uint32_t s = 0; s < wanted->n_shapes && st == NH_OK; s++) {
        st = find_shape(l, &l->plan->shapes[wanted->first_shape + s], tokens, n_tokens,
                        limit, err);
        for (uint32_t i = 0; i < l->shape.count && st == NH_OK; i++) {
            const uint32_t start = l->shape.list[i].start;

            if (!nh_spans_push(l->env, out, (nh_span){start, start}))
                st = fail_memory(err);
        }
    }
    nh_spans_by_start(out);
    return st;
}

static nh_status mark_shape(nh_leaves *l, const nh_shape *shape,
                            const nh_leaf_token *tokens, size_t n, nh_error *err)
{
    const uint32_t limit = n > 0 ? tokens[n - 1].pos + 1 : 0;
    nh_status st = find_shape(l, shape, tokens, n, limit, err);

    if (st == NH_OK && !add_bytes(l, shape->near ? &l->chosen : &l->shape, tokens, n))
        st = fail_memory(err);
    return st;
}

/* Ranges that overlap become one. */
static nh_status unite(nh_leaves *l, nh_marks *out, nh_error *err)
{
    uint32_t n = 0;

    nh_spans_by_start(&l->bytes);
    if (l->bytes.count > l->mark_room) {
        nh_mark *grown =
            (nh_mark *)nh_resized(l->env, l->marks, l->bytes.count, sizeof *grown);

        if (grown == NULL)
            return fail_memory(err);
        l->marks = grown;
        l->mark_room = l->bytes.count;
    }
    for (uint32_t i = 0; i < l->bytes.count; i++) {
        const nh_span b = l->bytes.list[i];
        nh_mark *last = n > 0 ? &l->marks[n - 1] : NULL;

        if (last == NULL || b.start >= last->at + last->size)
            l->marks[n++] = (nh_mark){b.start, b.end - b.start};
        else if (b.end > last->at + last->size)
            last->size = b.end - last->at;
    }
    *out = (nh_marks){l->marks, n};
    return NH_OK;
}

nh_status nh_leaves_mark(nh_leaves *l, const nh_leaf_token *tokens, size_t n_tokens,
                         unsigned place, nh_marks *out, nh_error *err)
{
    nh_status st = NH_OK;

    l->bytes.count = 0;
    for (uint32_t i = 0; i < l->plan->n_leaves && st == NH_OK; i++) {
        const nh_leaf *leaf = &l->plan->leaves[i];

        if (!leaf->scores || (leaf->scope & ~place) != 0)
            continue;
        for (uint32_t s = 0; s < leaf->n_shapes && st == NH_OK; s++)
            st = mark_shape(l, &l->plan->shapes[leaf->first_shape + s], tokens, n_tokens,
                            err);
    }
    return st == NH_OK ? unite(l, out, err) : st;
}
