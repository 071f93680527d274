/* searcher/prune/any.c - passages with any of the words: sums of ranges, the best ranges first. */
#include "searcher/prune/pruning.h"
#include "searcher/prune/ranges.h"
#include "searcher/prune/sort.h"

#define LEAST_SHIFT 10u
#define FIRST_RANGES 8u /* are taken before the others, and as many again for many hits */
#define FIRST_HITS 64u  /* for so many hits one of these */
#define MOST_SHIFT 14u  /* NH_WINDOW is 2^14 */

/* A range of passages at work. */
typedef struct range {
    uint32_t first, end;
    uint32_t order[NH_MOST_LISTS]; /* lists with postings there, least bound first       */
    uint32_t n_lists;
    uint32_t n_others; /* the first so many of them cannot make a hit by themselves    */
    int32_t others;    /* the sum of their bounds                                      */
    uint32_t n;        /* sums that are not 0                                          */
} range;

/* Adds the postings of the block at hand before passage x->end to the sums. */
static void add_block(nh_window *w, nh_list *l, range *x)
{
    const uint32_t stop = l->data.passages[l->data.count - 1] < x->end
                              ? l->data.count
                              : nh_list_find(l, l->at, x->end);
    uint32_t n = x->n;

    for (uint32_t i = l->at; i < stop; i++) {
        const uint32_t at = l->data.passages[i] - x->first;

        w->touched[n] = at;
        n += w->sums[at] == 0;
        w->sums[at] += nh_list_score(l, i);
    }
    l->at = stop;
    x->n = n;
}

/* Adds all postings of a list in the range, from block `block` on. */
static nh_status add_list(nh_window *w, nh_list *l, uint32_t block, range *x, nh_error *err)
{
    nh_status st = NH_OK;

    for (; block < l->blocks.directory.n && st == NH_OK; block++) {
        st = nh_list_load(l, block, err);
        if (st == NH_OK)
            st = nh_list_tf(l, err);
        if (st != NH_OK)
            break;
        l->at = nh_list_find(l, 0, x->first);
        add_block(w, l, x);
        if (l->at < l->data.count)
            break;
    }
    return st;
}

/* The sums that may come to something, by passage; the sums are 0 again. */
static uint32_t take_sums(nh_pruning *p, range *x)
{
    nh_window *w = p->window;
    const int32_t least = p->best.least - x->others;
    uint32_t n = 0;

    for (uint32_t i = 0; i < x->n; i++) {
        const uint32_t at = w->touched[i];

        w->keys[n] = (uint64_t)at << 32 | (uint32_t)w->sums[at];
        n += w->sums[at] >= least;
        w->sums[at] = 0;
    }
    return n;
}

/* Adds what list `l` has to the candidates that it can lift to what matters, with `rest` from
 * lists after it; the others go. */
static nh_status probe(nh_pruning *p, nh_list *l, range *x, int32_t rest, uint32_t *n,
                       nh_error *err)
{
    uint64_t *keys = p->window->keys;
    uint32_t kept = 0;
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < *n && st == NH_OK; i++) {
        const uint32_t passage = x->first + (uint32_t)(keys[i] >> 32);
        int32_t score = (int32_t)(uint32_t)keys[i];
        bool found = false;

        if (score + rest < p->best.least)
            continue;
        st = nh_list_has(l, passage, 0, &found, err);
        if (st == NH_OK && found)
            st = nh_list_tf(l, err);
        if (st == NH_OK && found)
            score += nh_part_score(l->scores, l->data.tf[l->at], l->lengths[passage]);
        keys[kept++] = (keys[i] >> 32 << 32) | (uint32_t)score;
    }
    *n = kept;
    return st;
}

static nh_status finish_range(nh_pruning *p, range *x, nh_error *err)
{
    uint32_t n = take_sums(p, x);
    uint64_t *keys = p->window->keys;
    nh_status st = NH_OK;

    if (x->n_others > 0 && x->n_lists - x->n_others > 1)
        nh_sort_keys(keys, keys + NH_WINDOW, n);
    for (uint32_t i = x->n_others; i-- > 0 && st == NH_OK && n > 0;) {
        const uint32_t list = x->order[i];

        st = probe(p, p->lists[list], x, x->others, &n, err);
        x->others -= p->ranges.bounds[list][x->first >> p->ranges.shift];
    }
    for (uint32_t i = 0; i < n && st == NH_OK; i++)
        nh_best_add(&p->best, (int32_t)(uint32_t)keys[i],
                    x->first + (uint32_t)(keys[i] >> 32), p->segment);
    return st == NH_OK ? p->best.status : st;
}

/* Lists with postings in range `r`, least bound first, and how many of them cannot make a hit
 * without the others. */
static void arrange(const nh_pruning *p, uint32_t r, range *x)
{
    const nh_ranges *ranges = &p->ranges;

    x->n_lists = x->n_others = 0;
    x->others = 0;
    for (uint32_t i = 0; i < p->n_lists; i++) {
        const int32_t bound = ranges->bounds[i][r];
        uint32_t at = x->n_lists;

        if (bound == 0)
            continue;
        for (; at > 0 && ranges->bounds[x->order[at - 1]][r] > bound; at--)
            x->order[at] = x->order[at - 1];
        x->order[at] = i;
        x->n_lists++;
    }
    while (x->n_others < x->n_lists) {
        const int32_t bound = ranges->bounds[x->order[x->n_others]][r];

        if (x->others + bound >= p->best.least)
            break;
        x->others += bound;
        x->n_others++;
    }
}

static nh_status take_range(nh_pruning *p, uint32_t r, nh_error *err)
{
    const uint32_t count = p->view->passages.count;
    const uint32_t size = (uint32_t)1 << p->ranges.shift;
    range x = {.first = r << p->ranges.shift};
    nh_status st = NH_OK;

    x.end = count - x.first < size ? count : x.first + size;
    arrange(p, r, &x);
    for (uint32_t i = x.n_others; i < x.n_lists && st == NH_OK; i++) {
        const uint32_t list = x.order[i];

        st = add_list(p->window, p->lists[list], p->ranges.blocks[list][r], &x, err);
    }
    if (st == NH_OK)
        return finish_range(p, &x, err);
    take_sums(p, &x);
    return st;
}

/* A range, if it can still matter; once. */
static nh_status visit(nh_pruning *p, uint32_t r, uint32_t step, nh_error *err)
{
    nh_status st = NH_OK;

    if (step % 32 == 0)
        st = nh_halt_look(p->e->finder.halt, err);
    if (st != NH_OK || p->ranges.totals[r] < p->best.least || p->ranges.totals[r] == 0)
        return st;
    st = take_range(p, r, err);
    p->ranges.totals[r] = 0;
    return st;
}

/* A few of the best ranges, for a threshold that is nearly the last one; then those that are
 * left in their order, so that no block is decoded twice. */
static nh_status take_ranges(nh_pruning *p, unsigned shift, nh_error *err)
{
    const uint32_t more = p->best.wanted / FIRST_HITS;
    uint32_t best[2 * FIRST_RANGES], n = 0;
    nh_status st = nh_ranges_make(p, shift, &p->ranges, err);

    if (st == NH_OK)
        n = nh_ranges_best(
            &p->ranges, FIRST_RANGES + (more < FIRST_RANGES ? more : FIRST_RANGES), best);
    for (uint32_t i = 0; st == NH_OK && i < n; i++)
        st = visit(p, best[i], i, err);
    for (uint32_t r = 0; st == NH_OK && r < p->ranges.count; r++)
        st = visit(p, r, r, err);
    return st;
}

/* Everything, window after window; counts passages. */
static nh_status take_all(nh_pruning *p, nh_error *err)
{
    const uint32_t count = p->view->passages.count;
    nh_window *w = p->window;
    nh_status st = NH_OK;

    for (uint32_t first = 0; first < count && st == NH_OK; first += NH_WINDOW) {
        range x = {.first = first,
                   .end = count - first < NH_WINDOW ? count : first + NH_WINDOW};

        st = nh_halt_look(p->e->finder.halt, err);
        for (uint32_t i = 0; i < p->n_lists && st == NH_OK; i++) {
            bool found;

            st = nh_list_seek(p->lists[i], first, &found, err);
            if (st == NH_OK && found)
                st = add_list(w, p->lists[i], p->lists[i]->block, &x, err);
        }
        for (uint32_t i = 0; i < x.n; i++) {
            nh_best_add(&p->best, w->sums[w->touched[i]], first + w->touched[i],
                        p->segment);
            w->sums[w->touched[i]] = 0;
        }
        p->counted += x.n;
        if (st == NH_OK)
            st = p->best.status;
    }
    return st;
}

/* Ranges hold some dozens of postings at least, so that their bounds pay. */
static unsigned choose_shift(const nh_pruning *p, uint64_t postings)
{
    unsigned shift = LEAST_SHIFT;

    while (shift < MOST_SHIFT && p->view->passages.count >> shift > postings / 32)
        shift++;
    return shift;
}

nh_status nh_prune_any(nh_pruning *p, bool *counted, nh_error *err)
{
    uint64_t postings = 0;

    for (uint32_t i = 0; i < p->n_lists; i++)
        postings += p->lists[i]->df;
    *counted = postings <= p->few;
    return *counted ? take_all(p, err) : take_ranges(p, choose_shift(p, postings), err);
}
