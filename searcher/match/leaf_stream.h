/*
 * searcher/match/leaf_stream.h - the passages of a leaf in a segment, sought forwards.
 *
 * Over the postings of a plain word, a block at a time, or over a list that was found.
 */
#ifndef NH_SEARCHER_LEAF_STREAM_H
#define NH_SEARCHER_LEAF_STREAM_H

#include "common/segment/postings/postings_reader.h"
#include "searcher/match/leaf_list.h"

typedef struct nh_leaf_stream {
    nh_postings *postings; /* owned; NULL over a list                                  */
    const uint32_t *passages;
    const uint8_t *tf;
    uint32_t count;
    uint32_t i;       /* where it stands                                                */
    uint32_t passage; /* there; NH_NO_PASSAGE at the end                                */
} nh_leaf_stream;

/* Over the postings of a term, at its first passage. NH_E_CORRUPT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_leaf_stream_open(nh_segment *segment, const nh_term *term,
                                          nh_leaf_stream *out, nh_error *err);

/* Over a list, which is borrowed; at its first passage. */
void nh_leaf_stream_over(const nh_leaf_list *list, nh_leaf_stream *out);

/* The first run of passages that ends at or behind `passage` is at hand. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_leaf_stream_refill(nh_leaf_stream *s, uint32_t passage,
                                            nh_error *err);

/* Moves to the first passage >= `passage`. NH_E_CORRUPT. */
static inline nh_status nh_leaf_stream_seek(nh_leaf_stream *s, uint32_t passage,
                                            nh_error *err)
{
    if (s->passage >= passage)
        return NH_OK;
    if (s->count == 0 || s->passages[s->count - 1] < passage) {
        const nh_status st = nh_leaf_stream_refill(s, passage, err);

        if (st != NH_OK || s->passage == NH_NO_PASSAGE)
            return st;
    }
    while (s->passages[s->i] < passage)
        s->i++;
    s->passage = s->passages[s->i];
    return NH_OK;
}

/* tf of the passage where it stands. */
static inline uint32_t nh_leaf_stream_tf(const nh_leaf_stream *s)
{
    return s->tf[s->i];
}

/* Closes, and tells what reading the list took. */
nh_list_work nh_leaf_stream_close(nh_leaf_stream *s);

#endif
