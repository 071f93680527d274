/* searcher/prune/best/best.c - a buffer that is cut down to the best whenever it is full. */
#include "searcher/prune/best/best.h"

#include "common/codec/numbers/pack.h"
#include "searcher/prune/best/sort.h"

#define LEAST_ROOM 256u /* candidates beyond those wanted: a cut costs more than they do */

/* Do the ranks of ids alone settle ties? */
static bool ranks_decide(const nh_evaluation *e)
{
    nh_segment *const *segments = e->index->segments;

    return e->index->manifest.n_segments == 1 && !e->options->ties_by_id &&
           nh_segment_view_flat(&e->runs[0].view) &&
           nh_container_size(nh_segment_container(segments[0]), NH_SECTION_DATES) == 0;
}

/* Are the candidates beyond those wanted so few that a threshold would cost more? */
static bool are_few(uint32_t wanted, uint32_t most, bool merge)
{
    return most <= wanted || (wanted > NH_EAGER && !merge && most - wanted <= NH_FEW_MORE);
}

nh_status nh_best_begin(nh_best *b, nh_evaluation *e, uint32_t wanted, uint32_t most,
                        bool merge, nh_error *err)
{
    const uint32_t beyond = wanted > LEAST_ROOM ? wanted : LEAST_ROOM;
    const bool all = are_few(wanted, most, merge);
    const uint32_t more = !all ? beyond : most > wanted ? most - wanted + 2 : 2;

    *b = (nh_best){.e = e, .wanted = wanted, .merge = merge, .all = all, .err = err};
    b->eager = wanted <= NH_EAGER && !merge && !b->all;
    b->room = wanted + more;
    b->list = (nh_candidate *)nh_arena_take(e->arena, b->room, sizeof *b->list);
    b->keys = (uint64_t *)nh_arena_take(e->arena, (size_t)b->room * 2, sizeof *b->keys);
    b->by_rank = ranks_decide(e);
    if (b->list == NULL || b->keys == NULL)
        return nh_arena_fail(e->arena, err, "the hits");
    return b->by_rank ? nh_id_ranks_get(e->index->segments[0], wanted, &b->ranks, err)
                      : NH_OK;
}

/* A candidate with everything that orders hits. */
static nh_top_hit complete(nh_best *b, const nh_candidate *c, bool ties)
{
    nh_segment_run *run = &b->e->runs[c->segment];
    nh_top_hit hit = {.score = c->score,
                      .segment = c->segment,
                      .article = c->passage,
                      .passage = c->passage,
                      .evidence = 1};
    bool dated;

    if (!nh_segment_view_flat(&run->view)) {
        hit.article = nh_article_of(&run->view.articles, c->passage);
        hit.number = c->passage - nh_article_from(&run->view.articles, c->passage);
    }
    if (!ties || b->status != NH_OK)
        return hit;
    b->status = nh_date_seconds(run->view.segment, hit.article, &dated, &hit.date, b->err);
    if (b->status == NH_OK)
        b->status = nh_id_rank(run->view.segment, hit.article, &hit.rank, b->err);
    if (!dated)
        hit.date = NH_UNDATED;
    return hit;
}

/* The best of the passages of one article, from keys[*i] on, which moves behind them; the first
 * of equals. */
static uint32_t best_of_article(const nh_best *b, uint32_t *i, uint32_t n)
{
    uint32_t best = (uint32_t)b->keys[*i];
    const nh_article_view *v = &b->e->runs[b->list[best].segment].view.articles;
    const uint32_t end = nh_article_end(v, b->list[best].passage);

    for ((*i)++; *i < n && b->keys[*i] >> 32 < end; (*i)++) {
        const uint32_t other = (uint32_t)b->keys[*i];

        if (b->list[other].score > b->list[best].score)
            best = other;
    }
    return best;
}

/* Candidates of the segment at work are merged; those of segments before are so already.
 * Indexes ascending let them move towards the front in place. */
static void merge_articles(nh_best *b)
{
    const uint32_t segment = b->count > 0 ? b->list[b->count - 1].segment : 0;
    uint32_t n = 0, kept = 0;

    for (uint32_t i = 0; i < b->count; i++)
        if (b->list[i].segment == segment)
            b->keys[n++] = (uint64_t)b->list[i].passage << 32 | i;
    nh_sort_keys(b->keys, b->keys + b->room, n);
    for (uint32_t i = 0; i < n;)
        b->keys[kept++] = best_of_article(b, &i, n);
    for (uint32_t i = 0; i < b->count; i++)
        if (b->list[i].segment != segment)
            b->keys[kept++] = i;
    nh_sort_keys(b->keys, b->keys + b->room, kept);
    for (uint32_t i = 0; i < kept; i++)
        b->list[i] = b->list[b->keys[i]];
    b->count = kept;
}

/* The `wanted`-th best score; there are as many. */
static int32_t find_least(nh_best *b)
{
    int32_t *scores = (int32_t *)(void *)b->keys;

    for (uint32_t i = 0; i < b->count; i++)
        scores[i] = b->list[i].score;
    return nh_select_score(scores, b->count, b->wanted - 1);
}

/* The rank of the id of a passage, where ranks decide; 0 where that goes wrong. */
static uint32_t read_rank(nh_best *b, uint32_t passage)
{
    uint32_t rank = 0;

    if (b->status == NH_OK)
        b->status = nh_id_rank(b->e->runs[0].view.segment, passage, &rank, b->err);
    return rank;
}

/* What orders a passage among those of its score then: the largest id first. */
static uint64_t key_of(nh_best *b, uint32_t passage, uint32_t number)
{
    return (uint64_t)(UINT32_MAX - read_rank(b, passage)) << 32 | number;
}

/* Of those whose score is `least` keeps the best `most`, by their ranks. */
static void settle_ranks(nh_best *b, uint32_t most)
{
    uint32_t n = 0, ties = 0;

    for (uint32_t i = 0; i < b->count; i++)
        if (b->list[i].score > b->least)
            b->list[n++] = b->list[i];
        else
            b->keys[ties++] = key_of(b, b->list[i].passage, b->list[i].passage);
    nh_sort_keys(b->keys, b->keys + b->room, ties);
    for (uint32_t i = 0; i < ties && i < most; i++)
        b->list[n++] = (nh_candidate){b->least, (uint32_t)b->keys[i], 0};
    b->count = n;
}

/* The same by everything that orders hits. */
static void settle_ties(nh_best *b, uint32_t most)
{
    uint32_t n = 0;

    if (b->by_rank) {
        settle_ranks(b, most);
        return;
    }
    if (b->ties.hits == NULL) {
        b->status = nh_top_begin(&b->ties, b->e->arena, b->wanted, b->e->top.order, b->err);
        if (b->status != NH_OK)
            return;
    }
    b->ties.count = 0;
    b->ties.room = most;
    for (uint32_t i = 0; i < b->count; i++) {
        if (b->list[i].score > b->least) {
            b->list[n++] = b->list[i];
        } else {
            const nh_top_hit hit = complete(b, &b->list[i], true);

            nh_top_add(&b->ties, &hit);
        }
    }
    for (uint32_t i = 0; i < b->ties.count; i++)
        b->list[n++] =
            (nh_candidate){b->least, b->ties.hits[i].passage, b->ties.hits[i].segment};
    b->count = n;
}

/* Cuts down to those that can be among the best; exactly `wanted` where that is asked. */
static void cut(nh_best *b, bool exactly)
{
    uint32_t better = 0, n = 0;

    if (b->merge)
        merge_articles(b);
    if (b->wanted == 0 || b->count < b->wanted)
        return;
    b->least = find_least(b);
    for (uint32_t i = 0; i < b->count; i++) {
        better += b->list[i].score > b->least;
        if (b->list[i].score >= b->least)
            b->list[n++] = b->list[i];
    }
    b->count = n;
    if (n > b->wanted && (exactly || n - b->wanted > (b->room - b->wanted) / 2))
        settle_ties(b, b->wanted - better);
}

/* Those that are kept need not be those of the runs, nor is their greatest score known. */
void nh_best_settle(nh_best *b)
{
    b->in_runs = 0;
    cut(b, false);
    if (b->status != NH_OK)
        b->count = 0;
}

/* Those that came before the threshold rose. */
static void drop_low(nh_best *b)
{
    nh_candidate *const list = b->list;
    const uint32_t count = b->count;
    const int32_t least = b->least;
    uint32_t n = 0;

    if (least == 0)
        return;
    for (uint32_t i = 0; i < count; i++) {
        list[n] = list[i];
        n += list[i].score >= least;
    }
    b->count = n;
}

/* Where too many are left, ties have to be settled. */
void nh_best_make_room(nh_best *b)
{
    b->in_runs = 0;
    if (b->tally != NULL)
        drop_low(b);
    if (b->count > b->room - (b->room - b->wanted) / 2)
        nh_best_settle(b);
}

/* Sorts a run of equal scores by what else orders hits. */
static void order_run(nh_best *b, nh_top_hit *hits, uint64_t n)
{
    nh_top_hits run = {.order = b->e->top.order, .hits = hits, .room = n};

    for (uint64_t i = 0; i < n; i++)
        nh_id_prefetch(b->e->runs[hits[i].segment].view.segment, hits[i].article);
    for (uint64_t i = 0; i < n; i++) {
        const nh_candidate c = {(int32_t)hits[i].score, hits[i].passage, hits[i].segment};
        const nh_top_hit hit = complete(b, &c, true);

        nh_top_add(&run, &hit);
    }
    nh_top_finish(&run);
}

/* The first key from `i` on that is of another score. */
static uint32_t end_of_run(const nh_best *b, uint32_t i)
{
    uint32_t end = i + 1;

    while (end < b->count && b->keys[end] >> 32 == b->keys[i] >> 32)
        end++;
    return end;
}

/* Keys by score, where ranks settle ties, become keys by score and rank. */
static void order_by_rank(nh_best *b)
{
    for (uint32_t i = 0, end; i < b->count; i = end) {
        end = end_of_run(b, i);
        if (end - i < 2)
            continue;
        for (uint32_t k = i; k < end; k++) {
            const uint32_t number = (uint32_t)b->keys[k];

            b->keys[k] = key_of(b, b->list[number].passage, number);
        }
        nh_sort_keys(b->keys + i, b->keys + b->room, end - i);
    }
}

/* The greatest score; ranks are fetched that will be asked for, as those of runs were. */
static int32_t find_most(const nh_best *b)
{
    const nh_id_ranks all = b->ranks;
    const nh_candidate *const list = b->list;
    const uint32_t count = b->count;
    int32_t most = b->least;

    if (b->in_runs == count && all.articles > 0)
        return b->run_most;
    for (uint32_t i = 0; i < count; i++) {
        most = list[i].score > most ? list[i].score : most;
        if (all.articles > 0)
            nh_id_rank_fetch(&all, list[i].passage);
        else
            nh_id_prefetch(b->e->runs[0].view.segment, list[i].passage);
    }
    return most;
}

/* A key for each candidate: how far its score is below `most`, its rank, its passage. */
static void pack_keys(nh_best *b, int32_t most, unsigned width)
{
    const uint32_t last = b->e->runs[0].view.articles.count - 1, count = b->count;
    const nh_id_ranks all = b->ranks;
    const nh_candidate *const list = b->list;
    uint64_t *const keys = b->keys;

    for (uint32_t i = 0; i < count; i++) {
        const nh_candidate c = list[i];
        uint32_t rank = all.articles > 0 ? nh_id_rank_of(&all, c.passage) : UINT32_MAX;

        if (rank > last)
            rank = read_rank(b, c.passage);
        keys[i] = (uint64_t)(uint32_t)(most - c.score) << 2 * width |
                  (uint64_t)(last - rank) << width | c.passage;
    }
}

/* Hits from sorted keys. */
static void unpack_keys(nh_best *b, int32_t most, unsigned width)
{
    const uint64_t passage = ((uint64_t)1 << width) - 1;
    const uint32_t n = b->count < b->wanted ? b->count : b->wanted;
    const uint64_t *const keys = b->keys;
    nh_top_hit *const hits = b->e->top.hits;

    b->e->top.count = n;
    for (uint32_t i = 0; i < n; i++) {
        const uint64_t key = keys[i];
        const uint32_t article = (uint32_t)(key & passage);

        hits[i] = (nh_top_hit){.score = most - (int32_t)(key >> 2 * width),
                               .article = article,
                               .passage = article,
                               .evidence = 1};
    }
}

/* Where ranks settle ties, hits are sorted by one number each, if it holds all. *taken. */
static void finish_packed(nh_best *b, bool *taken)
{
    const nh_segment_view *view = &b->e->runs[0].view;
    const unsigned width = nh_bits(view->articles.count - 1);
    const int32_t most = find_most(b);

    *taken = nh_bits((uint32_t)(most - b->least)) + 2 * width < 64;
    if (!*taken)
        return;
    pack_keys(b, most, width);
    nh_sort_keys_from(b->keys, b->keys + b->room, b->count, width);
    unpack_keys(b, most, width);
}

/* Runs of equal scores in the order of everything else. */
static void order_runs(nh_best *b, nh_top_hits *top)
{
    for (uint64_t i = 0, end; i < top->count && b->status == NH_OK; i = end) {
        for (end = i + 1; end < top->count && top->hits[end].score == top->hits[i].score;)
            end++;
        if (end - i > 1)
            order_run(b, &top->hits[i], end - i);
    }
}

nh_status nh_best_finish(nh_best *b)
{
    nh_top_hits *top = &b->e->top;
    bool taken = false;

    nh_best_tell(b);
    drop_low(b);
    if (b->count > b->wanted + b->wanted / 2)
        cut(b, true);
    if (b->by_rank && b->status == NH_OK)
        finish_packed(b, &taken);
    if (taken)
        return b->status;
    cut(b, true);
    for (uint32_t i = 0; i < b->count; i++)
        b->keys[i] = (uint64_t)(INT32_MAX - b->list[i].score) << 32 | i;
    nh_sort_keys(b->keys, b->keys + b->room, b->count);
    if (b->by_rank)
        order_by_rank(b);
    top->count = b->count;
    for (uint32_t i = 0; i < b->count; i++)
        top->hits[i] = complete(b, &b->list[(uint32_t)b->keys[i]], false);
    if (!b->by_rank)
        order_runs(b, top);
    return b->status == NH_OK ? b->e->ids.status : b->status;
}
