/* common/base/bytes/hash_slots.c - a hash table of numbers: open addressing, with hashes at hand. */
#include "common/base/bytes/hash_slots.h"

void nh_hash_slots_put(nh_hash_slots *t, nh_hash_slot slot)
{
    const size_t mask = t->count - 1;
    size_t at = slot.hash & mask;

    while (t->list[at].number != 0)
        at = (at + 1) & mask;
    t->list[at] = slot;
}

/* An address is a seed, where memory is laid out at random: that of the first slots, not that of
 * the table, which may be moved. */
bool nh_hash_slots_grow(nh_hash_slots *t, const nh_env *env, size_t count)
{
    const nh_hash_slots old = *t;
    nh_hash_slot *list = (nh_hash_slot *)nh_zeroed(env, count, sizeof *list);

    if (list == NULL)
        return false;
    if (old.list == NULL)
        t->seed = (uint64_t)(uintptr_t)list;
    t->list = list;
    t->count = count;
    for (size_t i = 0; i < old.count; i++)
        if (old.list[i].number != 0)
            nh_hash_slots_put(t, old.list[i]);
    nh_release(env, old.list);
    return true;
}

void nh_hash_slots_free(nh_hash_slots *t, const nh_env *env)
{
    nh_release(env, t->list);
    *t = (nh_hash_slots){NULL, 0, 0};
}
