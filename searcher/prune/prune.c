/* searcher/prune/prune.c - one query of plain words: what is asked of each segment, and the sum. */
#include "searcher/prune/prune.h"

#include "common/base/error.h"
#include "searcher/prune/best/sort.h"
#include "searcher/prune/newest.h"
#include "searcher/prune/plan/allowed.h"
#include "searcher/prune/plan/pruned_plan.h"
#include "searcher/prune/plan/pruned_shape.h"
#include "searcher/prune/plan/word_count.h"
#include "searcher/prune/team/team.h"

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
    nh_team_free(pruner->team);
    pruner->team = NULL;
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

        if (found == NULL && p->needs == NH_NEEDS_ALL) {
            p->n_lists = 0;
            return NH_OK;
        }
        if (found == NULL)
            continue;
        if (p->lists[at] == NULL)
            p->lists[at] = (nh_list *)nh_arena_take(p->e->arena, 1, sizeof(nh_list));
        l = p->lists[at];
        if (l == NULL)
            return fail_arena(p->e, err);
        st = nh_list_open(p->view, found->term, &p->words[w].scores, l, err);
        if (p->n_lists < NH_RATED &&
            p->n_words > 1) /* else that costs more than it saves */
            nh_list_use_rows(l, &p->window->rows[p->n_lists]);
        for (; at > 0 && p->lists[at - 1]->df > l->df; at--)
            p->lists[at] = p->lists[at - 1];
        p->lists[at] = l;
        p->n_lists++;
    }
    return st;
}

/* How many passages and articles one word has is known. */
static void count_one(nh_pruning *p, const nh_term *term)
{
    p->counted += term->df;
    p->articles += nh_segment_view_flat(p->view) ? term->df : term->article_df;
}

static nh_status take_one(nh_pruning *p, nh_error *err)
{
    count_one(p, p->lists[0]->blocks.term);
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

/* The passages of one list, where its champions do not say it all. It may be of any of the words:
 * a segment need not have the others. */
static nh_status score_one(nh_pruning *p, nh_error *err)
{
    const nh_list *l = p->lists[0];
    bool done = false;
    const nh_status st = nh_prune_champions(p, l->blocks.term, l->scores, &done, err);

    return st == NH_OK && !done ? nh_prune_one(p, err) : st;
}

/* Articles are counted already, and only theirs are hits. */
static nh_status take_true(nh_pruning *p, nh_error *err)
{
    const uint64_t before = p->counted;
    bool counted;
    nh_status st = nh_allowed_make(p->e->arena, p->view, p->e->runs[p->segment].matches,
                                   &p->best.allowed, err);

    if (st == NH_OK && p->summed)
        return nh_prune_sum(p, err);
    if (st == NH_OK && p->score)
        st = p->n_lists == 1 ? score_one(p, err) : nh_prune_any(p, &counted, err);
    p->counted = before;
    if (st == NH_OK && p->count)
        st = nh_count_any(p, err);
    return st;
}

static nh_status take_lists(nh_pruning *p, nh_error *err)
{
    if (p->needs == NH_NEEDS_TRUTH)
        return take_true(p, err);
    if (p->n_lists == 1)
        return take_one(p, err);
    return p->needs == NH_NEEDS_ALL ? take_all(p, err) : take_any(p, err);
}

/* Does one word, of which all passages count, need no list? Then it is done. */
static nh_status take_champions(nh_pruning *p, bool *done, nh_error *err)
{
    const nh_found_term *found = NULL;
    nh_status st;

    if (p->n_words == 1 && p->needs != NH_NEEDS_TRUTH)
        found = p->e->runs[p->segment].plain[p->words[0].leaf];
    if (found == NULL)
        return NH_OK;
    st = nh_prune_champions(p, found->term, &p->words[0].scores, done, err);
    if (*done) {
        count_one(p, found->term);
        p->e->work.skipped += found->term->n_blocks;
    }
    return st;
}

static nh_status take_segment(nh_pruning *p, nh_error *err)
{
    bool done = false;
    nh_status st;

    if (p->phrase) {
        nh_prune_phrase(p);
        return NH_OK;
    }
    if (p->best.least < p->first_least && !p->best.all)
        p->best.least = p->first_least;
    st = take_champions(p, &done, err);
    if (st != NH_OK || done)
        return st;
    st = open_lists(p, err);
    if (st == NH_OK && (p->n_lists > 0 || p->summed))
        st = take_lists(p, err);
    for (uint32_t i = 0; i < p->n_lists; i++)
        nh_list_work_add(&p->e->work, nh_block_reader_work(&p->lists[i]->blocks));
    return st;
}

/* How many passages of each hit of a segment carry evidence. Hits by article, since gathering
 * goes forwards. */
static nh_status fill_segment(nh_pruning *p, uint32_t segment, uint64_t *keys,
                              nh_error *err)
{
    nh_evaluation *e = p->e;
    nh_gather g = {.env = e->env};
    uint32_t n = 0;
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < e->top.count; i++)
        if (e->top.hits[i].segment == segment)
            keys[n++] = (uint64_t)e->top.hits[i].article << 32 | i;
    if (n == 0)
        return NH_OK;
    nh_sort_keys(keys, keys + e->top.count, n);
    st = nh_evaluation_gather(e, segment, false, &g, err);
    for (uint32_t i = 0; i < n && st == NH_OK; i++) {
        if (i == 0 || keys[i] >> 32 != keys[i - 1] >> 32)
            st = nh_gather_article(&g, (uint32_t)(keys[i] >> 32), err);
        e->top.hits[(uint32_t)keys[i]].evidence = g.n_evidence;
    }
    nh_list_work_add(&e->work, nh_gather_end(&g));
    return st;
}

/* Where an article may have several passages. */
static nh_status fill_evidence(nh_pruning *p, nh_error *err)
{
    nh_evaluation *e = p->e;
    uint64_t *keys =
        (uint64_t *)nh_arena_array(e->arena, (size_t)e->top.count * 2, sizeof *keys);
    nh_status st = keys != NULL ? NH_OK : fail_arena(e, err);

    for (uint32_t s = 0; s < e->index->manifest.n_segments && st == NH_OK; s++)
        if (!nh_segment_view_flat(&e->runs[s].view))
            st = fill_segment(p, s, keys, err);
    return st;
}

/* So many hits at most: there are no more passages, and of plain words no more than postings. */
static uint64_t most_hits(const nh_pruning *p)
{
    const nh_evaluation *e = p->e;
    uint64_t sum = 0;

    if (p->needs == NH_NEEDS_TRUTH || p->phrase)
        return e->index->manifest.passages;
    for (uint32_t w = 0; w < p->n_words; w++)
        sum += e->own.df[p->words[w].leaf];
    return sum < e->index->manifest.passages ? sum : e->index->manifest.passages;
}

/* Hits that are asked for, and those that tell whether enough articles have all words. */
static nh_status begin(nh_pruning *p, nh_error *err)
{
    const nh_search_options *o = p->e->options;
    const uint64_t most = most_hits(p);
    uint64_t room = nh_evaluation_hits(p->e);

    p->score = room > 0 && o->sort == NH_SORT_SCORE;
    p->count = !o->top_only || room == 0;
    p->wanted = room < most ? room : most;
    if (p->relaxes && !p->count && p->needs == NH_NEEDS_ALL && room < o->min_hits)
        room = o->min_hits;
    p->all = room >= most;
    p->coming = p->all || p->n_words == 1 ? (uint32_t)most : UINT32_MAX;
    p->room = !p->score ? 0 : p->all ? most : room;
    p->lists = (nh_list **)nh_arena_array(p->e->arena, p->n_words, sizeof(nh_list *));
    if (p->lists == NULL)
        return fail_arena(p->e, err);
    return nh_evaluation_top(p->e, p->room, err);
}

/* Articles that the hits alone prove. */
static uint64_t least_articles(const nh_evaluation *e)
{
    return nh_pruned_flat(e) ? e->top.count : e->top.count > 0;
}

static nh_status take_numbered(nh_pruning *p, uint32_t segment, nh_error *err)
{
    nh_status st;

    p->segment = segment;
    p->view = &p->e->runs[segment].view;
    st = take_segment(p, err);
    if (p->best.merge && p->best.count > 0)
        nh_best_settle(&p->best);
    return st == NH_OK ? p->best.status : st;
}

static nh_status take_segments(nh_pruning *p, nh_error *err)
{
    const uint32_t threads = nh_team_size(p);
    nh_status st = NH_OK;

    if (threads > 1)
        return nh_team_run(p, &p->pruner->team, threads, take_numbered, err);
    for (uint32_t s = 0; s < p->e->index->manifest.n_segments && st == NH_OK; s++)
        st = take_numbered(p, s, err);
    return st;
}

/* All segments, for what is needed of an article now. */
static nh_status take_index(nh_pruning *p, nh_error *err)
{
    nh_evaluation *e = p->e;
    nh_status st =
        nh_best_begin(&p->best, e, (uint32_t)p->room, p->coming,
                      e->options->by == NH_BY_ARTICLE && !nh_pruned_flat(e), err);

    p->counted = p->articles = 0;
    if (st == NH_OK)
        st = nh_prune_first_least(p, err);
    if (st == NH_OK && !p->near)
        st = nh_best_tally(&p->best, p->most);
    if (st == NH_OK)
        st = take_segments(p, err);
    if (st == NH_OK)
        st = nh_best_finish(&p->best);
    if (p->counted < e->top.count)
        p->counted = e->top.count;
    if (p->articles < least_articles(e))
        p->articles = least_articles(e);
    return st;
}

/* All of the words; or any of them, where few articles have all. */
static nh_status take_relaxing(nh_pruning *p, nh_error *err)
{
    nh_status st = take_index(p, err);
    const uint64_t all = p->articles;

    if (st != NH_OK || all >= p->e->options->min_hits)
        return st;
    p->needs = NH_NEEDS_ANY;
    st = take_index(p, err);
    p->relaxed = p->articles > all;
    return st;
}

/* What was counted along the way; articles that were decided are counted already. */
static void tell_counts(nh_pruning *p)
{
    nh_evaluation *e = p->e;

    e->top.count = e->top.count < p->wanted ? e->top.count : p->wanted;
    e->passages = p->counted;
    if (p->needs != NH_NEEDS_TRUTH) {
        e->articles = p->articles;
        e->relaxed = p->relaxed;
    }
    e->exact = p->count;
    nh_list_work_add(&e->work, e->finder.work);
}

/* By date, passages are counted without being scored, and those of the newest articles are
 * evaluated exhaustively. */
static nh_status take_newest(nh_pruning *p, nh_error *err)
{
    nh_evaluation *e = p->e;
    nh_status st = p->count ? take_index(p, err) : NH_OK;

    if (st == NH_OK)
        st = nh_newest_keep(e, p->wanted, err);
    if (st == NH_OK)
        st = nh_evaluate(e, err);
    if (p->count)
        e->passages = p->counted;
    e->exact = p->count;
    return st;
}

static nh_status prune_query(nh_evaluation *e, nh_pruner *pruner, bool *taken,
                             nh_error *err)
{
    nh_pruning p = {.e = e, .pruner = pruner};
    nh_status st = nh_pruned_shape(e, &p, taken, err);

    if (st != NH_OK || !*taken)
        return st;
    st = make_window(pruner, err);
    p.window = pruner->window;
    if (st == NH_OK)
        st = nh_pruned_plan(&p, taken, err);
    if (st != NH_OK || !*taken)
        return st;
    st = begin(&p, err);
    if (st == NH_OK && e->options->sort == NH_SORT_DATE)
        return take_newest(&p, err);
    if (st == NH_OK)
        st = p.relaxes && p.needs == NH_NEEDS_ALL ? take_relaxing(&p, err)
                                                  : take_index(&p, err);
    if (st == NH_OK)
        tell_counts(&p);
    if (st == NH_OK && !nh_pruned_flat(e))
        st = fill_evidence(&p, err);
    return st;
}

nh_status nh_prune(nh_evaluation *e, nh_pruner *pruner, bool *taken, nh_error *err)
{
    nh_status st = NH_OK;

    *taken = false;
    if (pruner->off)
        return NH_OK;
    st = nh_word_count(e, taken, err);
    return st == NH_OK && !*taken ? prune_query(e, pruner, taken, err) : st;
}
