/*
 * searcher/prune/lists/list.h - the postings of a word in a segment, a block at hand, with its bounds.
 */
#ifndef NH_SEARCHER_LIST_H
#define NH_SEARCHER_LIST_H

#include "searcher/match/segment_view.h"
#include "searcher/prune/lists/parts.h"

#define NH_NO_BLOCK UINT32_MAX

typedef struct nh_list {
    nh_block_reader blocks;
    nh_part_scores *scores; /* NULL: it has no scores and no bounds                    */
    nh_score_rows *rows;    /* of the scores; NULL: none                                */
    const double *impacts;  /* what they stand for; NULL if nothing                     */
    const uint8_t *lengths; /* by passage                                              */
    uint32_t df;
    int32_t most;   /* bound of all its postings                                    */
    uint32_t block; /* number of the one at hand; NH_NO_BLOCK: none                 */
    uint32_t at;    /* in the block: where it stands                                */
    nh_block data;  /* of a bit set at hand: its frequencies alone                  */
    nh_block_rest rest;
    bool rated;          /* rows hold the scores of all frequencies at hand             */
    uint32_t bits_block; /* number of the bit set at hand; NH_NO_BLOCK: none            */
    nh_block_bits bits;
    uint32_t from, last; /* passages for which what is at hand speaks; none: from > last */
} nh_list;

/* The list of `term`, borrowed like the rest; no block at hand. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_list_open(const nh_segment_view *view, const nh_term *term,
                                   nh_part_scores *scores, nh_list *out, nh_error *err);

/* Gives the list rows for its scores, which are faster where many are asked for; borrowed, and
 * nobody else's while the list is in use. */
static inline void nh_list_use_rows(nh_list *l, nh_score_rows *rows)
{
    rows->filled = 1;
    l->rows = rows;
}

/* Bound of postings with this impact; INT32_MAX where impacts say nothing. */
static inline int32_t nh_list_impact_bound(const nh_list *l, uint8_t impact)
{
    return l->impacts == NULL ? INT32_MAX : nh_part_bound(l->scores, l->impacts[impact]);
}

/* The same of each impact; the list has impacts. */
static inline void nh_list_impact_bounds(const nh_list *l, int32_t out[NH_PART_SIDE])
{
    const nh_part_scores s = *l->scores;

    for (uint32_t i = 0; i < NH_PART_SIDE; i++)
        out[i] = (int32_t)(s.times * (s.factor * l->impacts[i] + 2));
}

/* Bound of the postings of block `i`. */
int32_t nh_list_bound(nh_list *l, uint32_t i);

/* The same by its impact alone, if that says something: one place, not three. */
int32_t nh_list_impact_bound_of(nh_list *l, uint32_t i);

/* The frequencies of block `i`, whose passages nh_list_complete() decodes; until then no block is
 * at hand. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_list_peek(nh_list *l, uint32_t i, nh_error *err);

/* Makes the block of which the frequencies are there the one at hand. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_list_complete(nh_list *l, uint32_t i, nh_error *err);

/* Makes block `i` the one at hand, standing at its first passage. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_list_load(nh_list *l, uint32_t i, nh_error *err);

/* The number of the block at hand, decoded or a bit set; NH_NO_BLOCK: none. */
static inline uint32_t nh_list_at_hand(const nh_list *l)
{
    return l->bits_block != NH_NO_BLOCK ? l->bits_block : l->block;
}

/* The first block with a passage >= `passage`; directory.n: none. Fastest for passages that
 * follow those of the block at hand. */
uint32_t nh_list_block_of(const nh_list *l, uint32_t passage);

/* Makes block `i` the one at hand, as a bit set if it is one. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_list_hold(nh_list *l, uint32_t i, nh_error *err);

/* The last passage of block `i`; UINT32_MAX for a small list. */
static inline uint32_t nh_list_last(const nh_list *l, uint32_t i)
{
    const nh_directory *d = &l->blocks.directory;

    return d->last == NULL ? UINT32_MAX : nh_directory_u32(d->last, i);
}

/* Stands at the first posting whose passage is >= `passage`, wherever it stood. *found. Blocks
 * in between are not decoded. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_list_seek(nh_list *l, uint32_t passage, bool *found,
                                   nh_error *err);

/* Has the list `passage`? Then its posting is number `at` of what is at hand. Bit sets are asked
 * without being decoded. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_list_has(nh_list *l, uint32_t passage, bool *found, nh_error *err);

/* The frequencies of the block at hand are there. NH_E_CORRUPT. */
static inline nh_status nh_list_tf(nh_list *l, nh_error *err)
{
    return l->rest.done ? NH_OK : nh_block_tf(&l->blocks, &l->data, &l->rest, err);
}

/* The score of posting `i` of the block at hand, whose frequencies are there. */
static inline int32_t nh_list_score(nh_list *l, uint32_t i)
{
    return nh_part_score(l->scores, l->data.tf[i], l->lengths[l->data.passages[i]]);
}

/* The scores of postings from..to-1 of the block at hand, whose frequencies are there. */
void nh_list_scores(nh_list *l, uint32_t from, uint32_t to, int32_t *out);

/* The passages of those that score `least` or more, and their scores; how many there are. Room for
 * all of them. */
uint32_t nh_list_above(nh_list *l, uint32_t from, uint32_t to, int32_t least,
                       uint32_t *passages, int32_t *scores);

/* Adds the scores of those from `from` on whose passage is below `end` to sums[passage - first].
 * Returns where the others begin. */
uint32_t nh_list_sum(nh_list *l, uint32_t from, uint32_t first, uint32_t end,
                     int32_t *sums);

/* The first posting of the block at hand, from `from` on, whose passage is >= `passage`; the
 * number of its postings if there is none. Cost: the logarithm of the distance. */
uint32_t nh_list_find(const nh_list *l, uint32_t from, uint32_t passage);

#endif
