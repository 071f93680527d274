/*
 * common/segment/postings/champions.h - the best postings of a frequent term (FORMAT.md 17).
 */
#ifndef NH_SEGMENT_CHAMPIONS_H
#define NH_SEGMENT_CHAMPIONS_H

#include "common/segment/terms/terms_reader.h"
#include "common/segment/worth.h"

#define NH_CHAMPIONS 32u      /* of a term, at most                               */
#define NH_CHAMPIONS_FEW 10u  /* where it had fewer, it has none                  */
#define NH_CHAMPIONS_DF 448u  /* terms in more passages have them                 */
#define NH_CHAMPIONS_LEAST 7u /* bytes on disk of a term's, at least              */

/*
 * Worths are those that postings have in this segment: of its mean length, and the k1 and b of its
 * info. Where an article is one unit and continues in further passages (NH_PASSAGE_CONTINUES), a
 * posting counts for itself, as it is stored.
 */
typedef struct nh_champions {
    uint32_t n;                      /* 0, or NH_CHAMPIONS_FEW to NH_CHAMPIONS           */
    uint32_t passages[NH_CHAMPIONS]; /* ascending                                        */
    nh_worth worths[NH_CHAMPIONS];   /* of these postings                                */
    nh_worth rest;                   /* no other posting is worth more, and each of them
                                         is                                               */
    nh_worth hundredth;              /* a hundred articles have a posting worth as much
                                         or more; tf 0: so many do not have the term      */
    nh_worth thousandth;             /* the same of a thousand                           */
} nh_champions;

/* True if the term has champions, or at least what is said beside them. */
static inline bool nh_term_has_champions(const nh_term *term)
{
    return (term->flags & NH_TERM_CHAMPIONS) != 0;
}

/*
 * Those of a term that has them.
 * NH_E_CORRUPT  passages that do not ascend or are not there, a tf or a length of 0, too many
 * Cost: some 120 bytes of the file are read; nothing is allocated
 */
NH_MUST_USE nh_status nh_champions_read(nh_segment *seg, const nh_term *term,
                                        nh_champions *out, nh_error *err);

/* How many bytes they take on disk. */
uint64_t nh_champions_size(const nh_champions *c);

#endif
