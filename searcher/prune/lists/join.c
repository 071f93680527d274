/* searcher/prune/lists/join.c - the passages that all lists of a query have, some at a time. */
#include "searcher/prune/lists/join.h"

#include "searcher/prune/contend/meet.h"

void nh_join_begin(nh_join *j, nh_list **lists, uint32_t n_lists, bool score, bool all)
{
    j->lists = lists;
    j->n_lists = n_lists;
    j->score = score;
    j->all = all || !score;
    j->least = 0;
    j->next = 0;
    j->count = 0;
    j->others = 0;
    for (uint32_t i = 1; i < n_lists; i++)
        j->others += lists[i]->most;
}

/* Passages [from, to) of a step, which one block of a list speaks for. */
typedef struct joining {
    uint32_t from, to;
    int32_t bound; /* of the block */
    bool matters;  /* scores may come to what matters */
} joining;

/* The greatest of the scores of what was met from passage `from` on. */
static int32_t greatest_met(const nh_join *j, uint32_t from, const nh_met *m)
{
    int32_t most = 0;

    for (uint32_t k = 0; k < m->n; k++)
        most = j->scores[from + m->which[k]] > most ? j->scores[from + m->which[k]] : most;
    return most;
}

/* Keeps what was met from passage `from` on, from place *kept on; none of it matters, though it may
 * be counted. */
static void keep_low(nh_join *j, uint32_t from, const nh_met *m, uint32_t *kept)
{
    const uint32_t to = *kept;

    if (!j->all)
        return;
    for (uint32_t k = 0; k < m->n; k++)
        j->passages[to + k] = j->passages[from + m->which[k]];
    for (uint32_t k = 0; j->scored && k < m->n; k++) {
        j->scores[to + k] = j->scores[from + m->which[k]];
        j->first[to + k] = j->first[from + m->which[k]];
    }
    *kept += m->n;
}

/* The scores of what was met with what list `l` adds, apart from where they are kept: none waits
 * for how many are. */
static void add_scores(const nh_join *j, nh_list *l, uint32_t from, const nh_met *m,
                       int32_t scores[NH_BLOCK])
{
    const nh_part_scores s = *l->scores;
    const double *const rows = s.parts->rows[0];
    const uint8_t *const lengths = l->lengths, *const tf = l->data.tf;
    const uint32_t filled = s.parts->filled;

    for (uint32_t k = 0; k < m->n; k++) {
        const uint32_t at = from + m->which[k], n = tf[m->at[k]];
        const uint32_t length = lengths[j->passages[at]];
        const int32_t part =
            n < filled ? nh_part_scaled(s.factor, s.times, rows[n * NH_PART_SIDE + length])
                       : nh_part_score(l->scores, n, length);

        scores[k] = j->scores[at] + part;
    }
}

/* The same with their scores: without those that cannot come to what matters, if they are not
 * counted. */
static nh_status keep_scored(nh_join *j, nh_list *l, uint32_t from, const nh_met *m,
                             uint32_t *kept, nh_error *err)
{
    const int32_t least = j->all ? 0 : j->least - j->rest;
    int32_t scores[NH_BLOCK];
    uint32_t to = *kept;
    nh_status st;

    for (uint32_t k = 0; k < m->n; k++)
        __builtin_prefetch(l->lengths + j->passages[from + m->which[k]]);
    st = nh_list_tf(l, err);
    if (st != NH_OK)
        return st;
    add_scores(j, l, from, m, scores);
    for (uint32_t k = 0; k < m->n; k++) {
        const uint32_t at = from + m->which[k];

        j->passages[to] = j->passages[at];
        j->first[to] = j->first[at];
        j->scores[to] = scores[k];
        to += scores[k] >= least;
    }
    *kept = to;
    return NH_OK;
}

/* Of passages [from, to) keeps those that the block at hand of list `l` has. Its frequencies are
 * left alone where what was met cannot come to what matters. */
static nh_status meet(nh_join *j, nh_list *l, joining x, uint32_t *kept, nh_error *err)
{
    nh_met m;

    nh_meet(l, j->passages + x.from, x.to - x.from, x.matters, &m);
    if (m.n > 0 && x.matters && j->all && j->least > 0)
        x.matters = greatest_met(j, x.from, &m) + x.bound + j->rest >= j->least;
    if (m.n > 0 && x.matters)
        return keep_scored(j, l, x.from, &m, kept, err);
    keep_low(j, x.from, &m, kept);
    return NH_OK;
}

/* The block of list `l` that speaks for the next passage, if there is one; on its way. */
static uint32_t look_ahead(const nh_join *j, const nh_list *l, uint32_t next,
                           uint32_t block)
{
    const nh_directory *d = &l->blocks.directory;

    if (next >= j->count || d->last == NULL)
        return d->n;
    block = nh_directory_find(d, block + 1, j->passages[next]);
    if (block < d->n)
        nh_block_prefetch(&l->blocks, block);
    return block;
}

/* May one of the passages come to what matters with the block's scores? */
static joining weigh(const nh_join *j, nh_list *l, uint32_t block, joining x)
{
    x.matters = j->scored;
    if (j->least == 0 || !j->scored)
        return x;
    x.bound = nh_list_impact_bound_of(l, block);
    x.matters = nh_greatest_score(j->scores + x.from, x.to - x.from) + x.bound + j->rest >=
                j->least;
    return x;
}

/* Keeps the passages that list `i` has. Blocks of it are left alone, and the passages with them,
 * where their bound cannot lift a score to what matters, and not all have to be counted. */
static nh_status join_list(nh_join *j, uint32_t i, nh_error *err)
{
    nh_list *l = j->lists[i];
    uint32_t block = nh_list_block_of(l, j->passages[0]), next, kept = 0;
    joining x = {0};
    nh_status st = NH_OK;

    for (; block < l->blocks.directory.n && x.from < j->count && st == NH_OK;
         x.from = x.to) {
        x.to = nh_meet_end(j->passages, x.from, j->count, nh_list_last(l, block));
        next = look_ahead(j, l, x.to, block);
        x = weigh(j, l, block, x);
        if (x.matters || j->all) {
            st = nh_list_hold(l, block, err);
            if (st == NH_OK)
                st = meet(j, l, x, &kept, err);
        }
        block = next;
    }
    j->count = kept;
    return st;
}

static nh_status begin_block(nh_join *j, uint32_t block, nh_error *err)
{
    nh_list *l = j->lists[0];
    const nh_status st = nh_list_load(l, block, err);

    if (st != NH_OK)
        return st;
    if (block + 1 < l->blocks.directory.n)
        nh_block_prefetch(&l->blocks, block + 1);
    j->count = l->data.count;
    for (uint32_t i = 0; i < j->count; i++) {
        j->passages[i] = l->data.passages[i];
        j->scores[i] = 0;
        j->first[i] = (uint8_t)i;
    }
    return NH_OK;
}

/* Adds the scores of the rarest list, of which only their bound was known; of counted passages,
 * unless none comes to what matters with it. */
static nh_status add_first(nh_join *j, int32_t bound, nh_error *err)
{
    nh_list *l = j->lists[0];
    nh_status st;

    if (j->all && nh_greatest_score(j->scores, j->count) + j->rest < j->least) {
        j->scored = false;
        return NH_OK;
    }
    st = nh_list_tf(l, err);
    j->rest -= bound;
    for (uint32_t i = 0; i < j->count && st == NH_OK; i++)
        j->scores[i] += nh_list_score(l, j->first[i]);
    return st;
}

/* The other lists, one after the other. The rarest one's scores are added when all are through,
 * or, as soon as there is something to reach, after the first. */
static nh_status join_lists(nh_join *j, int32_t bound, nh_error *err)
{
    bool owed = j->scored;
    nh_status st = NH_OK;

    for (uint32_t i = 1; i < j->n_lists && st == NH_OK && j->count > 0; i++) {
        j->rest -= j->lists[i]->most;
        st = join_list(j, i, err);
        if (st == NH_OK && owed && j->count > 0 && (j->least > 0 || i + 1 == j->n_lists)) {
            st = add_first(j, bound, err);
            owed = false;
        }
    }
    return st;
}

nh_status nh_join_next(nh_join *j, bool *more, nh_error *err)
{
    const uint32_t block = j->next;
    int32_t bound = 0;
    nh_status st;

    j->count = 0;
    *more = block < j->lists[0]->blocks.directory.n;
    if (!*more)
        return NH_OK;
    j->next++;
    if (j->score)
        bound = nh_list_impact_bound_of(j->lists[0], block);
    j->scored = j->score && bound + j->others >= j->least;
    if (!j->scored && !j->all)
        return NH_OK;
    j->rest = bound + j->others;
    st = begin_block(j, block, err);
    if (st == NH_OK && j->scored && j->n_lists == 1)
        st = add_first(j, bound, err);
    return st == NH_OK ? join_lists(j, bound, err) : st;
}
