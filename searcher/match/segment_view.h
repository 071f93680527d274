/*
 * searcher/match/segment_view.h - what evaluation asks of a segment all the time.
 */
#ifndef NH_SEARCHER_SEGMENT_VIEW_H
#define NH_SEARCHER_SEGMENT_VIEW_H

#include "common/segment/articles/articles_reader.h"
#include "common/text/passages/passages.h"

#define NH_NO_PASSAGE UINT32_MAX

typedef struct nh_segment_view {
    nh_segment *segment;
    nh_passage_view passages; /* nh_segment_view_lengths(): without spans and flags     */
    nh_article_view articles;
} nh_segment_view;

/* Passages that run on into each other: [first, end), all of one article. */
typedef struct nh_chain {
    uint32_t first;
    uint32_t end;
} nh_chain;

/* NH_E_CORRUPT. Cost: as that of the views at the first use of the segment. */
NH_MUST_USE nh_status nh_segment_view_get(nh_segment *segment, nh_segment_view *out,
                                          nh_error *err);

/* The same without spans and flags of passages: enough for words, not for phrases and fields. */
NH_MUST_USE nh_status nh_segment_view_lengths(nh_segment *segment, nh_segment_view *out,
                                              nh_error *err);

/* Is every passage an article of its own, with the same number? */
static inline bool nh_segment_view_flat(const nh_segment_view *v)
{
    return v->passages.count == v->articles.count;
}

/* Does `passage` say that it runs on into the next one? Of a view with flags, as all below. */
static inline bool nh_segment_view_runs_on(const nh_segment_view *v, uint32_t passage)
{
    return (nh_passage_flags(&v->passages, passage) & NH_PASSAGE_CONTINUES) != 0;
}

/* All that the index keeps of a passage of a segment with text, but for `first`; *whole false: its
 * bytes are too many to be kept. Any view will do. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_segment_view_passage(const nh_segment_view *v, uint32_t passage,
                                              nh_passage *out, bool *whole, nh_error *err);

/* The chain of `passage`. Cost: the length of the chain. */
nh_chain nh_segment_view_chain(const nh_segment_view *v, uint32_t passage);

/* The fields that a passage belongs to: NH_SCOPE_* of plan.h. */
unsigned nh_segment_view_scope(const nh_segment_view *v, uint32_t passage);

#endif
