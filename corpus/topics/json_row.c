/* corpus/topics/json_row.c - the members of one JSON object, by jsmn. */
#include "corpus/topics/json_row.h"

#include <limits.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "corpus/topics/json_text.h"

#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS /* without them its cost is quadratic */
#include <jsmn.h>

/* Tokens that there is room for at first. */
#define FIRST_TOKENS 64

#define QUOTE(limit) QUOTE_VALUE(limit)
#define QUOTE_VALUE(limit) #limit

static const jsmntok_t *tokens_of(const nh_json_row *row)
{
    const void *tokens = row->tokens.bytes;

    return tokens;
}

static bool is_container(const jsmntok_t *token)
{
    return token->type == JSMN_OBJECT || token->type == JSMN_ARRAY;
}

/* A text's quotation marks belong to it, though jsmn leaves them out. */
static size_t start_of(const jsmntok_t *token)
{
    return (size_t)token->start - (token->type == JSMN_STRING);
}

static size_t end_of(const jsmntok_t *token)
{
    return (size_t)token->end + (token->type == JSMN_STRING);
}

/* What is between the token's first and last byte; of a text without quotation marks. */
static nh_str inside_of(const nh_json_row *row, const jsmntok_t *token)
{
    return nh_str_part(nh_buf_str(&row->text), (size_t)token->start,
                       (size_t)(token->end - token->start));
}

static void complain(nh_json_row *row, nh_status code, size_t at, const char *problem)
{
    row->code = code;
    row->problem = problem;
    row->problem_at = row->repaired ? NH_JSON_NOWHERE : at;
}

static void complain_of_form(nh_json_row *row, size_t at)
{
    complain(row, NH_E_REFUSED, at, "malformed JSON");
}

/* Before anything else, since jsmn climbs up what is nested at each end of it. */
static void check_depth(nh_json_row *row)
{
    const nh_str text = nh_buf_str(&row->text);
    size_t depth = 0;
    bool quoted = false;

    for (size_t at = 0; at < text.len; at++) {
        const char c = text.ptr[at];

        if (c == '"')
            quoted = !quoted;
        else if (quoted)
            at += c == '\\';
        else if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && depth > 0)
            depth--;
        if (depth > NH_JSON_ROW_DEPTH) {
            complain(row, NH_E_LIMIT, at,
                     "nested deeper than " QUOTE(NH_JSON_ROW_DEPTH) " levels");
            return;
        }
    }
}

/* Runs jsmn over the text, with more room for tokens whenever it asks for it. */
static nh_status tokenize(nh_json_row *row, nh_error *err)
{
    jsmn_parser parser;
    int found = JSMN_ERROR_NOMEM;

    nh_buf_clear(&row->tokens);
    jsmn_init(&parser);
    for (size_t room = FIRST_TOKENS;
         found == JSMN_ERROR_NOMEM && room <= NH_JSON_ROW_VALUES; room *= 2) {
        void *tokens = NULL;

        (void)nh_buf_extend(&row->tokens, room * sizeof(jsmntok_t) - row->tokens.size);
        if (!nh_buf_ok(&row->tokens))
            return nh_buf_status(&row->tokens, err, "a row of JSON");
        tokens = row->tokens.bytes;
        found = jsmn_parse(&parser, (const char *)row->text.bytes, row->text.size, tokens,
                           (unsigned)room);
    }
    row->count = parser.toknext;
    if (found == JSMN_ERROR_NOMEM)
        complain(row, NH_E_LIMIT, parser.pos,
                 "more than " QUOTE(NH_JSON_ROW_VALUES) " names and values");
    else if (found < 0)
        complain_of_form(row, parser.pos);
    return NH_OK;
}

/* The signs between tokens: jsmn knows which are there, not whether they are where they belong.
 * The tokens are written down once more, as it were, and the row must have the same. */
typedef struct spelling {
    nh_str text;
    size_t at;
    const jsmntok_t *tokens;
    const jsmntok_t *open[NH_JSON_ROW_DEPTH]; /* objects and lists                     */
    size_t held[NH_JSON_ROW_DEPTH];           /* what each of them has so far          */
    size_t depth;
} spelling;

static void skip_blanks(spelling *s)
{
    while (s->at < s->text.len && nh_is_blank(s->text.ptr[s->at]))
        s->at++;
}

static bool expect(spelling *s, char sign)
{
    skip_blanks(s);
    if (s->at >= s->text.len || s->text.ptr[s->at] != sign)
        return false;
    s->at++;
    return true;
}

/* Ends the objects and lists that end before byte `start`. */
static bool expect_ends(spelling *s, size_t start)
{
    while (s->depth > 0 && end_of(s->open[s->depth - 1]) <= start) {
        s->depth--;
        if (!expect(s, s->open[s->depth]->type == JSMN_OBJECT ? '}' : ']'))
            return false;
    }
    return true;
}

/* The sign before the token, which depends on what it is in: a list, an object, where it must be
 * a name with one value, or a name of that object. It must still be open: a colon behind its end
 * makes jsmn add to what is in it. */
static bool expect_sign_before(spelling *s, const jsmntok_t *token)
{
    const jsmntok_t *in = token->parent >= 0 ? &s->tokens[token->parent] : NULL;
    const jsmntok_t *open = s->depth > 0 ? s->open[s->depth - 1] : NULL;

    if (in == NULL || open == NULL)
        return in == NULL && open == NULL && token == s->tokens;
    if (in == open) {
        if (in->type == JSMN_OBJECT && (token->type != JSMN_STRING || token->size != 1))
            return false;
        return s->held[s->depth - 1]++ == 0 || expect(s, ',');
    }
    return open->type == JSMN_OBJECT && in->parent >= 0 && &s->tokens[in->parent] == open &&
           in->type == JSMN_STRING && expect(s, ':');
}

static bool expect_token(spelling *s, const jsmntok_t *token)
{
    const size_t start = start_of(token);

    if (!expect_ends(s, start) || !expect_sign_before(s, token))
        return false;
    skip_blanks(s);
    if (s->at != start)
        return false;
    if (!is_container(token)) {
        s->at = end_of(token);
        return true;
    }
    s->at = start + 1;
    s->held[s->depth] = 0;
    s->open[s->depth++] = token; /* there are no more: check_depth() */
    return true;
}

/* A number, a word or a text, by itself. */
static void check_value(nh_json_row *row, const jsmntok_t *token)
{
    const nh_str inside = inside_of(row, token);
    const char *why = NULL;
    size_t wrong = inside.len;

    if (token->type == JSMN_STRING)
        wrong = nh_json_text_check(inside, &why);
    else if (token->type == JSMN_PRIMITIVE && !nh_json_is_literal(inside) &&
             !nh_json_is_number(inside))
        complain_of_form(row, (size_t)token->start);
    if (wrong < inside.len)
        complain(row, NH_E_REFUSED, (size_t)token->start + wrong, why);
}

static void check_tokens(nh_json_row *row)
{
    spelling s = {.text = nh_buf_str(&row->text), .tokens = tokens_of(row)};

    for (size_t i = 0; i < row->count && row->code == NH_OK; i++) {
        if (expect_token(&s, &s.tokens[i]))
            check_value(row, &s.tokens[i]);
        else
            complain_of_form(row, s.at);
    }
    if (row->code == NH_OK && !expect_ends(&s, SIZE_MAX))
        complain_of_form(row, s.at);
    skip_blanks(&s);
    if (row->code == NH_OK && (row->count == 0 || s.at < s.text.len))
        complain_of_form(row, s.at);
    else if (row->code == NH_OK && s.tokens[0].type != JSMN_OBJECT)
        complain(row, NH_E_REFUSED, 0, "not a JSON object");
}

/* The line in valid UTF-8, as a copy that may be written to. */
static nh_status copy(nh_json_row *row, nh_str line, nh_error *err)
{
    nh_str text = {0};
    nh_utf8_report letters = {0};
    const nh_status st = nh_utf8_adopt(line, &row->text, &text, &letters, err);

    if (st != NH_OK)
        return st;
    row->repaired = letters.source != NH_UTF8_AS_IS;
    if (!row->repaired) {
        nh_buf_clear(&row->text);
        nh_buf_text(&row->text, text);
    }
    return nh_buf_status(&row->text, err, "a row of JSON");
}

nh_status nh_json_row_read(nh_json_row *row, nh_str line, nh_error *err)
{
    nh_status st = NH_OK;

    row->code = NH_OK;
    row->problem = NULL;
    row->next = 1;
    row->count = 0;
    st = copy(row, line, err);
    if (st != NH_OK)
        return st;
    if (row->text.size > INT_MAX) /* jsmn counts bytes so */
        complain(row, NH_E_LIMIT, 0, "a row of more than 2 GiB");
    else
        check_depth(row);
    if (row->code == NH_OK)
        st = tokenize(row, err);
    if (st == NH_OK && row->code == NH_OK)
        check_tokens(row);
    return st;
}

/* The token behind `at` and all that is in it. */
static size_t behind(const nh_json_row *row, size_t at)
{
    const jsmntok_t *tokens = tokens_of(row);
    const int end = tokens[at].end;

    do
        at++;
    while (at < row->count && tokens[at].start < end);
    return at;
}

/* The text of a token without escapes, which it loses in the row itself, and without blanks. */
static nh_str decode(nh_json_row *row, const jsmntok_t *token, size_t *at)
{
    uint8_t *inside = row->text.bytes + token->start;
    const size_t size = (size_t)(token->end - token->start);
    const size_t kept = nh_json_text_decode(inside, size);
    const nh_str text = nh_str_trim((nh_str){(const char *)inside, kept});

    *at = NH_JSON_NOWHERE;
    if (kept == size && !row->repaired)
        *at = (size_t)(text.ptr - (const char *)row->text.bytes);
    return text;
}

/* The token as a value; false if it is one that is passed over. */
static bool take_value(nh_json_row *row, const jsmntok_t *token, nh_json_member *out)
{
    const nh_str inside = inside_of(row, token);
    const bool literal = token->type == JSMN_PRIMITIVE && nh_json_is_literal(inside);

    if (token->type == JSMN_STRING) {
        out->text = decode(row, token, &out->at);
        return true;
    }
    out->list = token->type == JSMN_ARRAY;
    out->number = token->type == JSMN_PRIMITIVE && !literal;
    out->other = token->type == JSMN_OBJECT || (literal && inside.ptr[0] != 'n');
    out->text = out->number ? nh_json_whole(inside) : inside;
    out->at = row->repaired ? NH_JSON_NOWHERE : (size_t)token->start;
    return out->list || out->number || out->other;
}

bool nh_json_row_next(nh_json_row *row, nh_json_member *out)
{
    const jsmntok_t *tokens = tokens_of(row);

    while (row->code == NH_OK && row->next < row->count) {
        const jsmntok_t *name = &tokens[row->next];
        size_t at = 0;

        row->next = behind(row, row->next + 1);
        *out = (nh_json_member){.name = {0}};
        if (!take_value(row, name + 1, out))
            continue;
        out->name = decode(row, name, &at);
        return true;
    }
    return false;
}

void nh_json_row_free(nh_json_row *row)
{
    nh_buf_free(&row->text);
    nh_buf_free(&row->tokens);
}
