/*
 * searcher/rank/top_hits.h - the best hits so far, in one total order.
 */
#ifndef NH_SEARCHER_TOP_HITS_H
#define NH_SEARCHER_TOP_HITS_H

#include "common/base/memory/arena.h"
#include "common/segment/articles/ids_reader.h"
#include "newshound/searcher.h"

#define NH_UNDATED INT64_MIN

typedef struct nh_top_hit {
    nh_score score;
    int64_t date;  /* seconds since 1970 UTC, or NH_UNDATED                             */
    nh_str id;     /* of the article; borrowed; {NULL, 0}: `rank` stands for it         */
    uint32_t rank; /* of the id in the segment                                         */
    uint32_t segment;
    uint32_t article;
    uint32_t passage;  /* in the segment: its best one                                 */
    uint32_t number;   /* of that passage in its article                               */
    uint32_t evidence; /* passages of the article that carry evidence                  */
} nh_top_hit;

/* Where ids are read that settle ties: of two segments, or as they are spelled in a run. */
typedef struct nh_top_ids {
    nh_segment *const *segments; /* by number; borrowed                                */
    nh_status status;            /* of what was read so far                            */
    nh_error *err;
} nh_top_ids;

/* The order: score, newer date (undated last), larger id, earlier passage. */
typedef struct nh_top_order {
    bool by_date;    /* date before score                                              */
    bool ties_by_id; /* no date between score and id; ids and numbers of passages in   */
                     /* the falling order of their texts in a run, as trec_eval has it */
    nh_top_ids *ids; /* borrowed; NULL: each hit has its id                            */
} nh_top_order;

/* A bounded heap, the worst hit at its root. */
typedef struct nh_top_hits {
    nh_top_order order;
    nh_top_hit *hits;
    uint64_t count;
    uint64_t room;
} nh_top_hits;

/* Does `a` come before `b`? No two hits are equal. */
bool nh_top_before(const nh_top_order *order, const nh_top_hit *a, const nh_top_hit *b);

/* Room for the best `room` hits, in `arena`. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_top_begin(nh_top_hits *top, nh_arena *arena, uint64_t room,
                                   nh_top_order order, nh_error *err);

/* Could a hit with this score still be among the best? Cheap, to ask before its date and id
 * are looked up. */
bool nh_top_wants(const nh_top_hits *top, nh_score score);

/* Keeps the hit if it is among the best. Cost: the logarithm of `room`. */
void nh_top_add(nh_top_hits *top, const nh_top_hit *hit);

/* Sorts what was kept, best first. */
void nh_top_finish(nh_top_hits *top);

#endif
