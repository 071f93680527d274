/* tests/fuzz/fuzz_utf8.c - whatever the bytes, what is adopted is valid UTF-8. */
#include <stdlib.h>
#include <string.h>

#include "common/base/bytes/character.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

/* The longest valid beginning, one character after the other. */
static size_t valid_slowly(nh_str text)
{
    size_t at = 0;

    while (at < text.len) {
        const nh_character c = nh_character_at(text, at);

        if (!c.valid)
            break;
        at += c.size;
        demand(nh_utf8_before(text, at) == at - c.size);
    }
    return at;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const nh_str given = {(const char *)bytes, size};
    nh_buffer scratch = {0};
    nh_utf8_report report;
    nh_str text;

    demand(nh_utf8_adopt(given, &scratch, &text, &report, NULL) == NH_OK);
    demand(report.bad_at == valid_slowly(given) && nh_utf8_valid(given) == report.bad_at);
    demand((report.source == NH_UTF8_AS_IS) == (report.bad_at == size));
    demand(valid_slowly(text) == text.len);
    demand(nh_str_starts(text, nh_str_part(given, 0, report.bad_at)));
    demand(report.source != NH_UTF8_AS_IS || text.ptr == given.ptr);
    nh_buf_free(&scratch);
    return 0;
}
