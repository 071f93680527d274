/*
 * indexer/invert/forward.h - occurrences in the order of the text, and then by term.
 *
 * While articles come in, an occurrence is five bytes appended to two arrays. At the end a
 * counting sort by term puts them, eight bytes each, into the order of the postings.
 */
#ifndef NH_INDEXER_FORWARD_H
#define NH_INDEXER_FORWARD_H

#include "common/base/bytes/buffer.h"
#include "common/text/passages/passages.h"

#define NH_FORWARD_TOKENS \
    (8u << 20) /* occurrences of a run, at most: ordinals have 24 bits */

/* An occurrence in the order of the postings: passage (32 bits), ordinal of the form among
 * those of its term (24), position (8), highest bits first. */
typedef uint64_t nh_slot;

static inline uint32_t nh_slot_passage(nh_slot s)
{
    return (uint32_t)(s >> 32);
}

static inline uint32_t nh_slot_form(nh_slot s)
{
    return (uint32_t)(s >> 8) & 0xffffffu;
}

static inline uint8_t nh_slot_position(nh_slot s)
{
    return (uint8_t)s;
}

/* Zero-initialise with `nh_forward f = {.env = env}`. For one thread. */
typedef struct nh_forward {
    const nh_env *env;
    uint32_t *words; /* number of the word, an occurrence each */
    uint8_t *positions;
    size_t count;
    size_t capacity;
    nh_slot *slots; /* what the sort writes; NULL before the first one */
    size_t slots_capacity;
} nh_forward;

/* Appends the tokens of an article. NH_E_NOMEM; then nothing was appended. */
NH_MUST_USE nh_status nh_forward_put(nh_forward *f, const nh_cut *cut, nh_error *err);

/* Room for all occurrences in their new order, borrowed from `f` until it is cleared or more
 * of them are asked for; its bytes are undefined. NULL if memory is short. */
nh_slot *nh_forward_slots(nh_forward *f);

/* Bytes held: 5 for an occurrence, and 8 more from the sort on. */
size_t nh_forward_memory(const nh_forward *f);

/* Is empty again and keeps its memory: the next run fills it without fresh pages, which took
 * 5 in 100 of the indexer's time. */
void nh_forward_reset(nh_forward *f);

/* Frees what it holds and is empty again. */
void nh_forward_clear(nh_forward *f);

/* Which term and form a word is. */
typedef struct nh_word_place {
    uint32_t term; /* number of the term in byte order */
    uint32_t form; /* ordinal among its forms          */
} nh_word_place;

/*
 * Sorts all occurrences by term into nh_forward_slots(), which was asked for and is not NULL;
 * within a term their order stays. places[w] is the place of word w; `counts` has a byte for each
 * passage, its tokens.
 * ends  by term: where its occurrences begin, and on return where they end
 */
void nh_forward_sort(const nh_forward *f, const nh_buffer *counts,
                     const nh_word_place *places, uint32_t *ends);

#endif
