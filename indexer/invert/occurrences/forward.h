/*
 * indexer/invert/occurrences/forward.h - occurrences in the order of the text, until they are a part.
 *
 * An occurrence is its term and a slot, four bytes each. They gather until there are enough for
 * a part (run_parts.h), small enough that sorting them stays within the processor's caches.
 */
#ifndef NH_INDEXER_FORWARD_H
#define NH_INDEXER_FORWARD_H

#include "common/base/env.h"
#include "common/text/passages/passages.h"
#include "indexer/invert/occurrences/run_pairs.h"

#define NH_PART_PASSAGES 65536u /* passages of a part, at most: slots have 16 bits       */
#define NH_PART_TOKENS \
    (1u << 20) /* occurrences of a part, at most                        */
#define NH_ARTICLE_TOKENS \
    (8u << 20) /* occurrences of an article, at most                    */

/* An occurrence but for its term: passage in the part (16 bits), position (8), ordinal of the
 * form (8), highest bits first. */
typedef uint32_t nh_slot;

static inline uint32_t nh_slot_passage(nh_slot s)
{
    return s >> 16;
}

static inline uint8_t nh_slot_position(nh_slot s)
{
    return (uint8_t)(s >> 8);
}

static inline uint32_t nh_slot_form(nh_slot s)
{
    return s & 255u;
}

/* The form of an occurrence whose ordinal does not fit its slot: there are next to none. */
typedef struct nh_long_form {
    uint32_t at;   /* which occurrence: by text, and once sorted by place in the part */
    uint32_t form; /* ordinal                                                         */
} nh_long_form;

/* Call nh_forward_init(). For one thread. */
typedef struct nh_forward {
    const nh_env *env;
    size_t limit;    /* occurrences of a part, at most                  */
    uint32_t *terms; /* by occurrence                                   */
    nh_slot *slots;  /* parallel to terms                               */
    size_t count;
    uint32_t passages; /* in the part so far                              */
    uint32_t *counts;  /* by term: its occurrences                        */
    uint32_t *touched; /* terms that occur, in order of first sight       */
    size_t n_touched;
    size_t terms_capacity; /* of counts and touched                       */
    nh_long_form *longs;
    size_t n_longs, longs_capacity;
} nh_forward;

/* memory: bytes of the run, of which a part is a small share. Allocates nothing. */
void nh_forward_init(nh_forward *f, const nh_env *env, size_t memory);

/* True if there is room for a passage of `tokens` occurrences. An empty one has room for any. */
bool nh_forward_has_room(const nh_forward *f, size_t tokens);

/* Room for as many terms as `words` has; before the first passage of an article. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_forward_prepare(nh_forward *f, const nh_run_words *words,
                                         nh_error *err);

/* Appends a passage, for which there is room, as there is for its pairs. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_forward_put(nh_forward *f, const nh_passage_token *tokens,
                                     size_t n, const nh_run_words *words, nh_error *err);

/* Adds pairs to the passage that was appended last; there is room for them, and for their terms.
 */
void nh_forward_put_pairs(nh_forward *f, const nh_found_pair *pairs, size_t n);

/* Bytes held. */
size_t nh_forward_memory(const nh_forward *f);

/* Frees what it holds and is empty again. */
void nh_forward_clear(nh_forward *f);

#endif
