/* searcher/answer/explain.c - the lines that add up to a score. */
#include "searcher/answer/explain.h"

#include "common/base/error.h"

/* tf of a leaf in what is scored. */
static uint64_t count(const nh_evaluation *e, const nh_gather *g, uint32_t leaf,
                      uint32_t passage)
{
    uint64_t tf = 0;

    for (uint32_t i = 0; i < g->n_occurrences; i++) {
        const nh_occurrence *o = &g->occurrences[i];

        if (o->leaf == leaf && (e->whole || o->passage == passage))
            tf += o->tf;
    }
    return tf;
}

nh_status nh_explain_passage(const nh_evaluation *e, const nh_gather *g, uint32_t passage,
                             nh_arena *arena, nh_result_passage *out, nh_error *err)
{
    out->length = e->whole ? g->length : g->view->passages.lengths[passage];
    out->lines = (nh_explain_line *)nh_arena_array(arena, g->n_leaves, sizeof *out->lines);
    if (out->lines == NULL)
        return nh_arena_fail(arena, err, "an explanation");
    for (uint32_t i = 0; i < g->n_leaves; i++) {
        const nh_gather_leaf *l = &g->leaves[i];
        const nh_leaf *leaf = &e->plan->leaves[l->number];
        const uint64_t tf = count(e, g, l->number, passage);
        const uint64_t df = nh_evaluation_counts(e)->df[l->number];
        nh_explain_line *line = &out->lines[out->n_lines];

        if (tf == 0)
            continue;
        *line = (nh_explain_line){
            .what = nh_arena_copy(arena, leaf->what),
            .tf = (uint32_t)tf,
            .df = df,
            .idf = nh_score_idf(e->formula.units, df),
            .tf_part = nh_score_part(&e->formula, tf, out->length),
            .weight = (double)leaf->weight / 1024,
            .score = nh_score_get(l->table, tf, out->length),
        };
        if (line->what.ptr == NULL)
            return nh_arena_fail(arena, err, "an explanation");
        out->n_lines++;
    }
    return NH_OK;
}
