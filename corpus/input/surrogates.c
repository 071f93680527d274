/* corpus/input/surrogates.c - halves of surrogate pairs in JSON escapes. */
#include "corpus/input/surrogates.h"

#include <string.h>

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

int nh_surrogates_unit(const uint8_t *json, size_t size, size_t at)
{
    int unit = 0;

    if (size - at < NH_UNIT_SIZE || json[at] != '\\' || json[at + 1] != 'u')
        return -1;
    for (size_t i = 2; i < NH_UNIT_SIZE; i++) {
        const int digit = hex_of(json[at + i]);

        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

size_t nh_surrogates_find(const uint8_t *json, size_t size, size_t at)
{
    while (at < size) {
        const int unit = nh_surrogates_unit(json, size, at);

        if (unit < 0xd800 || unit > 0xdfff) {
            at +=
                json[at] == '\\' && size - at > 1 ? 2 : 1; /* "\\u" is no escape of ours */
            continue;
        }
        const int next = nh_surrogates_unit(json, size, at + NH_UNIT_SIZE);

        if (unit >= 0xdc00 || next < 0xdc00 || next > 0xdfff)
            return at;
        at += NH_UNIT_SIZE * 2;
    }
    return size;
}

size_t nh_surrogates_mend(uint8_t *json, size_t size)
{
    size_t lone = 0;
    size_t at = nh_surrogates_find(json, size, 0);

    while (at < size) {
        memcpy(json + at, "\\ufffd", NH_UNIT_SIZE);
        at = nh_surrogates_find(json, size, at + NH_UNIT_SIZE);
        lone++;
    }
    return lone;
}
