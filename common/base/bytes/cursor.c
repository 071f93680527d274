/* common/base/bytes/cursor.c - reading untrusted bytes in a straight line. */
#include "common/base/bytes/cursor.h"

/* The end of the range is where a bad cursor stands: every later read finds nothing. */
static void mark_bad(nh_cursor *c, size_t at)
{
    if (c->bad)
        return;
    c->bad = true;
    c->bad_at = at;
    c->at = c->size;
}

const uint8_t *nh_cur_bytes(nh_cursor *c, size_t n)
{
    const uint8_t *here;

    if (c->bad || n > nh_cur_left(c)) { /* by subtraction: `at + n` could wrap */
        mark_bad(c, c->at);
        return NULL;
    }
    here = c->start != NULL ? c->start + c->at : (const uint8_t *)"";
    c->at += n;
    return here;
}

/* `n` bytes, lowest first. */
static uint64_t fixed(nh_cursor *c, size_t n)
{
    const uint8_t *b = nh_cur_bytes(c, n);
    uint64_t v = 0;

    if (b == NULL)
        return 0;
    for (size_t i = 0; i < n; i++)
        v |= (uint64_t)b[i] << (8 * i);
    return v;
}

uint8_t nh_cur_u8(nh_cursor *c)
{
    return (uint8_t)fixed(c, 1);
}

uint16_t nh_cur_u16(nh_cursor *c)
{
    return (uint16_t)fixed(c, 2);
}

uint32_t nh_cur_u32(nh_cursor *c)
{
    return (uint32_t)fixed(c, 4);
}

uint64_t nh_cur_u64(nh_cursor *c)
{
    return fixed(c, 8);
}

/*
 * One value has one spelling: a last byte of zero pads, and is refused. The tenth byte holds
 * the 64th bit alone, so more of it is too large.
 */
static uint64_t varint(nh_cursor *c, uint64_t most)
{
    const size_t first = c->at;
    uint64_t v = 0;

    for (unsigned shift = 0; shift < 70 && nh_cur_left(c) > 0; shift += 7) {
        const uint64_t byte = c->start[c->at++];

        if (shift == 63 && byte > 1)
            break;
        v |= (byte & 0x7f) << shift;
        if (v > most)
            break;
        if ((byte & 0x80) != 0)
            continue;
        if (byte == 0 && shift > 0)
            break;
        return v;
    }
    mark_bad(c, first);
    return 0;
}

uint32_t nh_cur_var32(nh_cursor *c)
{
    return (uint32_t)varint(c, UINT32_MAX);
}

uint64_t nh_cur_var64(nh_cursor *c)
{
    return varint(c, UINT64_MAX);
}

nh_str nh_cur_str(nh_cursor *c)
{
    const uint32_t len = nh_cur_var32(c);
    const uint8_t *bytes = nh_cur_bytes(c, len);

    return bytes != NULL ? (nh_str){(const char *)bytes, len} : (nh_str){NULL, 0};
}

bool nh_cur_zeros(nh_cursor *c, size_t n)
{
    const uint8_t *b = nh_cur_bytes(c, n);
    uint8_t any = 0;

    if (b == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        any |= b[i];
    return any == 0;
}

nh_cursor nh_cur_sub(nh_cursor *c, uint64_t offset, uint64_t size)
{
    if (c->bad || offset > c->size || size > c->size - offset) {
        mark_bad(c, c->at);
        return (nh_cursor){.bad = true};
    }
    return nh_cur(c->start + offset, (size_t)size);
}

void nh_cur_spoil(nh_cursor *c, size_t at)
{
    mark_bad(c, at);
}
