/*
 * newshound/highlight.h - a question put to a text that no index has seen: does it match, and where?
 */
#ifndef NH_HIGHLIGHT_PUBLIC_H
#define NH_HIGHLIGHT_PUBLIC_H

#include "newshound/searcher.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is to be matched. Texts may hold any bytes; what is no UTF-8 matches nothing. */
typedef struct nh_fresh_text {
    size_t size; /* sizeof(nh_fresh_text)                                              */
    nh_str headline, text; /* either may be empty */
    nh_str language; /* ISO 639-1, or empty: the index's                                  */
    nh_date date;    /* for date:                                                         */
    nh_str source;   /* for source:                                                       */
} nh_fresh_text;

/* NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_highlight_options {
    size_t size;    /* sizeof(nh_highlight_options)                                  */
    nh_match match; /* what bare words side by side ask for [auto, which is all here] */
    const nh_flag *stop; /* non-zero: NH_E_CANCELLED [NULL]                               */
    uint64_t deadline;   /* milliseconds from the call on, then NH_E_LIMIT; 0 [none]      */
} nh_highlight_options;

typedef struct nh_highlights nh_highlights; /* what was found in a fresh text */

/*
 * Matches `query` against a fresh text, analysed and cut into passages as the index of `s` would:
 * it matches exactly if a search of an index that holds this text would find it. Of filters, date:,
 * source: and lang: are known; no other field has a value, and the text has no id.
 *
 * out  owned by the caller until nh_highlights_free(), which may come after everything else but the
 *      reader's allocator is closed; NULL on failure
 * NH_E_LIMIT      over 16 MiB of text, over 8 million words, or the deadline (as nh_search()),
 *                 which is looked at every 64 KiB of text, between words of the query and passages
 * NH_E_CANCELLED  *stop became non-zero, or nh_cancel()
 * NH_E_ARG (a text or options without their size, an unknown match), NH_E_NOMEM
 * Cost: linear in the text, for each word of the query.
 */
NH_API NH_MUST_USE nh_status nh_highlight(nh_searcher *s, const nh_query *query,
                                          const nh_fresh_text *text,
                                          const nh_highlight_options *options,
                                          nh_highlights **out, nh_error *err);

/* True if the query is true of the text. */
NH_API bool nh_highlights_match(const nh_highlights *h);

/* Marks of the text, or of the headline: ascending, disjoint, borrowed; *n of them. What is found
 * is marked whether or not the query is true of the whole; what excludes never is. */
NH_API const nh_mark *nh_highlights_marks(const nh_highlights *h, bool headline, size_t *n);

/* Frees it; NULL is accepted. */
NH_API void nh_highlights_free(nh_highlights *h);

#ifdef __cplusplus
}
#endif

#endif
