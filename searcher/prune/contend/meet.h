/*
 * searcher/prune/contend/meet.h - which of some passages a block of a list has.
 */
#ifndef NH_SEARCHER_MEET_H
#define NH_SEARCHER_MEET_H

#include "searcher/prune/lists/list.h"

/* The passages that were met, ascending. */
typedef struct nh_met {
    uint32_t n;
    uint8_t which[NH_BLOCK + 8]; /* of the passages                                    */
    uint8_t at[NH_BLOCK + 8];    /* of the postings of the block; only if wanted        */
} nh_met;

/* Which of passages[0..n), ascending strictly, at most 256, the block at hand has, decoded or
 * not; `places`: and where in it. */
void nh_meet(const nh_list *l, const uint32_t *passages, uint32_t n, bool places,
             nh_met *out);

/* The end of those of passages[from..n) that are not behind `last`; passages[from] is not. */
uint32_t nh_meet_end(const uint32_t *passages, uint32_t from, uint32_t n, uint32_t last);

/* The greatest of scores[0..n), at least 0. */
int32_t nh_greatest_score(const int32_t *scores, uint32_t n);

#endif
