/* searcher/prune/prune.c - one query of plain words: what is asked of each segment, and the sum. */
#include "searcher/prune/prune.h"

#include "common/base/error.h"
#include "searcher/prune/pruned_plan.h"
#include "searcher/prune/pruning.h"

static nh_status fail_arena(const nh_evaluation *e, nh_error *err)
{
    return nh_arena_fail(e->arena, err, "a query");
}

static nh_status make_window(nh_pruner *pruner, nh_error *err)
{
    if (pruner->window == NULL)
        pruner->window = nh_new(pruner->env, nh_window);
    return pruner->window != NULL ? NH_OK : nh_fail_memory(err, "a searcher");
}

void nh_pruner_end(nh_pruner *pruner)
{
    nh_release(pruner->env, pruner->window);
    pruner->window = NULL;
}

/* The lists of a segment, rarest first. Of a query that needs all words, none are better than
 * some. */
static nh_status open_lists(nh_pruning *p, nh_error *err)
{
    nh_status st = NH_OK;

    p->n_lists = 0;
    for (uint32_t w = 0; w < p->n_words && st == NH_OK; w++) {
        const nh_found_term *found = p->e->runs[p->segment].plain[p->words[w].leaf];
        uint32_t at = p->n_lists;
        nh_list *l;

        if (found == NULL && p->all) {
            p->n_lists = 0;
            return NH_OK;
        }
        if (found == NULL)
            continue;
        if (p->lists[at] == NULL)
            p->lists[at] = nh_arena_new(p->e->arena, nh_list);
        l = p->lists[at];
        if (l == NULL)
            return fail_arena(p->e, err);
        st = nh_list_open(p->view, found->term, &p->words[w].scores, l, err);
        for (; at > 0 && p->lists[at - 1]->df > l->df; at--)
            p->lists[at] = p->lists[at - 1];
        p->lists[at] = l;
        p->n_lists++;
    }
    return st;
}

/* How many passages and articles one word has is known. */
static nh_status take_one(nh_pruning *p, nh_error *err)
{
    const nh_term *term = p->lists[0]->blocks.term;

    p->counted += term->df;
    p->articles += nh_segment_view_flat(p->view) ? term->df : term->article_df;
    return p->score ? nh_prune_one(p, err) : NH_OK;
}

static nh_status take_any(nh_pruning *p, nh_error *err)
{
    const uint64_t before = p->counted;
    bool counted = false;
    nh_status st = NH_OK;

    if (p->score)
        st = nh_prune_any(p, &counted, err);
    if (counted && nh_segment_view_flat(p->view)) {
        p->articles += p->counted - before;
    } else if (p->count && st == NH_OK) {
        p->counted = before;
        st = nh_count_any(p, err);
    }
    return st;
}

static nh_status take_all(nh_pruning *p, nh_error *err)
{
    const uint64_t before = p->counted;
    const nh_status st = nh_prune_all(p, err);

    p->articles += p->counted - before;
    return st;
}

static nh_status take_segment(nh_pruning *p, nh_error *err)
{
    nh_status st = NH_OK;

    if (p->phrase)
        return nh_prune_phrase(p, err);
    st = open_lists(p, err);
    if (st != NH_OK || p->n_lists == 0)
        return st;
    if (p->n_lists == 1)
        st = take_one(p, err);
    else
        st = p->all ? take_all(p, err) : take_any(p, err);
    for (uint32_t i = 0; i < p->n_lists; i++)
        nh_list_work_add(&p->e->work, nh_block_reader_work(&p->lists[i]->blocks));
    if (p->best.merge && p->best.count > 0)
        nh_best_settle(&p->best);
    return st == NH_OK ? p->best.status : st;
}

/* How many passages of each hit carry evidence, where that may be more than one. */
static nh_status fill_evidence(nh_pruning *p, nh_error *err)
{
    nh_evaluation *e = p->e;
    nh_status st = NH_OK;

    for (uint32_t s = 0; s < e->index->manifest.n_segments && st == NH_OK; s++) {
        nh_gather g = {.env = e->env};
        uint64_t i = 0;

        if (nh_segment_view_flat(&e->runs[s].view))
            continue;
        for (; i < e->top.count && st == NH_OK; i++) {
            nh_top_hit *hit = &e->top.hits[i];

            if (hit->segment != s)
                continue;
            /* hits are not in the order of passages, so each is sought from the beginning */
            st = nh_evaluation_gather(e, s, false, &g, err);
            if (st == NH_OK)
                st = nh_gather_article(&g, hit->article, err);
            if (st == NH_OK)
                hit->evidence = g.n_evidence;
            nh_list_work_add(&e->work, nh_gather_end(&g));
        }
    }
    return st;
}

static nh_status begin(nh_pruning *p, nh_error *err)
{
    const nh_search_options *o = p->e->options;
    const nh_top_order order = {false, o->ties_by_id, &p->e->ids};
    const uint64_t most = p->e->index->manifest.passages;
    uint64_t room = o->count_only ? 0 : o->limit + o->skip;
    nh_status st;

    room = room < most ? room : most;
    p->e->ids = (nh_top_ids){p->e->index->segments, NH_OK, err};
    p->score = room > 0;
    p->count = !o->top_only || !p->score;
    st = nh_top_begin(&p->e->top, p->e->arena, room, order, err);
    if (st == NH_OK)
        st = nh_best_begin(&p->best, p->e, (uint32_t)room,
                           o->by == NH_BY_ARTICLE && !nh_pruned_flat(p->e), err);
    p->lists = (nh_list **)nh_arena_array(p->e->arena, p->n_words, sizeof(nh_list *));
    if (st == NH_OK && p->lists == NULL)
        st = fail_arena(p->e, err);
    return st;
}

nh_status nh_prune(nh_evaluation *e, nh_pruner *pruner, bool *taken, nh_error *err)
{
    nh_pruning p = {.e = e, .few = pruner->few};
    nh_status st = NH_OK;

    *taken = false;
    if (pruner->off || !nh_pruned_shape(e, &p))
        return NH_OK;
    st = make_window(pruner, err);
    p.window = pruner->window;
    if (st == NH_OK)
        st = nh_pruned_plan(&p, taken, err);
    if (st != NH_OK || !*taken)
        return st;
    st = begin(&p, err);
    nh_list_work_add(&e->work, e->finder.work);
    for (uint32_t s = 0; s < e->index->manifest.n_segments && st == NH_OK; s++) {
        p.segment = s;
        p.view = &e->runs[s].view;
        st = take_segment(&p, err);
    }
    if (st == NH_OK)
        st = nh_best_finish(&p.best);
    if (st == NH_OK && !nh_pruned_flat(e))
        st = fill_evidence(&p, err);
    e->passages = p.counted > e->top.count ? p.counted : e->top.count;
    e->articles = p.articles > (e->top.count > 0) ? p.articles : e->top.count > 0;
    e->exact = p.count;
    return st;
}
