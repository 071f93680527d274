/* corpus/input/sgml.c - text and tags of the simple SGML that news collections are kept in. */
#include "corpus/input/sgml.h"

#include <strings.h>

#include "common/base/bytes/character.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"

nh_sgml nh_sgml_begin(nh_str text)
{
    return (nh_sgml){.text = text, .comments_end = true};
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
           c == ':';
}

/*
 * Where the tag that begins at `at` ends, behind its '>'; 0 if it is none. A tag holds no
 * other '<', so that a row of them is looked at once and not again from each.
 */
static size_t tag_end(nh_sgml *sgml, size_t at)
{
    const nh_str text = sgml->text;
    size_t i = at + 1;

    if (i < text.len && text.ptr[i] == '/')
        i++;
    if (i == text.len ||
        (!is_letter(text.ptr[i]) && text.ptr[i] != '!' && text.ptr[i] != '?'))
        return 0;
    while (i < text.len && text.ptr[i] != '>' && text.ptr[i] != '<')
        i++;
    if (i == text.len || text.ptr[i] == '<')
        return 0;
    if (i + 1 - at > NH_SGML_TAG_LIMIT) {
        sgml->long_tags++;
        return 0;
    }
    return i + 1;
}

/* Where the comment that begins at `at` ends; 0 if it is none. */
static size_t comment_end(nh_sgml *sgml, size_t at)
{
    const nh_str rest = nh_str_part(sgml->text, at, sgml->text.len - at);
    const char *end = NULL;

    if (!sgml->comments_end || !nh_str_starts(rest, NH_STR("<!--")))
        return 0;
    end = memmem(rest.ptr + 4, rest.len - 4, "-->", 3);
    if (end == NULL) {
        sgml->comments_end = false;
        return 0;
    }
    return at + (size_t)(end - rest.ptr) + 3;
}

static nh_sgml_piece read_tag(nh_str tag)
{
    nh_sgml_piece piece = {.kind = NH_SGML_OPEN};
    size_t at = 1;
    size_t end = 0;

    if (tag.ptr[at] == '/') {
        piece.kind = NH_SGML_CLOSE;
        at++;
    }
    end = at;
    while (is_name(tag.ptr[end]))
        end++;
    piece.name = nh_str_part(tag, at, end - at);
    piece.rest = nh_str_part(tag, end, tag.len - 1 - end);
    return piece;
}

nh_sgml_piece nh_sgml_next(nh_sgml *sgml)
{
    const nh_str text = sgml->text;
    size_t from = sgml->at;
    size_t at = from;

    while (at < text.len) {
        size_t end = 0;

        if (text.ptr[at] != '<') {
            const char *next = memchr(text.ptr + at, '<', text.len - at);

            at = next != NULL ? (size_t)(next - text.ptr) : text.len;
            continue;
        }
        end = comment_end(sgml, at);
        if (end == 0)
            end = tag_end(sgml, at);
        if (end == 0) {
            at++;
            continue;
        }
        if (at > from)
            break;
        if (text.ptr[at + 1] == '!' || text.ptr[at + 1] == '?') {
            at = end;
            from = end;
            continue;
        }
        sgml->at = end;
        return read_tag(nh_str_part(text, at, end - at));
    }
    sgml->at = at;
    if (at == from)
        return (nh_sgml_piece){.kind = NH_SGML_END};
    return (nh_sgml_piece){.kind = NH_SGML_TEXT,
                           .text = nh_str_part(text, from, at - from)};
}

bool nh_sgml_is(nh_str name, const char *tag)
{
    return name.len == strlen(tag) && strncasecmp(name.ptr, tag, name.len) == 0;
}

/* Steps from `*at` over a value, quoted or not, and returns it without its quotes. */
static nh_str read_value(nh_str rest, size_t *at)
{
    const char quote = *at < rest.len ? rest.ptr[*at] : '\0';
    size_t from = *at;
    size_t end = from;

    if (quote == '"' || quote == '\'') {
        from++;
        end = from;
        while (end < rest.len && rest.ptr[end] != quote)
            end++;
        *at = end < rest.len ? end + 1 : end;
    } else {
        while (end < rest.len && !nh_is_blank(rest.ptr[end]))
            end++;
        *at = end;
    }
    return nh_str_part(rest, from, end - from);
}

nh_str nh_sgml_attribute(nh_str rest, const char *name)
{
    size_t at = 0;

    while (at < rest.len) {
        const size_t from = at;
        nh_str key = {0};
        nh_str value = {0};

        while (at < rest.len && is_name(rest.ptr[at]))
            at++;
        key = nh_str_part(rest, from, at - from);
        if (at < rest.len && rest.ptr[at] == '=') {
            at++;
            value = read_value(rest, &at);
        } else if (at == from) {
            at++;
        }
        if (key.len > 0 && nh_sgml_is(key, name))
            return value;
    }
    return (nh_str){0};
}

/* Appends code point `c`, unless it is a control character or none at all. */
static void put_code(nh_buffer *out, uint64_t c)
{
    char bytes[NH_UTF8_MAX];

    if (c < ' ' ? c != '\t' && c != '\n' : c >= 0x7f && c < 0xa0)
        return;
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
        nh_buf_text(out, NH_STR(NH_REPLACEMENT));
        return;
    }
    nh_buf_bytes(out, bytes, nh_utf8_encode((uint32_t)c, bytes));
}

/* The number in "#65" or "#x41"; false if it is none. */
static bool read_number(nh_str name, uint64_t *out)
{
    const bool hex = name.len > 2 && (name.ptr[1] == 'x' || name.ptr[1] == 'X');
    const uint64_t base = hex ? 16 : 10;
    uint64_t value = 0;

    if (name.len < 2 || name.ptr[0] != '#')
        return false;
    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        const char c = name.ptr[i];
        uint64_t digit = 16;

        if (c >= '0' && c <= '9')
            digit = (uint64_t)(c - '0');
        else if (hex && is_letter(c) && (c | 0x20) <= 'f')
            digit = (uint64_t)((c | 0x20) - 'a' + 10);
        if (digit >= base)
            return false;
        value = value < 0x200000 ? value * base + digit : value;
    }
    *out = value;
    return true;
}

static bool put_entity(nh_str name, nh_buffer *out)
{
    static const struct {
        const char *name;
        uint64_t code;
    } known[] = {{"amp", '&'},  {"lt", '<'},    {"gt", '>'},
                 {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xa0}};
    uint64_t code = 0;

    if (read_number(name, &code)) {
        put_code(out, code);
        return true;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (!nh_sgml_is(name, known[i].name))
            continue;
        put_code(out, known[i].code);
        return true;
    }
    return false;
}

/* An entity at `at`, an '&': appended, and its length returned; 0 if it is none. */
static size_t decode_entity(nh_str text, size_t at, nh_buffer *out)
{
    size_t end = at + 1;

    while (end < text.len && end - at <= NH_SGML_ENTITY_LIMIT && text.ptr[end] != ';' &&
           (is_name(text.ptr[end]) || text.ptr[end] == '#'))
        end++;
    if (end == text.len || text.ptr[end] != ';' ||
        !put_entity(nh_str_part(text, at + 1, end - at - 1), out))
        return 0;
    return end + 1 - at;
}

static bool is_control(char c)
{
    const unsigned char u = (unsigned char)c;

    return (u < ' ' && c != '\t' && c != '\n') || u == 0x7f;
}

void nh_sgml_decode(nh_str text, nh_buffer *out)
{
    size_t at = 0;
    size_t copied = 0;

    while (at < text.len) {
        size_t size = 0;

        if (text.ptr[at] != '&' && !is_control(text.ptr[at])) {
            at++;
            continue;
        }
        nh_buf_text(out, nh_str_part(text, copied, at - copied));
        copied = at;
        size = text.ptr[at] == '&' ? decode_entity(text, at, out) : 1;
        at += size > 0 ? size : 1;
        if (size > 0)
            copied = at;
    }
    nh_buf_text(out, nh_str_part(text, copied, text.len - copied));
}
