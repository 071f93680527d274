/* indexer/invert/occurrences/run_words.c - the words of a run as terms and their forms. */
#include "indexer/invert/occurrences/run_words.h"

#include "common/base/bytes/hash.h"
#include "common/base/error.h"
#include "common/base/memory/prefetch.h"
#include "common/base/str.h"
#include "common/segment/format.h"

#define FIRST_CAPACITY 1024u
#define FIRST_TERMS ((size_t)2 * NH_PAIR_TERMS)
#define FIRST_SLOTS 4096u
#define TOGETHER \
    32u /* new words whose slots are fetched before the first one is looked at */

void nh_run_words_init(nh_run_words *w, const nh_env *env)
{
    *w = (nh_run_words){.env = env, .terms = NH_PAIR_TERMS};
}

/* ---- room --------------------------------------------------------------------------- */

static bool grow_places(nh_run_words *w, size_t need)
{
    size_t n = w->capacity > 0 ? w->capacity + w->capacity / 2 : FIRST_CAPACITY;
    nh_word_place *places;
    uint16_t *ordinals;

    if (need <= w->capacity)
        return true;
    n = n < need ? need : n;
    places = (nh_word_place *)nh_resized(w->env, w->places, n, sizeof *places);
    if (places == NULL)
        return false;
    w->places = places;
    ordinals = (uint16_t *)nh_resized(w->env, w->ordinals, n, sizeof *ordinals);
    if (ordinals == NULL)
        return false;
    w->ordinals = ordinals;
    w->capacity = n;
    return true;
}

/* Room for `more` terms. Pairs have no forms. */
static bool grow_terms(nh_run_words *w, size_t more)
{
    const size_t had = w->terms_capacity, need = w->terms + more;
    size_t n = had > 0 ? had + had / 2 : FIRST_TERMS;
    uint32_t *n_forms, *firsts;

    if (need <= had)
        return true;
    n = n < need ? need : n;
    n_forms = (uint32_t *)nh_resized(w->env, w->n_forms, n, sizeof *n_forms);
    if (n_forms == NULL)
        return false;
    w->n_forms = n_forms;
    firsts = (uint32_t *)nh_resized(w->env, w->firsts, n, sizeof *firsts);
    if (firsts == NULL)
        return false;
    w->firsts = firsts;
    w->terms_capacity = n;
    if (had == 0)
        memset(n_forms, 0, NH_PAIR_TERMS * sizeof *n_forms);
    return true;
}

/* Slots for `more` terms, at most three of four taken. */
static bool grow_slots(nh_run_words *w, size_t more)
{
    const size_t used = w->terms - NH_PAIR_TERMS;
    size_t n = w->slots.count > 0 ? w->slots.count : FIRST_SLOTS;

    while ((used + more) * 4 > n * 3)
        n *= 2;
    return n == w->slots.count || nh_hash_slots_grow(&w->slots, w->env, n);
}

/* ---- learning ----------------------------------------------------------------------- */

/* The slot of the term, or the free one where it belongs. */
static nh_hash_slot *find_slot(const nh_run_words *w, const nh_analyzer *analyzer,
                               nh_str text, uint32_t hash)
{
    nh_hash_slot *slot = nh_hash_slots_first(&w->slots, hash);

    while (slot->number != 0 &&
           !nh_str_equal(nh_run_words_text(w, analyzer, slot->number), text))
        slot = nh_hash_slots_next(&w->slots, slot);
    return slot;
}

/* A new term, whose first word is the next one. */
static uint32_t new_term(nh_run_words *w)
{
    w->n_forms[w->terms] = 0;
    w->firsts[w->terms] = (uint32_t)w->count;
    return w->terms++;
}

/*
 * The next word is of this term. A term has at most as many forms as a code can number. No language
 * comes near; where a hostile text does, forms beyond the limit count as the term's first one.
 */
static void put_word(nh_run_words *w, uint32_t term)
{
    const uint32_t form = w->n_forms[term] < NH_FORM_LIMIT ? w->n_forms[term]++ : 0;

    w->ordinals[w->count] = (uint16_t)form;
    w->places[w->count++] = term << 8 | (form < NH_FORM_LONG ? form : NH_FORM_LONG);
}

/* The next `n` words, up to TOGETHER, for which there is room. What they look up lies anywhere in a
 * large table, so it is fetched for all of them at the same time. */
static void learn(nh_run_words *w, const nh_analyzer *analyzer, size_t n)
{
    uint32_t hashes[TOGETHER];

    for (size_t i = 0; i < n; i++) {
        const nh_word *word = nh_analyzer_word(analyzer, (uint32_t)(w->count + i));

        hashes[i] = (uint32_t)nh_hash_text(w->slots.seed, word->term);
        nh_prefetch(&w->slots.list[hashes[i] & (w->slots.count - 1)]);
    }
    for (size_t i = 0; i < n; i++) {
        const nh_word *word = nh_analyzer_word(analyzer, (uint32_t)w->count);
        nh_hash_slot *slot = find_slot(w, analyzer, word->term, hashes[i]);

        if (slot->number == 0)
            *slot = (nh_hash_slot){new_term(w), hashes[i]};
        put_word(w, slot->number);
    }
}

/* The same where no two words are of the same term. */
static void learn_plain(nh_run_words *w, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_word(w, new_term(w));
}

nh_status nh_run_words_learn(nh_run_words *w, const nh_analyzer *analyzer, nh_error *err)
{
    const size_t n = nh_analyzer_words(analyzer);

    if (n == w->count)
        return NH_OK;
    w->plain = nh_analyzer_is_plain(analyzer);
    if (n > NH_RUN_TERMS - NH_PAIR_TERMS)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "too many terms in a run");
    if (!grow_places(w, n) || !grow_terms(w, n - w->count) ||
        (!w->plain && !grow_slots(w, n - w->count)))
        return nh_fail_memory(err, "words");
    while (w->count < n) {
        const size_t more = n - w->count < TOGETHER ? n - w->count : TOGETHER;

        if (w->plain)
            learn_plain(w, more);
        else
            learn(w, analyzer, more);
    }
    return NH_OK;
}

/* ---- the end ------------------------------------------------------------------------ */

size_t nh_run_words_memory(const nh_run_words *w)
{
    return w->capacity * (sizeof *w->places + sizeof *w->ordinals) +
           w->terms_capacity * (sizeof *w->n_forms + sizeof *w->firsts) +
           nh_hash_slots_memory(&w->slots);
}

void nh_run_words_clear(nh_run_words *w)
{
    nh_release(w->env, w->places);
    nh_release(w->env, w->ordinals);
    nh_release(w->env, w->n_forms);
    nh_release(w->env, w->firsts);
    nh_hash_slots_free(&w->slots, w->env);
    nh_run_words_init(w, w->env);
}
