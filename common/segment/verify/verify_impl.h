/*
 * common/segment/verify/verify_impl.h - private to verify*.c: a verification under way.
 */
#ifndef NH_SEGMENT_VERIFY_IMPL_H
#define NH_SEGMENT_VERIFY_IMPL_H

#include "common/segment/articles/articles_reader.h"
#include "common/segment/postings/postings_reader.h"
#include "common/segment/verify/verify.h"

typedef struct nh_verifier {
    const nh_env *env;
    const nh_found_sink *sink;
    nh_error *first; /* where the first finding goes; may be NULL  */
    uint64_t count;  /* findings so far                            */
    uint64_t told;   /* of this segment                            */
    uint64_t untold; /* likewise, which were too many              */
} nh_verifier;

/* The champions of a term, and how its postings compare (verify_champions.c). */
typedef struct nh_champion_check nh_champion_check;

/* A segment that is being checked deeply. */
typedef struct nh_segment_check {
    nh_verifier *v;
    nh_segment *seg;
    nh_passage_view passages;
    nh_article_view articles;
    uint32_t *article_of;            /* of each passage                            */
    uint32_t *counted;               /* occurrences of all terms in each passage   */
    uint8_t *maxima;                 /* of the term at hand, by range              */
    nh_champion_check *champions;    /* of the term at hand; made when one has any */
    uint64_t pairs;                  /* in the dictionary                          */
    uint64_t postings;               /* of terms: sum of df                        */
    uint64_t occurrences;            /* of terms: sum of cf                        */
    bool incomplete;                 /* some postings could not be read */
    uint64_t used[NH_SECTION_KINDS]; /* bytes of sections that terms own */
} nh_segment_check;

/* Tells of something at byte `at` of a section. */
void nh_verify_tell(nh_segment_check *c, const char *name, nh_section_kind kind,
                    uint64_t at, const char *fmt, ...) NH_PRINTF(5, 6);

/* NH_E_CANCELLED once the caller asked to stop. */
NH_MUST_USE nh_status nh_verify_go_on(const nh_verifier *v);

/*
 * Makes a finding of what a reader said: NH_E_CORRUPT becomes finding `name` with the place
 * and the sentence of `err`, and NH_OK; everything else is returned, and put where the
 * caller of nh_verify() finds it.
 */
NH_MUST_USE nh_status nh_verify_take(nh_verifier *v, const char *name, nh_status st,
                                     const nh_error *err);

/* The same where postings are hidden by it: c->incomplete is set. */
NH_MUST_USE nh_status nh_verify_miss(nh_segment_check *c, const char *name, nh_status st,
                                     const nh_error *err);

/* Dictionary, postings, positions, codes, and their sums. NH_E_NOMEM, NH_E_IO. */
NH_MUST_USE nh_status nh_verify_terms(nh_segment_check *c);

/* One term's postings against what the dictionary says of it. NH_E_NOMEM, NH_E_IO. */
NH_MUST_USE nh_status nh_verify_postings(nh_segment_check *c, const nh_term *term);

/* Before the postings of a term that says it has champions: reads them. NH_E_NOMEM, NH_E_IO. */
NH_MUST_USE nh_status nh_verify_champions_begin(nh_segment_check *c, const nh_term *term);

/* The postings of such a term, in their order. */
void nh_verify_champions_add(nh_segment_check *c, const nh_block *b);

/* Behind all of them: tells where champions are not those of the postings. */
void nh_verify_champions_end(nh_segment_check *c, const nh_term *term);

/* Frees what the champions of all terms took. */
void nh_verify_champions_free(nh_segment_check *c);

/* Passages, places, ids, dates, keywords, stored text. NH_E_NOMEM, NH_E_IO. */
NH_MUST_USE nh_status nh_verify_articles(nh_segment_check *c);

/* Ids that live in two segments. NH_E_NOMEM, NH_E_IO. */
NH_MUST_USE nh_status nh_verify_ids(nh_verifier *v, nh_segment **segments, uint32_t n);

#endif
