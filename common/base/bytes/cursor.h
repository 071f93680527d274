/*
 * common/base/bytes/cursor.h - reading untrusted bytes in a straight line.
 *
 * A cursor walks a byte range that it does not own. The first read that would
 * leave the range marks the cursor bad, remembers where, and yields zero; every
 * later read yields zero too. So a decoder reads a whole record without a branch
 * per field and asks once, at the end, whether to believe it:
 *
 *     count = nh_cur_u16(&c);
 *     width = nh_cur_u8(&c);
 *     if (!nh_cur_ok(&c))
 *         return corrupt(...);
 *
 * All fixed-width integers on disk are little-endian and unaligned.
 */
#ifndef NH_BASE_CURSOR_H
#define NH_BASE_CURSOR_H

#include "newshound/base.h"

typedef struct nh_cursor {
    const uint8_t *start; /* first byte of the range; borrowed               */
    size_t size;          /* bytes in the range                              */
    size_t at;            /* next byte to read, 0..size                      */
    size_t bad_at;        /* where the first failed read began               */
    bool bad;             /* sticky                                          */
} nh_cursor;

/* A cursor over `size` bytes; borrowed until the last read. */
static inline nh_cursor nh_cur(const void *bytes, size_t size)
{
    return (nh_cursor){.start = (const uint8_t *)bytes, .size = size};
}

static inline bool nh_cur_ok(const nh_cursor *c)
{
    return !c->bad;
}

static inline size_t nh_cur_left(const nh_cursor *c)
{
    return c->size - c->at;
}

/* Integers of fixed width, lowest byte first; 0 where they do not fit. */
uint8_t nh_cur_u8(nh_cursor *c);
uint16_t nh_cur_u16(nh_cursor *c);
uint32_t nh_cur_u32(nh_cursor *c);
uint64_t nh_cur_u64(nh_cursor *c);

/* Canonical LEB128: seven bits a byte, lowest first; a padded or too large spelling is
 * bad. */
uint32_t nh_cur_var32(nh_cursor *c);
uint64_t nh_cur_var64(nh_cursor *c);

/* The next `n` bytes, borrowed from the range, or NULL. */
const uint8_t *nh_cur_bytes(nh_cursor *c, size_t n);

/* A var32 length and that many bytes; borrowed from the range. */
nh_str nh_cur_str(nh_cursor *c);

/* True if the next `n` bytes exist and are all zero. */
bool nh_cur_zeros(nh_cursor *c, size_t n);

/* A cursor over bytes [offset, offset + size) of the range; bad (as `c` becomes) if they do
 * not exist. Does not move `c`. */
nh_cursor nh_cur_sub(nh_cursor *c, uint64_t offset, uint64_t size);

/* The reader found sense missing where the bytes were there: marks `c` bad at `at`. */
void nh_cur_spoil(nh_cursor *c, size_t at);

#endif
