/*
 * common/segment/articles/articles_reader.h - passages and articles, and their dates.
 *
 * A view is checked whole at its first use in a segment and then costs nothing. Whoever shows a
 * page takes the lengths, and of spans and flags those of the passages that are shown.
 */
#ifndef NH_SEGMENT_ARTICLES_READER_H
#define NH_SEGMENT_ARTICLES_READER_H

#include <assert.h>

#include "common/base/bytes/little_endian.h"
#include "common/segment/articles/article_view.h"
#include "common/segment/file/segment.h"

/* A byte a passage; borrowed from the segment. Spans may be the lengths. */
typedef struct nh_passage_view {
    const uint8_t *lengths; /* tokens, 1..255                 */
    const uint8_t *spans;   /* highest position + 1, 1..255; NULL: not asked for */
    const uint8_t *flags;   /* NH_PASSAGE_*; NULL: all are 0  */
    uint32_t count;
} nh_passage_view;

/* Flags of a passage below v->count, of a view that has spans and flags: one of lengths alone would
 * say 0 of all, so whoever may hold one calls nh_passage_view_get() before. */
static inline uint8_t nh_passage_flags(const nh_passage_view *v, uint32_t passage)
{
    assert(v->spans != NULL);
    return v->flags != NULL ? v->flags[passage] : 0;
}

/* NH_E_CORRUPT. Cost: at the first call, all passages. */
NH_MUST_USE nh_status nh_passage_view_get(nh_segment *seg, nh_passage_view *out,
                                          nh_error *err);

/* The same without spans and flags, which are NULL if they would have to be looked at first. */
NH_MUST_USE nh_status nh_passage_lengths_get(nh_segment *seg, nh_passage_view *out,
                                             nh_error *err);

/* Span and flags of one passage. */
typedef struct nh_passage_marks {
    uint8_t span;  /* 1..255       */
    uint8_t flags; /* NH_PASSAGE_* */
} nh_passage_marks;

/* Those of `passage`, for whoever asks for a few: nothing else of them is checked. NH_E_ARG without
 * such a passage, NH_E_CORRUPT. Cost: the first touch of two places of the file. */
NH_MUST_USE nh_status nh_passage_marks_get(nh_segment *seg, uint32_t passage,
                                           nh_passage_marks *out, nh_error *err);

/* NH_E_CORRUPT. Cost: at the first call, all articles. */
NH_MUST_USE nh_status nh_article_view_get(nh_segment *seg, nh_article_view *out,
                                          nh_error *err);

/* Has the system read what a passage is, where it stands, and when its article was published, for
 * whoever asks soon (nh_container_expect()). */
void nh_passage_expect(nh_segment *seg, uint32_t passage, uint32_t article);

#define NH_PLACE_MORE 0xffffu /* the size of a passage that has as many bytes or more */

/* Where a passage stands in its article's text (or headline). NH_E_ARG without text,
 * NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_passage_place(nh_segment *seg, uint32_t passage, uint32_t *at,
                                       uint32_t *size, nh_error *err);

/* The byte of the section of places that tells of those of `passage` and its neighbours, of a
 * segment with text. */
uint64_t nh_passage_place_at(nh_segment *seg, uint32_t passage);

/* The first second when `article` was published, since 1970 UTC; *dated false: nobody knows.
 * Touches less than nh_date_get(). NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_date_seconds(nh_segment *seg, uint32_t article, bool *dated,
                                      int64_t *out, nh_error *err);

/* When `article` was published. NH_E_ARG, NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_date_get(nh_segment *seg, uint32_t article, nh_date *out,
                                  nh_error *err);

/* When the articles of a segment were published, as on disk: use nh_date_at(). */
typedef struct nh_date_view {
    nh_segment *segment;                         /* borrowed                           */
    const uint8_t *seconds, *precision, *source; /* NULL: nobody knows of any          */
} nh_date_view;

/* All dates; borrowed from the segment. NH_E_CORRUPT. Cost: the first touch of them. */
NH_MUST_USE nh_status nh_date_view_get(nh_segment *seg, nh_date_view *out, nh_error *err);

/* When `article` (below the number of articles) was published, for whoever asks for many.
 * NH_E_CORRUPT: a precision that there is not. */
NH_MUST_USE static inline nh_status nh_date_at(const nh_date_view *v, uint32_t article,
                                               nh_date *out, nh_error *err)
{
    *out = (nh_date){0, NH_DATE_NONE, 0};
    if (v->seconds == NULL)
        return NH_OK;
    if (v->precision[article] > NH_DATE_SECOND)
        return nh_date_get(v->segment, article, out, err); /* which tells what is wrong */
    *out = (nh_date){(int64_t)nh_le64(v->seconds + (size_t)article * 8),
                     v->precision[article], v->source[article]};
    return NH_OK;
}

#endif
