/*
 * common/segment/terms/terms_reader.h - term -> statistics, forms and places.
 */
#ifndef NH_SEGMENT_TERMS_READER_H
#define NH_SEGMENT_TERMS_READER_H

#include "common/segment/file/segment.h"

/* A written form of a term; its place in the list is its code. */
typedef struct nh_form {
    nh_str text;
    uint32_t df;   /* passages with this form                    */
    uint8_t span;  /* positions it covers; 1 unless joined       */
    uint8_t flags; /* NH_WORD_* of the analyzer                  */
} nh_form;

/* A dictionary entry, decoded and checked against the sizes of its sections. */
typedef struct nh_term {
    nh_str text;
    uint32_t df; /* passages              */
    uint32_t article_df;
    uint64_t cf;      /* occurrences           */
    uint8_t impact;   /* largest of its postings, in 1/255 */
    uint8_t flags;    /* NH_TERM_*             */
    uint32_t n_forms; /* at least 1            */
    const nh_form *forms;
    const uint8_t *small; /* NH_TERM_SMALL: its list, borrowed from the segment */
    size_t small_size;
    uint64_t small_at; /* where it begins in the terms section */
    uint32_t n_blocks; /* else: places in the sections */
    uint64_t directory_at, postings_at, positions_at, codes_at;
    uint64_t maxima_at;    /* with NH_TERM_MAXIMA    */
    uint64_t champions_at; /* with NH_TERM_CHAMPIONS */
} nh_term;

/* True if the entry is no term but a pair (FORMAT.md, section 5): of two pair words, where one
 * follows the other. It has no positions and no forms, and no statistic counts it. */
static inline bool nh_term_is_pair(const nh_term *term)
{
    return (term->flags & NH_TERM_HIDDEN) != 0;
}

typedef struct nh_terms nh_terms;

/* A walker over the dictionary, for one thread. NH_E_NOMEM, NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_terms_open(nh_segment *seg, nh_terms **out, nh_error *err);

/* The same, and the walker shows pairs, too: its seek and next stop at them. */
NH_MUST_USE nh_status nh_terms_open_all(nh_segment *seg, nh_terms **out, nh_error *err);

/* Accepts NULL. */
void nh_terms_close(nh_terms *terms);

/* The entry of `text`, or NULL. Borrowed until the walker's next call. NH_E_CORRUPT,
 * NH_E_NOMEM. Cost: a binary search and the scan of a block. */
NH_MUST_USE nh_status nh_terms_find(nh_terms *terms, nh_str text, const nh_term **out,
                                    nh_error *err);

/* The pair with this key (nh_pair_key() of common/text/pairs), by any walker; else as
 * nh_terms_find(), which finds no pairs. NULL where the segment keeps pairs of both words says
 * that neither follows the other so in any passage. */
NH_MUST_USE nh_status nh_terms_find_pair(nh_terms *terms, nh_str key, const nh_term **out,
                                         nh_error *err);

/* The first entry >= `text`, or NULL; nh_terms_next() goes on from it. */
NH_MUST_USE nh_status nh_terms_seek(nh_terms *terms, nh_str text, const nh_term **out,
                                    nh_error *err);

/* The next entry, or NULL behind the last; the first one after nh_terms_open(). */
NH_MUST_USE nh_status nh_terms_next(nh_terms *terms, const nh_term **out, nh_error *err);

/* The range maxima of a term that has them, of FORMAT.md 16; borrowed from the segment.
 * NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_term_maxima(nh_segment *seg, const nh_term *term,
                                     const uint8_t **out, nh_error *err);

/* A copy that lives in `arena`, texts and forms included; NULL if there is no room. */
const nh_term *nh_term_copy(nh_arena *arena, const nh_term *term);

#endif
