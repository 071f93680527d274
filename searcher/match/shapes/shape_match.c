/* searcher/match/shapes/shape_match.c - paths walked from node to node, all their places at once. */
#include "searcher/match/shapes/shape_match.h"

#include "common/base/error.h"
#include "searcher/match/shapes/near_match.h"

/* An array of lists with room for `count`; those it had keep their memory. */
static bool make_lists(const nh_env *env, nh_spans **lists, uint32_t *had, uint32_t count)
{
    nh_spans *grown;

    if (count <= *had)
        return true;
    grown = (nh_spans *)nh_resized(env, *lists, count, sizeof *grown);
    if (grown == NULL)
        return false;
    for (uint32_t i = *had; i < count; i++)
        grown[i] = (nh_spans){0};
    *lists = grown;
    *had = count;
    return true;
}

/* Ways that end where the word begins go on to its end. `at` is sorted by end. */
static bool join(const nh_env *env, const nh_spans *at, const nh_spans *word, nh_spans *to)
{
    uint32_t w = 0;

    for (uint32_t i = 0; i < at->count; i++) {
        while (w < word->count && word->list[w].start < at->list[i].end)
            w++;
        for (uint32_t k = w; k < word->count && word->list[k].start == at->list[i].end; k++)
            if (!nh_spans_push(env, to, (nh_span){at->list[i].start, word->list[k].end}))
                return false;
    }
    return true;
}

static bool skip_one(const nh_env *env, const nh_spans *at, uint32_t limit, nh_spans *to)
{
    for (uint32_t i = 0; i < at->count; i++)
        if (at->list[i].end < limit &&
            !nh_spans_push(env, to, (nh_span){at->list[i].start, at->list[i].end + 1}))
            return false;
    return true;
}

/* A way that begins with a gap (in-depth, where "in" is a stop word) may begin anywhere. */
static bool begin_anywhere(const nh_env *env, uint32_t limit, nh_spans *to)
{
    for (uint32_t at = 0; at < limit; at++)
        if (!nh_spans_push(env, to, (nh_span){at, at + 1}))
            return false;
    return true;
}

static bool copy(const nh_env *env, const nh_spans *from, nh_spans *to)
{
    for (uint32_t i = 0; i < from->count; i++)
        if (!nh_spans_push(env, to, from->list[i]))
            return false;
    return true;
}

/* Leaves node `u` along all its edges. */
static bool leave_node(nh_matcher *m, const nh_path *path, uint32_t u,
                       const nh_spans *edges, uint32_t limit)
{
    bool ok = true;

    for (uint32_t i = 0; i < path->n_edges && ok; i++) {
        const uint32_t number = path->first_edge + i;
        const nh_edge *e = &m->plan->edges[number];

        if (e->from != u)
            continue;
        if (e->any && u == 0)
            ok = begin_anywhere(m->env, limit, &m->nodes[e->to]);
        else if (e->any)
            ok = skip_one(m->env, &m->nodes[u], limit, &m->nodes[e->to]);
        else if (u == 0)
            ok = copy(m->env, &edges[number], &m->nodes[e->to]);
        else
            ok = join(m->env, &m->nodes[u], &edges[number], &m->nodes[e->to]);
    }
    return ok;
}

static bool match_path(nh_matcher *m, const nh_path *path, const nh_spans *edges,
                       uint32_t limit, nh_spans *out)
{
    if (!make_lists(m->env, &m->nodes, &m->n_nodes, path->last + 1))
        return false;
    for (uint32_t u = 0; u <= path->last; u++)
        m->nodes[u].count = 0;
    for (uint32_t u = 0; u < path->last; u++) {
        nh_spans_by_end(&m->nodes[u]);
        if ((u == 0 || m->nodes[u].count > 0) && !leave_node(m, path, u, edges, limit))
            return false;
    }
    out->count = 0;
    if (!copy(m->env, &m->nodes[path->last], out))
        return false;
    nh_spans_by_start(out);
    return true;
}

nh_status nh_shape_match(nh_matcher *m, const nh_shape *shape, const nh_spans *edges,
                         uint32_t limit, nh_spans *out, nh_spans *chosen)
{
    const nh_path *paths = &m->plan->paths[shape->first_path];

    if (!shape->near)
        return match_path(m, paths, edges, limit, out) ? NH_OK : NH_E_NOMEM;
    if (!make_lists(m->env, &m->parts, &m->n_parts, shape->n_paths))
        return NH_E_NOMEM;
    for (uint32_t i = 0; i < shape->n_paths; i++) {
        if (!match_path(m, &paths[i], edges, limit, &m->parts[i]))
            return NH_E_NOMEM;
        nh_spans_shortest(&m->parts[i]);
    }
    return nh_near_match(m, shape, out, chosen);
}

static void free_lists(const nh_env *env, nh_spans *lists, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        nh_spans_free(env, &lists[i]);
    nh_release(env, lists);
}

void nh_matcher_free(nh_matcher *m)
{
    free_lists(m->env, m->nodes, m->n_nodes);
    free_lists(m->env, m->parts, m->n_parts);
    nh_spans_free(m->env, &m->windows);
    *m = (nh_matcher){.env = m->env};
}
