/* searcher/prune/lists/join.c - the passages that all lists of a query have, some at a time. */
#include "searcher/prune/lists/join.h"

#include "searcher/prune/contend/meet.h"

void nh_join_begin(nh_join *j, nh_list **lists, uint32_t n_lists, bool score)
{
    j->lists = lists;
    j->n_lists = n_lists;
    j->score = score;
    j->least = 0;
    j->next = 0;
    j->count = 0;
    j->others = 0;
    for (uint32_t i = 1; i < n_lists; i++)
        j->others += lists[i]->most;
}

/* Keeps what was met, from passage `from` on, by one block of list `i`, from place *kept on, but
 * for those whose scores cannot come to what matters. */
static nh_status keep(nh_join *j, uint32_t i, uint32_t from, const nh_met *m,
                      uint32_t *kept, nh_error *err)
{
    nh_list *l = j->lists[i];
    nh_status st = NH_OK;

    for (uint32_t k = 0; j->score && k < m->n; k++)
        __builtin_prefetch(l->lengths + j->passages[from + m->which[k]]);
    if (j->score && m->n > 0)
        st = nh_list_tf(l, err);
    if (st != NH_OK)
        return st;
    for (uint32_t k = 0; k < m->n; k++) {
        const uint32_t at = from + m->which[k], to = *kept, passage = j->passages[at];
        int32_t score = 0;

        if (j->score)
            score = j->scores[at] +
                    nh_part_score(l->scores, l->data.tf[m->at[k]], l->lengths[passage]);
        j->passages[to] = passage;
        j->first[to] = j->first[at];
        j->scores[to] = score;
        *kept += !j->score || score + j->rest >= j->least;
    }
    return NH_OK;
}

/* Of passages [from, to) keeps those that block `block` of list `i` has. */
static nh_status meet(nh_join *j, uint32_t i, uint32_t from, uint32_t to, uint32_t *kept,
                      nh_error *err)
{
    nh_list *l = j->lists[i];
    nh_met m;

    nh_meet(l, j->passages + from, to - from, j->score, &m);
    return keep(j, i, from, &m, kept, err);
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

/* Keeps the passages that list `i` has. Blocks of it are left alone, and the passages with them,
 * where their bound cannot lift a score to what matters. */
static nh_status join_list(nh_join *j, uint32_t i, nh_error *err)
{
    nh_list *l = j->lists[i];
    uint32_t block = nh_list_block_of(l, j->passages[0]), next;
    uint32_t from = 0, to, kept = 0;
    nh_status st = NH_OK;

    for (; block < l->blocks.directory.n && from < j->count && st == NH_OK; from = to) {
        to = nh_meet_end(j->passages, from, j->count, nh_list_last(l, block));
        next = look_ahead(j, l, to, block);
        if (j->least == 0 || nh_greatest_score(j->scores + from, to - from) +
                                     nh_list_impact_bound_of(l, block) + j->rest >=
                                 j->least) {
            st = nh_list_hold(l, block, err);
            if (st == NH_OK)
                st = meet(j, i, from, to, &kept, err);
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

/* Adds the scores of the rarest list, of which only their bound was known. */
static nh_status add_first(nh_join *j, int32_t bound, nh_error *err)
{
    nh_list *l = j->lists[0];
    const nh_status st = nh_list_tf(l, err);

    j->rest -= bound;
    for (uint32_t i = 0; i < j->count && st == NH_OK; i++)
        j->scores[i] += nh_list_score(l, j->first[i]);
    return st;
}

/* The other lists, one after the other. The rarest one's scores are added when all are through,
 * or, as soon as there is something to reach, after the first. */
static nh_status join_lists(nh_join *j, int32_t bound, nh_error *err)
{
    bool owed = j->score;
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
    if (j->score && bound + j->others < j->least)
        return NH_OK;
    j->rest = bound + j->others;
    st = begin_block(j, block, err);
    if (st == NH_OK && j->score && j->n_lists == 1)
        st = add_first(j, bound, err);
    return st == NH_OK ? join_lists(j, bound, err) : st;
}
