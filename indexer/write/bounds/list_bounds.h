/*
 * indexer/write/bounds/list_bounds.h - what a segment keeps of a whole list: range maxima and champions.
 *
 * Both are made from the postings as they go by, block after block: FORMAT.md 16 and 17.
 */
#ifndef NH_INDEXER_LIST_BOUNDS_H
#define NH_INDEXER_LIST_BOUNDS_H

#include "indexer/write/bounds/champion_picker.h"
#include "indexer/write/file/section_spools.h"

/* What the impacts of a segment are made from. */
typedef struct nh_impact_rule {
    uint32_t k1, b;     /* millionths   */
    uint32_t reference; /* tokens x 256 */
} nh_impact_rule;

/* Where the postings of a term went. */
typedef struct nh_written_list {
    uint64_t df;
    uint8_t impact;       /* largest of the postings                                    */
    const uint8_t *small; /* a small list, borrowed until the next term; else NULL and: */
    size_t small_size;
    uint32_t n_blocks;
    uint64_t directory_at, postings_at, positions_at, codes_at;
    bool has_maxima, has_champions; /* and where they begin:                            */
    uint64_t maxima_at, champions_at;
} nh_written_list;

/* Call nh_list_bounds_init(). For one thread. */
typedef struct nh_list_bounds {
    const nh_env *env;
    nh_impact_rule rule;
    nh_impact_table impacts; /* by that rule                                */
    nh_list_scope scope;     /* passages 0: nothing is kept                     */
    bool ranged;             /* the term may have range maxima                  */
    bool picked;             /* it may have champions                           */
    nh_buffer maxima;        /* by range, as far as the term goes               */
    nh_picker *picker;       /* NULL before the first term that may have any    */
    nh_status status;        /* sticky until the end of the term                */
    nh_error error;          /* with it                                         */
} nh_list_bounds;

/* Nothing is kept before nh_list_bounds_scope(). Allocates nothing. */
void nh_list_bounds_init(nh_list_bounds *b, const nh_env *env, const nh_impact_rule *rule);

/* Frees what it holds. */
void nh_list_bounds_free(nh_list_bounds *b);

/* The segment that terms are written for; NULL: nothing is kept. Forgets the one before, unless it
 * is the same. */
void nh_list_bounds_scope(nh_list_bounds *b, const nh_list_scope *scope);

/* A new term, of `most` postings at most. */
void nh_list_bounds_begin(nh_list_bounds *b, uint64_t most);

/* Its next postings; passages ascend. */
void nh_list_bounds_add(nh_list_bounds *b, const nh_listed *some);

/* False if nothing is kept of postings with at most such an impact. */
bool nh_list_bounds_want(const nh_list_bounds *b, uint8_t impact);

/*
 * The term is complete, with `df` postings: what is kept of it goes to the sections, and `out` says
 * where. NH_E_NOMEM, NH_E_IO, NH_E_SPACE, of any call since the term began.
 */
NH_MUST_USE nh_status nh_list_bounds_put(nh_list_bounds *b, uint64_t df,
                                         nh_section_spools *to, nh_written_list *out,
                                         nh_error *err);

#endif
