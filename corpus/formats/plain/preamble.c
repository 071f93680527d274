/* corpus/formats/plain/preamble.c - what stands above the first paragraph of a plain article. */
#include "corpus/formats/plain/preamble.h"

#include <strings.h>

#include "common/base/dates/date.h"
#include "common/base/str.h"
#include "corpus/formats/plain/furniture.h"

/* Bytes that are looked at, lines of them, bytes of a headline and of a line about the
 * article. */
#define TOP_LIMIT ((size_t)64 * 1024)
#define LINES_LIMIT 12
#define HEADLINE_LIMIT 200
#define ABOUT_LIMIT 100

/* A dateline ends within this many bytes: "WASHINGTON, June 30, 2025 (Reuters) -". */
#define DATELINE_LIMIT 120

/* A line of the text, without blanks around it; the range covers those too. */
typedef struct text_line {
    nh_str text;
    nh_range range;
    bool blank_next; /* a blank line or nothing follows */
    nh_str next;     /* the line that follows; empty with blank_next */
} text_line;

static size_t line_end(nh_str text, size_t at)
{
    const char *newline = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;

    return newline != NULL ? (size_t)(newline - text.ptr) : text.len;
}

/* The next line that is not blank; steps over it. False at the end. */
static bool next_line(nh_str text, size_t *at, text_line *out)
{
    while (*at < text.len) {
        const size_t from = *at;
        const size_t end = line_end(text, from);
        const size_t after = line_end(text, end + 1);

        *at = end < text.len ? end + 1 : text.len;
        out->text = nh_str_trim(nh_str_part(text, from, end - from));
        out->range = (nh_range){(uint32_t)from, (uint32_t)(end - from)};
        out->next = (nh_str){0};
        if (end < text.len)
            out->next = nh_str_trim(nh_str_part(text, end + 1, after - end - 1));
        out->blank_next = out->next.len == 0;
        if (out->text.len > 0)
            return true;
    }
    return false;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* True if the last mark, quotes aside, ends a sentence or leaves one open. */
static bool ends_like_text(nh_str line)
{
    const nh_str quotes[] = {NH_STR("\u201d"), NH_STR("\u2019"), NH_STR("\""), NH_STR("'")};

    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++) {
        if (line.len > quotes[i].len &&
            nh_str_equal(nh_str_part(line, line.len - quotes[i].len, quotes[i].len),
                         quotes[i]))
            line.len -= quotes[i].len;
    }
    const char last = line.ptr[line.len - 1];

    if (last == '.' && line.len > 3) /* "... in the U.S." */
        return !(is_upper(line.ptr[line.len - 2]) && line.ptr[line.len - 3] == '.');
    return last == '.' || last == ',' || last == ';' || last == ':';
}

/* True if most words begin with a capital or a digit. */
static bool is_title_case(nh_str line)
{
    size_t words = 0;
    size_t capitals = 0;

    for (size_t i = 0; i < line.len; i++) {
        if (nh_is_blank(line.ptr[i]) || (i > 0 && !nh_is_blank(line.ptr[i - 1])))
            continue;
        words++;
        capitals += !is_lower(line.ptr[i]);
    }
    return capitals * 10 >= words * 6;
}

/* True if the line is the first of a paragraph that was wrapped by hand. */
static bool runs_on(const text_line *line)
{
    if (line->blank_next)
        return false;
    if (is_lower(line->next.ptr[0]))
        return true;
    if (line->next.len >= 100 || ends_like_text(line->next))
        return false;
    return !is_title_case(line->text) && line->text.len * 3 > line->next.len * 2;
}

static bool is_headline(nh_str text, const text_line *line)
{
    const size_t end = line->range.at + line->range.size;

    if (line->text.len > HEADLINE_LIMIT || is_lower(line->text.ptr[0]) ||
        ends_like_text(line->text) || runs_on(line))
        return false;
    return nh_str_trim(nh_str_part(text, end, text.len - end)).len > 0;
}

/* The rest of a line that begins with `label`, in any case; empty if it does not. */
static nh_str after_label(nh_str line, const char *label)
{
    const size_t n = strlen(label);

    if (line.len <= n || strncasecmp(line.ptr, label, n) != 0)
        return (nh_str){0};
    return nh_str_trim(nh_str_part(line, n, line.len - n));
}

static void take_date(nh_preamble *out, nh_date date, nh_date_source source)
{
    if (out->date.precision != NH_DATE_NONE)
        return;
    out->date = date;
    out->date.source = (uint8_t)source;
}

/* A line that is a date, with or without a label. */
static bool read_date_line(nh_str line, nh_preamble *out)
{
    static const char *const labels[] = {"date:",     "published:",   "published on",
                                         "published", "posted:",      "posted on",
                                         "updated:",  "last updated:"};
    nh_date date = {0};

    if (line.len > ABOUT_LIMIT)
        return false;
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        const nh_str rest = after_label(line, labels[i]);

        if (rest.len > 0 && nh_date_parse(rest, &date)) {
            take_date(out, date, NH_DATE_FROM_TEXT);
            return true;
        }
    }
    if (!nh_date_parse(line, &date) || date.precision < NH_DATE_MONTH)
        return false;
    take_date(out, date, NH_DATE_FROM_TEXT);
    return true;
}

/* "Headline: ...", "Source: ...", "By ...". */
static bool read_label(const text_line *line, nh_preamble *out)
{
    static const char *const headlines[] = {"headline:", "title:"};
    static const char *const sources[] = {"source:", "publication:", "agency:"};

    for (size_t i = 0; i < 2; i++) {
        const nh_str rest = after_label(line->text, headlines[i]);

        if (rest.len == 0 || out->headline.len > 0)
            continue;
        out->headline = rest;
        out->headline_line = line->range;
        return true;
    }
    if (line->text.len > ABOUT_LIMIT)
        return false;
    for (size_t i = 0; i < 3; i++) {
        const nh_str rest = after_label(line->text, sources[i]);

        if (rest.len == 0)
            continue;
        out->source = rest;
        return true;
    }
    const nh_str by = after_label(line->text, "by ");

    if (by.len == 0 || !is_upper(by.ptr[0]) || ends_like_text(by))
        return false;
    out->byline = by;
    return true;
}

/* A short line below the headline that tells when, as in "NEW YORK | June 30, 2025". */
static bool read_about(const text_line *line, nh_preamble *out)
{
    nh_date date = {0};
    size_t at = 0;
    size_t size = 0;

    if (line->text.len > ABOUT_LIMIT || ends_like_text(line->text) ||
        !nh_date_find(line->text, &date, &at, &size))
        return false;
    take_date(out, date, NH_DATE_FROM_TEXT);
    return true;
}

/* Bytes of `text` before the dash that ends a dateline; 0 if there is none. */
static size_t dateline_size(nh_str text)
{
    const nh_str dashes[] = {NH_STR("\u2014"), NH_STR("\u2013"), NH_STR("- "),
                             NH_STR("--")};
    const size_t limit = text.len < DATELINE_LIMIT ? text.len : DATELINE_LIMIT;

    for (size_t at = 1; at < limit; at++) {
        const nh_str rest = nh_str_part(text, at, text.len - at);

        if (text.ptr[at - 1] != ' ' && text.ptr[at - 1] != ')')
            continue;
        for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
            if (nh_str_starts(rest, dashes[i]))
                return at;
        }
    }
    return 0;
}

/* "WASHINGTON, June 30, 2025 (Reuters) - The talks ..." */
static void read_dateline(nh_str line, nh_preamble *out)
{
    const nh_str dateline = {line.ptr, dateline_size(line)};
    nh_date date = {0};
    size_t at = 0;
    size_t size = 0;
    const char *open = dateline.len > 0 ? memchr(dateline.ptr, '(', dateline.len) : NULL;
    const char *close = dateline.len > 0 ? memchr(dateline.ptr, ')', dateline.len) : NULL;

    if (dateline.len == 0)
        return;
    if (out->source.len == 0 && open != NULL && close != NULL && close > open + 1 &&
        close - open <= 40 && is_upper(open[1]))
        out->source = (nh_str){open + 1, (size_t)(close - open) - 1};
    if (nh_date_find(dateline, &date, &at, &size))
        take_date(out, date, NH_DATE_FROM_TEXT);
}

static bool read_furniture(const text_line *line, nh_preamble *out)
{
    nh_date date = {0};
    size_t at = 0;
    size_t size = 0;

    if (out->n_furniture == NH_PREAMBLE_FURNITURE || !nh_furniture_line(line->text))
        return false;
    out->furniture[out->n_furniture++] = line->range;
    if (nh_date_find(line->text, &date, &at, &size))
        take_date(out, date, NH_DATE_FROM_FURNITURE);
    return true;
}

void nh_preamble_read(nh_str text, size_t from, nh_preamble *out)
{
    text_line line = {0};
    size_t at = from;

    if (text.len > TOP_LIMIT)
        text.len = TOP_LIMIT;
    *out = (nh_preamble){0};
    for (size_t i = 0; i < LINES_LIMIT && next_line(text, &at, &line); i++) {
        if (read_date_line(line.text, out) || read_furniture(&line, out) ||
            read_label(&line, out))
            continue;
        if (out->headline.len == 0 && is_headline(text, &line)) {
            out->headline = line.text;
            out->headline_line = line.range;
            continue;
        }
        if (out->headline.len > 0 && read_about(&line, out))
            continue;
        read_dateline(line.text, out);
        break;
    }
}
