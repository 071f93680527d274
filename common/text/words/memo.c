/* common/text/words/memo.c - what each surface was analysed into, remembered. */
#include "common/text/words/memo.h"

#include "common/base/error.h"
#include "common/base/str.h"

#define FIRST_SLOTS 1024u

bool nh_memo_is_long(const nh_memo *memo, const nh_memo_slot *slot, const nh_memo_key *key)
{
    return (slot->info & NH_MEMO_LONG) != 0 && slot->key[0] == key->hash &&
           nh_str_equal(memo->longs[slot->key[1]], key->surface);
}

nh_status nh_memo_open(const nh_env *env, nh_memo *memo, nh_error *err)
{
    nh_memo_slot *slots = nh_zeroed(env, FIRST_SLOTS + 1, sizeof(*slots));

    if (slots == NULL)
        return nh_fail_memory(err, "the memo of words");
    *memo = (nh_memo){.env = env,
                      .seed = nh_hash_mix((uint64_t)(uintptr_t)slots, 1),
                      .slots = slots,
                      .slot_count = FIRST_SLOTS,
                      .long_texts = {.env = env}};
    return NH_OK;
}

void nh_memo_reset(nh_memo *memo)
{
    nh_memo_slot *fewer = NULL;

    if (memo->slots == NULL)
        return;
    if (memo->slot_count > FIRST_SLOTS)
        fewer = nh_resized(memo->env, memo->slots, FIRST_SLOTS + 1, sizeof(*fewer));
    if (fewer != NULL)
        memo->slots = fewer;
    memo->slot_count = FIRST_SLOTS;
    memset(memo->slots, 0, (memo->slot_count + 1) * sizeof(*memo->slots));
    nh_release(memo->env, memo->tokens);
    nh_release(memo->env, memo->longs);
    nh_arena_close(&memo->long_texts);
    memo->tokens = NULL;
    memo->longs = NULL;
    memo->used = memo->token_count = memo->token_capacity = 0;
    memo->long_count = memo->long_capacity = 0;
}

void nh_memo_close(nh_memo *memo)
{
    nh_release(memo->env, memo->slots);
    nh_release(memo->env, memo->tokens);
    nh_release(memo->env, memo->longs);
    nh_arena_close(&memo->long_texts);
    *memo = (nh_memo){0};
}

size_t nh_memo_memory(const nh_memo *memo)
{
    return memo->slot_count * sizeof(*memo->slots) +
           memo->token_capacity * sizeof(*memo->tokens) +
           memo->long_capacity * sizeof(*memo->longs) + memo->long_texts.held;
}

static uint64_t hash_of_slot(const nh_memo *memo, const nh_memo_slot *slot)
{
    return (slot->info & NH_MEMO_LONG) != 0
               ? slot->key[0]
               : nh_memo_hash(memo, slot->key[0], slot->key[1]);
}

static void put_slot(nh_memo *memo, const nh_memo_slot *slot)
{
    const size_t mask = memo->slot_count - 1;
    size_t at = (size_t)hash_of_slot(memo, slot) & mask;

    while ((memo->slots[at].info & NH_MEMO_USED) != 0)
        at = (at + 1) & mask;
    memo->slots[at] = *slot;
}

static bool grow_slots(nh_memo *memo)
{
    nh_memo_slot *old = memo->slots;
    const size_t old_count = memo->slot_count;
    nh_memo_slot *slots;
    size_t i;

    if (4 * (memo->used + 1) <= 3 * memo->slot_count)
        return true;
    slots = nh_zeroed(memo->env, 2 * old_count + 1, sizeof(*slots));
    if (slots == NULL)
        return false;
    memo->slots = slots;
    memo->slot_count = 2 * old_count;
    for (i = 0; i < old_count; i++) {
        if ((old[i].info & NH_MEMO_USED) != 0)
            put_slot(memo, &old[i]);
    }
    nh_release(memo->env, old);
    return true;
}

static bool keep_tokens(nh_memo *memo, const nh_token *tokens, size_t count, uint32_t *out)
{
    if (memo->token_count + count > memo->token_capacity) {
        const size_t capacity = 2 * memo->token_capacity + 64 + count;
        nh_token *list =
            nh_resized(memo->env, memo->tokens, capacity, sizeof(*memo->tokens));

        if (list == NULL)
            return false;
        memo->tokens = list;
        memo->token_capacity = capacity;
    }
    if (memo->token_count + count > UINT32_MAX)
        return false;
    *out = (uint32_t)memo->token_count;
    if (count > 0)
        memcpy(memo->tokens + memo->token_count, tokens, count * sizeof(*tokens));
    memo->token_count += count;
    return true;
}

static bool keep_long(nh_memo *memo, const nh_memo_key *key, nh_memo_slot *slot)
{
    nh_str copy;

    if (memo->long_count == memo->long_capacity) {
        const size_t capacity = 2 * memo->long_capacity + 64;
        nh_str *list = nh_resized(memo->env, memo->longs, capacity, sizeof(*list));

        if (list == NULL)
            return false;
        memo->longs = list;
        memo->long_capacity = capacity;
    }
    copy = nh_arena_copy(&memo->long_texts, key->surface);
    if (copy.ptr == NULL)
        return false;
    slot->key[0] = key->hash;
    slot->key[1] = memo->long_count;
    slot->info |= NH_MEMO_LONG;
    memo->longs[memo->long_count++] = copy;
    return true;
}

/* Whether the surface is one word and nothing else. */
static bool is_simple(const nh_memo_key *key, const nh_token *tokens,
                      const nh_memo_slot *facts)
{
    return facts->count == 1 && facts->positions == 1 && facts->dropped == 0 &&
           tokens[0].at == 0 && tokens[0].pos == 0 && tokens[0].flags == 0 &&
           tokens[0].size == key->surface.len;
}

bool nh_memo_add(nh_memo *memo, const nh_memo_key *key, const nh_token *tokens,
                 const nh_memo_slot *facts)
{
    nh_memo_slot slot = *facts;

    if (!grow_slots(memo))
        return false;
    slot.info = NH_MEMO_USED;
    slot.key[0] = key->key[0];
    slot.key[1] = key->key[1];
    if (is_simple(key, tokens, facts)) {
        slot.info |= NH_MEMO_SIMPLE;
        slot.value = tokens[0].word;
    } else if (!keep_tokens(memo, tokens, facts->count, &slot.value)) {
        return false;
    }
    if (key->surface.len > NH_MEMO_INLINE && !keep_long(memo, key, &slot))
        return false;
    put_slot(memo, &slot);
    memo->used++;
    return true;
}
