/* common/base/memory/arena.c - memory that dies together. */
#include "common/base/memory/arena.h"

#include <stdalign.h>
#include <string.h>

#include "common/base/checked.h"
#include "common/base/error.h"

/* Chunks double from the first size to the last: few allocations, at most half wasted. The first,
 * with its head, is of a size that allocators keep at hand for the next one. */
#define FIRST_CHUNK (((size_t)1 << 10) - sizeof(nh_arena_chunk))
#define LAST_CHUNK ((size_t)1 << 20)
#define ALIGNMENT alignof(max_align_t)

struct nh_arena_chunk {
    nh_arena_chunk *older;
    size_t size;                      /* bytes of `data`              */
    size_t used;                      /* 0..size, a multiple of 16    */
    alignas(max_align_t) char data[]; /* the pieces */
};

static bool round_up(size_t n, size_t *out)
{
    size_t sum;

    if (!nh_add_size(n, ALIGNMENT - 1, &sum))
        return false;
    *out = sum & ~(ALIGNMENT - 1);
    return true;
}

static size_t next_size(const nh_arena *a, size_t need)
{
    size_t size = FIRST_CHUNK;

    if (a->newest != NULL)
        size = a->newest->size < LAST_CHUNK / 2 ? a->newest->size * 2 : LAST_CHUNK;
    return need > size ? need : size;
}

/*
 * A chunk with room for `need` bytes. Near the limit it is smaller than usual, so that an
 * arena can be filled to the last byte; `held` counts the chunk with its head.
 */
static nh_arena_chunk *new_chunk(nh_arena *a, size_t need)
{
    size_t size = next_size(a, need);
    size_t total;
    nh_arena_chunk *chunk;

    if (!nh_add_size(size, sizeof *chunk, &total))
        return NULL;
    if (a->limit != 0) {
        const size_t left = a->limit > a->held ? a->limit - a->held : 0;

        if (left < sizeof *chunk || left - sizeof *chunk < need) {
            a->full = true;
            return NULL;
        }
        if (total > left)
            total = left;
        size = total - sizeof *chunk;
    }
    chunk = (nh_arena_chunk *)nh_resized(a->env, NULL, total, 1);
    if (chunk == NULL)
        return NULL;
    *chunk = (nh_arena_chunk){.older = a->newest, .size = size};
    a->newest = chunk;
    a->held += total;
    return chunk;
}

/* `bytes` bytes, not zeroed; NULL as nh_arena_array(). */
static void *take(nh_arena *a, size_t bytes)
{
    nh_arena_chunk *chunk = a->newest;
    size_t need;
    void *piece;

    a->full = false;
    if (!round_up(bytes > 0 ? bytes : 1, &need))
        return NULL;
    if (chunk == NULL || need > chunk->size - chunk->used)
        chunk = new_chunk(a, need);
    if (chunk == NULL)
        return NULL;
    piece = chunk->data + chunk->used;
    chunk->used += need;
    return piece;
}

void *nh_arena_take(nh_arena *a, size_t count, size_t size)
{
    size_t bytes;

    if (nh_mul_size(count, size, &bytes))
        return take(a, bytes);
    a->full = false;
    return NULL;
}

void *nh_arena_array(nh_arena *a, size_t count, size_t size)
{
    void *piece = nh_arena_take(a, count, size);

    if (piece != NULL)
        memset(piece, 0, count * size);
    return piece;
}

void *nh_arena_grown(nh_arena *a, void *list, uint32_t count, uint32_t *room,
                     uint32_t first, size_t size)
{
    const uint32_t n = *room > 0 ? *room * 2 : first;
    void *grown;

    if (count < *room)
        return list;
    grown = n > *room ? nh_arena_take(a, n, size) : NULL;
    if (grown == NULL)
        return NULL;
    if (count > 0)
        memcpy(grown, list, count * size);
    *room = n;
    return grown;
}

nh_str nh_arena_copy(nh_arena *a, nh_str text)
{
    size_t bytes;
    char *copy;

    if (!nh_add_size(text.len, 1, &bytes))
        return (nh_str){NULL, 0};
    copy = (char *)take(a, bytes);
    if (copy == NULL)
        return (nh_str){NULL, 0};
    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return (nh_str){copy, text.len};
}

nh_status nh_arena_fail(const nh_arena *a, nh_error *err, const char *what)
{
    if (!a->full)
        return nh_fail_memory(err, what);
    return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "%s: more than %zu bytes of memory",
                   what, a->limit);
}

/* Frees every chunk older than `chunk`. */
static void free_older(nh_arena *a, nh_arena_chunk *chunk)
{
    nh_arena_chunk *older = chunk->older;

    while (older != NULL) {
        nh_arena_chunk *next = older->older;

        a->held -= older->size + sizeof *older;
        nh_release(a->env, older);
        older = next;
    }
    chunk->older = NULL;
}

/* The newest chunk is the largest but where one big piece had a chunk of its own. */
void nh_arena_reset(nh_arena *a)
{
    a->full = false;
    if (a->newest == NULL)
        return;
    free_older(a, a->newest);
    a->newest->used = 0;
}

void nh_arena_close(nh_arena *a)
{
    nh_arena_reset(a);
    nh_release(a->env, a->newest);
    a->newest = NULL;
    a->held = 0;
}
