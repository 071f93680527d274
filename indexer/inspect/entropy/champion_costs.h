/*
 * indexer/inspect/entropy/champion_costs.h - bytes and entropy of the champions of terms and pairs.
 *
 * What each entropy is stands in the manual page of nh-index.
 */
#ifndef NH_INDEXER_CHAMPION_COSTS_H
#define NH_INDEXER_CHAMPION_COSTS_H

#include "common/segment/postings/champions.h"

/* How many of each there are, and what they took. Zero it. For one thread. */
typedef struct nh_champion_costs {
    uint64_t n[NH_CHAMPIONS + 1]; /* terms, by how many postings they list               */
    uint64_t tf[2][256],
        lengths[2][256]; /* of postings listed, and of worths beside them */
    double passage_bits; /* entropy of their passages                     */
    uint64_t bytes;      /* as they are                                   */
} nh_champion_costs;

/*
 * Adds the champions of `term`, which is one of `seg`; a term may have none.
 * NH_E_CORRUPT. Cost: as nh_champions_read(), and a logarithm for each posting listed.
 */
NH_MUST_USE nh_status nh_champion_costs_add(nh_champion_costs *c, nh_segment *seg,
                                            const nh_term *term, nh_error *err);

/* Entropy of all of them, in bits. */
double nh_champion_costs_bits(const nh_champion_costs *c);

#endif
