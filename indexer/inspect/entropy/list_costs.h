/*
 * indexer/inspect/entropy/list_costs.h - bytes and entropy of passages, frequencies, positions and form codes of lists.
 *
 * What each entropy is stands in the manual page of nh-index; a block of a list is told apart by
 * what the directory, a small list by what the dictionary says of it.
 */
#ifndef NH_INDEXER_LIST_COSTS_H
#define NH_INDEXER_LIST_COSTS_H

#include "common/segment/articles/articles_reader.h"
#include "common/segment/terms/terms_reader.h"

enum {
    NH_COST_WIDTHS = 33,    /* bits of a number, 0 to 32                         */
    NH_COST_TF_CLASSES = 13 /* bits of 16 times the mean of tf less 1, 0 to 12   */
};

/* How many of them there are, and what the lists took. Zero it. For one thread. */
typedef struct nh_list_costs {
    uint64_t gaps[NH_COST_WIDTHS][NH_COST_WIDTHS]; /* by class, by bits of gap less 1  */
    uint64_t gap_low_bits; /* of them: bits below the highest                          */
    uint64_t tf[NH_COST_TF_CLASSES][256]; /* by class, by tf                           */
    double position_bits, code_bits;      /* entropy                                   */
    uint64_t gap_bytes, tf_bytes, position_bytes, code_bytes; /* as they are           */
} nh_list_costs;

/*
 * Adds the list of `term`, which is one of `seg`.
 * NH_E_CORRUPT, NH_E_NOMEM, NH_E_CANCELLED. Cost: the list is decoded, but for its positions.
 */
NH_MUST_USE nh_status nh_list_costs_add(nh_list_costs *c, nh_segment *seg,
                                        const nh_term *term, nh_error *err);

/* Entropy of all gaps, in bits. */
double nh_list_costs_gaps(const nh_list_costs *c);

/* Entropy of all frequencies, in bits. */
double nh_list_costs_tf(const nh_list_costs *c);

#endif
