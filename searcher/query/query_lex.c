/* searcher/query/query_lex.c - query text into tokens. */
#include "searcher/query/query_lex.h"

#include "common/base/str.h"
#include "searcher/query/query_char.h"

static bool is_name_byte(uint8_t b, bool first)
{
    const uint8_t low = b | 0x20;

    return (low >= 'a' && low <= 'z') ||
           (!first && ((b >= '0' && b <= '9') || b == '_' || b == '-'));
}

/* True if what touches a number there would be part of it if it were one: ^1e3, ^2.5.1, ^2,5. */
static bool number_goes_on(nh_lexer *lx, uint32_t at)
{
    const uint8_t b = nh_query_byte(lx, at);
    const uint32_t digits = at + (b == '.' || b == ',');

    return is_name_byte(b, true) || nh_query_digits(lx, digits) > 0;
}

/* What may touch a closing mark or parenthesis: ~n, ^w, and for marks a *. */
static void read_suffixes(nh_lexer *lx, nh_token *t)
{
    uint32_t last = lx->at; /* where the last suffix begins */
    bool more = true;

    while (more) {
        const uint32_t at = lx->at;

        more = (!t->near && nh_query_slop(lx, &lx->at, t)) ||
               (!t->weighted && nh_query_weight(lx, &lx->at, t));
        if (!more && t->kind == NH_TOKEN_QUOTE && !t->star &&
            nh_query_byte(lx, lx->at) == '*') {
            t->star = more = true;
            lx->at++;
        }
        last = more ? at : last;
    }
    /* ^x and ^2^3, or a weight that goes on */
    t->no_number = nh_query_byte(lx, lx->at) == '^' ||
                   (nh_query_byte(lx, last) == '^' && number_goes_on(lx, lx->at));
    t->size = lx->at - t->at;
}

/* Where the special characters of a word stand; UINT32_MAX: nowhere. */
typedef struct marks {
    uint32_t caret;  /* the last ^ */
    uint32_t carets; /* how many   */
    uint32_t tilde;  /* the last ~ */
    uint32_t star;   /* the last * */
    uint32_t stars;  /* how many   */
} marks;

static void mark(marks *m, uint32_t code, uint32_t at)
{
    if (code == '^') {
        m->caret = at;
        m->carets++;
    }
    if (code == '~')
        m->tilde = at;
    if (code == '*') {
        m->star = at;
        m->stars++;
    }
}

/* Bytes of the backslash at `at` and what it protects; 0 if it is the last character. */
static uint32_t escape_size(nh_lexer *lx, size_t at)
{
    const nh_step next = nh_query_look(lx, at + 1);

    return next.sort == NH_CHAR_END ? 0 : 1 + next.size;
}

/* Moves over a word, and remembers what in it is special. */
static marks scan_word(nh_lexer *lx, nh_token *t)
{
    marks m = {UINT32_MAX, 0, UINT32_MAX, UINT32_MAX, 0};
    bool name = true; /* only a field's name so far */
    nh_step s;

    for (;; lx->at += s.size) {
        s = nh_query_look(lx, lx->at);
        if (s.sort != NH_CHAR_LETTER)
            break;
        if (s.code == '\\') {
            const uint32_t size = escape_size(lx, lx->at);

            s.size = size > 0 ? size : s.size;
            name = false;
            continue;
        }
        if (s.code == ':' && name && lx->at > t->in) {
            t->colon = lx->at - t->in;
            t->exact_value = nh_query_byte(lx, lx->at + 1) == '=';
        }
        name = name && is_name_byte((uint8_t)s.code, lx->at == t->in) && s.size == 1;
        mark(&m, s.code, lx->at);
    }
    t->touches = s.sort == NH_CHAR_OPEN || nh_char_is_quote(s.sort);
    return m;
}

/* Takes ^2.5, then ~ or ~1, then * off the end of a word. */
static void cut_word(nh_lexer *lx, nh_token *t, const marks *m)
{
    uint32_t end = lx->at;
    uint32_t at = m->caret;
    uint32_t carets = m->carets;
    nh_token tried = *t;

    if (at != UINT32_MAX && at > t->in && nh_query_weight(lx, &at, &tried) && at == end) {
        *t = tried;
        end = m->caret;
        carets--;
    }
    /* A word that begins with ^ weighs nothing: it is text, ^_^ or ^ alone. */
    t->no_number = carets > 0 && nh_query_byte(lx, t->in) != '^';
    if (m->tilde > t->in && m->tilde < end &&
        m->tilde + 1 + nh_query_digits(lx, m->tilde + 1) == end) {
        t->fuzzy = true;
        end = m->tilde;
    }
    t->stars_only = m->stars > 0 && m->stars == end - t->in;
    t->star = m->stars == 1 && m->star == end - 1 && !t->stars_only;
    t->stars_inside = m->stars > 0 && !t->star && !t->stars_only;
    t->in_size = end - t->in - (t->star ? 1 : 0);
    t->size = lx->at - t->at;
}

static bool is_word(const nh_lexer *lx, const nh_token *t, const char *word)
{
    return nh_str_equal(nh_str_part(lx->text, t->at, t->size), nh_str_of(word));
}

static void read_word(nh_lexer *lx, nh_token *t)
{
    marks m;

    t->kind = NH_TOKEN_WORD;
    t->in = lx->at;
    m = scan_word(lx, t);
    cut_word(lx, t, &m);
    if (is_word(lx, t, "AND"))
        t->kind = NH_TOKEN_AND;
    else if (is_word(lx, t, "OR"))
        t->kind = NH_TOKEN_OR;
    else if (is_word(lx, t, "NOT"))
        t->kind = NH_TOKEN_NOT;
}

/* A line end at `at` that is followed by another, with at most blanks between them. */
static bool is_paragraph_end(nh_lexer *lx, uint32_t at)
{
    for (uint32_t p = at + 1; p < lx->text.len; p++, lx->steps++) {
        const uint8_t b = nh_query_byte(lx, p);

        if (b == '\n')
            return true;
        if (b != ' ' && b != '\t' && b != '\r')
            return false;
    }
    return false;
}

/*
 * The mark that closes one of sort `kind`, from `at` on, or the end of the first line if the
 * paragraph holds none. A quotation that was wrapped when it was copied so stays whole; and
 * as a mark that is not closed is the last of its kind in its paragraph, the way to the
 * paragraph's end is gone once for each kind, not once for each mark.
 */
static uint32_t find_close(nh_lexer *lx, uint32_t at, nh_char_sort kind, bool *found)
{
    uint32_t line = UINT32_MAX;
    nh_step s;

    for (; (s = nh_query_look(lx, at)).sort != NH_CHAR_END; at += s.size) {
        *found = s.sort == kind;
        if (*found)
            return at;
        if (s.code == '\\')
            s.size += nh_query_look(lx, at + 1).size;
        else if (s.code == '\n' && line == UINT32_MAX)
            line = at;
        if (s.code == '\n' && is_paragraph_end(lx, at))
            break;
    }
    return line != UINT32_MAX ? line : at;
}

static void read_quote(nh_lexer *lx, nh_token *t, nh_step open)
{
    bool found = false;
    uint32_t end;

    t->kind = NH_TOKEN_QUOTE;
    t->in = lx->at + open.size;
    end = find_close(lx, t->in, open.sort, &found);
    t->in_size = end - t->in;
    t->unclosed = !found;
    lx->at = found ? end + nh_query_look(lx, end).size : end;
    if (found)
        read_suffixes(lx, t);
    t->size = lx->at - t->at;
}

/* Does a sign at `at` stand before something? Signs in a row are a dash, not an operator. */
static bool is_operator(nh_lexer *lx, uint32_t at)
{
    const nh_step next = nh_query_look(lx, at + 1);

    return next.sort != NH_CHAR_END && next.sort != NH_CHAR_BLANK &&
           next.sort != NH_CHAR_CLOSE && next.code != '+' && next.code != '-';
}

/* + or -, then = or ~, each if it stands before something. False: it stands alone. */
static bool read_prefixes(nh_lexer *lx, nh_token *t)
{
    const uint8_t sign = nh_query_byte(lx, lx->at);
    uint8_t mode;

    if ((sign == '+' || sign == '-') && is_operator(lx, lx->at)) {
        t->sign = (char)sign;
        lx->at++;
    }
    mode = nh_query_byte(lx, lx->at);
    if (mode == '=' || mode == '~') {
        const nh_step next = nh_query_look(lx, lx->at + 1);

        lx->at++;
        t->exact = mode == '=';
        t->variant = mode == '~';
        return next.sort == NH_CHAR_LETTER || (nh_char_is_quote(next.sort) && t->exact);
    }
    return true;
}

/* Moves over blanks, and over - standing for dashes: --, ---. */
static void skip_blanks(nh_lexer *lx)
{
    uint32_t at = lx->at;
    nh_step s;

    for (;;) {
        while ((s = nh_query_look(lx, at)).sort == NH_CHAR_BLANK)
            at += s.size;
        lx->at = at;
        while (nh_query_look(lx, at).code == '-')
            at++;
        s = nh_query_look(lx, at);
        if (at - lx->at < 2 || (s.sort > NH_CHAR_BLANK && s.sort != NH_CHAR_CLOSE))
            return;
    }
}

/* + or - with a blank or an end behind it. */
static bool is_lone_sign(nh_lexer *lx)
{
    const uint8_t b = nh_query_byte(lx, lx->at);
    const nh_char_sort next = nh_query_look(lx, lx->at + 1).sort;

    return (b == '+' || b == '-') && (next <= NH_CHAR_BLANK || next == NH_CHAR_CLOSE);
}

nh_token nh_lexer_next(nh_lexer *lx)
{
    nh_token t = {.kind = NH_TOKEN_STRAY, .colon = NH_TOKEN_NO_COLON, .weight = 1024};
    nh_step s;

    skip_blanks(lx);
    t.at = lx->at;
    if (is_lone_sign(lx))
        lx->at++;
    else if (read_prefixes(lx, &t)) {
        s = nh_query_look(lx, lx->at);
        if (s.sort == NH_CHAR_LETTER) {
            read_word(lx, &t);
            return t;
        }
        if (nh_char_is_quote(s.sort)) {
            read_quote(lx, &t, s);
            return t;
        }
        t.kind = s.sort == NH_CHAR_END    ? NH_TOKEN_END
                 : s.sort == NH_CHAR_OPEN ? NH_TOKEN_OPEN
                                          : NH_TOKEN_CLOSE;
        lx->at += s.size;
        if (t.kind == NH_TOKEN_CLOSE)
            read_suffixes(lx, &t);
    }
    t.size = lx->at - t.at;
    return t;
}

bool nh_lexer_piece(nh_lexer *lx, uint32_t end, bool escapes, uint32_t *at, uint32_t *size)
{
    nh_step s = {NH_CHAR_BLANK, 0, 0};

    while (lx->at < end && (s = nh_query_look(lx, lx->at)).sort != NH_CHAR_END &&
           (s.sort == NH_CHAR_BLANK || nh_char_is_quote(s.sort)))
        lx->at += s.size;
    *at = lx->at;
    while (lx->at < end) {
        s = nh_query_look(lx, lx->at);
        if (s.sort == NH_CHAR_BLANK || nh_char_is_quote(s.sort))
            break;
        if (escapes && s.code == '\\' && lx->at + 1 < end)
            s.size += nh_query_look(lx, lx->at + 1).size;
        lx->at += s.size;
    }
    *size = lx->at - *at;
    return *size > 0;
}
