/*
 * common/base/bytes/hash_slots.h - a hash table of numbers: open addressing, with hashes at hand.
 *
 * What a number stands for, and whether that is equal to what is looked for, its owner knows:
 *
 *     nh_hash_slot *s = nh_hash_slots_first(t, hash);
 *     while (s->number != 0 && !is_equal(s->number)) s = nh_hash_slots_next(t, s);
 */
#ifndef NH_BASE_HASH_SLOTS_H
#define NH_BASE_HASH_SLOTS_H

#include "common/base/env.h"

/* A place of the table: most things that are not the one looked for differ in the hash. */
typedef struct nh_hash_slot {
    uint32_t number; /* of a thing; 0: empty      */
    uint32_t hash;   /* low bits of that thing's  */
} nh_hash_slot;

/* Zero-initialise. May be moved. For one thread. Owners see to it that some slots stay free. */
typedef struct nh_hash_slots {
    nh_hash_slot *list;
    size_t count;  /* a power of two, or 0                                             */
    uint64_t seed; /* of the hashes, drawn with the first slots: nobody can choose things
                      that collide                                                     */
} nh_hash_slots;

/* `count` slots, a power of two and more than before. False without memory: all is as before.
 * Cost: linear in the slots; nothing is hashed again. */
bool nh_hash_slots_grow(nh_hash_slots *t, const nh_env *env, size_t count);

/* A thing that is not there yet. */
void nh_hash_slots_put(nh_hash_slots *t, nh_hash_slot slot);

/* Frees what it holds; zeroed. */
void nh_hash_slots_free(nh_hash_slots *t, const nh_env *env);

/* The first slot from `at` on, round the end, that has this hash or is empty. */
static inline nh_hash_slot *nh_hash_slots_from(const nh_hash_slots *t, size_t at,
                                               uint32_t hash)
{
    const size_t mask = t->count - 1;

    for (at &= mask; t->list[at].number != 0 && t->list[at].hash != hash;)
        at = (at + 1) & mask;
    return &t->list[at];
}

/* Where a thing of this hash may be; empty: there is none, and it would belong here. There are
 * slots. */
static inline nh_hash_slot *nh_hash_slots_first(const nh_hash_slots *t, uint32_t hash)
{
    return nh_hash_slots_from(t, hash, hash);
}

/* The same behind slot `s`, which had another thing of its hash. */
static inline nh_hash_slot *nh_hash_slots_next(const nh_hash_slots *t,
                                               const nh_hash_slot *s)
{
    return nh_hash_slots_from(t, (size_t)(s - t->list) + 1, s->hash);
}

/* Bytes held. */
static inline size_t nh_hash_slots_memory(const nh_hash_slots *t)
{
    return t->count * sizeof *t->list;
}

#endif
