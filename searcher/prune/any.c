/* searcher/prune/any.c - passages with any of the words: sums of ranges, the best ranges first. */
#include "searcher/prune/contend/contenders.h"
#include "searcher/prune/lists/ranges.h"
#include "searcher/prune/pruning.h"

#define FIRST_RANGES \
    4u /* are taken before the others: blocks of theirs are decoded twice */

/* A range of passages at work. */
typedef struct range {
    uint32_t number; /* among the ranges                                               */
    uint32_t order[NH_MOST_LISTS]; /* lists with postings there                           */
    uint32_t n_lists;
    uint32_t n_others; /* the first so many, least bound first, cannot make a hit alone */
    int32_t others;    /* the sum of their bounds                                      */
} range;

/* The postings in the range of list `i`, which is kept. */
static nh_added kept_in(const nh_pruning *p, uint32_t i, uint32_t number)
{
    const nh_range_list *kept = &p->ranges.lists[i];
    const uint32_t from = kept->starts[number];

    return (nh_added){kept->passages + from, kept->scores + from,
                      kept->starts[number + 1] - from};
}

/* Adds list `i` of the query to all sums of the range. */
static nh_status sum_range(nh_pruning *p, uint32_t i, uint32_t number, nh_error *err)
{
    if (p->ranges.lists[i].starts == NULL)
        return nh_window_sum_list(p->window, p->lists[i], err);
    nh_window_sum(p->window, kept_in(p, i, number));
    return NH_OK;
}

/* What lists that are kept have for sums that are there without them. */
static void lift_kept(nh_pruning *p, range *x)
{
    const nh_range_list *lists = p->ranges.lists;

    for (uint32_t i = x->n_others; i-- > 0;) {
        const uint32_t list = x->order[i];

        if (lists[list].starts == NULL)
            continue;
        nh_window_lift(p->window, kept_in(p, list, x->number));
        x->others -= lists[list].bounds[x->number];
    }
}

/* The sums of all lists that can make a hit, in the contenders. */
static nh_status take_sums(nh_pruning *p, range *x, nh_contenders *c, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = x->n_others; i < x->n_lists && st == NH_OK; i++)
        st = sum_range(p, x->order[i], x->number, err);
    if (st != NH_OK) {
        nh_window_clear(p->window);
        return st;
    }
    lift_kept(p, x);
    nh_contenders_take(c, p->window, p->best.least - x->others);
    return NH_OK;
}

/* The same where a single list can: its postings contend as they are. */
static nh_status take_single(nh_pruning *p, range *x, nh_contenders *c, nh_error *err)
{
    const nh_range_list *lists = p->ranges.lists;
    const uint32_t single = x->order[x->n_others];
    const int32_t least = p->best.least - x->others;
    nh_status st = NH_OK;

    if (lists[single].starts != NULL)
        nh_contenders_take_added(c, kept_in(p, single, x->number), least);
    else
        st = nh_contenders_take_list(c, p->window, p->lists[single], least, err);
    for (uint32_t i = x->n_others; i-- > 0 && st == NH_OK;) {
        const uint32_t list = x->order[i];

        if (lists[list].starts == NULL)
            continue;
        nh_contenders_add(c, kept_in(p, list, x->number));
        x->others -= lists[list].bounds[x->number];
        nh_contenders_drop(c, p->best.least - x->others);
    }
    return st;
}

/* Contenders get what list number `i` of the range has for them. */
static nh_status ask_list(nh_pruning *p, range *x, uint32_t i, nh_contenders *c,
                          nh_error *err)
{
    const uint32_t list = x->order[i];
    const int32_t bound = p->ranges.lists[list].bounds[x->number];
    nh_status st;

    x->others -= bound;
    st = nh_contenders_lift(c, (nh_lift){p->lists[list], bound, x->others, p->best.least},
                            err);
    nh_contenders_drop(c, p->best.least - x->others);
    return st;
}

/* Must a block be decoded before the list can be asked for the contenders? */
static bool is_away(const nh_list *l, const nh_contenders *c)
{
    return l->from > c->passages[0] || l->last < c->passages[c->n - 1];
}

/* Contenders get what the other lists have for them: first those whose block is at hand, which
 * may leave nothing to be decoded for; of each kind those with the greatest bounds first. */
static nh_status finish_range(nh_pruning *p, range *x, nh_contenders *c, nh_error *err)
{
    uint32_t away[NH_MOST_LISTS], n = 0;
    nh_status st = NH_OK;

    for (uint32_t i = x->n_others; i-- > 0 && st == NH_OK && c->n > 0;) {
        if (p->ranges.lists[x->order[i]].starts != NULL)
            continue;
        if (is_away(p->lists[x->order[i]], c))
            away[n++] = i;
        else
            st = ask_list(p, x, i, c, err);
    }
    for (uint32_t k = 0; k < n && st == NH_OK && c->n > 0; k++)
        st = ask_list(p, x, away[k], c, err);
    for (uint32_t i = 0; i < c->n && st == NH_OK; i++)
        nh_best_add(&p->best, c->scores[i], c->passages[i], p->segment);
    return st == NH_OK ? p->best.status : st;
}

/* Lists with postings in the range, the least bound for a posting first. */
static void sort_lists(const nh_pruning *p, range *x)
{
    const nh_range_list *lists = p->ranges.lists;
    double keys[NH_MOST_LISTS];

    for (uint32_t i = 0; i < p->n_lists; i++) {
        const int32_t bound = lists[i].bounds[x->number];
        const double key = bound * lists[i].share;
        uint32_t at = x->n_lists;

        if (bound == 0)
            continue;
        for (; at > 0 && keys[at - 1] > key; at--) {
            keys[at] = keys[at - 1];
            x->order[at] = x->order[at - 1];
        }
        keys[at] = key;
        x->order[at] = i;
        x->n_lists++;
    }
}

/* Parts them: some that together cannot make a hit without the others come first, least bound
 * first. Many postings for little bound are those that are best left out. */
static void arrange(const nh_pruning *p, range *x)
{
    const nh_range_list *lists = p->ranges.lists;
    uint32_t needed[NH_MOST_LISTS], n = 0;

    sort_lists(p, x);
    for (uint32_t i = 0; i < x->n_lists; i++) {
        const uint32_t list = x->order[i];
        const int32_t bound = lists[list].bounds[x->number];
        uint32_t at = x->n_others;

        if (x->others + bound >= p->best.least) {
            needed[n++] = list;
            continue;
        }
        x->others += bound;
        x->n_others++;
        for (; at > 0 && lists[x->order[at - 1]].bounds[x->number] > bound; at--)
            x->order[at] = x->order[at - 1];
        x->order[at] = list;
    }
    for (uint32_t i = 0; i < n; i++)
        x->order[x->n_others + i] = needed[i];
}

static nh_status take_range(nh_pruning *p, uint32_t r, nh_error *err)
{
    range x;
    nh_contenders c;
    nh_status st;

    nh_window_begin(p->window, r * NH_RANGE, p->view->passages.count, NH_RANGE);
    x.number = r;
    x.n_lists = x.n_others = 0;
    x.others = 0;
    arrange(p, &x);
    st = x.n_lists - x.n_others == 1 ? take_single(p, &x, &c, err)
                                     : take_sums(p, &x, &c, err);
    return st == NH_OK ? finish_range(p, &x, &c, err) : st;
}

/* A range, if it can still matter; once. */
static nh_status visit(nh_pruning *p, uint32_t r, uint32_t step, nh_error *err)
{
    nh_status st = NH_OK;

    if (p->ranges.totals[r] < p->best.least || p->ranges.totals[r] == 0)
        return NH_OK;
    if (step % 32 == 0)
        st = nh_halt_look(p->e->finder.halt, err);
    if (st == NH_OK)
        st = take_range(p, r, err);
    p->ranges.totals[r] = 0;
    return st;
}

/* A few of the best ranges, for a threshold that is nearly the last one; then those that are
 * left in their order, so that no block is decoded twice. */
static nh_status take_ranges(nh_pruning *p, nh_error *err)
{
    uint32_t best[FIRST_RANGES], n = 0;
    nh_status st = nh_ranges_make(p, &p->ranges, err);

    if (st == NH_OK)
        n = nh_ranges_best(&p->ranges, FIRST_RANGES, best);
    for (uint32_t i = 0; st == NH_OK && i < n; i++)
        st = visit(p, best[i], i, err);
    if (st == NH_OK && p->best.count >= p->best.wanted)
        nh_best_settle(&p->best);
    for (uint32_t r = 0; st == NH_OK && r < p->ranges.count; r++)
        st = visit(p, r, r, err);
    return st;
}

/* The sums that are listed are candidates, and 0 again; most of them are too low. */
static void take_touched(nh_pruning *p)
{
    nh_window *w = p->window;
    const uint32_t n = w->n;
    int32_t least = p->best.least;

    for (uint32_t i = 0; i < n; i++) {
        const uint32_t at = w->touched[i];
        const int32_t sum = w->sums[at];

        w->sums[at] = 0;
        if (sum < least)
            continue;
        nh_best_add(&p->best, sum, w->first + at, p->segment);
        least = p->best.least;
    }
}

/* Everything, window after window; counts passages. */
static nh_status take_all(nh_pruning *p, nh_error *err)
{
    const uint32_t count = p->view->passages.count;
    nh_window *w = p->window;
    nh_status st = NH_OK;

    for (uint32_t first = 0; first < count && st == NH_OK; first += NH_WINDOW) {
        nh_window_begin(w, first, count, NH_WINDOW);
        st = nh_halt_look(p->e->finder.halt, err);
        for (uint32_t i = 0; i < p->n_lists && st == NH_OK; i++)
            st = nh_window_add_list(w, p->lists[i], err);
        take_touched(p);
        p->counted += w->n;
        if (st == NH_OK)
            st = p->best.status;
    }
    return st;
}

nh_status nh_prune_any(nh_pruning *p, bool *counted, nh_error *err)
{
    uint64_t postings = 0;
    bool taken = false;
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < p->n_lists; i++)
        postings += p->lists[i]->df;
    *counted = false;
    if (postings <= p->pruner->few)
        st = nh_prune_lead(p, &taken, err);
    if (st != NH_OK || taken)
        return st;
    *counted = postings <= p->pruner->few;
    return *counted ? take_all(p, err) : take_ranges(p, err);
}
