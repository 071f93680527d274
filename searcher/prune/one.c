/* searcher/prune/one.c - the passages of one word, its best blocks first. */
#include <string.h>

#include "common/base/error.h"
#include "common/base/memory/prefetch.h"
#include "common/codec/kernels/kernels.h"
#include "searcher/prune/lists/bands.h"
#include "searcher/prune/pruning.h"

#define APART __attribute__((noinline))
#define AHEAD 3u /* blocks whose payloads are fetched ahead           */
#define LENGTHS 256u
#define CLOSE 2048u   /* passages of a block whose lengths are fetched ahead     */
#define FIRST_STEP 8u /* impacts of the first band                               */

/* The word at work. */
typedef struct walk {
    nh_pruning *p;
    nh_list *l;
    int32_t least;            /* the threshold that `longest` is of...                  */
    uint32_t tight;           /* ...for tf below this; above it of one before           */
    uint8_t longest[LENGTHS]; /* by tf: lengths above it make it miss the threshold     */
} walk;

/* The greatest length up to `longest` whose posting with `tf` scores `least`; 0: none. The step
 * back is short mostly, so steps double before they are halved. */
static uint8_t find_longest(nh_part_scores *scores, uint32_t tf, uint8_t longest,
                            int32_t least)
{
    uint32_t high = longest, low, step = 1; /* `high` is too long */

    if (longest == 0 || nh_part_score(scores, tf, longest) >= least)
        return longest;
    for (low = high - 1; low > 0 && nh_part_score(scores, tf, low) < least; step *= 2) {
        high = low;
        low = low > 2 * step ? low - 2 * step : 0;
    }
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;

        if (nh_part_score(scores, tf, middle) < least)
            high = middle;
        else
            low = middle;
    }
    return (uint8_t)low;
}

/* The threshold only rises, and what was too long stays so: up to `most`, the largest frequency
 * that is about to be met. */
static void tighten(walk *w, uint32_t most)
{
    const int32_t least = w->p->best.least;

    if (least > w->least) {
        w->least = least;
        w->tight = 1;
    }
    for (; w->tight <= most && w->tight < NH_PART_ROWS; w->tight++)
        w->longest[w->tight] =
            find_longest(w->l->scores, w->tight, w->longest[w->tight], least);
}

/* The least frequency with which a posting of the block may be among the best; 256: none. */
static uint32_t least_tf(walk *w, uint32_t block)
{
    const nh_directory *d = &w->l->blocks.directory;
    const uint32_t most = d->max_tf[block];
    const uint32_t shortest = d->min_length[block];
    uint32_t least = UINT8_MAX + 1;

    tighten(w, most);
    for (uint32_t tf = most < NH_PART_ROWS ? most : NH_PART_ROWS - 1; tf > 0; tf--) {
        if (w->longest[tf] < shortest)
            break;
        least = tf;
    }
    return least > most && most >= NH_PART_ROWS ? NH_PART_ROWS : least;
}

/* The first passage that the block may have. */
static uint32_t first_of(const nh_list *l, uint32_t block)
{
    return block > 0 ? nh_list_last(l, block - 1) + 1 : 0;
}

/* Do its passages lie so close together that all lengths between them were fetched? */
static bool is_close(const nh_list *l, uint32_t block)
{
    return nh_list_last(l, block) - first_of(l, block) < CLOSE;
}

/* Adds the postings of the block at hand that reach the threshold. */
static void add_reaching(walk *w, const int32_t scores[NH_BLOCK])
{
    uint32_t passages[NH_BLOCK];
    int32_t reaching[NH_BLOCK];
    const nh_list *l = w->l;
    const size_t n = nh_kernels_get()->scores_keep(l->data.passages, scores, l->data.count,
                                                   w->p->best.least, passages, reaching);

    for (size_t i = 0; i < n; i++)
        nh_best_add(&w->p->best, reaching[i], passages[i], w->p->segment);
}

/* Before there is a threshold, or where none is needed, each posting of a block is a candidate. */
static nh_status take_all(walk *w, uint32_t block, nh_error *err)
{
    nh_best *best = &w->p->best;
    nh_list *l = w->l;
    int32_t scores[NH_BLOCK];
    nh_status st = nh_list_load(l, block, err);

    for (uint32_t i = 0; !best->all && st == NH_OK && i < l->data.count; i++)
        nh_prefetch(l->lengths + l->data.passages[i]);
    if (st == NH_OK)
        st = nh_list_tf(l, err);
    if (st != NH_OK)
        return st;
    if (best->all && best->ranks.articles > 0 && l->df <= best->wanted)
        for (uint32_t i = 0; i < l->data.count; i++)
            nh_id_rank_fetch(&best->ranks, l->data.passages[i]);
    nh_list_scores(l, 0, l->data.count, scores);
    nh_best_foretell(best, scores, l->data.count);
    if (best->least > 0)
        add_reaching(w, scores);
    else
        nh_best_add_run(best, scores, l->data.passages, l->data.count, w->p->segment);
    return best->status;
}

/* Of `n` postings of the block at hand those that may be among the best. What does not change
 * stands in variables, since the compiler cannot know; and not inside its caller, which has no
 * registers left for the loop: that is 15 % of a thousand hits of a frequent word. */
static APART void add_postings(const walk *w, const uint8_t *which, size_t n)
{
    nh_best *const best = &w->p->best;
    nh_list *const l = w->l;
    const nh_part_scores s = *l->scores;
    const uint32_t filled = s.parts->filled, segment = w->p->segment;
    const double *const rows = s.parts->rows[0];
    const uint8_t *const lengths = l->lengths, *const longest = w->longest;

    for (size_t k = 0; k < n; k++) {
        const uint32_t i = which[k], passage = l->data.passages[i], tf = l->data.tf[i];
        const uint32_t length = lengths[passage];

        if (length > longest[tf])
            continue;
        if (tf < filled)
            nh_best_add(best,
                        nh_part_scaled(s.factor, s.times, rows[tf * NH_PART_SIDE + length]),
                        passage, segment);
        else
            nh_best_add(best, nh_list_score(l, i), passage, segment);
    }
}

/* Most blocks are left once their frequencies are known: their passages stay as they are. */
static nh_status take_block(walk *w, uint32_t block, nh_error *err)
{
    nh_best *best = &w->p->best;
    nh_list *l = w->l;
    uint8_t which[NH_BLOCK + 8];
    uint32_t least;
    size_t n;
    bool close;
    nh_status st;

    if (best->least == 0)
        return take_all(w, block, err);
    least = least_tf(w, block);
    if (least > UINT8_MAX)
        return NH_OK;
    st = nh_list_peek(l, block, err);
    if (st != NH_OK)
        return st;
    n = nh_kernels_get()->bytes_reach(l->data.tf, l->data.count, (uint8_t)least, which);
    if (n == 0)
        return NH_OK;
    st = nh_list_complete(l, block, err);
    if (st != NH_OK)
        return st;
    close = is_close(l, block);
    for (size_t k = 0; !close && k < n; k++)
        __builtin_prefetch(l->lengths + l->data.passages[which[k]]);
    add_postings(w, which, n);
    return best->status;
}

/* The lengths of passages that lie close together. What the directory says of a block is not
 * checked before that is decoded, so passages may be any numbers here. */
static void fetch_lengths(const nh_list *l, uint32_t block)
{
    const uint32_t last = nh_list_last(l, block);

    if (!is_close(l, block) || last >= nh_segment_info_get(l->blocks.seg)->passages)
        return;
    for (uint64_t at = first_of(l, block); at < last; at += 64)
        nh_prefetch(l->lengths + at);
    nh_prefetch(l->lengths + last);
}

/* The best blocks lie far apart: what comes next is fetched while this one is read. */
static void look_ahead(const nh_list *l, const uint32_t *order, uint32_t at, uint32_t n)
{
    for (uint32_t i = 0; at == 0 && i < 2 * AHEAD && i < n; i++)
        nh_block_prefetch_row(&l->blocks, order[i]);
    for (uint32_t i = 0; at == 0 && i < AHEAD && i < n; i++)
        nh_block_prefetch(&l->blocks, order[i]);
    if (at + 2 * AHEAD < n)
        nh_block_prefetch_row(&l->blocks, order[at + 2 * AHEAD]);
    if (at + AHEAD < n) {
        nh_block_prefetch(&l->blocks, order[at + AHEAD]);
        fetch_lengths(l, order[at + AHEAD]);
    }
}

/* Can a posting with this impact be among the best? */
static bool can_be_best(const walk *w, unsigned impact)
{
    return nh_list_impact_bound(w->l, (uint8_t)impact) >= w->p->best.least;
}

/* Blocks in their order, until no more can matter: *more stays true if all were looked at. */
static nh_status take_band(walk *w, const uint32_t *order, uint32_t n, bool *more,
                           nh_error *err)
{
    const uint8_t *impacts = w->l->blocks.directory.impact;
    nh_status st = NH_OK;

    for (uint32_t at = 0; at < n && st == NH_OK; at++) {
        *more = can_be_best(w, impacts[order[at]]);
        if (!*more)
            break;
        if (at % 64 == 0)
            st = nh_halt_look(w->p->e->finder.halt, err);
        look_ahead(w->l, order, at, n);
        if (st == NH_OK)
            st = take_block(w, order[at], err);
    }
    return st;
}

/* Where the threshold hardly rises any more, blocks that come up to it come as they lie. */
static nh_status take_sure(walk *w, uint32_t *found, nh_error *err)
{
    const nh_directory *d = &w->l->blocks.directory;
    unsigned low = 0,
             high = NH_BANDS; /* what is below low falls short, what is from high on not */
    uint32_t n;
    nh_status st = NH_OK;

    while (low < high) {
        const unsigned middle = (low + high) / 2;

        if (can_be_best(w, middle))
            high = middle;
        else
            low = middle + 1;
    }
    if (low == NH_BANDS) /* no block comes up to it, and no byte stands for that */
        return NH_OK;
    n = nh_band_find(d, low, NH_BANDS, found);
    for (uint32_t at = 0; at < n && st == NH_OK; at++) {
        if (at % 64 == 0)
            st = nh_halt_look(w->p->e->finder.halt, err);
        look_ahead(w->l, found, at, n);
        if (st == NH_OK && can_be_best(w, d->impact[found[at]]))
            st = take_block(w, found[at], err);
    }
    return st;
}

/* Where all are among the best, blocks come as they lie. There is room for as many postings as the
 * term has, whatever its directory says. */
static nh_status take_list(walk *w, nh_error *err)
{
    const nh_directory *d = &w->l->blocks.directory;
    const uint32_t n = d->n;
    uint32_t left = w->l->df;
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < n && st == NH_OK; i++) {
        if (i % 64 == 0)
            st = nh_halt_look(w->p->e->finder.halt, err);
        if (i + 1 < n)
            nh_block_prefetch(&w->l->blocks, i + 1);
        if (st == NH_OK)
            st = take_all(w, i, err);
        if (st == NH_OK && w->l->data.count > left)
            st = nh_block_corrupt(&w->l->blocks, NH_SECTION_DIRECTORY, d->at, i,
                                  "more postings than the term has", err);
        if (st == NH_OK)
            left -= w->l->data.count;
    }
    return st;
}

/* Blocks come in bands of falling impact, which grow: of a few hits, most are never sorted. The
 * first reaches from a step below the impact of the term, which no block exceeds, up to the top:
 * where a file says less of the term than of a block, the block is not left out for that. */
nh_status nh_prune_one(nh_pruning *p, nh_error *err)
{
    nh_list *l = p->lists[0];
    const nh_directory *d = &l->blocks.directory;
    walk w;
    unsigned low = l->blocks.term->impact, high = NH_BANDS, step = FIRST_STEP;
    uint32_t *found;
    bool more = true;
    nh_status st = NH_OK;

    w.p = p;
    w.l = l;
    w.least = 0;
    w.tight = NH_PART_ROWS;
    if (d->last == NULL || p->best.all)
        return take_list(&w, err);
    memset(w.longest, UINT8_MAX, sizeof w.longest);
    found = (uint32_t *)nh_arena_take(p->e->arena, (size_t)d->n * 2, sizeof *found);
    if (found == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    if (p->near && p->best.least > 0 && l->impacts != NULL)
        return take_sure(&w, found, err);
    while (high > 0 && more && can_be_best(&w, high - 1) && st == NH_OK) {
        uint32_t n;

        low = low > step ? low - step : 0;
        n = nh_band_find(d, low, high, found);
        nh_band_sort(d, found, n, found + d->n);
        st = take_band(&w, found + d->n, n, &more, err);
        high = low;
        step *= 2;
    }
    return st;
}
