/* corpus/formats/surrogates.c - halves of surrogate pairs in JSON escapes. */
#include "corpus/formats/surrogates.h"

#include <string.h>

/* Bytes of an escape \uXXXX. */
#define ESCAPE 6

static int hex_of(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The code unit of the escape at `at`, or -1 if there is none. */
static int unit_at(const uint8_t *json, size_t size, size_t at)
{
    int unit = 0;

    if (size - at < ESCAPE || json[at] != '\\' || json[at + 1] != 'u')
        return -1;
    for (size_t i = 2; i < ESCAPE; i++) {
        const int digit = hex_of(json[at + i]);

        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

size_t nh_surrogates_mend(uint8_t *json, size_t size)
{
    size_t lone = 0;
    size_t at = 0;

    while (at < size) {
        const int unit = unit_at(json, size, at);

        if (unit < 0xd800 || unit > 0xdfff) {
            at +=
                json[at] == '\\' && size - at > 1 ? 2 : 1; /* "\\u" is no escape of ours */
            continue;
        }
        const int next = unit_at(json, size, at + ESCAPE);

        if (unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
            at += (size_t)ESCAPE * 2;
            continue;
        }
        memcpy(json + at, "\\ufffd", ESCAPE);
        at += ESCAPE;
        lone++;
    }
    return lone;
}
