/* indexer/write/intern.c - texts into numbers: equal texts get the same one. */
#include "indexer/write/intern.h"

#include "common/base/bytes/hash.h"
#include "common/base/error.h"
#include "common/base/str.h"

#define FIRST_SLOTS 64u

nh_str nh_intern_text(const nh_intern *t, uint32_t number)
{
    const uint32_t from = number > 0 ? t->ends[number - 1] : 0;

    return (nh_str){(const char *)t->bytes.bytes + from, t->ends[number] - from};
}

/* With a seed that nobody knows, nobody can choose texts that collide. */
static uint32_t hash_of(const nh_intern *t, nh_str text)
{
    return (uint32_t)nh_hash_text(t->seed, text);
}

/* The slot of `text`, or the free one where it belongs. */
static nh_intern_slot *find_slot(const nh_intern *t, nh_str text, uint32_t hash)
{
    size_t at = hash & (t->n_slots - 1);

    while (t->slots[at].number != 0 &&
           (t->slots[at].hash != hash ||
            !nh_str_equal(nh_intern_text(t, t->slots[at].number - 1), text)))
        at = (at + 1) & (t->n_slots - 1);
    return &t->slots[at];
}

static void put_slot(nh_intern *t, nh_intern_slot slot)
{
    size_t at = slot.hash & (t->n_slots - 1);

    while (t->slots[at].number != 0)
        at = (at + 1) & (t->n_slots - 1);
    t->slots[at] = slot;
}

/* An address is a seed, where memory is laid out at random: that of the first slots, not that of
 * the table, which may be moved. No text is looked at again. */
static bool grow_slots(nh_intern *t)
{
    const size_t old_count = t->n_slots;
    const size_t n = old_count > 0 ? old_count * 2 : FIRST_SLOTS;
    nh_intern_slot *old = t->slots;
    nh_intern_slot *slots = (nh_intern_slot *)nh_zeroed(t->env, n, sizeof *slots);

    if (slots == NULL)
        return false;
    if (old == NULL)
        t->seed = (uint64_t)(uintptr_t)slots;
    t->slots = slots;
    t->n_slots = n;
    for (size_t i = 0; i < old_count; i++)
        if (old[i].number != 0)
            put_slot(t, old[i]);
    nh_release(t->env, old);
    return true;
}

static bool grow_ends(nh_intern *t)
{
    const size_t n = t->capacity > 0 ? t->capacity * 2 : FIRST_SLOTS;
    uint32_t *ends = (uint32_t *)nh_resized(t->env, t->ends, n, sizeof *ends);

    if (ends == NULL)
        return false;
    t->ends = ends;
    t->capacity = n;
    return true;
}

nh_status nh_intern_put(nh_intern *t, nh_str text, uint32_t *number, bool *added,
                        nh_error *err)
{
    nh_intern_slot *slot;
    uint32_t hash;

    if (t->count * 4 >= t->n_slots * 3 && !grow_slots(t))
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
    if (t->count == t->capacity && !grow_ends(t))
        return nh_fail_memory(err, "a table of texts");
    nh_buf_text(&t->bytes, text);
    if (!nh_buf_ok(&t->bytes))
        return nh_buf_status(&t->bytes, err, "a table of texts");
    *number = (uint32_t)t->count;
    t->ends[t->count++] = (uint32_t)t->bytes.size;
    *slot = (nh_intern_slot){*number + 1, hash};
    return NH_OK;
}

bool nh_intern_has(const nh_intern *t, nh_str text)
{
    return t->n_slots > 0 && find_slot(t, text, hash_of(t, text))->number != 0;
}

bool nh_intern_find(const nh_intern *t, nh_str text, uint32_t *number)
{
    const uint32_t slot = t->n_slots > 0 ? find_slot(t, text, hash_of(t, text))->number : 0;

    *number = slot - 1;
    return slot != 0;
}

size_t nh_intern_memory(const nh_intern *t)
{
    return t->bytes.capacity + t->capacity * sizeof *t->ends +
           t->n_slots * sizeof *t->slots;
}

void nh_intern_clear(nh_intern *t)
{
    const nh_env *env = t->env;

    nh_buf_free(&t->bytes);
    nh_release(env, t->ends);
    nh_release(env, t->slots);
    *t = (nh_intern){.env = env, .bytes = {.env = env}};
}
