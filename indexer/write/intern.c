/* indexer/write/intern.c - texts into numbers: equal texts get the same one. */
#include "indexer/write/intern.h"

#include "common/base/error.h"
#include "common/base/str.h"

#define FIRST_SLOTS 64u

/* With a seed that nobody knows, nobody can choose texts that collide. Nothing that is written
 * depends on it. */
static size_t hash_text(const nh_intern *t, nh_str text)
{
    uint64_t h = t->seed * 0x9e3779b97f4a7c15u;

    for (size_t i = 0; i < text.len; i++) {
        h = (h ^ (uint8_t)text.ptr[i]) * 0x100000001b3u;
        h ^= h >> 29;
    }
    h = (h ^ h >> 32) * 0xd6e8feb86659fd93u;
    return (size_t)(h ^ h >> 32);
}

nh_str nh_intern_text(const nh_intern *t, uint32_t number)
{
    const uint32_t from = number > 0 ? t->ends[number - 1] : 0;

    return (nh_str){(const char *)t->bytes.bytes + from, t->ends[number] - from};
}

/* The slot of `text`, or the free one where it belongs. */
static uint32_t *find_slot(const nh_intern *t, nh_str text)
{
    size_t at = hash_text(t, text) & (t->n_slots - 1);

    while (t->slots[at] != 0 && !nh_str_equal(nh_intern_text(t, t->slots[at] - 1), text))
        at = (at + 1) & (t->n_slots - 1);
    return &t->slots[at];
}

/* An address is a seed, where memory is laid out at random: that of the first slots, not that of
 * the table, which may be moved. */
static bool grow_slots(nh_intern *t)
{
    const size_t n = t->n_slots > 0 ? t->n_slots * 2 : FIRST_SLOTS;
    uint32_t *slots = (uint32_t *)nh_zeroed(t->env, n, sizeof *slots);

    if (slots == NULL)
        return false;
    if (t->slots == NULL)
        t->seed = (uint64_t)(uintptr_t)slots;
    nh_release(t->env, t->slots);
    t->slots = slots;
    t->n_slots = n;
    for (uint32_t i = 0; i < t->count; i++)
        *find_slot(t, nh_intern_text(t, i)) = i + 1;
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
    uint32_t *slot;

    if (t->count * 4 >= t->n_slots * 3 && !grow_slots(t))
        return nh_fail_memory(err, "a table of texts");
    slot = find_slot(t, text);
    *added = *slot == 0;
    if (!*added) {
        *number = *slot - 1;
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
    *slot = *number + 1;
    return NH_OK;
}

bool nh_intern_has(const nh_intern *t, nh_str text)
{
    return t->n_slots > 0 && *find_slot(t, text) != 0;
}

bool nh_intern_find(const nh_intern *t, nh_str text, uint32_t *number)
{
    const uint32_t slot = t->n_slots > 0 ? *find_slot(t, text) : 0;

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
