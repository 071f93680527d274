/*
 * common/base/str.h - small questions about text that somebody else owns.
 */
#ifndef NH_BASE_STR_H
#define NH_BASE_STR_H

#include <string.h>

#include "newshound/base.h"

/* A literal as text: NH_STR("abc"). */
#define NH_STR(literal) ((nh_str){(literal), sizeof(literal) - 1})

/* The arguments of "%.*s". Texts longer than INT_MAX are cut. */
#define NH_STR_ARG(s) \
    (int)((s).len < 0x7fffffff ? (s).len : 0x7fffffff), ((s).ptr ? (s).ptr : "")

/* The text of a NUL-terminated string; borrowed from it. NULL gives the empty text. */
static inline nh_str nh_str_of(const char *z)
{
    return (nh_str){z, z != NULL ? strlen(z) : 0};
}

static inline bool nh_str_equal(nh_str a, nh_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Byte order, the shorter first if one starts the other: the order of the term dictionary. */
static inline int nh_str_compare(nh_str a, nh_str b)
{
    const size_t n = a.len < b.len ? a.len : b.len;
    const int c = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;

    if (c != 0)
        return c;
    return (a.len > b.len) - (a.len < b.len);
}

static inline bool nh_str_starts(nh_str s, nh_str prefix)
{
    return s.len >= prefix.len &&
           (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

/* Bytes [at, at + len) of `s`; the caller knows that they exist. Borrowed from `s`. */
static inline nh_str nh_str_part(nh_str s, size_t at, size_t len)
{
    return (nh_str){at > 0 ? s.ptr + at : s.ptr, len}; /* the empty text may be NULL */
}

/* The first eight bytes of a text as a number, first one highest, zeros after its end: texts with
 * different ones are in the order of these. */
static inline uint64_t nh_str_key(nh_str s)
{
    uint64_t key = 0;

    if (s.len >= 8) { /* which compilers know for one read */
        for (size_t i = 0; i < 8; i++)
            key = key << 8 | (uint8_t)s.ptr[i];
        return key;
    }
    for (size_t i = 0; i < s.len; i++)
        key = key << 8 | (uint8_t)s.ptr[i];
    return s.len > 0 ? key << (64 - 8 * s.len) : 0;
}

/* Bytes that both texts begin with. */
static inline size_t nh_str_shared(nh_str a, nh_str b)
{
    const size_t n = a.len < b.len ? a.len : b.len;
    size_t i = 0;

    while (i < n && a.ptr[i] == b.ptr[i])
        i++;
    return i;
}

/* True of the blanks that may stand around a word or a line; of ASCII only. */
static inline bool nh_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The text without the blanks around it. Borrowed from `s`. */
static inline nh_str nh_str_trim(nh_str s)
{
    while (s.len > 0 && nh_is_blank(s.ptr[0]))
        s = nh_str_part(s, 1, s.len - 1);
    while (s.len > 0 && nh_is_blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

/* A path without any "./" at its front, as it is in an id. */
static inline nh_str nh_str_bare_path(nh_str path)
{
    while (nh_str_starts(path, NH_STR("./")) && path.len > 2)
        path = nh_str_part(path, 2, path.len - 2);
    return path;
}

/* What a noun ends in behind `n`: "1 article", "2 articles". */
static inline const char *nh_plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

#endif
