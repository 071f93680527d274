/*
 * indexer/invert/occurrences/run_parts.h - stretches of the text whose occurrences are sorted by term.
 *
 * A run is a row of parts. Since each is sorted while it lies in the caches, sorting a run costs
 * the same for each occurrence however long it is; and four bytes are left of each.
 */
#ifndef NH_INDEXER_RUN_PARTS_H
#define NH_INDEXER_RUN_PARTS_H

#include "indexer/invert/occurrences/forward.h"

/* Occurrences of term terms[k] are slots[starts[k] .. starts[k + 1]), in the order of the text. */
typedef struct nh_part {
    uint32_t first_passage; /* in the run: slots count from there */
    uint32_t n_terms;
    nh_slot *slots;
    uint32_t *terms;     /* in order of their first sight */
    uint32_t *starts;    /* n_terms + 1                   */
    nh_long_form *longs; /* by place in slots           */
    size_t n_longs;
} nh_part;

/* Zero-initialise with `nh_parts p = {.env = env}`. For one thread. */
typedef struct nh_parts {
    const nh_env *env;
    nh_part *list;
    size_t count, capacity;
    size_t bytes;      /* held by all parts                */
    size_t cells;      /* sum of n_terms                   */
    uint32_t passages; /* in all of them                */
} nh_parts;

/* What `f` holds becomes a part, and `f` is empty and keeps its memory. Nothing happens where it
 * is empty. NH_E_NOMEM. Cost: linear in the occurrences. */
NH_MUST_USE nh_status nh_parts_take(nh_parts *p, nh_forward *f, nh_error *err);

/* Bytes held. */
size_t nh_parts_memory(const nh_parts *p);

/* The ordinal of the form of slots[at], which says NH_FORM_LONG. */
uint32_t nh_part_long_form(const nh_part *part, uint32_t at);

/* Frees the parts; there are none. */
void nh_parts_clear(nh_parts *p);

/* A stretch of the occurrences of a term: part (22 bits), place of the first (21), count (21),
 * highest bits first. */
typedef uint64_t nh_cell;

static inline uint32_t nh_cell_part(nh_cell c)
{
    return (uint32_t)(c >> 42);
}

static inline uint32_t nh_cell_start(nh_cell c)
{
    return (uint32_t)(c >> 21) & 0x1fffffu;
}

static inline uint32_t nh_cell_count(nh_cell c)
{
    return (uint32_t)c & 0x1fffffu;
}

/* Occurrences of each of `n_terms` terms in all parts. out: the caller's until nh_release(); NULL
 * on failure. NH_E_NOMEM. Cost: linear in the cells. */
NH_MUST_USE nh_status nh_parts_count(const nh_parts *p, size_t n_terms, uint32_t **out,
                                     nh_error *err);

/* Where in all parts the occurrences of each term are: those of the term with rank r in
 * list[ends[r - 1] .. ends[r]), in the order of the text. */
typedef struct nh_cells {
    const nh_env *env;
    nh_cell *list;
    uint32_t *ends; /* by rank */
} nh_cells;

/*
 * rank  by term, below n_ranks; of terms that do not occur it is not looked at
 * out   nh_cells_close() frees it; zeroed on failure
 * NH_E_NOMEM.  Cost: linear in the cells
 */
NH_MUST_USE nh_status nh_cells_make(const nh_parts *p, const uint32_t *rank, size_t n_ranks,
                                    nh_cells *out, nh_error *err);

/* The cells of the term with this rank: from the returned one up to *end. */
static inline const nh_cell *nh_cells_of(const nh_cells *c, size_t rank,
                                         const nh_cell **end)
{
    *end = c->list + c->ends[rank];
    return c->list + (rank > 0 ? c->ends[rank - 1] : 0);
}

/* Frees what it holds. Accepts a zeroed one. */
void nh_cells_close(nh_cells *c);

#endif
