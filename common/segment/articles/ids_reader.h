/*
 * common/segment/articles/ids_reader.h - ids of articles: by article, by rank, and in order.
 *
 * Ids lie in byte order, in blocks of 16, each as what differs from the one before it; the
 * *rank* of an id is its place in that order. So equal scores of a segment are settled by
 * ranks, without an id, and an id is put together where somebody wants to see it.
 */
#ifndef NH_SEGMENT_IDS_READER_H
#define NH_SEGMENT_IDS_READER_H

#include "common/base/memory/prefetch.h"
#include "common/codec/front.h"
#include "common/codec/numbers/pack.h"
#include "common/segment/file/segment.h"

#define NH_ID_BLOCK 16u                          /* ids of a block                    */
#define NH_ID_ROOM (NH_ID_SIZE + NH_FRONT_SLACK) /* bytes that an id is put together in */

/*
 * The place of the id of `article` in the byte order of all ids of the segment, from 0. Cost:
 * a few bits are read.
 * NH_E_ARG      there is no such article
 * NH_E_CORRUPT  there are no so many ids
 */
NH_MUST_USE nh_status nh_id_rank(nh_segment *seg, uint32_t article, uint32_t *rank,
                                 nh_error *err);

/* Ranks of many articles: those of the whole segment, for nh_id_rank_of(). */
typedef struct nh_id_ranks {
    const uint8_t *packed; /* NULL: articles lie in the order of their ids         */
    uint32_t articles;     /* of the segment; 0: nothing is there                  */
    unsigned width;        /* bits of a rank                                       */
} nh_id_ranks;

/* All ranks of `seg`, borrowed from it, for whoever asks for `n` of them; of none, so that
 * `articles` is 0, if they lie in many more blocks than that which are not all checked yet: here
 * they are, at their first use. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_id_ranks_get(nh_segment *seg, uint32_t n, nh_id_ranks *out,
                                      nh_error *err);

/* The bits of the rank of `article`, which is one of `ranks`; no rank, if it is not below
 * `articles`: then nh_id_rank() says what is wrong. */
static inline uint32_t nh_id_rank_of(const nh_id_ranks *ranks, uint32_t article)
{
    return ranks->packed == NULL
               ? article
               : nh_packed_at(ranks->packed, (uint64_t)article * ranks->width,
                              ranks->width);
}

/* Lets the rank of `article` come nearer. */
static inline void nh_id_rank_fetch(const nh_id_ranks *ranks, uint32_t article)
{
    if (ranks->packed != NULL)
        nh_prefetch(ranks->packed + (uint64_t)article * ranks->width / 8);
}

/*
 * The id of `article`, put together in `room`, which *out points into. Cost: half a block.
 * NH_E_ARG      there is no such article
 * NH_E_CORRUPT
 */
NH_MUST_USE nh_status nh_id_get(nh_segment *seg, uint32_t article, char room[NH_ID_ROOM],
                                nh_str *out, nh_error *err);

/* Lets the rank of an id and what tells whether there is a date come nearer, for several
 * articles at once, before they are asked for. */
void nh_id_prefetch(nh_segment *seg, uint32_t article);

/*
 * The article whose id has `rank`. Cost: a walk over all ranks; from the fifth call on a table
 * of four bytes an article, which the segment keeps.
 * NH_E_ARG, NH_E_CORRUPT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_id_order(nh_segment *seg, uint32_t rank, uint32_t *out,
                                  nh_error *err);

/* The article with this id: *found and *article. Cost: a binary search, and nh_id_order()
 * where it is found, whose errors it has. */
NH_MUST_USE nh_status nh_id_find(nh_segment *seg, nh_str id, bool *found, uint32_t *article,
                                 nh_error *err);

/* A walk over the ids of a segment in their order. It borrows nothing, so the segment may be
 * closed and opened again under it. Zero it. */
typedef struct nh_id_walk {
    uint32_t rank; /* of the id that comes next                         */
    uint64_t at;   /* where that begins in the section                  */
    size_t len;    /* of the id in `room`                               */
    char room[NH_ID_ROOM];
} nh_id_walk;

/* Goes on to the next id, *out, which lies in `w`; {NULL, 0} behind the last. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_id_next(nh_segment *seg, nh_id_walk *w, nh_str *out,
                                 nh_error *err);

#endif
