/*
 * common/base/bytes/buffer.h - a growing byte writer with a cap: the cursor's other half.
 *
 * A failed allocation or the cap marks the buffer bad; every later call does nothing. So a
 * record is written in a straight line and asked about once, with nh_buf_ok().
 */
#ifndef NH_BASE_BUFFER_H
#define NH_BASE_BUFFER_H

#include "common/base/env.h"

/* Zero-initialise: `nh_buffer b = {0};` or `{.env = env, .limit = 1u << 20}`. */
typedef struct nh_buffer {
    const nh_env *env; /* NULL means the system                            */
    uint8_t *bytes;    /* what was written; owned by the buffer            */
    size_t size;       /* bytes written                                    */
    size_t capacity;
    size_t limit; /* most bytes it may hold; 0 means no limit         */
    bool bad;     /* sticky: memory or the limit said no              */
    bool full;    /* it was the limit                                 */
} nh_buffer;

static inline bool nh_buf_ok(const nh_buffer *b)
{
    return !b->bad;
}

/* What was written so far, as text; borrowed until the next write. */
static inline nh_str nh_buf_str(const nh_buffer *b)
{
    return (nh_str){(const char *)b->bytes, b->size};
}

/* Integers of fixed width, lowest byte first: what nh_cur_u8() and its siblings read. */
static inline void nh_buf_u8(nh_buffer *b, uint8_t v);
static inline void nh_buf_u16(nh_buffer *b, uint16_t v);
static inline void nh_buf_u32(nh_buffer *b, uint32_t v);
static inline void nh_buf_u64(nh_buffer *b, uint64_t v);

/* LEB128 in its shortest spelling: what nh_cur_var32() and nh_cur_var64() read. */
void nh_buf_var32(nh_buffer *b, uint32_t v);
void nh_buf_var64(nh_buffer *b, uint64_t v);

/* How many bytes that is. */
static inline size_t nh_var_size(uint64_t v)
{
    size_t n = 1;

    for (; v >= 0x80; v >>= 7)
        n++;
    return n;
}

/* A copy of `size` bytes. */
void nh_buf_bytes(nh_buffer *b, const void *bytes, size_t size);

/* A var32 length and the bytes: what nh_cur_str() reads. */
void nh_buf_put_str(nh_buffer *b, nh_str s);

/* The bytes of `s`, without a length. */
void nh_buf_text(nh_buffer *b, nh_str s);

/* Formatted text, as printf. */
void nh_buf_print(nh_buffer *b, const char *fmt, ...) NH_PRINTF(2, 3);

/* `n` bytes of zero. */
void nh_buf_zeros(nh_buffer *b, size_t n);

/* Zeros up to the next multiple of `to` (a power of two). */
void nh_buf_align(nh_buffer *b, size_t to);

/* Room for `n` bytes at the end, counted as written, contents undefined; NULL if bad. */
static inline uint8_t *nh_buf_extend(nh_buffer *b, size_t n);

/* Forgets the contents, keeps the memory, and is good again. */
void nh_buf_clear(nh_buffer *b);

/* NH_OK, or why it is bad: NH_E_LIMIT or NH_E_NOMEM, naming `what`. */
NH_MUST_USE nh_status nh_buf_status(const nh_buffer *b, nh_error *err, const char *what);

/* Frees the bytes and leaves an empty buffer with the same environment and limit. */
void nh_buf_free(nh_buffer *b);

/* ---- inline, since most bytes are put where there is room for them --------------------- */

/* nh_buf_extend() where that may need memory. */
uint8_t *nh_buf_make_room(nh_buffer *b, size_t n);

static inline uint8_t *nh_buf_extend(nh_buffer *b, size_t n)
{
    const size_t at = b->size;

    if (n >= b->capacity - at || b->limit != 0 || b->bad)
        return nh_buf_make_room(b, n);
    b->size = at + n;
    return b->bytes + at;
}

/* `n` bytes of `v`, lowest first. */
static inline void nh_buf_fixed(nh_buffer *b, uint64_t v, size_t n)
{
    uint8_t *to = nh_buf_extend(b, n);

    for (size_t i = 0; to != NULL && i < n; i++)
        to[i] = (uint8_t)(v >> (8 * i));
}

static inline void nh_buf_u8(nh_buffer *b, uint8_t v)
{
    nh_buf_fixed(b, v, 1);
}

static inline void nh_buf_u16(nh_buffer *b, uint16_t v)
{
    nh_buf_fixed(b, v, 2);
}

static inline void nh_buf_u32(nh_buffer *b, uint32_t v)
{
    nh_buf_fixed(b, v, 4);
}

static inline void nh_buf_u64(nh_buffer *b, uint64_t v)
{
    nh_buf_fixed(b, v, 8);
}

#endif
