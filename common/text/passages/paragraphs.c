/* common/text/passages/paragraphs.c - paragraphs of plain text, told from its line ends. */
#include "common/text/passages/paragraphs.h"

#include <string.h>

#include "common/base/str.h"

/* A line this long or longer is not the work of a line wrapper. */
#define WRAP_COLUMNS 100

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

/* End of the line that holds byte `at`: the place of its newline, or `end`. */
static size_t line_end(nh_str text, size_t at, size_t end)
{
    const char *newline = memchr(text.ptr + at, '\n', end - at);

    return newline != NULL ? (size_t)(newline - text.ptr) : end;
}

static size_t skip_blanks(nh_str text, size_t at, size_t end)
{
    while (at < end && is_blank(text.ptr[at]))
        at++;
    return at;
}

static size_t trim_blanks(nh_str text, size_t at, size_t end)
{
    while (end > at && is_blank(text.ptr[end - 1]))
        end--;
    return end;
}

/* True if the line has at least WRAP_COLUMNS code points. */
static bool is_long(const char *line, size_t size)
{
    size_t columns = 0;

    if (size < WRAP_COLUMNS || size >= (size_t)WRAP_COLUMNS * 4)
        return size >= WRAP_COLUMNS;
    for (size_t i = 0; i < size; i++)
        columns += ((unsigned char)line[i] & 0xc0) != 0x80;
    return columns >= WRAP_COLUMNS;
}

/* Marks that may stand between a full stop and the end of its line, and the stops. */
static const char *const closers[] = {"\"", "'", ")", "]", "”", "’", "»", "›"};
static const char *const stops[] = {".",  "!",  "?", ":", ";", "…", "。",
                                    "！", "？", "।", "؟", "۔", "።"};

/* If the text ends with one of `marks`, its length without it; else its length. */
static size_t without_mark(const char *line, size_t size, const char *const *marks,
                           size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const size_t len = strlen(marks[i]);

        if (size >= len && memcmp(line + size - len, marks[i], len) == 0)
            return size - len;
    }
    return size;
}

static bool ends_sentence(const char *line, size_t size)
{
    const size_t n_closers = sizeof closers / sizeof closers[0];
    const size_t n_stops = sizeof stops / sizeof stops[0];
    size_t rest = without_mark(line, size, closers, n_closers);

    rest = without_mark(line, rest, closers, n_closers);
    return without_mark(line, rest, stops, n_stops) != rest;
}

/* What the lines of a block look like. */
typedef struct line_census {
    size_t lines;
    size_t long_lines;
    size_t inside;   /* lines that end inside a sentence, the last one aside */
    size_t indented; /* lines that begin with a tab or two blanks            */
} line_census;

static bool is_indented(const char *line, size_t size)
{
    return size > 2 && (line[0] == '\t' || (line[0] == ' ' && line[1] == ' '));
}

static line_census count_lines(nh_str text, size_t at, size_t end)
{
    line_census census = {0};

    while (at < end) {
        const size_t stop = line_end(text, at, end);
        const size_t trimmed = trim_blanks(text, at, stop);

        if (trimmed > at) {
            const char *line = text.ptr + at;

            census.lines++;
            census.long_lines += is_long(line, trimmed - at);
            census.indented += is_indented(line, trimmed - at);
            census.inside += stop < end && !ends_sentence(line, trimmed - at);
        }
        at = stop + 1;
    }
    return census;
}

/* Decides how the block [at, block_end) falls into paragraphs. */
static void judge_block(nh_paragraphs *walk)
{
    const line_census census = count_lines(walk->text, walk->at, walk->block_end);
    const bool most_long = census.long_lines * 2 >= census.lines;
    const bool most_inside = census.inside * 2 > census.lines - 1;

    walk->by_line = false;
    walk->by_indent = false;
    if (census.lines < 2)
        return;
    walk->by_line =
        walk->blank_lines ? most_long && !most_inside : most_long || !most_inside;
    walk->by_indent = census.indented > 0 && census.indented * 2 < census.lines;
}

/* True if the line that begins at `at` holds nothing but blanks; the end is no line. */
static bool is_blank_line(nh_str text, size_t at)
{
    while (at < text.len && text.ptr[at] != '\n') {
        if (!is_blank(text.ptr[at]))
            return false;
        at++;
    }
    return at < text.len;
}

/* End of the block that begins at `at`: the newline before a blank line, or the end. */
static size_t find_block_end(nh_str text, size_t at)
{
    size_t stop = line_end(text, at, text.len);

    while (stop < text.len && !is_blank_line(text, stop + 1))
        stop = line_end(text, stop + 1, text.len);
    return stop;
}

/* Goes back from `at` to the start of its line, not before `floor`. */
static size_t line_start(nh_str text, size_t floor, size_t at)
{
    while (at > floor && text.ptr[at - 1] != '\n')
        at--;
    return at;
}

nh_paragraphs nh_paragraphs_begin(nh_str text)
{
    nh_paragraphs walk = {.text = {text.ptr, trim_blanks(text, 0, text.len)}};
    const size_t first = skip_blanks(walk.text, 0, walk.text.len);

    if (first < walk.text.len)
        walk.blank_lines = find_block_end(walk.text, first) < walk.text.len;
    return walk;
}

void nh_paragraphs_seek(nh_paragraphs *walk, size_t at)
{
    walk->at = line_start(walk->text, 0, at < walk->text.len ? at : walk->text.len);
    while (walk->at > 0) {
        const size_t before = line_start(walk->text, 0, walk->at - 1);

        if (is_blank_line(walk->text, before))
            break;
        walk->at = before;
    }
}

/* End of the paragraph that begins at `at`, inside the block. */
static size_t paragraph_end(const nh_paragraphs *walk, size_t at)
{
    size_t stop = walk->block_end;

    if (walk->by_line)
        return line_end(walk->text, at, walk->block_end);
    if (!walk->by_indent)
        return stop;
    stop = line_end(walk->text, at, walk->block_end);
    while (stop < walk->block_end &&
           !is_indented(walk->text.ptr + stop + 1, walk->block_end - stop - 1))
        stop = line_end(walk->text, stop + 1, walk->block_end);
    return stop;
}

bool nh_paragraphs_next(nh_paragraphs *walk, size_t *at, size_t *end)
{
    const size_t first = skip_blanks(walk->text, walk->at, walk->text.len);

    if (first == walk->text.len)
        return false;
    if (first >= walk->block_end) {
        walk->at = line_start(walk->text, walk->at, first);
        walk->block_end = find_block_end(walk->text, first);
        judge_block(walk);
    }
    *at = first;
    walk->at = paragraph_end(walk, first);
    *end = trim_blanks(walk->text, first, walk->at);
    return true;
}
