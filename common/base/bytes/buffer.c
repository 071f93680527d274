/* common/base/bytes/buffer.c - a growing byte writer with a cap: the cursor's other half. */
#include "common/base/bytes/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/base/checked.h"
#include "common/base/error.h"

#define FIRST_CAPACITY 64

static bool refuse(nh_buffer *b, bool full)
{
    b->bad = true;
    b->full = full;
    return false;
}

/* Doubling keeps the cost of a byte constant; memory that is just enough is the last try. */
static bool grow(nh_buffer *b, size_t need)
{
    size_t capacity = b->capacity > 0 ? b->capacity : FIRST_CAPACITY;
    uint8_t *bytes;

    while (capacity < need && capacity <= SIZE_MAX / 2)
        capacity *= 2;
    if (capacity < need)
        capacity = need;
    bytes = (uint8_t *)nh_resized(b->env, b->bytes, capacity, 1);
    if (bytes == NULL)
        return refuse(b, false);
    b->bytes = bytes;
    b->capacity = capacity;
    return true;
}

/* Room for `n` bytes that count and `spare` that do not. */
static bool reserve(nh_buffer *b, size_t n, size_t spare)
{
    size_t need;

    if (b->bad)
        return false;
    if (!nh_add_size(b->size, n, &need) || (b->limit != 0 && need > b->limit))
        return refuse(b, true);
    if (!nh_add_size(need, spare, &need))
        return refuse(b, true);
    return need <= b->capacity || grow(b, need);
}

uint8_t *nh_buf_make_room(nh_buffer *b, size_t n)
{
    uint8_t *room;

    if (!reserve(b, n, b->bytes == NULL)) /* so that room for nothing is not NULL */
        return NULL;
    room = b->bytes + b->size;
    b->size += n;
    return room;
}

void nh_buf_var32(nh_buffer *b, uint32_t v)
{
    nh_buf_var64(b, v);
}

void nh_buf_var64(nh_buffer *b, uint64_t v)
{
    uint8_t spelled[10];
    size_t n = 0;

    for (; v >= 0x80; v >>= 7)
        spelled[n++] = (uint8_t)(v | 0x80);
    spelled[n++] = (uint8_t)v;
    nh_buf_bytes(b, spelled, n);
}

void nh_buf_bytes(nh_buffer *b, const void *bytes, size_t size)
{
    uint8_t *to;

    if (size == 0)
        return;
    to = nh_buf_extend(b, size);
    if (to != NULL)
        memcpy(to, bytes, size);
}

void nh_buf_put_str(nh_buffer *b, nh_str s)
{
    if (s.len > UINT32_MAX) {
        refuse(b, true);
        return;
    }
    nh_buf_var32(b, (uint32_t)s.len);
    nh_buf_bytes(b, s.ptr, s.len);
}

void nh_buf_text(nh_buffer *b, nh_str s)
{
    nh_buf_bytes(b, s.ptr, s.len);
}

void nh_buf_print(nh_buffer *b, const char *fmt, ...)
{
    va_list args;
    int n;

    va_start(args, fmt);
    n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0) {
        refuse(b, false);
        return;
    }
    if (!reserve(b, (size_t)n, 1)) /* vsnprintf() ends with a NUL that does not count */
        return;
    va_start(args, fmt);
    (void)vsnprintf((char *)b->bytes + b->size, (size_t)n + 1, fmt, args);
    va_end(args);
    b->size += (size_t)n;
}

void nh_buf_zeros(nh_buffer *b, size_t n)
{
    uint8_t *to = nh_buf_extend(b, n);

    if (to != NULL)
        memset(to, 0, n);
}

void nh_buf_align(nh_buffer *b, size_t to)
{
    nh_buf_zeros(b, (to - b->size % to) % to);
}

void nh_buf_clear(nh_buffer *b)
{
    b->size = 0;
    b->bad = false;
    b->full = false;
}

nh_status nh_buf_status(const nh_buffer *b, nh_error *err, const char *what)
{
    if (!b->bad)
        return NH_OK;
    if (b->full)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "%s: more than %zu bytes", what,
                       b->limit != 0 ? b->limit : SIZE_MAX);
    return nh_fail_memory(err, what);
}

void nh_buf_free(nh_buffer *b)
{
    nh_release(b->env, b->bytes);
    *b = (nh_buffer){.env = b->env, .limit = b->limit};
}
