/* common/text/passages/sentences/sentence.c - where sentences end: UAX #29, and the habits of newspapers. */
#include "common/text/passages/sentences/sentence.h"

#include "common/base/bytes/character.h"
#include "common/base/str.h"
#include "common/text/letters/ascii_scan.h"
#include "common/text/passages/sentences/abbreviations.h"
#include "common/text/passages/sentences/sentence_table.h"

/* A line of this many bytes was not ended by a line wrapper. */
#define WRAP_COLUMNS 100

/* A place in a text that is being read. */
typedef struct sentence_scan {
    nh_str text;
    size_t from; /* where the sentence began */
    bool tailored;
} sentence_scan;

/* A character: its class and where the next one begins. */
typedef struct sentence_char {
    uint8_t class;
    size_t end;
} sentence_char;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_indented(nh_str text, size_t at)
{
    return at + 1 < text.len &&
           (text.ptr[at] == '\t' || (text.ptr[at] == ' ' && text.ptr[at + 1] == ' '));
}

/* True if the newline at `at` was put in by a line wrapper: its line is short, and another
 * one follows that is neither blank nor more indented. */
static bool is_soft(nh_str text, size_t at)
{
    size_t line = at;
    size_t next = at + 1;

    while (line > 0 && text.ptr[line - 1] != '\n' && at - line <= WRAP_COLUMNS)
        line--;
    while (next < text.len && is_blank(text.ptr[next]))
        next++;
    if (at - line > WRAP_COLUMNS || next == text.len || text.ptr[next] == '\n')
        return false;
    return !is_indented(text, at + 1) || is_indented(text, line);
}

/* Classes of line ends as the tailored rules see them: blanks, unless a paragraph ends. */
static uint8_t line_class(const sentence_scan *scan, size_t at, uint8_t class)
{
    if (!scan->tailored || class == NH_SB_SEP)
        return class;
    if (class == NH_SB_CR)
        return NH_SB_SP;
    return is_soft(scan->text, at) ? NH_SB_SP : NH_SB_LF;
}

/* The character at `at`; at the end one of class OTHER that has no bytes. */
static sentence_char char_at(const sentence_scan *scan, size_t at)
{
    sentence_char c = {.class = NH_SB_OTHER, .end = at};

    if (at >= scan->text.len)
        return c;
    nh_character decoded = {(unsigned char)scan->text.ptr[at], 1, true};

    if (decoded.code >= 0x80)
        decoded = nh_character_at(scan->text, at);
    c.end = at + decoded.size;
    c.class = nh_sentence_break_of(decoded.code);
    if (c.class == NH_SB_CR || c.class == NH_SB_LF || c.class == NH_SB_SEP)
        c.class = line_class(scan, at, c.class);
    return c;
}

/* SB5: what extends a character counts as part of it. Returns where the next one begins. */
static size_t skip_extenders(const sentence_scan *scan, size_t at)
{
    sentence_char c = char_at(scan, at);

    while (c.class == NH_SB_EXTEND || c.class == NH_SB_FORMAT) {
        at = c.end;
        c = char_at(scan, at);
    }
    return at;
}

/* Steps over all characters of one class, with what extends them. */
static size_t skip_class(const sentence_scan *scan, size_t at, uint8_t class)
{
    sentence_char c = char_at(scan, at);

    while (c.class == class && c.end > at) {
        at = skip_extenders(scan, c.end);
        c = char_at(scan, at);
    }
    return at;
}

static bool is_paragraph_end(uint8_t class)
{
    return class == NH_SB_CR || class == NH_SB_LF || class == NH_SB_SEP;
}

/* The end of a paragraph mark at `at`. */
static size_t end_of_mark(const sentence_scan *scan, sentence_char c)
{
    if (c.class == NH_SB_CR && c.end < scan->text.len && scan->text.ptr[c.end] == '\n')
        return c.end + 1;
    return c.end;
}

/* SB8: the next letter, before any stop or paragraph end, is a small one. */
static bool small_letter_follows(const sentence_scan *scan, size_t at)
{
    while (at < scan->text.len) {
        const sentence_char c = char_at(scan, at);

        if (c.class == NH_SB_LOWER)
            return true;
        if (c.class == NH_SB_OLETTER || c.class == NH_SB_UPPER || c.class == NH_SB_ATERM ||
            c.class == NH_SB_STERM || is_paragraph_end(c.class))
            return false;
        at = c.end;
    }
    return false;
}

/* A run of stop, closing marks and blanks. */
typedef struct sentence_stop {
    size_t at;     /* the stop                          */
    size_t marks;  /* where closing marks begin         */
    size_t blanks; /* where blanks begin                */
    size_t next;   /* what comes after them             */
    uint8_t class; /* ATERM or STERM                    */
} sentence_stop;

/* True if all closing marks of the stop are brackets: "(U.S.) Senate". */
static bool only_brackets(const sentence_scan *scan, const sentence_stop *stop)
{
    for (size_t i = stop->marks; i < stop->blanks; i++) {
        if (scan->text.ptr[i] != ')' && scan->text.ptr[i] != ']')
            return false;
    }
    return true;
}

/* What newspapers do and UAX #29 does not know: true if this stop ends no sentence. */
static bool is_no_end(const sentence_scan *scan, const sentence_stop *stop)
{
    const char mark = scan->text.ptr[stop->at];
    const uint8_t follows = char_at(scan, stop->next).class;

    if (stop->class == NH_SB_STERM && follows == NH_SB_LOWER)
        return true;                /* "Why?" he asked */
    if (mark == '?' || mark == '!') /* in an address, say */
        return stop->next == stop->marks && stop->next < scan->text.len &&
               follows != NH_SB_UPPER && follows != NH_SB_OLETTER &&
               !is_paragraph_end(follows);
    if (mark != '.' || is_paragraph_end(follows) || !only_brackets(scan, stop))
        return false;
    return nh_abbreviation_at(scan->text, scan->from, stop->at, stop->next);
}

/*
 * A stop at `at`: true if the sentence ends after it, at *end. Else the sentence goes on, and
 * is looked at again from *end.
 */
static bool ends_at(const sentence_scan *scan, size_t at, sentence_char c, uint8_t before,
                    size_t *end)
{
    sentence_stop stop = {.at = at, .class = c.class};
    uint8_t follows = NH_SB_OTHER;

    stop.marks = skip_extenders(scan, c.end);
    follows = char_at(scan, stop.marks).class;
    *end = stop.marks;
    if (c.class == NH_SB_ATERM && follows == NH_SB_NUMERIC) /* SB6 */
        return false;
    if (c.class == NH_SB_ATERM && follows == NH_SB_UPPER && /* SB7 */
        (before == NH_SB_UPPER || before == NH_SB_LOWER))
        return false;
    stop.blanks = skip_class(scan, stop.marks, NH_SB_CLOSE);
    stop.next = skip_class(scan, stop.blanks, NH_SB_SP);
    *end = stop.next;
    if (c.class == NH_SB_ATERM && small_letter_follows(scan, stop.next)) /* SB8 */
        return false;
    const sentence_char next = char_at(scan, stop.next);

    if (next.class == NH_SB_SCONTINUE || next.class == NH_SB_ATERM ||
        next.class == NH_SB_STERM) /* SB8a */
        return false;
    if (scan->tailored && is_no_end(scan, &stop))
        return false;
    if (is_paragraph_end(next.class)) /* SB11 */
        *end = end_of_mark(scan, next);
    return true;
}

/* Most of a text neither ends a sentence nor a line, nor extends what is before it: the end
 * of that is found without a look at classes. */
static size_t skip_quiet(const sentence_scan *scan, size_t from, uint8_t *before)
{
    const size_t at = nh_scan_quiet(scan->text, from);

    if (at > from)
        *before = nh_sentence_break_of((unsigned char)scan->text.ptr[at - 1]);
    return at;
}

static size_t find_end(const sentence_scan *scan)
{
    uint8_t before = NH_SB_OTHER;
    size_t at = skip_quiet(scan, scan->from, &before);

    while (at < scan->text.len) {
        const sentence_char c = char_at(scan, at);
        size_t end = 0;

        if (is_paragraph_end(c.class)) /* SB4 */
            return end_of_mark(scan, c);
        if (c.class == NH_SB_ATERM || c.class == NH_SB_STERM) {
            if (ends_at(scan, at, c, before, &end))
                return end;
            before = NH_SB_OTHER;
            at = skip_quiet(scan, end, &before);
            continue;
        }
        if (c.class != NH_SB_EXTEND && c.class != NH_SB_FORMAT)
            before = c.class;
        at = skip_quiet(scan, c.end, &before);
    }
    return scan->text.len;
}

/* Bytes after the end of a sentence that are blanks: they go with it. */
static size_t with_blanks(nh_str text, size_t at)
{
    while (at < text.len && (is_blank(text.ptr[at]) || text.ptr[at] == '\n'))
        at++;
    return at;
}

size_t nh_sentence_end(nh_str text, size_t at)
{
    const sentence_scan scan = {text, at, true};

    return with_blanks(text, find_end(&scan));
}

size_t nh_sentence_end_uax29(nh_str text, size_t at)
{
    const sentence_scan scan = {text, at, false};

    return find_end(&scan);
}
