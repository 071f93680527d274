/* searcher/commands/terminal/wrap.c - a marked text in lines that fit a terminal. */
#include "searcher/commands/terminal/wrap.h"

#include "common/base/bytes/character.h"
#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "newshound/render.h"

/* What lies between a piece and the one before it. */
typedef enum gap { GAP_NONE, GAP_BLANK, GAP_EMPTY_LINE } gap;

/* What is not divided if it fits into a line: a word, or one wide character. */
typedef struct piece {
    gap before;
    size_t at; /* bytes of the text */
    size_t end;
    unsigned columns; /* UINT_MAX / 2 at most: longer texts are not counted to the end */
    bool plain;       /* nothing but ASCII that a terminal may see: a column a byte    */
} piece;

typedef struct writer {
    nh_buffer *out;
    nh_str text;
    const nh_mark *marks; /* those that do not end before the place reached  */
    size_t n_marks;
    const nh_wrapping *how;
    unsigned column; /* of the line, where the next character goes      */
    bool fresh;      /* the line holds no piece yet                     */
    bool lit;        /* inside a mark, its colour begun                 */
} writer;

static bool is_white(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a && c != 0x2007) || c == 0x205f || c == 0x3000;
}

/* Punctuation that stays with the wide character before it. */
static bool is_closing(uint32_t c)
{
    static const uint32_t closing[] = {'!',    ')',    ',',    '.',    ':',    ';',
                                       '?',    0x2019, 0x201d, 0x2026, 0x3001, 0x3002,
                                       0x3009, 0x300b, 0x300d, 0x300f, 0x3011, 0xff01,
                                       0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f};

    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (c == closing[i])
            return true;
    return false;
}

/* Columns of a character as it is shown: what a terminal must not see is a replacement. */
static unsigned shown_columns(nh_character c)
{
    if (c.code >= 0x20 && c.code < 0x7f)
        return 1;
    return c.valid && !nh_escape_is_control(c.code) ? nh_character_columns(c.code) : 1;
}

/* Skips white space from `at` on, and says what it amounts to. */
static gap skip_white(nh_str text, size_t *at)
{
    const size_t start = *at;
    unsigned lines = 0;

    while (*at < text.len) {
        const nh_character c = nh_character_at(text, *at);

        if (!is_white(c.code))
            break;
        lines += c.code == '\n' && lines < 2 ? 1 : 0;
        *at += c.size;
    }
    if (*at == start)
        return GAP_NONE;
    return lines < 2 ? GAP_BLANK : GAP_EMPTY_LINE;
}

/* Can a line end between two characters of a word, of which one is wide? */
static bool parts(unsigned before, unsigned columns, uint32_t code)
{
    return (before == 2 || columns == 2) && columns > 0 && !is_closing(code);
}

/* The end of what is ASCII and neither blank nor control, from `at` on. */
static size_t plain_end(nh_str text, size_t at)
{
    while (at < text.len && text.ptr[at] > ' ' && text.ptr[at] < 0x7f)
        at++;
    return at;
}

/* The piece from `at` on; false at the end of the text. */
static bool next_piece(nh_str text, size_t at, piece *out)
{
    piece p = {.before = skip_white(text, &at), .at = at};
    unsigned before = 0;

    at = plain_end(text, at);
    p.plain = at - p.at < UINT32_MAX / 2;
    p.columns = p.plain ? (unsigned)(at - p.at) : UINT32_MAX / 2;
    before = at > p.at;
    while (at < text.len) {
        const nh_character c = nh_character_at(text, at);
        const unsigned columns = shown_columns(c);

        if (is_white(c.code) || (at > p.at && parts(before, columns, c.code)))
            break;
        p.columns += p.columns < UINT32_MAX / 2 ? columns : 0;
        before = columns > 0 ? columns : before;
        p.plain = false;
        at += c.size;
    }
    p.end = at;
    *out = p;
    return p.end > p.at;
}

static void set_light(writer *w, bool lit)
{
    if (w->lit != lit)
        nh_buf_text(w->out, lit ? w->how->palette.match : w->how->palette.off);
    w->lit = lit;
}

static void end_line(writer *w)
{
    set_light(w, false);
    nh_buf_u8(w->out, '\n');
    for (unsigned i = 0; i < w->how->indent; i++)
        nh_buf_u8(w->out, ' ');
    w->column = w->how->indent;
    w->fresh = true;
}

/* Is byte `at` marked? Asked with rising `at`. */
static bool is_marked(writer *w, size_t at)
{
    while (w->n_marks > 0 && (uint64_t)w->marks->at + w->marks->size <= at) {
        w->marks++;
        w->n_marks--;
    }
    return w->n_marks > 0 && w->marks->at <= at;
}

static bool fits(const writer *w, unsigned columns)
{
    return w->how->width == 0 || (uint64_t)w->column + columns <= (uint64_t)w->how->width;
}

/* Is a piece written as it is, on the line that there is? As most are. */
static bool is_simple(writer *w, const piece *p)
{
    return p->plain && !w->lit && fits(w, p->columns) && !is_marked(w, p->at) &&
           (w->n_marks == 0 || w->marks->at >= p->end);
}

/* Writes a piece, in runs that are all marked or all not. Only one that is longer than a
 * whole line does not fit here. */
static void put_characters(writer *w, const piece *p)
{
    size_t run = p->at;

    for (size_t at = p->at; at < p->end;) {
        const nh_character c = nh_character_at(w->text, at);
        const unsigned columns = shown_columns(c);
        const bool lit = is_marked(w, at);
        const bool full = !fits(w, columns) && !w->fresh && columns > 0;

        if (full || lit != w->lit) {
            nh_escape_terminal(w->out, nh_str_part(w->text, run, at - run), false);
            run = at;
            if (full)
                end_line(w);
            set_light(w, lit);
        }
        w->fresh = false;
        w->column += columns;
        at += c.size;
    }
    nh_escape_terminal(w->out, nh_str_part(w->text, run, p->end - run), false);
}

static void put_piece(writer *w, const piece *p)
{
    const bool first = w->fresh && w->column <= w->how->indent; /* nothing is before it */
    unsigned blank = p->before == GAP_BLANK && !w->fresh ? 1 : 0;

    if ((p->before == GAP_EMPTY_LINE && !w->fresh) ||
        (!first && !fits(w, p->columns + blank))) {
        end_line(w);
        blank = 0;
    }
    if (blank > 0) {
        set_light(w, is_marked(w, p->at - 1) && w->lit);
        nh_buf_u8(w->out, ' ');
        w->column++;
    }
    if (is_simple(w, p)) {
        nh_buf_bytes(w->out, w->text.ptr + p->at, p->end - p->at);
        w->fresh = false;
        w->column += p->columns;
    } else {
        put_characters(w, p);
    }
}

void nh_wrap(nh_buffer *out, nh_str text, const nh_mark *marks, size_t n_marks,
             const nh_wrapping *how)
{
    writer w = {.out = out,
                .text = text,
                .marks = marks,
                .n_marks = n_marks,
                .how = how,
                .column = how->used,
                .fresh = true};
    piece p = {.end = 0};

    while (next_piece(text, p.end, &p))
        put_piece(&w, &p);
    set_light(&w, false);
}
