/*
 * common/base/memory/arena.h - memory that dies together.
 *
 * One arena per query and one per flush. Pieces are never freed one by one; the
 * owner closes the arena and every piece goes at once. Not thread-safe: an arena
 * belongs to one thread at a time.
 */
#ifndef NH_BASE_ARENA_H
#define NH_BASE_ARENA_H

#include "common/base/env.h"

typedef struct nh_arena_chunk nh_arena_chunk;

/* Zero-initialise with `nh_arena a = {0};` or with a limit: `{.limit = 64u << 20}`. */
typedef struct nh_arena {
    const nh_env *env;      /* where chunks come from; NULL means the system     */
    nh_arena_chunk *newest; /* chunks, newest first; private                     */
    size_t limit;           /* bytes this arena may ever hold; 0 means no limit  */
    size_t held;            /* bytes obtained so far                             */
    bool full;              /* the limit, not the system, said no                */
} nh_arena;

/*
 * `count` zeroed elements of `size` bytes, aligned for any type. NULL if the limit is
 * reached (`full` is set, and callers report NH_E_LIMIT) or if the product overflows or
 * memory is short (NH_E_NOMEM). count == 0 gives a unique pointer.
 */
void *nh_arena_array(nh_arena *a, size_t count, size_t size);

/* As nh_arena_array(), but with whatever bytes were there: for what is written at once. */
void *nh_arena_take(nh_arena *a, size_t count, size_t size);

/* One T, zeroed. */
#define nh_arena_new(a, T) ((T *)nh_arena_array((a), 1, sizeof(T)))

/*
 * A list of `count` elements of `size` bytes with room for one more, in pieces of this arena: as
 * it is, or a copy with twice the room, or with `first` where *room is 0. New bytes are not
 * zeroed. NULL as nh_arena_array(): then `list` and *room are as they were.
 */
void *nh_arena_grown(nh_arena *a, void *list, uint32_t count, uint32_t *room,
                     uint32_t first, size_t size);

/* A copy of `text`, followed by a NUL that is not counted. {NULL, 0} if there is no room. */
nh_str nh_arena_copy(nh_arena *a, nh_str text);

/* Says why the arena last returned NULL: NH_E_LIMIT if it is full, else NH_E_NOMEM. */
nh_status nh_arena_fail(const nh_arena *a, nh_error *err, const char *what);

/* Forgets every piece but keeps one chunk for reuse. Everything it handed out is dead. */
void nh_arena_reset(nh_arena *a);

/* Forgets every piece. Everything it handed out is dead. */
void nh_arena_close(nh_arena *a);

#endif
