/*
 * common/text/words/memo.h - what each surface was analysed into, remembered.
 *
 * A surface is looked up by its bytes, which hold no NUL. Up to 16 bytes are kept in the
 * slot itself, so the usual look-up touches one cache line and compares two integers.
 */
#ifndef NH_TEXT_MEMO_H
#define NH_TEXT_MEMO_H

#include <string.h>

#include "common/base/bytes/hash.h"
#include "common/base/memory/arena.h"
#include "common/text/words/analyzer.h"

/* The longest surface that is kept in a slot, and the longest that is kept at all. */
#define NH_MEMO_INLINE 16u
#define NH_MEMO_LONGEST 64u

/* Bits of nh_memo_slot.info. */
enum {
    NH_MEMO_USED = 1,
    NH_MEMO_SIMPLE = 2, /* one word that is the whole surface: `value` is its number  */
    NH_MEMO_LONG = 4,   /* key[0] is the hash, key[1] the index of the surface        */
};

typedef struct nh_memo_slot {
    uint64_t key[2]; /* the surface, padded with NUL                                  */
    uint32_t value;  /* first of its tokens, or a word                                */
    uint8_t info;
    uint8_t count;     /* tokens, or 1                                                */
    uint8_t positions; /* that it takes                                               */
    uint8_t dropped;   /* words in it that were too long                              */
} nh_memo_slot;

typedef struct nh_memo {
    const nh_env *env;
    uint64_t seed;       /* of the hash: differs between memos, so that no text is     */
                         /* slow everywhere                                            */
    nh_memo_slot *slots; /* open addressing; one more, always free, is behind the last */
    size_t slot_count;   /* a power of two                                             */
    size_t used;         /* slots taken, at most 3 of 4                                  */
    nh_token *tokens;    /* of surfaces that are not simple, places relative           */
    size_t token_count;
    size_t token_capacity;
    nh_str *longs; /* surfaces over NH_MEMO_INLINE bytes                               */
    size_t long_count;
    size_t long_capacity;
    nh_arena long_texts;
} nh_memo;

/* A surface on the way to its slot. */
typedef struct nh_memo_key {
    uint64_t key[2];
    uint64_t hash;
    nh_str surface;
} nh_memo_key;

/* Gets ready; nh_memo_close() is owed only after success. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_memo_open(const nh_env *env, nh_memo *memo, nh_error *err);

/* Forgets everything and gives the memory back, but for the first slots. Accepts a zeroed memo. */
void nh_memo_reset(nh_memo *memo);

/* Accepts a zeroed memo. */
void nh_memo_close(nh_memo *memo);

/* Bytes held, but for the slot behind the last. */
size_t nh_memo_memory(const nh_memo *memo);

/* The key of bytes [at, at + size) of `text`, 1 <= size <= NH_MEMO_LONGEST. */
static inline nh_memo_key nh_memo_key_of(const nh_memo *memo, nh_str text, size_t at,
                                         size_t size);

/* The slot of the key, or NULL. Borrowed until the next nh_memo_add(). */
static inline const nh_memo_slot *nh_memo_find(const nh_memo *memo, const nh_memo_key *key);

/* A surface of up to NH_MEMO_INLINE bytes, padded with NUL; zeros, which no slot holds, stand
 * for none and for longer ones. */
typedef struct nh_memo_short {
    uint64_t low;
    uint64_t high;
} nh_memo_short;

/* Bytes [at, at + size) of `text`, padded. */
static inline nh_memo_short nh_memo_pad(nh_str text, size_t at, size_t size);

/* The same for `size` bytes from `from` on, of which NH_MEMO_INLINE can be read. */
static inline nh_memo_short nh_memo_pad_inside(const char *from, size_t size);

/* Where a padded surface is looked for first: the number of a slot. Asks for its cache line. */
static inline uint32_t nh_memo_ask(const nh_memo *memo, nh_memo_short key);

/* The slot that nh_memo_ask() named, or the one behind it, where it holds the surface, and that is
 * one word and nothing else: nearly always. Else NULL, and only nh_memo_find() knows. */
static inline const nh_memo_slot *nh_memo_simple(const nh_memo *memo, uint32_t asked,
                                                 nh_memo_short key);

/*
 * Remembers the `count` tokens of a surface that nh_memo_find() does not know; their places
 * are relative to it. False, and nothing changed, if memory is short or there is too much of
 * anything to be remembered.
 */
bool nh_memo_add(nh_memo *memo, const nh_memo_key *key, const nh_token *tokens,
                 const nh_memo_slot *facts);

/* ---- inline, since they run once a token --------------------------------------------- */

/* Whether the slot holds a long surface with this hash and these bytes. */
bool nh_memo_is_long(const nh_memo *memo, const nh_memo_slot *slot, const nh_memo_key *key);

/* Eight bytes from anywhere. */
static inline uint64_t nh_memo_eight(const void *from)
{
    uint64_t eight;

    memcpy(&eight, from, sizeof eight);
    return eight;
}

static inline nh_memo_short nh_memo_pad_inside(const char *from, size_t size)
{
    static const uint8_t masks[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                      255, 255, 255, 255, 255, 255, 255, 255};
    const uint8_t *mask = masks + NH_MEMO_INLINE - (size <= NH_MEMO_INLINE ? size : 0);

    return (nh_memo_short){nh_memo_eight(from) & nh_memo_eight(mask),
                           nh_memo_eight(from + 8) & nh_memo_eight(mask + 8)};
}

static inline nh_memo_short nh_memo_pad(nh_str text, size_t at, size_t size)
{
    char end[NH_MEMO_INLINE] = {0};

    if (text.len - at >= NH_MEMO_INLINE)
        return nh_memo_pad_inside(text.ptr + at, size);
    if (size <= NH_MEMO_INLINE) /* no text is read behind its end */
        memcpy(end, text.ptr + at, size);
    return nh_memo_pad_inside(end, size);
}

static inline uint64_t nh_memo_hash(const nh_memo *memo, uint64_t low, uint64_t high)
{
    return nh_hash_mix(low ^ memo->seed, high);
}

static inline nh_memo_key nh_memo_key_of(const nh_memo *memo, nh_str text, size_t at,
                                         size_t size)
{
    const nh_memo_short padded = nh_memo_pad(text, at, size);
    nh_memo_key k = {.key = {padded.low, padded.high}, .surface = {text.ptr + at, size}};

    k.hash = size > NH_MEMO_INLINE ? nh_hash_text(memo->seed, k.surface)
                                   : nh_memo_hash(memo, padded.low, padded.high);
    return k;
}

static inline uint32_t nh_memo_ask(const nh_memo *memo, nh_memo_short key)
{
    const size_t at =
        (size_t)nh_memo_hash(memo, key.low, key.high) & (memo->slot_count - 1);

    __builtin_prefetch(&memo->slots[at]);
    return (uint32_t)at;
}

static inline bool nh_memo_holds(const nh_memo_slot *slot, nh_memo_short key)
{
    const uint64_t other = (slot->key[0] ^ key.low) | (slot->key[1] ^ key.high);

    return other == 0 && slot->info == (NH_MEMO_USED | NH_MEMO_SIMPLE);
}

static inline const nh_memo_slot *nh_memo_simple(const nh_memo *memo, uint32_t asked,
                                                 nh_memo_short key)
{
    const nh_memo_slot *first = &memo->slots[asked];

    if (nh_memo_holds(first, key))
        return first;
    return nh_memo_holds(first + 1, key) ? first + 1 : NULL;
}

static inline const nh_memo_slot *nh_memo_find(const nh_memo *memo, const nh_memo_key *key)
{
    const bool is_long = key->surface.len > NH_MEMO_INLINE;
    const size_t mask = memo->slot_count - 1;
    size_t at = (size_t)key->hash & mask;

    for (;; at = (at + 1) & mask) {
        const nh_memo_slot *slot = &memo->slots[at];

        if ((slot->info & NH_MEMO_USED) == 0)
            return NULL;
        if (!is_long && slot->key[0] == key->key[0] && slot->key[1] == key->key[1] &&
            (slot->info & NH_MEMO_LONG) == 0)
            return slot;
        if (is_long && nh_memo_is_long(memo, slot, key))
            return slot;
    }
}

#endif
