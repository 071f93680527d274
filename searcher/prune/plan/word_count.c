/* searcher/prune/plan/word_count.c - the number of passages of one word, as the dictionary has it. */
#include "searcher/prune/plan/word_count.h"

#include "common/base/error.h"
#include "searcher/prune/lists/parts.h"

/* Is nothing asked but how often the only word matches, in passages that have it and score? */
static bool is_asked(const nh_evaluation *e)
{
    const nh_plan *plan = e->plan;

    return nh_evaluation_hits(e) == 0 && e->options->sort == NH_SORT_SCORE &&
           plan->tree->root != NH_NODE_NONE && plan->n_leaves == 1 &&
           plan->nodes[plan->tree->root].leaf == 0 && plan->leaves->scores;
}

/* Adds what one segment has of it; false if its dictionary does not know. */
static bool add_segment(nh_evaluation *e, uint32_t segment, bool flat)
{
    bool nothing;
    const nh_found_term *found =
        nh_leaf_plain(&e->finder, segment, e->plan->leaves, &nothing);

    if (e->index->manifest.segments[segment].deleted > 0 || (e->whole && !flat))
        return false;
    if (found == NULL)
        return nothing;
    e->passages += found->term->df;
    e->articles += flat ? found->term->df : found->term->article_df;
    e->work.skipped +=
        (found->term->flags & NH_TERM_SMALL) != 0 ? 1 : found->term->n_blocks;
    return true;
}

/* A passage whose score comes to nothing does not match: does one of all these, at the worst? */
static bool all_score(nh_evaluation *e)
{
    const nh_live_counts *live = &e->index->live;

    e->own.units = e->whole ? live->articles : live->passages;
    e->own.tokens = live->tokens;
    e->own.df[0] = e->whole ? e->articles : e->passages;
    e->formula = nh_evaluation_formula(e);
    return nh_score_factor(&e->formula, e->plan->leaves->weight,
                           nh_evaluation_counts(e)->df[0]) *
               nh_score_part(&e->formula, 1, NH_PART_SIDE - 1) >=
           1;
}

nh_status nh_word_count(nh_evaluation *e, bool *taken, nh_error *err)
{
    const nh_counts before = e->own;
    nh_segment_view view;
    nh_status st = NH_OK;

    *taken = is_asked(e);
    if (!*taken)
        return NH_OK;
    e->own.df = nh_arena_new(e->arena, uint64_t);
    if (e->own.df == NULL)
        return nh_arena_fail(e->arena, err, "a query");
    for (uint32_t s = 0; s < e->index->manifest.n_segments && *taken && st == NH_OK; s++) {
        st = nh_segment_view_lengths(e->index->segments[s], &view, err);
        *taken = st == NH_OK && add_segment(e, s, nh_segment_view_flat(&view));
    }
    *taken = *taken && all_score(e);
    e->exact = *taken;
    if (!*taken) {
        e->own = before;
        e->articles = e->passages = e->work.skipped = 0;
    }
    return st;
}
