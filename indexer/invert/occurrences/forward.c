/* indexer/invert/occurrences/forward.c - occurrences in the order of the text, until they are a part. */
#include "indexer/invert/occurrences/forward.h"

#include <string.h>

#include "common/base/error.h"
#include "common/base/memory/grow.h"

#define PART_SHARE 128u        /* bytes of a run's memory for each occurrence of a part */
#define PART_LEAST (64u << 10) /* occurrences */
#define FIRST_TERMS 4096u

void nh_forward_init(nh_forward *f, const nh_env *env, size_t memory)
{
    size_t limit = memory / PART_SHARE;

    limit = limit < PART_LEAST ? PART_LEAST : limit;
    limit = limit > NH_PART_TOKENS ? NH_PART_TOKENS : limit;
    *f = (nh_forward){.env = env, .limit = limit};
}

bool nh_forward_has_room(const nh_forward *f, size_t tokens)
{
    return f->count + tokens <= f->limit && f->passages < NH_PART_PASSAGES;
}

/* New counts are zero; one place of `touched` more than there are terms is written to. */
static bool grow_terms(nh_forward *f, size_t need)
{
    size_t n = f->terms_capacity + f->terms_capacity / 2;
    uint32_t *counts, *touched;

    if (need < f->terms_capacity)
        return true;
    n = n < FIRST_TERMS ? FIRST_TERMS : n;
    n = n <= need ? need + 1 : n;
    counts = (uint32_t *)nh_resized(f->env, f->counts, n, sizeof *counts);
    if (counts == NULL)
        return false;
    f->counts = counts;
    memset(counts + f->terms_capacity, 0, (n - f->terms_capacity) * sizeof *counts);
    touched = (uint32_t *)nh_resized(f->env, f->touched, n, sizeof *touched);
    if (touched == NULL)
        return false;
    f->touched = touched;
    f->terms_capacity = n;
    return true;
}

nh_status nh_forward_prepare(nh_forward *f, const nh_run_words *words, nh_error *err)
{
    if (f->terms == NULL)
        f->terms = (uint32_t *)nh_resized(f->env, NULL, f->limit, sizeof *f->terms);
    if (f->slots == NULL)
        f->slots = (nh_slot *)nh_resized(f->env, NULL, f->limit, sizeof *f->slots);
    if (f->terms == NULL || f->slots == NULL || !grow_terms(f, words->terms))
        return nh_fail_memory(err, "occurrences of words");
    return NH_OK;
}

static bool note_long(nh_forward *f, size_t at, uint32_t form)
{
    nh_long_form *longs = (nh_long_form *)nh_grown(f->env, f->longs, f->n_longs,
                                                   &f->longs_capacity, 64, sizeof *longs);

    if (longs == NULL)
        return false;
    f->longs = longs;
    f->longs[f->n_longs++] = (nh_long_form){(uint32_t)at, form};
    return true;
}

/* Forms whose ordinals do not fit the slots of the passage that was put last. */
static bool note_longs(nh_forward *f, const nh_passage_token *tokens, size_t n,
                       const uint16_t *ordinals)
{
    bool ok = true;

    for (size_t i = 0; ok && i < n; i++)
        if (nh_slot_form(f->slots[f->count + i]) == NH_FORM_LONG)
            ok = note_long(f, f->count + i, ordinals[tokens[i].word]);
    return ok;
}

/*
 * Terms and slots of a passage, behind the others; returns the greatest form. What an occurrence
 * looks up lies anywhere in tables of megabytes, so it is fetched ahead: first the places of all
 * words of the passage, then the counts that they lead to.
 */
static uint32_t put_places(nh_forward *f, const nh_passage_token *tokens, size_t n,
                           const nh_word_place *places)
{
    const nh_slot passage = f->passages << 16;
    uint32_t *terms = f->terms + f->count;
    nh_slot *slots = f->slots + f->count;
    uint32_t longest = 0;

    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&places[tokens[i].word]);
    for (size_t i = 0; i < n; i++) {
        const nh_word_place place = places[tokens[i].word];

        terms[i] = nh_place_term(place);
        __builtin_prefetch(&f->counts[terms[i]], 1);
        slots[i] = passage | (nh_slot)tokens[i].pos << 8 | nh_place_form(place);
        longest = nh_place_form(place) > longest ? nh_place_form(place) : longest;
    }
    return longest;
}

/* The same where each word is a term, and its place need not be looked up. */
static void put_plain(nh_forward *f, const nh_passage_token *tokens, size_t n)
{
    const nh_slot passage = f->passages << 16;
    uint32_t *terms = f->terms + f->count;
    nh_slot *slots = f->slots + f->count;

    for (size_t i = 0; i < n; i++) {
        terms[i] = nh_place_term(nh_place_plain(tokens[i].word));
        __builtin_prefetch(&f->counts[terms[i]], 1);
        slots[i] = passage | (nh_slot)tokens[i].pos << 8;
    }
}

/* One more of each of the last terms, which may be new to the part. */
static void count_terms(nh_forward *f, size_t n)
{
    const uint32_t *terms = f->terms + f->count;
    uint32_t *touched = f->touched + f->n_touched;

    for (size_t i = 0; i < n; i++) {
        *touched = terms[i];
        touched += f->counts[terms[i]]++ == 0;
    }
    f->n_touched = (size_t)(touched - f->touched);
}

nh_status nh_forward_put(nh_forward *f, const nh_passage_token *tokens, size_t n,
                         const nh_run_words *words, nh_error *err)
{
    uint32_t longest = 0;

    if (words->plain)
        put_plain(f, tokens, n);
    else
        longest = put_places(f, tokens, n, words->places);
    count_terms(f, n);
    if (longest == NH_FORM_LONG && !note_longs(f, tokens, n, words->ordinals))
        return nh_fail_memory(err, "occurrences of words");
    f->count += n;
    f->passages++;
    return NH_OK;
}

void nh_forward_put_pairs(nh_forward *f, const nh_found_pair *pairs, size_t n)
{
    const nh_slot passage = (f->passages - 1) << 16;

    for (size_t i = 0; i < n; i++) {
        const uint32_t term = pairs[i].term;

        f->terms[f->count] = term;
        f->slots[f->count++] = passage | (nh_slot)pairs[i].pos << 8;
        f->touched[f->n_touched] = term;
        f->n_touched += f->counts[term]++ == 0;
    }
}

size_t nh_forward_memory(const nh_forward *f)
{
    return (f->terms != NULL ? f->limit * (sizeof *f->terms + sizeof *f->slots) : 0) +
           f->terms_capacity * (sizeof *f->counts + sizeof *f->touched) +
           f->longs_capacity * sizeof *f->longs;
}

void nh_forward_clear(nh_forward *f)
{
    nh_release(f->env, f->terms);
    nh_release(f->env, f->slots);
    nh_release(f->env, f->counts);
    nh_release(f->env, f->touched);
    nh_release(f->env, f->longs);
    *f = (nh_forward){.env = f->env, .limit = f->limit};
}
