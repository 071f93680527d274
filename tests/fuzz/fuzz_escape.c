/* tests/fuzz/fuzz_escape.c - no bytes get through an escape that its place must not see. */
#include <stdlib.h>

#include "common/base/bytes/escape.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

/*
 * The next character of `s` at `*at`, decoded by a way of its own: from the bits, then by
 * encoding the result again and comparing lengths. Invalid UTF-8 aborts.
 */
static uint32_t next_valid(nh_str s, size_t *at)
{
    const uint8_t first = (uint8_t)s.ptr[*at];
    size_t more = 0;
    uint32_t code;
    size_t need;

    while (more < 7 && (first & (0x80u >> more)) != 0)
        more++;
    demand(more != 1 && more <= 4);
    more = more > 0 ? more - 1 : 0;
    code = more > 0 ? first & (0x3fu >> more) : first;
    demand(*at + more < s.len);
    for (size_t i = 1; i <= more; i++) {
        demand(((uint8_t)s.ptr[*at + i] & 0xc0) == 0x80);
        code = code * 64 + ((uint8_t)s.ptr[*at + i] & 0x3f);
    }
    need = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    demand(need == more && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff));
    *at += more + 1;
    return code;
}

/* Moves the cursor, clears the screen, or turns the text around. */
static bool commands_terminal(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c || c == 0x200e ||
           c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* `allowed` are controls that may stand; `forbidden` are characters that may not. */
static void check(const nh_buffer *b, const char *allowed, const char *forbidden)
{
    const nh_str s = nh_buf_str(b);

    demand(nh_buf_ok(b));
    for (size_t at = 0; at < s.len;) {
        const uint32_t c = next_valid(s, &at);
        bool may = !commands_terminal(c);

        for (const char *z = allowed; *z != '\0'; z++)
            may = may || c == (uint32_t)*z;
        for (const char *z = forbidden; *z != '\0'; z++)
            may = may && c != (uint32_t)*z;
        demand(may);
    }
}

/* Outside of escapes no quote stands, and every escape is one of RFC 8259. */
static void check_json(const nh_buffer *b)
{
    static const char letters[] = "\"\\/bfnrt";

    check(b, "", "");
    for (size_t i = 0; i < b->size; i++) {
        bool known = false;

        demand(b->bytes[i] != '"');
        if (b->bytes[i] != '\\')
            continue;
        demand(++i < b->size);
        for (const char *z = letters; *z != '\0'; z++)
            known = known || b->bytes[i] == (uint8_t)*z;
        demand(known || (b->bytes[i] == 'u' && i + 4 < b->size));
    }
}

/* Read back by RFC 4180, it is one field. */
static void check_csv(const nh_buffer *b)
{
    const bool quoted = b->size > 0 && b->bytes[0] == '"';

    check(b, "", "\t\n\r");
    demand(!quoted || (b->size >= 2 && b->bytes[b->size - 1] == '"'));
    for (size_t i = quoted; i + quoted < b->size; i++) {
        demand(quoted || (b->bytes[i] != ',' && b->bytes[i] != '"'));
        if (b->bytes[i] == '"')
            demand(i + 1 + quoted < b->size && b->bytes[++i] == '"');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const nh_str text = {(const char *)bytes, size};
    nh_buffer b = {0};

    nh_escape_terminal(&b, text, false);
    check(&b, "\t", "");
    nh_buf_clear(&b);
    nh_escape_terminal(&b, text, true);
    check(&b, "\t\n", "");
    nh_buf_clear(&b);
    nh_escape_html(&b, text);
    check(&b, "\t\n", "<>\"'");
    nh_buf_clear(&b);
    nh_escape_tsv(&b, text);
    check(&b, "", "\t\n\r");
    nh_buf_clear(&b);
    nh_escape_trec(&b, text);
    check(&b, "", " \t\n");
    nh_buf_clear(&b);
    nh_escape_csv(&b, text);
    check_csv(&b);
    nh_buf_clear(&b);
    nh_escape_json(&b, text);
    check_json(&b);
    nh_buf_free(&b);
    return 0;
}
