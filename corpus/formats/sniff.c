/* corpus/formats/sniff.c - what format a file is in, by its first bytes. */
#include "corpus/formats/sniff.h"

#include <string.h>
#include <strings.h>

#include "common/base/str.h"

/* The text without a byte order mark and blanks before it. */
static nh_str text_start(const uint8_t *bytes, size_t size)
{
    nh_str text = {(const char *)bytes, size};

    if (nh_str_starts(text, NH_STR("\xef\xbb\xbf")))
        text = nh_str_part(text, 3, text.len - 3);
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\n' ||
                            text.ptr[0] == '\r' || text.ptr[0] == '\t'))
        text = nh_str_part(text, 1, text.len - 1);
    return text;
}

static bool starts(nh_str text, nh_str word)
{
    return text.len >= word.len && strncasecmp(text.ptr, word.ptr, word.len) == 0;
}

/* An object begins with a brace and then a quote, or ends at once. */
static bool is_json(nh_str text)
{
    size_t at = 1;

    if (text.len == 0 || text.ptr[0] != '{')
        return false;
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
        at++;
    return at < text.len && (text.ptr[at] == '"' || text.ptr[at] == '}');
}

nh_format nh_sniff_format(const uint8_t *bytes, size_t size)
{
    const nh_str text = text_start(bytes, size);

    if (is_json(text))
        return NH_FORMAT_JSONL;
    if (starts(text, NH_STR("<doc>")) || starts(text, NH_STR("<doc ")))
        return NH_FORMAT_TREC;
    if (starts(text, NH_STR("<!doctype lewis")) || starts(text, NH_STR("<reuters")))
        return NH_FORMAT_REUTERS;
    return NH_FORMAT_TEXT;
}

bool nh_sniff_binary(const uint8_t *bytes, size_t size)
{
    size_t controls = 0;

    if (memchr(bytes, 0, size) != NULL)
        return true;
    for (size_t i = 0; i < size; i++) {
        const uint8_t c = bytes[i];

        controls +=
            c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b;
    }
    return controls * 10 > size;
}

bool nh_sniff_markup(const uint8_t *bytes, size_t size)
{
    const nh_str text = text_start(bytes, size);

    return starts(text, NH_STR("<!doctype")) || starts(text, NH_STR("<html")) ||
           starts(text, NH_STR("<?xml"));
}
