/* tests/support/makers/random_text.c - articles and queries out of a few awkward words, by chance. */
#include "tests/support/makers/random_text.h"

#include <stdlib.h>

#include "common/base/str.h"
#include "tests/support/cm.h"

static const char *const words[] = {
    "golan",     "Golan",      "heights",      "height",      "run",          "runs",
    "running",   "re-run",     "run-s",        "rerun",       "co-operation", "cooperation",
    "co",        "operation",  "cooperate",    "US",          "us",           "U.S.",
    "caf\u00e9", "cafe",       "1,500",        "1500",        "1st",          "1",
    "the",       "the",        "of",           "to",          "up-to-date",   "date",
    "barrack",   "barracks",   "Barrack's",    "covid-19",    "covid19",      "AT&T",
    "@potus",    "potus",      "T\u00fcrkiye", "turkiye",     "in-depth",     "depth",
    "al-Sharaa", "government", "governments",  "govern-ment", "x-y-z",        "bbc.co.uk",
};

uint64_t random_setting(const char *name, uint64_t standard)
{
    const char *text = getenv(name);

    return text != NULL ? strtoull(text, NULL, 0) : standard;
}

static uint64_t next(random_numbers *r)
{
    uint64_t z = (r->state += UINT64_C(0x9e3779b97f4a7c15)); /* splitmix64 */

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint32_t random_u32(random_numbers *r)
{
    return (uint32_t)(next(r) >> 32);
}

uint32_t random_below(random_numbers *r, uint32_t below)
{
    return (uint32_t)((next(r) >> 33) % below);
}

bool random_once(random_numbers *r, uint32_t n)
{
    return random_below(r, n) == 0;
}

static void put(nh_buffer *out, const char *text)
{
    nh_buf_text(out, nh_str_of(text));
}

/* Early words are commoner, so that some are rare. */
static const char *random_word(random_numbers *r)
{
    const uint32_t most = (uint32_t)COUNT(words);

    return words[random_once(r, 3) ? random_below(r, most)
                                   : random_below(r, random_below(r, most) + 1)];
}

static void put_words(random_numbers *r, uint32_t n, nh_buffer *out)
{
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0)
            put(out, random_once(r, 12) ? ", " : " ");
        put(out, random_word(r));
    }
}

void random_headline(random_numbers *r, nh_buffer *out)
{
    put_words(r, 1 + random_below(r, 5), out);
}

void random_text(random_numbers *r, nh_buffer *out)
{
    const uint32_t paragraphs = 1 + random_below(r, 4);

    for (uint32_t p = 0; p < paragraphs; p++) {
        const uint32_t sentences = 1 + random_below(r, 4);

        if (p > 0)
            put(out, "\n\n");
        for (uint32_t s = 0; s < sentences; s++) {
            put(out, s > 0 ? " A " : "The ");
            put_words(r, 1 + random_below(r, random_once(r, 6) ? 40 : 9), out);
            put(out, ".");
        }
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

/* Some words in a row out of a text, paragraphs run together. */
static void put_quotation(random_numbers *r, nh_str text, nh_buffer *out)
{
    uint32_t n = 1 + random_below(r, random_once(r, 3) ? 24 : 4);
    size_t at = random_below(r, (uint32_t)text.len);

    while (at > 0 && !is_blank(text.ptr[at - 1]))
        at--;
    for (; at < text.len && n > 0; at++) {
        const bool blank = is_blank(text.ptr[at]);

        nh_buf_u8(out, blank ? ' ' : (uint8_t)text.ptr[at]);
        n -= blank && at + 1 < text.len && !is_blank(text.ptr[at + 1]) ? 1 : 0;
    }
}

static void put_phrase(random_numbers *r, nh_str text, nh_buffer *out)
{
    put(out, "\"");
    if (text.len > 0 && random_once(r, 2)) {
        put_quotation(r, text, out);
    } else {
        put_words(r, 1 + random_below(r, 3), out);
        if (random_once(r, 3)) {
            put(out, " * ");
            put_words(r, 1 + random_below(r, 2), out);
        }
    }
    put(out, "\"");
}

static void put_near(random_numbers *r, nh_buffer *out)
{
    const bool exact = random_once(r, 2);

    put(out, exact ? "\"" : "(");
    put_words(r, 2 + random_below(r, 2), out);
    if (!exact && random_once(r, 3)) {
        put(out, " \"");
        put_words(r, 2, out);
        put(out, "\"");
    }
    if (!exact && random_once(r, 4))
        put(out, " gol*");
    put(out, exact ? "\"~" : ")~");
    nh_buf_print(out, "%s%u", random_once(r, 3) ? ">" : "", random_below(r, 8));
}

static void put_filter(random_numbers *r, nh_buffer *out)
{
    static const char *const filters[] = {
        "source:reuters", "source:(ap REUT*)", "lang:de",   "date:2024-01",
        "date:2024",      "date:2024-01-03..", "date:none", "id:a1*",
        "source:zeitung", "date:..2024-01-02", "date:*",    "*",
    };

    put(out, filters[random_below(r, (uint32_t)COUNT(filters))]);
}

static void put_leaf(random_numbers *r, nh_str text, nh_buffer *out)
{
    static const char *const prefixes[] = {"gol*", "run*",   "coo*", "bar*", "gov*",
                                           "the*", "co-op*", "150*", "cov*", "re-*"};

    switch (random_below(r, 12)) {
    case 0:
        put(out, "=");
        put(out, random_word(r));
        break;
    case 1:
    case 2:
        put_phrase(r, text, out);
        break;
    case 3:
        put_near(r, out);
        break;
    case 4:
        put(out, prefixes[random_below(r, (uint32_t)COUNT(prefixes))]);
        break;
    case 5:
        put(out, random_once(r, 2) ? "title:" : "lede:");
        if (random_once(r, 2))
            put_phrase(r, text, out);
        else
            put(out, random_word(r));
        break;
    case 6:
        put_filter(r, out);
        break;
    default:
        put(out, random_word(r));
        break;
    }
    if (random_once(r, 12))
        nh_buf_print(out, "^%u.%u", random_below(r, 3), random_below(r, 10));
}

/* One clause: a leaf, or three of them in parentheses. */
static void put_clause(random_numbers *r, nh_str text, nh_buffer *out)
{
    static const char *const signs[] = {"+", "-", "", "", "", "", "", "NOT "};
    static const char *const between[] = {" ", " ", " OR ", " AND "};

    put(out, signs[random_below(r, (uint32_t)COUNT(signs))]);
    if (!random_once(r, 4)) {
        put_leaf(r, text, out);
        return;
    }
    put(out, random_once(r, 5) ? "title:(" : "(");
    for (uint32_t i = 0, n = 1 + random_below(r, 3); i < n; i++) {
        if (i > 0)
            put(out, between[random_below(r, (uint32_t)COUNT(between))]);
        put_leaf(r, text, out);
    }
    put(out, random_once(r, 6) ? ")^1.5" : ")");
}

void random_query(random_numbers *r, nh_str text, nh_buffer *out)
{
    static const char *const between[] = {" ", " ", " ", " ", " OR ", " AND "};

    for (uint32_t i = 0, n = 1 + random_below(r, 4); i < n; i++) {
        if (i > 0)
            put(out, between[random_below(r, (uint32_t)COUNT(between))]);
        put_clause(r, text, out);
    }
}
