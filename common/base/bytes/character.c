/* common/base/bytes/character.c - one character of UTF-8 that may be damaged. */
#include "common/base/bytes/character.h"

static const nh_character damaged = {0xfffd, 1, false};

static bool continues(nh_str s, size_t at)
{
    return at < s.len && ((uint8_t)s.ptr[at] & 0xc0) == 0x80;
}

/* Bytes of the character that `first`, which is not ASCII, begins; 0: it begins none. */
static uint32_t size_from(uint8_t first)
{
    if (first < 0xc2 || first > 0xf4)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

nh_character nh_character_wide(nh_str text, size_t at)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    const uint8_t first = (uint8_t)text.ptr[at];
    const uint32_t size = size_from(first);
    uint32_t code = first;

    if (size == 0)
        return damaged;
    code &= 0x7fu >> size;
    for (size_t i = 1; i < size; i++) {
        if (!continues(text, at + i))
            return damaged;
        code = code << 6 | ((uint8_t)text.ptr[at + i] & 0x3f);
    }
    if (code < least[size] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return damaged;
    return (nh_character){code, size, true};
}
