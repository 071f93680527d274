/* common/text/surfaces/surfaces.c - the next stretch of text that can be analysed by itself. */
#include "common/text/surfaces/surfaces.h"

#include <string.h>

#include "common/text/letters/ascii_scan.h"

/* H hard, S soft, O open, P part, Q quote, X high. */
#define H NH_BYTE_HARD
#define S NH_BYTE_SOFT
#define O NH_BYTE_OPEN
#define P NH_BYTE_PART
#define Q NH_BYTE_QUOTE
#define X NH_BYTE_HIGH
#define HARD_16 H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H
#define PART_16 P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P
#define HIGH_16 X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X
#define HIGH_128 HIGH_16, HIGH_16, HIGH_16, HIGH_16, HIGH_16, HIGH_16, HIGH_16, HIGH_16

/* clang-format off */
static const uint8_t news_classes[256] = {
    HARD_16, HARD_16,
    /*   !  "  #  $  %  &  '  (  )  *  +  ,  -  .  / */
    H, H, Q, O, H, S, S, S, H, H, H, S, S, S, S, S,
    /* 0..9 :  ;  <  =  >  ? */
    P, P, P, P, P, P, P, P, P, P, S, S, H, S, H, S,
    O, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* P..Z [  \  ]  ^  _ */
    P, P, P, P, P, P, P, P, P, P, P, H, H, H, H, S,
    S, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* p..z {  |  }  ~  DEL */
    P, P, P, P, P, P, P, P, P, P, P, H, H, H, S, H,
    HIGH_128,
};

/* Blanks, and everything else. */
static const uint8_t whitespace_classes[256] = {
    H, P, P, P, P, P, P, P, P, H, H, H, H, H, P, P,
    PART_16,
    H, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    PART_16, PART_16, PART_16, PART_16, PART_16,
    PART_16, PART_16, PART_16, PART_16, PART_16, PART_16, PART_16, PART_16,
};

/* UAX #29 knows fewer: ' , . : ; between letters or digits, and _ as a part. */
static const uint8_t plain_classes[256] = {
    HARD_16, HARD_16,
    H, H, Q, H, H, H, H, S, H, H, H, H, S, H, S, H,
    P, P, P, P, P, P, P, P, P, P, S, S, H, H, H, H,
    H, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    P, P, P, P, P, P, P, P, P, P, P, H, H, H, H, P,
    H, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    P, P, P, P, P, P, P, P, P, P, P, H, H, H, H, H,
    HIGH_128,
};
/* clang-format on */

const uint8_t *nh_byte_classes(nh_profile profile)
{
    switch (profile) {
    case NH_PROFILE_WHITESPACE:
        return whitespace_classes;
    case NH_PROFILE_PLAIN:
        return plain_classes;
    case NH_PROFILE_NEWS:
        break;
    }
    return news_classes;
}

nh_surface_rule nh_surface_rule_of(nh_profile profile)
{
    const uint8_t *classes = nh_byte_classes(profile);
    nh_surface_rule rule = {.classes = classes,
                            .high = classes[0x80] == NH_BYTE_HIGH ? ~UINT64_C(0) : 0,
                            .mask = nh_byte_masker_get(),
                            .list = nh_bit_lister_get()};

    for (uint8_t c = 0; c < 0x80; c++) {
        if (classes[c] == NH_BYTE_HARD)
            nh_byte_sets_put(&rule.sets, NH_SURFACE_HARD, c);
        else if (classes[c] == NH_BYTE_SOFT)
            nh_byte_sets_put(&rule.sets, NH_SURFACE_SOFT, c);
        else if (classes[c] == NH_BYTE_PART)
            nh_byte_sets_put(&rule.sets, NH_SURFACE_PART, c);
        else if (classes[c] == NH_BYTE_QUOTE)
            nh_byte_sets_put(&rule.sets, NH_SURFACE_QUOTE, c);
    }
    return rule;
}

/* Bytes of the character at `at` if no surface goes on across it: the no-break space, dashes,
 * double quotation marks, the ellipsis; else 0. They are what news has most of. */
static size_t hard_character(nh_str text, size_t at)
{
    const uint8_t *p = (const uint8_t *)text.ptr + at;

    if (p[0] == 0xC2 && text.len - at >= 2 && p[1] == 0xA0)
        return 2;
    if (p[0] != 0xE2 || text.len - at < 3 || p[1] != 0x80)
        return 0;
    return p[2] == 0x93 || p[2] == 0x94 || p[2] == 0x9C || p[2] == 0x9D || p[2] == 0xA6 ? 3
                                                                                        : 0;
}

/* The byte at which a surface, searched on from `at`, must end. */
static size_t hard_end(nh_str text, size_t at, const uint8_t *classes)
{
    for (; at < text.len; at++) {
        const uint8_t class = classes[(uint8_t)text.ptr[at]];

        if (class == NH_BYTE_HARD)
            return at;
        if (class == NH_BYTE_QUOTE && (at == 0 || (uint8_t)text.ptr[at - 1] < 0x80))
            return at;
        if (class == NH_BYTE_HIGH && hard_character(text, at) > 0)
            return at;
    }
    return at;
}

/* The end of [at, end) without what is soft. A stop stays after a surface that has another,
 * as in U.S., and an apostrophe after a letter that is not ASCII, as in Hebrew. */
static size_t trimmed_end(nh_str text, size_t at, size_t end, const uint8_t *classes)
{
    size_t last = end;

    while (last > at) {
        const uint8_t class = classes[(uint8_t)text.ptr[last - 1]];

        if (class == NH_BYTE_PART || class == NH_BYTE_HIGH)
            break;
        last--;
    }
    if (last == at || last == end)
        return last;
    if (text.ptr[last] == '\'' && classes[(uint8_t)text.ptr[last - 1]] == NH_BYTE_HIGH)
        return last + 1;
    if (text.ptr[last] == '.' && memchr(text.ptr + at, '.', last - at) != NULL)
        return last + 1;
    return last;
}

/* nh_surface_next() for a surface that begins at `start` and holds more than letters and
 * digits; size 0 if nothing is left of it. */
static nh_surface mixed_surface(nh_str text, size_t start, const uint8_t *classes)
{
    const size_t next = hard_end(text, start, classes);
    const size_t end = trimmed_end(text, start, next, classes);

    return (nh_surface){start, end > start ? end - start : 0, next};
}

/* True if no surface goes on across byte `at`, which comes after a letter or a digit: also
 * not across a stop or a comma before a blank. */
static bool ends_plain(nh_str text, size_t at, const uint8_t *classes)
{
    const uint8_t class = classes[(uint8_t)text.ptr[at]];

    return class == NH_BYTE_HARD || class == NH_BYTE_QUOTE ||
           (class == NH_BYTE_SOFT &&
            (at + 1 == text.len || classes[(uint8_t)text.ptr[at + 1]] == NH_BYTE_HARD));
}

nh_surface nh_surface_next(nh_str text, size_t at, const uint8_t *classes)
{
    while (at < text.len) {
        const uint8_t class = classes[(uint8_t)text.ptr[at]];
        const size_t hard = class == NH_BYTE_HIGH ? hard_character(text, at) : 0;
        const size_t end = class == NH_BYTE_PART ? nh_scan_alnum(text, at) : at;
        nh_surface s = {at, end - at, end};

        if (class < NH_BYTE_OPEN || class == NH_BYTE_QUOTE || hard > 0) {
            at += hard > 0 ? hard : 1;
            continue;
        }
        if (end > at && (end == text.len || ends_plain(text, end, classes)))
            return s;
        s = mixed_surface(text, at, classes);
        if (s.size > 0)
            return s;
        at = s.next;
    }
    return (nh_surface){text.len, 0, text.len};
}
