/* indexer/invert/forward.c - occurrences in the order of the text, and then by term. */
#include "indexer/invert/forward.h"

#include "common/base/error.h"

#define FIRST_CAPACITY 4096u
#define AHEAD 16u /* occurrences between fetching a place and writing there */

/* Growing by a half rather than doubling keeps the peak nearer to what is used, and no more
 * is asked for than a run can hold. */
static bool make_room(nh_forward *f, size_t more)
{
    size_t n = f->capacity + f->capacity / 2;
    uint32_t *words;
    uint8_t *positions;

    if (f->capacity - f->count >= more)
        return true;
    n = n < FIRST_CAPACITY ? FIRST_CAPACITY : n;
    n = n > NH_FORWARD_TOKENS ? NH_FORWARD_TOKENS : n;
    n = n < f->count + more ? f->count + more : n;
    words = (uint32_t *)nh_resized(f->env, f->words, n, sizeof *words);
    if (words == NULL)
        return false;
    f->words = words;
    positions = (uint8_t *)nh_resized(f->env, f->positions, n, 1);
    if (positions == NULL)
        return false;
    f->positions = positions;
    f->capacity = n;
    return true;
}

nh_status nh_forward_put(nh_forward *f, const nh_cut *cut, nh_error *err)
{
    uint32_t *words;
    uint8_t *positions;

    if (!make_room(f, cut->n_tokens))
        return nh_fail_memory(err, "occurrences of words");
    words = f->words + f->count;
    positions = f->positions + f->count;
    for (size_t p = 0; p < cut->n_passages; p++) {
        const nh_passage_token *tokens = cut->tokens + cut->passages[p].first;
        const size_t n = cut->passages[p].count;

        for (size_t i = 0; i < n; i++) {
            words[i] = tokens[i].word;
            positions[i] = tokens[i].pos;
        }
        words += n;
        positions += n;
        f->count += n;
    }
    return NH_OK;
}

nh_slot *nh_forward_slots(nh_forward *f)
{
    if (f->slots != NULL && f->slots_capacity >= f->count)
        return f->slots;
    nh_release(f->env, f->slots); /* rather than copied */
    f->slots = (nh_slot *)nh_resized(f->env, NULL, f->count, sizeof *f->slots);
    f->slots_capacity = f->slots != NULL ? f->count : 0;
    return f->slots;
}

size_t nh_forward_memory(const nh_forward *f)
{
    return f->capacity * (sizeof *f->words + sizeof *f->positions) +
           f->slots_capacity * sizeof *f->slots;
}

void nh_forward_reset(nh_forward *f)
{
    f->count = 0;
}

void nh_forward_clear(nh_forward *f)
{
    nh_release(f->env, f->words);
    nh_release(f->env, f->positions);
    nh_release(f->env, f->slots);
    *f = (nh_forward){.env = f->env};
}

/*
 * Fetches ahead what a later occurrence will write to: each goes to the end of some term's
 * postings, which are too many to stay in the cache. So are the words and the terms, which
 * are fetched still earlier.
 */
static void fetch_ahead(const nh_forward *f, const nh_word_place *places,
                        const uint32_t *ends, const nh_slot *slots, size_t at)
{
    if (at + 2 * AHEAD >= f->count)
        return;
    __builtin_prefetch(&places[f->words[at + 2 * AHEAD]]);
    __builtin_prefetch(&ends[places[f->words[at + AHEAD]].term], 1);
    __builtin_prefetch(&slots[ends[places[f->words[at]].term]], 1);
}

void nh_forward_sort(const nh_forward *f, const nh_buffer *counts,
                     const nh_word_place *places, uint32_t *ends)
{
    nh_slot *slots = f->slots;
    size_t at = 0;

    for (size_t p = 0; p < counts->size; p++) {
        const nh_slot passage = (nh_slot)p << 32;

        for (const size_t end = at + counts->bytes[p]; at < end; at++) {
            const nh_word_place place = places[f->words[at]];

            fetch_ahead(f, places, ends, slots, at + AHEAD);
            slots[ends[place.term]++] =
                passage | (nh_slot)place.form << 8 | f->positions[at];
        }
    }
}
