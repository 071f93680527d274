/*
 * searcher/rank/counts.h - what scores and decisions rest on: of this index, or of all shards.
 */
#ifndef NH_SEARCHER_COUNTS_H
#define NH_SEARCHER_COUNTS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct nh_counts {
    uint64_t units;  /* passages; articles where they are the unit                     */
    uint64_t tokens; /* of all units                                                   */
    uint64_t *df;    /* by leaf: units that have it                                    */
    bool *fields;    /* by node of the tree: some article has the field of this FIELD  */
    uint64_t all;    /* articles of which the query is true as it was asked            */
    uint64_t any;    /* the same if any of the bare words is enough; counted where     */
                     /* `all` is so few that it matters                                */
} nh_counts;

#endif
