/*
 * common/base/bytes/character.h - one character of UTF-8 that may be damaged.
 */
#ifndef NH_BASE_CHARACTER_H
#define NH_BASE_CHARACTER_H

#include "newshound/base.h"

/* What stands for bytes that are no character. */
#define NH_REPLACEMENT "\xef\xbf\xbd"

typedef struct nh_character {
    uint32_t code; /* the code point; 0xfffd where the bytes are no character */
    uint32_t size; /* bytes it takes, 1..4                                    */
    bool valid;    /* false: a byte that starts no well-formed character      */
} nh_character;

/* nh_character_at() of a byte that is not ASCII. */
nh_character nh_character_wide(nh_str text, size_t at);

/* The character at `at` < text.len, by table 3-7 of the Unicode Standard: shortest form, no
 * surrogates. A byte that starts none counts alone. */
static inline nh_character nh_character_at(nh_str text, size_t at)
{
    const uint8_t first = (uint8_t)text.ptr[at];

    return first < 0x80 ? (nh_character){first, 1, true} : nh_character_wide(text, at);
}

#endif
