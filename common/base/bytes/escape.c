/* common/base/bytes/escape.c - untrusted text made fit for the place where it is shown. */
#include "common/base/bytes/escape.h"

#include "common/base/bytes/character.h"
#include "common/base/str.h"

#define REPLACEMENT NH_STR(NH_REPLACEMENT)

/* Reorders what a person reads, or breaks the line: not shown as it is. */
static bool is_layout_control(uint32_t c)
{
    return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

bool nh_escape_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || is_layout_control(c);
}

/* Room for the longest spelling: a percent sign and two digits for each of four bytes. */
#define SPELLING_MAX 16

/*
 * How a place writes the character `c`, whose bytes are `bytes`: a literal, something put
 * into `room`, or {NULL, 0} if it stands as it is.
 */
typedef nh_str spell(nh_character c, nh_str bytes, char room[SPELLING_MAX]);

/* What all escapes have in common. Characters that stand as they are are copied in runs. */
static void escape(nh_buffer *out, nh_str text, spell *spell_it)
{
    size_t run = 0; /* where the bytes that are not yet copied begin */

    for (size_t at = 0; at < text.len;) {
        const nh_character c = nh_character_at(text, at);
        char room[SPELLING_MAX];
        const nh_str spelled = spell_it(c, nh_str_part(text, at, c.size), room);

        if (spelled.ptr != NULL) {
            nh_buf_bytes(out, text.ptr + run, at - run);
            nh_buf_text(out, spelled);
            run = at + c.size;
        }
        at += c.size;
    }
    if (text.len > run)
        nh_buf_bytes(out, text.ptr + run, text.len - run);
}

static nh_str as_it_is(void)
{
    return (nh_str){NULL, 0};
}

static nh_str spell_line(nh_character c, nh_str bytes, char room[SPELLING_MAX])
{
    (void)bytes;
    (void)room;
    if (c.valid && (!nh_escape_is_control(c.code) || c.code == '\t'))
        return as_it_is();
    return REPLACEMENT;
}

static nh_str spell_lines(nh_character c, nh_str bytes, char room[SPELLING_MAX])
{
    if (c.valid && c.code == '\n')
        return as_it_is();
    return spell_line(c, bytes, room);
}

void nh_escape_terminal(nh_buffer *out, nh_str text, bool lines)
{
    escape(out, text, lines ? spell_lines : spell_line);
}

static nh_str spell_tsv(nh_character c, nh_str bytes, char room[SPELLING_MAX])
{
    if (c.valid && (c.code == '\t' || c.code == '\n' || c.code == '\r'))
        return NH_STR(" ");
    return spell_line(c, bytes, room);
}

void nh_escape_tsv(nh_buffer *out, nh_str text)
{
    escape(out, text, spell_tsv);
}

static nh_str spell_csv(nh_character c, nh_str bytes, char room[SPELLING_MAX])
{
    return c.valid && c.code == '"' ? NH_STR("\"\"") : spell_tsv(c, bytes, room);
}

/* True of what a spreadsheet would calculate rather than show. */
static bool is_formula(nh_str text)
{
    return text.len > 0 && memchr("=+-@", text.ptr[0], 4) != NULL;
}

void nh_escape_csv(nh_buffer *out, nh_str text)
{
    const bool quoted = text.len > 0 && (memchr(text.ptr, ',', text.len) != NULL ||
                                         memchr(text.ptr, '"', text.len) != NULL);

    nh_buf_bytes(out, "\"", quoted);
    nh_buf_bytes(out, "'", is_formula(text));
    escape(out, text, spell_csv);
    nh_buf_bytes(out, "\"", quoted);
}

static nh_str spell_html(nh_character c, nh_str bytes, char room[SPELLING_MAX])
{
    switch (c.valid ? c.code : 0) {
    case '&':
        return NH_STR("&amp;");
    case '<':
        return NH_STR("&lt;");
    case '>':
        return NH_STR("&gt;");
    case '"':
        return NH_STR("&quot;");
    case '\'':
        return NH_STR("&#39;");
    default:
        return spell_lines(c, bytes, room);
    }
}

void nh_escape_html(nh_buffer *out, nh_str text)
{
    escape(out, text, spell_html);
}

/* "\u2028": four digits of a code below 65536. */
static nh_str spell_u(uint32_t code, char room[SPELLING_MAX])
{
    static const char digits[] = "0123456789abcdef";

    room[0] = '\\';
    room[1] = 'u';
    for (unsigned i = 0; i < 4; i++)
        room[2 + i] = digits[(code >> (12 - 4 * i)) & 15];
    return (nh_str){room, 6};
}

/* DEL, C1 and layout controls need no escape in JSON; it keeps them off terminals. */
static nh_str spell_json(nh_character c, nh_str bytes, char room[SPELLING_MAX])
{
    (void)bytes;
    if (!c.valid)
        return REPLACEMENT;
    switch (c.code) {
    case '"':
        return NH_STR("\\\"");
    case '\\':
        return NH_STR("\\\\");
    case '\b':
        return NH_STR("\\b");
    case '\f':
        return NH_STR("\\f");
    case '\n':
        return NH_STR("\\n");
    case '\r':
        return NH_STR("\\r");
    case '\t':
        return NH_STR("\\t");
    default:
        return nh_escape_is_control(c.code) ? spell_u(c.code, room) : as_it_is();
    }
}

void nh_escape_json(nh_buffer *out, nh_str text)
{
    escape(out, text, spell_json);
}

void nh_escape_json_string(nh_buffer *out, nh_str text)
{
    nh_buf_u8(out, '"');
    nh_escape_json(out, text);
    nh_buf_u8(out, '"');
}

/* The characters of class White_Space that are not controls, and the zero-width blank. */
static bool is_blank(uint32_t c)
{
    return c == ' ' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200b) ||
           c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

static nh_str spell_trec(nh_character c, nh_str bytes, char room[SPELLING_MAX])
{
    static const char digits[] = "0123456789ABCDEF";
    size_t n = 0;

    if (c.valid && c.code != '%' && !nh_escape_is_control(c.code) && !is_blank(c.code))
        return as_it_is();
    for (size_t i = 0; i < bytes.len; i++) {
        const uint8_t byte = (uint8_t)bytes.ptr[i];

        room[n++] = '%';
        room[n++] = digits[byte >> 4];
        room[n++] = digits[byte & 15];
    }
    return (nh_str){room, n};
}

/* Does all of it stand as it is? True of most ids, and cheap to see. */
static bool is_plain_trec(nh_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] <= ' ' || text.ptr[i] == '%' || text.ptr[i] >= 0x7f)
            return false;
    return true;
}

void nh_escape_trec(nh_buffer *out, nh_str text)
{
    if (is_plain_trec(text))
        nh_buf_text(out, text);
    else
        escape(out, text, spell_trec);
}

/* The character at `at`, as it is spelled: in `room`, or borrowed from the text. */
static nh_str spelled_at(nh_str text, size_t at, char room[SPELLING_MAX])
{
    nh_character c;
    nh_str bytes, spelled;

    if (at == text.len)
        return (nh_str){NULL, 0};
    c = nh_character_at(text, at);
    bytes = nh_str_part(text, at, c.size);
    spelled = spell_trec(c, bytes, room);
    return spelled.ptr != NULL ? spelled : bytes;
}

/* Spellings of two characters differ before one of them ends, so the first pair decides. */
int nh_escape_trec_compare(nh_str a, nh_str b)
{
    char first[SPELLING_MAX], second[SPELLING_MAX];

    if (is_plain_trec(a) && is_plain_trec(b))
        return nh_str_compare(a, b);
    for (size_t at = 0;;) {
        const nh_str x = spelled_at(a, at, first), y = spelled_at(b, at, second);

        if (x.len == 0 || y.len == 0 || !nh_str_equal(x, y))
            return nh_str_compare(x, y);
        at += nh_character_at(a, at).size;
    }
}
