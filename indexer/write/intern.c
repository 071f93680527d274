/* indexer/write/intern.c - texts into numbers: equal texts get the same one. */
#include "indexer/write/intern.h"

#include "common/base/bytes/hash.h"
#include "common/base/error.h"
#include "common/base/memory/grow.h"
#include "common/base/str.h"

#define FIRST_SLOTS 64u
#define FIRST_TEXTS 64u

nh_str nh_intern_text(const nh_intern *t, uint32_t number)
{
    const uint32_t from = number > 0 ? t->ends[number - 1] : 0;

    return (nh_str){(const char *)t->bytes.bytes + from, t->ends[number] - from};
}

static uint32_t hash_of(const nh_intern *t, nh_str text)
{
    return (uint32_t)nh_hash_text(t->slots.seed, text);
}

/* The slot of `text`, or the free one where it belongs. */
static nh_hash_slot *find_slot(const nh_intern *t, nh_str text, uint32_t hash)
{
    nh_hash_slot *slot = nh_hash_slots_first(&t->slots, hash);

    while (slot->number != 0 && !nh_str_equal(nh_intern_text(t, slot->number - 1), text))
        slot = nh_hash_slots_next(&t->slots, slot);
    return slot;
}

static bool grow_slots(nh_intern *t)
{
    const size_t n = t->slots.count > 0 ? t->slots.count * 2 : FIRST_SLOTS;

    return nh_hash_slots_grow(&t->slots, t->env, n);
}

nh_status nh_intern_put(nh_intern *t, nh_str text, uint32_t *number, bool *added,
                        nh_error *err)
{
    nh_hash_slot *slot;
    uint32_t *ends;
    uint32_t hash;

    if (t->count * 4 >= t->slots.count * 3 && !grow_slots(t))
        return nh_fail_memory(err, "a table of texts");
    hash = hash_of(t, text);
    slot = find_slot(t, text, hash);
    *added = slot->number == 0;
    if (!*added) {
        *number = slot->number - 1;
        return NH_OK;
    }
    if (text.len > UINT32_MAX - t->bytes.size || t->count >= UINT32_MAX - 1)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "over 4 GiB of names");
    ends = (uint32_t *)nh_grown(t->env, t->ends, t->count, &t->capacity, FIRST_TEXTS,
                                sizeof *ends);
    if (ends == NULL)
        return nh_fail_memory(err, "a table of texts");
    t->ends = ends;
    nh_buf_text(&t->bytes, text);
    if (!nh_buf_ok(&t->bytes))
        return nh_buf_status(&t->bytes, err, "a table of texts");
    *number = (uint32_t)t->count;
    t->ends[t->count++] = (uint32_t)t->bytes.size;
    *slot = (nh_hash_slot){*number + 1, hash};
    return NH_OK;
}

bool nh_intern_has(const nh_intern *t, nh_str text)
{
    return t->slots.count > 0 && find_slot(t, text, hash_of(t, text))->number != 0;
}

bool nh_intern_find(const nh_intern *t, nh_str text, uint32_t *number)
{
    const uint32_t slot =
        t->slots.count > 0 ? find_slot(t, text, hash_of(t, text))->number : 0;

    *number = slot - 1;
    return slot != 0;
}

size_t nh_intern_memory(const nh_intern *t)
{
    return t->bytes.capacity + t->capacity * sizeof *t->ends +
           nh_hash_slots_memory(&t->slots);
}

void nh_intern_clear(nh_intern *t)
{
    const nh_env *env = t->env;

    nh_buf_free(&t->bytes);
    nh_release(env, t->ends);
    nh_hash_slots_free(&t->slots, env);
    *t = (nh_intern){.env = env, .bytes = {.env = env}};
}
