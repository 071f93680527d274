/* tests/unit/test_wrap.c - marked texts in lines. */
#include "searcher/commands/terminal/wrap.h"

#include <stdio.h>

#include "common/base/bytes/character.h"
#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "common/text/letters/columns.h"
#include "tests/support/cm.h"

/* Colours that can be seen: <a match>. */
static const nh_palette visible = {.match = {"<", 1}, .off = {">", 1}};

typedef struct wrap_case {
    const char *text;
    nh_mark marks[3];
    unsigned width, indent, used;
    const char *lines;
} wrap_case;

static void check(const wrap_case *c)
{
    const nh_wrapping how = {
        .width = c->width, .indent = c->indent, .used = c->used, .palette = visible};
    nh_buffer out = {0};
    size_t n = 0;

    while (n < COUNT(c->marks) && c->marks[n].size > 0)
        n++;
    nh_wrap(&out, nh_str_of(c->text), c->marks, n, &how);
    nh_buf_u8(&out, 0);
    assert_true(nh_buf_ok(&out));
    if (strcmp((const char *)out.bytes, c->lines) != 0)
        fail_msg("<%s> becomes <%s>, not <%s>", c->text, (const char *)out.bytes, c->lines);
    nh_buf_free(&out);
}

static const wrap_case cases[] = {
    {"", {{0, 0}}, 10, 0, 0, ""},
    {"  \n\n ", {{0, 0}}, 10, 0, 0, ""},
    {"one two three", {{0, 0}}, 0, 0, 0, "one two three"},
    {"one two three", {{0, 0}}, 7, 0, 0, "one two\nthree"},
    {"one two three", {{0, 0}}, 6, 0, 0, "one\ntwo\nthree"},
    {"one two three", {{0, 0}}, 9, 2, 0, "one two\n  three"},
    {"one two three", {{0, 0}}, 9, 2, 5, "one\n  two\n  three"},
    {"one two three", {{0, 0}}, 9, 2, 8, "\n  one two\n  three"},
    {"one\ttwo\r\n three ", {{0, 0}}, 0, 0, 0, "one two three"},
    {"one\n\n two", {{0, 0}}, 0, 1, 0, "one\n two"},
    {"one\n\n\n\ntwo", {{0, 0}}, 9, 0, 0, "one\ntwo"},
    {"abcdefgh ij", {{0, 0}}, 4, 0, 0, "abcd\nefgh\nij"},
    {"x abcdefgh", {{0, 0}}, 4, 1, 0, "x\n abc\n def\n gh"},
    {"abc", {{0, 0}}, 1, 0, 0, "a\nb\nc"},
    {"abc", {{0, 0}}, 1, 1, 0, "a\n b\n c"},
    {"one two three", {{4, 3}}, 0, 0, 0, "one <two> three"},
    {"one two three", {{0, 3}, {8, 5}}, 0, 0, 0, "<one> two <three>"},
    {"one two three", {{0, 7}}, 0, 0, 0, "<one two> three"},
    {"one two three", {{0, 7}}, 5, 0, 0, "<one>\n<two>\nthree"},
    {"one two three", {{1, 1}, {5, 1}}, 0, 0, 0, "o<n>e t<w>o three"},
    {"one two", {{3, 1}}, 0, 0, 0, "one two"},
    {"one two", {{0, 4}}, 0, 0, 0, "<one >two"},
    {"one two", {{0, 3}, {3, 4}}, 0, 0, 0, "<one two>"},
    {"abcdefgh", {{2, 4}}, 4, 0, 0, "ab<cd>\n<ef>gh"},
    {"one", {{1, 9000}}, 0, 0, 0, "o<ne>"},
    {"one", {{1, UINT32_MAX}}, 0, 0, 0, "o<ne>"},
    {"one", {{7, 2}}, 0, 0, 0, "one"},
    {"caf\xc3\xa9 caf\xc3\xa9", {{0, 5}}, 4, 0, 0, "<caf\xc3\xa9>\ncaf\xc3\xa9"},
    {"cafe\xcc\x81 x", {{0, 0}}, 4, 0, 0, "cafe\xcc\x81\nx"},
    {"cafe\xcc\x81x", {{0, 0}}, 4, 0, 0, "cafe\xcc\x81\nx"},
    {"\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad",
     {{3, 3}},
     5,
     0,
     0,
     "\xe4\xb8\xad<\xe6\x96\x87>\n\xe4\xb8\xad"},
    {"\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82",
     {{0, 0}},
     5,
     0,
     0,
     "\xe4\xb8\xad\n\xe6\x96\x87\xe3\x80\x82"},
    {"ab\xe4\xb8\xad"
     "cd",
     {{0, 0}},
     4,
     0,
     0,
     "ab\xe4\xb8\xad\ncd"},
    {"a\033[31mb", {{0, 0}}, 0, 0, 0, "a" NH_REPLACEMENT "[31mb"},
    {"a\xe2\x80\xae"
     "b c",
     {{0, 0}},
     3,
     0,
     0,
     "a" NH_REPLACEMENT "b\nc"},
    {"a\xff"
     "b",
     {{1, 1}},
     0,
     0,
     0,
     "a<" NH_REPLACEMENT ">b"},
    {"\xc3\xa9x", {{1, 1}}, 0, 0, 0, "\xc3\xa9x"},
    {"a **b** c", {{4, 1}}, 0, 0, 0, "a **<b>** c"},
};

static void texts_are_cut_marked_and_cleaned(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        check(&cases[i]);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

/* No line is wider than it may be, and nothing but white space is lost or added. */
static void check_lines(nh_str text, nh_str lines, const nh_wrapping *how)
{
    unsigned column = 0;
    size_t at = 0;

    for (size_t p = 0; p < lines.len;) {
        const nh_character c = nh_character_at(lines, p);

        assert_true(c.valid);
        p += c.size;
        if (c.code == '\n' || c.code == ' ') {
            column = c.code == '\n' ? 0 : column + 1;
            continue;
        }
        column += nh_columns_of(c.code);
        assert_true(column <= how->width);
        while (text.ptr[at] == ' ' || text.ptr[at] == '\n')
            at++;
        assert_int_equal(nh_character_at(text, at).code, c.code);
        at += nh_character_at(text, at).size;
    }
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\n'))
        at++;
    assert_int_equal(at, text.len);
}

static void no_line_is_too_wide_and_nothing_is_lost(void **state)
{
    static const char *const parts[] = {
        "a", "bc",           "d",        " ",    " ",       "\n", "\n\n",
        ".", "\xe4\xb8\xad", "\xcc\x81", "\xff", "\xc3\xa9"};
    uint32_t seed = 7;

    (void)state;
    for (uint32_t i = 0; i < 3000; i++) {
        nh_buffer text = {0}, out = {0};
        nh_mark marks[4];
        nh_wrapping how = {.width = 4 + next_random(&seed) % 12,
                           .indent = next_random(&seed) % 3};

        for (uint32_t n = next_random(&seed) % 40; n > 0; n--)
            nh_buf_text(&text, nh_str_of(parts[next_random(&seed) % COUNT(parts)]));
        for (uint32_t m = 0; m < COUNT(marks); m++)
            marks[m] =
                (nh_mark){m * 9 + next_random(&seed) % 4, 1 + next_random(&seed) % 5};
        nh_wrap(&out, nh_buf_str(&text), marks, COUNT(marks), &how);
        check_lines(nh_buf_str(&text), nh_buf_str(&out), &how);
        nh_buf_free(&text);
        nh_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_cut_marked_and_cleaned),
        cmocka_unit_test(no_line_is_too_wide_and_nothing_is_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
