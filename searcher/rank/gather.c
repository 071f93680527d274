/* searcher/rank/gather.c - the scoring leaves of one article, added up. */
#include "searcher/rank/gather.h"

#include "common/base/error.h"
#include "common/base/memory/grow.h"

#define FIRST_ROOM 64u

static nh_status fail_memory(nh_error *err)
{
    return nh_fail_memory(err, "the passages of an article");
}

/* Room for `n` passages, none of them with evidence yet. */
static nh_status make_room(nh_gather *g, uint32_t n, nh_error *err)
{
    if (n > g->n_scores) {
        nh_score *scores = (nh_score *)nh_resized(g->env, g->scores, n, sizeof *scores);
        nh_evidence *evidence;

        if (scores == NULL)
            return fail_memory(err);
        g->scores = scores;
        evidence = (nh_evidence *)nh_resized(g->env, g->evidence, n, sizeof *evidence);
        if (evidence == NULL)
            return fail_memory(err);
        g->evidence = evidence;
        g->n_scores = n;
    }
    for (uint32_t i = 0; i < n; i++)
        g->scores[i] = -1;
    return NH_OK;
}

static nh_status keep_occurrence(nh_gather *g, nh_occurrence o, nh_error *err)
{
    nh_occurrence *list =
        (nh_occurrence *)nh_grown(g->env, g->occurrences, g->n_occurrences,
                                  &g->occurrence_room, FIRST_ROOM, sizeof *list);

    if (list == NULL)
        return fail_memory(err);
    g->occurrences = list;
    g->occurrences[g->n_occurrences++] = o;
    return NH_OK;
}

static void add(nh_score *score, nh_score more)
{
    *score = (*score < 0 ? 0 : *score) + more;
}

/* Adds one leaf in the passages [first, end) to their scores. */
static nh_status add_leaf(nh_gather *g, nh_gather_leaf *leaf, uint32_t first, uint32_t end,
                          nh_error *err)
{
    nh_leaf_stream *s = &leaf->stream;
    nh_status st = nh_leaf_stream_seek(s, first, err);
    uint64_t sum = 0;

    while (st == NH_OK && s->passage < end) {
        const uint32_t p = s->passage, tf = nh_leaf_stream_tf(s);
        const uint64_t length = g->whole ? g->length : g->view->passages.lengths[p];

        add(&g->scores[p - first], nh_score_get(leaf->table, tf, length));
        sum += tf;
        if (g->keep)
            st = keep_occurrence(g, (nh_occurrence){leaf->number, p, tf}, err);
        if (st == NH_OK)
            st = nh_leaf_stream_seek(s, p + 1, err);
    }
    if (g->whole && sum > 0)
        g->score += nh_score_get(leaf->table, sum, g->length);
    if (st == NH_OK && leaf->table->starved)
        st = nh_arena_fail(leaf->table->arena, err, "the scores of a word");
    return st;
}

const nh_evidence *nh_gather_best(const nh_gather *g)
{
    const nh_evidence *best = &g->evidence[0];

    for (uint32_t i = 1; i < g->n_evidence; i++)
        if (g->evidence[i].score > best->score)
            best = &g->evidence[i];
    return best;
}

static uint64_t length_of(const nh_segment_view *v, uint32_t first, uint32_t end)
{
    uint64_t length = 0;

    for (uint32_t p = first; p < end; p++)
        length += v->passages.lengths[p];
    return length;
}

nh_status nh_gather_article(nh_gather *g, uint32_t article, nh_error *err)
{
    const uint32_t first = nh_first_passage(&g->view->articles, article);
    const uint32_t end = nh_article_end(&g->view->articles, first);
    nh_status st = make_room(g, end - first, err);

    g->n_evidence = g->n_occurrences = 0;
    g->score = 0;
    g->length = g->whole ? length_of(g->view, first, end) : 0;
    for (uint32_t i = 0; i < g->n_leaves && st == NH_OK; i++)
        st = add_leaf(g, &g->leaves[i], first, end, err);
    if (st != NH_OK)
        return st;
    for (uint32_t p = first; p < end; p++)
        if (g->scores[p - first] >= 0)
            g->evidence[g->n_evidence++] = (nh_evidence){p, g->scores[p - first]};
    if (!g->whole && g->n_evidence > 0)
        g->score = nh_gather_best(g)->score;
    return NH_OK;
}

nh_list_work nh_gather_end(nh_gather *g)
{
    nh_list_work work = {0};

    for (uint32_t i = 0; g->leaves != NULL && i < g->n_leaves; i++)
        nh_list_work_add(&work, nh_leaf_stream_close(&g->leaves[i].stream));
    nh_release(g->env, g->scores);
    nh_release(g->env, g->evidence);
    nh_release(g->env, g->occurrences);
    *g = (nh_gather){.env = g->env};
    return work;
}
