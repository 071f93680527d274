/* corpus/topics/json_text.c - the texts and numbers of JSON, as they are written. */
#include "corpus/topics/json_text.h"

#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "corpus/input/surrogates.h"

bool nh_json_is_literal(nh_str bytes)
{
    return nh_str_equal(bytes, NH_STR("true")) || nh_str_equal(bytes, NH_STR("false")) ||
           nh_str_equal(bytes, NH_STR("null"));
}

/* Steps over digits; false if there is none. */
static bool skip_digits(nh_str bytes, size_t *at)
{
    const size_t first = *at;

    while (*at < bytes.len && bytes.ptr[*at] >= '0' && bytes.ptr[*at] <= '9')
        (*at)++;
    return *at > first;
}

/* Steps over the next byte if it is one of two. */
static bool skip_one(nh_str bytes, size_t *at, char one, char other)
{
    const bool there =
        *at < bytes.len && (bytes.ptr[*at] == one || bytes.ptr[*at] == other);

    *at += there;
    return there;
}

bool nh_json_is_number(nh_str bytes)
{
    size_t at = 0;

    (void)skip_one(bytes, &at, '-', '-');
    if (!skip_one(bytes, &at, '0', '0') && !skip_digits(bytes, &at))
        return false;
    if (skip_one(bytes, &at, '.', '.') && !skip_digits(bytes, &at))
        return false;
    if (skip_one(bytes, &at, 'e', 'E')) {
        (void)skip_one(bytes, &at, '+', '-');
        if (!skip_digits(bytes, &at))
            return false;
    }
    return at == bytes.len;
}

nh_str nh_json_whole(nh_str number)
{
    size_t end = number.len;

    while (end > 0 && number.ptr[end - 1] == '0')
        end--;
    if (end > 0 && number.ptr[end - 1] == '.')
        number.len = end - 1;
    return number;
}

size_t nh_json_text_check(nh_str inside, const char **why)
{
    const uint8_t *bytes = (const uint8_t *)inside.ptr;
    const size_t lone = nh_surrogates_find(bytes, inside.len, 0);

    for (size_t at = 0; at < lone; at++) {
        if (bytes[at] < ' ') {
            *why = "a control character in a JSON text";
            return at;
        }
    }
    if (lone < inside.len)
        *why = "half a surrogate pair in a JSON text";
    return lone;
}

/* What stands behind the backslash of an escape of two bytes, decoded. */
static uint8_t escaped(uint8_t letter)
{
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return letter; /* a quotation mark, a slash or a backslash */
    }
}

/* The code point of the escape \uXXXX at *at, or of the pair, which are stepped over. */
static uint32_t take_units(const uint8_t *inside, size_t size, size_t *at)
{
    const uint32_t unit = (uint32_t)nh_surrogates_unit(inside, size, *at);
    uint32_t low = 0;

    *at += NH_UNIT_SIZE;
    if (unit < 0xd800 || unit > 0xdbff)
        return unit;
    low = (uint32_t)nh_surrogates_unit(inside, size, *at);
    *at += NH_UNIT_SIZE;
    return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

size_t nh_json_text_decode(uint8_t *inside, size_t size)
{
    size_t end = 0;
    size_t at = 0;

    while (at < size) {
        char letter[NH_UTF8_MAX];
        size_t bytes = 1;

        if (inside[at] != '\\' || size - at < 2) {
            inside[end++] = inside[at++];
            continue;
        }
        if (nh_surrogates_unit(inside, size, at) >= 0) {
            bytes = nh_utf8_encode(take_units(inside, size, &at), letter);
        } else {
            letter[0] = (char)escaped(inside[at + 1]);
            at += 2;
        }
        for (size_t i = 0; i < bytes; i++)
            inside[end++] = (uint8_t)letter[i];
    }
    return end;
}
