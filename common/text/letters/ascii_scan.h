/*
 * common/text/letters/ascii_scan.h - where a stretch of plain ASCII ends, 16 bytes at a time.
 *
 * Words are short and sentences are not: one load usually reaches the end of the former, and
 * the latter are passed over at a few bytes a cycle. The loop byte by byte is the definition,
 * and finishes what is shorter than a load.
 */
#ifndef NH_TEXT_ASCII_SCAN_H
#define NH_TEXT_ASCII_SCAN_H

#include "newshound/base.h"

#ifdef __SSE2__
#include <emmintrin.h>

#define NH_SCAN_BYTES ((size_t)16)

/* Bytes in [low, high], as 0xFF; low >= 1 and high <= 0x7E. */
static inline __m128i nh_scan_between(__m128i bytes, char low, char high)
{
    return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
                         _mm_cmpgt_epi8(_mm_set1_epi8((char)(high + 1)), bytes));
}

static inline __m128i nh_scan_load(const char *from)
{
    return _mm_loadu_si128((const __m128i *)(const void *)from);
}

/* A bit for each byte that is no ASCII letter and no digit. */
static inline unsigned nh_scan_not_alnum(__m128i bytes)
{
    const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    const __m128i alnum =
        _mm_or_si128(nh_scan_between(lower, 'a', 'z'), nh_scan_between(bytes, '0', '9'));

    return (unsigned)_mm_movemask_epi8(alnum) ^ 0xffffu;
}

/* A bit for each byte that nh_scan_is_quiet() does not accept: `.` is 2E, `!` 21, `?` 3F. */
static inline unsigned nh_scan_not_quiet(__m128i bytes)
{
    const __m128i stops =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.')),
                     _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('!')),
                                  _mm_cmpeq_epi8(bytes, _mm_set1_epi8('?'))));
    const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
                                      _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));

    return (unsigned)_mm_movemask_epi8(_mm_or_si128(bytes, _mm_or_si128(stops, ends)));
}
#endif

static inline bool nh_scan_is_alnum(char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
}

/* ASCII that neither ends a sentence nor a line. */
static inline bool nh_scan_is_quiet(char c)
{
    return (unsigned char)c < 0x80 && c != '.' && c != '!' && c != '?' && c != '\n' &&
           c != '\r';
}

/* The first byte from `at` on that is no ASCII letter and no digit; text.len if all are. */
static inline size_t nh_scan_alnum(nh_str text, size_t at)
{
#ifdef __SSE2__
    for (; text.len - at >= NH_SCAN_BYTES; at += NH_SCAN_BYTES) {
        const unsigned other = nh_scan_not_alnum(nh_scan_load(text.ptr + at));

        if (other != 0)
            return at + (unsigned)__builtin_ctz(other);
    }
#endif
    while (at < text.len && nh_scan_is_alnum(text.ptr[at]))
        at++;
    return at;
}

/* The first byte from `at` on that nh_scan_is_quiet() does not accept; else text.len. */
static inline size_t nh_scan_quiet(nh_str text, size_t at)
{
#ifdef __SSE2__
    for (; text.len - at >= NH_SCAN_BYTES; at += NH_SCAN_BYTES) {
        const unsigned other = nh_scan_not_quiet(nh_scan_load(text.ptr + at));

        if (other != 0)
            return at + (unsigned)__builtin_ctz(other);
    }
#endif
    while (at < text.len && nh_scan_is_quiet(text.ptr[at]))
        at++;
    return at;
}

#endif
