/*
 * searcher/match/plan/known/known_terms.h - dictionary entries that were read, kept from query to query.
 *
 * Questions of a batch share most of their words, and reading an entry costs a binary search, the
 * scan of a block and a copy for each segment. So what a word came to is remembered, and also that
 * it came to nothing.
 */
#ifndef NH_SEARCHER_KNOWN_TERMS_H
#define NH_SEARCHER_KNOWN_TERMS_H

#include "common/base/bytes/buffer.h"
#include "common/segment/terms/terms_reader.h"
#include "searcher/match/plan/known/known_table.h"

/* A term of one segment. */
typedef struct nh_known_term {
    const nh_term *term; /* NULL: the segment has it not                               */
    bool joined;         /* some form spans several positions                          */
    bool repeats;        /* may stand twice at one position: ex-s is exs over ex, s    */
} nh_known_term;

/* One thread's. */
typedef struct nh_known_terms {
    uint32_t n_segments;
    nh_terms **walkers;     /* one a segment; borrowed                                 */
    nh_known_table table;   /* of a word that was looked up, found or not: its terms   */
    nh_buffer folded, part; /* scratch                                                 */
    uint64_t lookups;       /* words that the dictionaries were asked for              */
    uint64_t age;           /* how often everything was forgotten                      */
} nh_known_terms;

/* Nothing is known yet, and nothing is allocated. `walkers` are borrowed until close. */
void nh_known_terms_begin(const nh_env *env, nh_terms **walkers, uint32_t n_segments,
                          nh_known_terms *out);

/*
 * What the segments hold under `text`: out[0..n_segments), which live until the next
 * nh_known_terms_trim(). NH_E_CORRUPT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_known_terms_find(nh_known_terms *known, nh_str text,
                                          const nh_known_term **out, nh_error *err);

/* The same for the pair with this key (nh_pair_key() of common/text/pairs), which is no word's. */
NH_MUST_USE nh_status nh_known_terms_find_pair(nh_known_terms *known, nh_str key,
                                               const nh_known_term **out, nh_error *err);

/* Forgets everything if it holds more than some megabytes. Between two queries. */
void nh_known_terms_trim(nh_known_terms *known);

/* Is `term` joined, does it repeat? NH_E_NOMEM. */
NH_MUST_USE nh_status nh_known_term_describe(nh_known_terms *known, nh_known_term *term,
                                             nh_error *err);

/* Frees. Accepts zeroed ones. */
void nh_known_terms_close(nh_known_terms *known);

#endif
