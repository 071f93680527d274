/* common/text/letters/utf8.c - any bytes into valid UTF-8: validation, repair. */
#include "common/text/letters/utf8.h"

#include <string.h>

#include "common/base/bytes/character.h"

#define REPLACEMENT 0xFFFDu

size_t nh_utf8_before(nh_str text, size_t at)
{
    do
        at--;
    while (at > 0 && ((uint8_t)text.ptr[at] & 0xC0) == 0x80);
    return at;
}

size_t nh_utf8_encode(uint32_t c, char out[NH_UTF8_MAX])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* The end of the run of ASCII that begins at `at`. */
static size_t ascii_end(nh_str text, size_t at)
{
    uint64_t eight;

    while (text.len - at >= sizeof(eight)) {
        memcpy(&eight, text.ptr + at, sizeof(eight));
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            break;
        at += sizeof(eight);
    }
    while (at < text.len && (uint8_t)text.ptr[at] < 0x80)
        at++;
    return at;
}

bool nh_utf8_is_ascii(nh_str text)
{
    return ascii_end(text, 0) == text.len;
}

size_t nh_utf8_valid(nh_str text)
{
    size_t at = ascii_end(text, 0);

    while (at < text.len) {
        const nh_character c = nh_character_at(text, at);

        if (!c.valid)
            return at;
        at += c.size;
        if (at < text.len && (uint8_t)text.ptr[at] < 0x80)
            at = ascii_end(text, at);
    }
    return at;
}

/* Whether some character of several bytes is spelled validly. */
static bool has_valid_sequence(nh_str text)
{
    size_t at = 0;

    while ((at = ascii_end(text, at)) < text.len) {
        const nh_character c = nh_character_at(text, at);

        if (c.valid)
            return true;
        at += c.size;
    }
    return false;
}

/* Windows-1252 from 80 to 9F; 0 where it has no character. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static uint32_t windows_character(uint8_t byte)
{
    if (byte < 0x80 || byte >= 0xA0)
        return byte;
    return windows_1252[byte - 0x80] != 0 ? windows_1252[byte - 0x80] : REPLACEMENT;
}

static void put_character(nh_buffer *out, uint32_t c, nh_utf8_report *report)
{
    char bytes[NH_UTF8_MAX];

    nh_buf_bytes(out, bytes, nh_utf8_encode(c, bytes));
    if (c == REPLACEMENT)
        report->repairs++;
}

static void read_windows(nh_str text, nh_buffer *out, nh_utf8_report *report)
{
    size_t at = 0;

    while (at < text.len && nh_buf_ok(out)) {
        const size_t end = ascii_end(text, at);

        nh_buf_bytes(out, text.ptr + at, end - at);
        for (at = end; at < text.len && (uint8_t)text.ptr[at] >= 0x80; at++)
            put_character(out, windows_character((uint8_t)text.ptr[at]), report);
    }
}

static void repair(nh_str text, nh_buffer *out, nh_utf8_report *report)
{
    size_t at = 0;

    while (at < text.len && nh_buf_ok(out)) {
        const nh_str rest = {text.ptr + at, text.len - at};
        const size_t good = nh_utf8_valid(rest);

        nh_buf_bytes(out, rest.ptr, good);
        at += good;
        if (at < text.len) {
            at++;
            put_character(out, REPLACEMENT, report);
        }
    }
}

nh_status nh_utf8_adopt(nh_str bytes, nh_buffer *scratch, nh_str *out,
                        nh_utf8_report *report, nh_error *err)
{
    nh_utf8_report found = {.source = NH_UTF8_AS_IS, .bad_at = nh_utf8_valid(bytes)};
    nh_status status;

    nh_buf_clear(scratch);
    if (found.bad_at == bytes.len) {
        *out = bytes;
    } else {
        found.source = has_valid_sequence(bytes) ? NH_UTF8_REPAIRED : NH_UTF8_WINDOWS;
        if (found.source == NH_UTF8_WINDOWS)
            read_windows(bytes, scratch, &found);
        else
            repair(bytes, scratch, &found);
        status = nh_buf_status(scratch, err, "a text that was not UTF-8");
        if (status != NH_OK)
            return status;
        *out = nh_buf_str(scratch);
    }
    if (report != NULL)
        *report = found;
    return NH_OK;
}
