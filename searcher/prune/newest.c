/* searcher/prune/newest.c - the newest articles of which a query is true: by the date of the last of them. */
#include "searcher/prune/newest.h"

#include <string.h>

#include "common/base/error.h"
#include "searcher/match/bits.h"

/* The newest dates so far, the oldest of them at the root. */
typedef struct newest {
    int64_t *dates;
    uint64_t count, room;
} newest;

static void sink(newest *n, uint64_t at)
{
    const int64_t date = n->dates[at];

    for (uint64_t child = 2 * at + 1; child < n->count; child = 2 * at + 1) {
        child += child + 1 < n->count && n->dates[child + 1] < n->dates[child];
        if (n->dates[child] >= date)
            break;
        n->dates[at] = n->dates[child];
        at = child;
    }
    n->dates[at] = date;
}

static void add_date(newest *n, int64_t date)
{
    if (n->count < n->room) {
        n->dates[n->count++] = date;
        for (uint64_t i = n->count / 2; n->count == n->room && i-- > 0;)
            sink(n, i);
    } else if (date > n->dates[0]) {
        n->dates[0] = date;
        sink(n, 0);
    }
}

/* As hits are ordered: undated ones last. */
static nh_status date_of(const nh_date_view *dates, uint32_t article, int64_t *out,
                         nh_error *err)
{
    nh_date date;
    const nh_status st = nh_date_at(dates, article, &date, err);

    *out = date.precision == NH_DATE_NONE ? NH_UNDATED : date.seconds;
    return st;
}

/* The dates of a segment are added; or those below `least` leave. */
static nh_status walk(nh_segment_run *run, newest *n, bool leave, int64_t least,
                      nh_error *err)
{
    const uint32_t count = run->view.articles.count;
    nh_date_view dates;
    nh_status st = nh_date_view_get(run->view.segment, &dates, err);

    for (uint32_t a = nh_bits_next(run->matches, count, 0); a < count && st == NH_OK;
         a = nh_bits_next(run->matches, count, a + 1)) {
        int64_t date;

        st = date_of(&dates, a, &date, err);
        if (!leave)
            add_date(n, date);
        else if (date < least)
            run->matches[a / 64] &= ~((uint64_t)1 << a % 64);
    }
    return st;
}

static void clear_all(nh_evaluation *e)
{
    for (uint32_t s = 0; s < e->index->manifest.n_segments; s++)
        memset(e->runs[s].matches, 0,
               nh_bits_words(e->runs[s].view.articles.count) * sizeof(uint64_t));
}

nh_status nh_newest_keep(nh_evaluation *e, uint64_t wanted, nh_error *err)
{
    newest n = {.room = wanted};
    nh_status st = NH_OK;

    if (wanted == 0)
        clear_all(e);
    if (wanted == 0 || wanted >= e->articles)
        return NH_OK;
    n.dates = (int64_t *)nh_arena_array(e->arena, (size_t)wanted, sizeof *n.dates);
    if (n.dates == NULL)
        return nh_arena_fail(e->arena, err, "the hits");
    for (uint32_t s = 0; s < e->index->manifest.n_segments && st == NH_OK; s++)
        st = walk(&e->runs[s], &n, false, 0, err);
    for (uint32_t s = 0; s < e->index->manifest.n_segments && st == NH_OK; s++)
        st = walk(&e->runs[s], &n, true, n.dates[0], err);
    return st;
}
