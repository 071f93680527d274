/* searcher/query/query_char.c - what one character is to the query language. */
#include "searcher/query/query_char.h"

#include "common/base/bytes/character.h"

/* White_Space, the controls, and the dashes that stand between words. */
static bool is_blank(uint32_t c)
{
    return c <= 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || (c >= 0x2013 && c <= 0x2015) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x2e3a || c == 0x2e3b ||
           c == 0x3000 || c == 0xfeff;
}

static bool is_double_quote(uint32_t c)
{
    return c == '"' || (c >= 0x201c && c <= 0x201f) || (c >= 0x301d && c <= 0x301f) ||
           c == 0xff02;
}

static nh_char_sort sort_of(uint32_t c)
{
    if (c == '(')
        return NH_CHAR_OPEN;
    if (c == ')')
        return NH_CHAR_CLOSE;
    if (is_double_quote(c))
        return NH_CHAR_DOUBLE;
    if (c == 0xab || c == 0xbb)
        return NH_CHAR_GUILLEMET;
    if (c == 0x2039 || c == 0x203a)
        return NH_CHAR_ANGLE;
    return is_blank(c) ? NH_CHAR_BLANK : NH_CHAR_LETTER;
}

bool nh_char_is_quote(nh_char_sort s)
{
    return s == NH_CHAR_DOUBLE || s == NH_CHAR_GUILLEMET || s == NH_CHAR_ANGLE;
}

uint8_t nh_query_byte(const nh_lexer *lx, size_t at)
{
    return at < lx->text.len ? (uint8_t)lx->text.ptr[at] : 0;
}

/* U+05D0..U+05EA, whose two bytes begin at `at`. */
static bool is_hebrew(const nh_lexer *lx, size_t at)
{
    return nh_query_byte(lx, at) == 0xd7 && nh_query_byte(lx, at + 1) >= 0x90 &&
           nh_query_byte(lx, at + 1) <= 0xaa;
}

/* Hebrew acronyms are written with a quotation mark before the last letter. */
static bool is_in_acronym(const nh_lexer *lx, size_t at)
{
    return nh_query_byte(lx, at) == '"' && at >= 2 && is_hebrew(lx, at - 2) &&
           is_hebrew(lx, at + 1);
}

nh_step nh_query_look_closely(nh_lexer *lx, size_t at)
{
    nh_character c;

    lx->steps++;
    if (at >= lx->text.len)
        return (nh_step){NH_CHAR_END, 0, 0};
    c = nh_character_at(lx->text, at);
    if (is_in_acronym(lx, at))
        return (nh_step){NH_CHAR_LETTER, c.size, c.code};
    return (nh_step){sort_of(c.code), c.size, c.code};
}

static bool is_digit(uint8_t b)
{
    return b >= '0' && b <= '9';
}

/* A whole number at *at, at most `most`; false if there is no digit. */
static bool read_whole(nh_lexer *lx, uint32_t *at, uint32_t most, uint32_t *out,
                       bool *clipped)
{
    uint64_t value = 0;
    uint32_t p = *at;

    for (; is_digit(nh_query_byte(lx, p)); p++, lx->steps++)
        value = value > most ? value : value * 10 + (uint64_t)(nh_query_byte(lx, p) - '0');
    if (p == *at)
        return false;
    *clipped = *clipped || value > most;
    *out = (uint32_t)(value < most ? value : most);
    *at = p;
    return true;
}

/* The digits behind a decimal point, in 1/1,024; those after the sixth do not count. What
 * is greater than nothing stays so. */
static uint32_t read_fraction(nh_lexer *lx, uint32_t *at)
{
    uint32_t value = 0, unit = 1, part;

    for (; is_digit(nh_query_byte(lx, *at)); ++*at, lx->steps++) {
        if (unit < 1000000) {
            value = value * 10 + (uint32_t)(nh_query_byte(lx, *at) - '0');
            unit *= 10;
        }
    }
    part = (uint32_t)(((uint64_t)value * 1024 + unit / 2) / unit);
    return part == 0 && value > 0 ? 1 : part;
}

/* ^2.5 at *at; moves behind it. */
bool nh_query_weight(nh_lexer *lx, uint32_t *at, nh_token *t)
{
    uint32_t p = *at + 1, whole, part = 0;

    if (nh_query_byte(lx, *at) != '^' ||
        !read_whole(lx, &p, NH_TOKEN_MOST_WEIGHT / 1024, &whole, &t->clipped))
        return false;
    if (nh_query_byte(lx, p) == '.' && is_digit(nh_query_byte(lx, p + 1))) {
        p++;
        part = read_fraction(lx, &p);
    }
    t->weighted = true;
    t->weight = whole * 1024 + part;
    if (t->weight > NH_TOKEN_MOST_WEIGHT) {
        t->weight = NH_TOKEN_MOST_WEIGHT;
        t->clipped = true;
    }
    *at = p;
    return true;
}

/* ~5 or ~>5 at *at; moves behind it. */
bool nh_query_slop(nh_lexer *lx, uint32_t *at, nh_token *t)
{
    const bool ordered = nh_query_byte(lx, *at + 1) == '>';
    uint32_t p = *at + (ordered ? 2 : 1);

    if (nh_query_byte(lx, *at) != '~' ||
        !read_whole(lx, &p, NH_TOKEN_MOST_SLOP, &t->slop, &t->clipped))
        return false;
    t->near = true;
    t->ordered = ordered;
    *at = p;
    return true;
}

uint32_t nh_query_digits(nh_lexer *lx, uint32_t at)
{
    uint32_t n = 0;

    for (; is_digit(nh_query_byte(lx, (size_t)at + n)); n++)
        lx->steps++;
    return n;
}
