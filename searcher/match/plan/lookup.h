/*
 * searcher/match/plan/lookup.h - the words of a plan, looked up in the dictionaries.
 */
#ifndef NH_SEARCHER_LOOKUP_H
#define NH_SEARCHER_LOOKUP_H

#include "searcher/match/halt.h"
#include "searcher/match/plan/lexicon.h"
#include "searcher/match/plan/plan.h"

#define NH_PREFIX_LIMIT 50000u /* forms that a prefix may stand for */

/* A term that a segment holds for an edge. */
typedef struct nh_found_term {
    const nh_term *term;
    const bool *allowed; /* by form code; NULL: every form counts                      */
    bool joined;         /* some form spans several positions                          */
    bool repeats;        /* may stand twice at one position: ex-s is exs over ex, s    */
} nh_found_term;

/* All of an edge in a segment; of none if it does not occur there. */
typedef struct nh_found {
    nh_found_term *terms;
    uint32_t count;
    uint32_t room;
} nh_found;

/* A word of a phrase with the one behind it, where an index keeps lists of such pairs: the
 * passages where the one follows the other, as they are written, and how often. */
typedef struct nh_found_pair {
    bool kept;          /* there are lists, and both words are of those that have them   */
    nh_found_term term; /* without positions and forms; term NULL: nowhere              */
} nh_found_pair;

/* The words that a prefix stands for: the length of a term, the term, a form. */
typedef struct nh_prefix_words {
    nh_str *list; /* distinct, in any order */
    uint32_t count;
    uint32_t room;
} nh_prefix_words;

typedef struct nh_lookup {
    const nh_halt *halt;    /* set by the caller, and borrowed for nh_lookup_make()    */
    bool no_pairs;          /* set by the caller: phrases are words and nothing else   */
    bool keep_words;        /* set by the caller: `words` are wanted                   */
    const uint64_t *totals; /* set by the caller: by edge, the words that a prefix     */
                            /* stands for in all shards; NULL: those of this index     */
    nh_prefix_words *words; /* by edge                                                 */
    nh_found *found;        /* [segment * plan->n_edges + edge] */
    nh_found_pair *pairs;   /* likewise: the edge and the one behind it in a phrase */
    uint32_t n_edges;
} nh_lookup;

/*
 * Looks up every edge in every segment; a prefix is walked once. What is found lives in the
 * plan's arena, or in `lex` until its terms are trimmed. Warnings are added to the plan: how
 * many words a prefix stands for.
 *
 * NH_E_LIMIT    a prefix stands for more than NH_PREFIX_LIMIT forms; or the arena is full
 * NH_E_CANCELLED, NH_E_CORRUPT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_lookup_make(nh_plan *plan, nh_lexicon *lex, nh_lookup *out,
                                     nh_error *err);

static inline const nh_found *nh_lookup_of(const nh_lookup *l, uint32_t segment,
                                           uint32_t edge)
{
    return &l->found[(size_t)segment * l->n_edges + edge];
}

static inline const nh_found_pair *nh_lookup_pair_of(const nh_lookup *l, uint32_t segment,
                                                     uint32_t edge)
{
    return &l->pairs[(size_t)segment * l->n_edges + edge];
}

#endif
