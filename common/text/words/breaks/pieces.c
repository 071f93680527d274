/* common/text/words/breaks/pieces.c - words and what stands between them: UAX #29 for news. */
#include "common/text/words/breaks/pieces.h"

#include <string.h>

#include "common/base/bytes/character.h"
#include "common/base/str.h"
#include "common/text/letters/fold.h"
#include "common/text/words/breaks/word_break.h"
#include "common/text/words/breaks/word_break_table.h"

/* What a character inside a segment that is a word does. */
typedef enum inner_role {
    INNER_PART, /* belongs to a word */
    INNER_CUT,  /* stands between two */
} inner_role;

/* A segment that is being cut. */
typedef struct cutting {
    nh_str text;      /* of the segment                                                   */
    nh_piece word;    /* the word begun; its `at` counts from the text's beginning        */
    size_t word_at;   /* the same from the segment's beginning                            */
    uint32_t before;  /* the character before that is no mark, as plain_of()              */
    bool stop_before; /* a stop and then only digits are before                          */
    size_t list_end;  /* end of the part, up to `_`, that is_list is about                */
    bool is_list;     /* see is_number_list()                                             */
    bool elisions;    /* see nh_pieces                                                    */
} cutting;

bool nh_pieces_elide(const char *stemmer)
{
    return strcmp(stemmer, "french") == 0 || strcmp(stemmer, "italian") == 0 ||
           strcmp(stemmer, "catalan") == 0;
}

/* Whether an apostrophe after `word` stands for its last vowel. */
static bool is_elided(nh_str word)
{
    static const char *const elided[] = {
        "l",  "d",    "j",   "m",     "t",      "s",      "n",
        "c",  "v",    "qu",  "jusqu", "lorsqu", "puisqu", "quoiqu",
        "un", "dell", "all", "nell",  "sull",   "dall",   "quell"};
    char folded[NH_WORD_MAX];
    size_t i;

    if (word.len == 0 || word.len > 6 || nh_fold(word, NH_FOLD_CASE, folded) != word.len)
        return false;
    for (i = 0; i < sizeof(elided) / sizeof(elided[0]); i++) {
        if (nh_str_equal((nh_str){folded, word.len}, nh_str_of(elided[i])))
            return true;
    }
    return false;
}

/* The ASCII mark that NFKC makes of `c`: full-width, small and vertical forms; else `c`. What
 * folds to one form must be cut alike. */
static uint32_t plain_of(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFEE0;
    switch (c) {
    case 0x2024:
    case 0xFE52:
        return '.';
    case 0xFE10:
    case 0xFE50:
        return ',';
    case 0xFE13:
    case 0xFE55:
        return ':';
    case 0x037E:
    case 0xFE14:
    case 0xFE54:
        return ';';
    default:
        return c;
    }
}

static bool is_number(uint32_t c)
{
    return (nh_word_break_of(c) & NH_WB_CLASS) == NH_WB_NUMERIC;
}

/* Whether `c` is a mark or an invisible character, which belongs to what is before it. */
static bool is_mark(uint32_t c)
{
    const uint8_t class = nh_word_break_of(c) & NH_WB_CLASS;

    return class == NH_WB_EXTEND || class == NH_WB_FORMAT || class == NH_WB_ZWJ;
}

/* The next character from byte `at` on that is no mark, as plain_of(); 0 at the end. */
static uint32_t next_plain(nh_str s, size_t *at)
{
    while (*at < s.len) {
        const nh_character c = nh_character_at(s, *at);

        *at += c.size;
        if (!is_mark(c.code))
            return plain_of(c.code);
    }
    return 0;
}

static bool is_arabic(uint32_t c)
{
    return (c >= 0x0600 && c <= 0x06FF) || (c >= 0x0750 && c <= 0x077F) ||
           (c >= 0x08A0 && c <= 0x08FF);
}

static nh_piece_kind kind_of(uint32_t c)
{
    switch (nh_fold_look_alike(plain_of(c))) {
    case '.':
        return NH_PIECE_STOP;
    case '-':
        return NH_PIECE_HYPHEN;
    case '_':
        return NH_PIECE_UNDERSCORE;
    case 0x200C:
        return NH_PIECE_NON_JOINER;
    case '\'':
        return NH_PIECE_APOSTROPHE;
    case '&':
        return NH_PIECE_AND;
    case '@':
        return NH_PIECE_AT;
    case '#':
        return NH_PIECE_HASH;
    case ':':
        return NH_PIECE_COLON;
    case '/':
        return NH_PIECE_SLASH;
    case '+':
    case '%':
    case '=':
    case '?':
    case '~':
    case ';':
    case ',':
        return NH_PIECE_ADDRESS;
    default:
        return NH_PIECE_OTHER;
    }
}

static void add(nh_pieces *pieces, nh_piece piece)
{
    if (pieces->bad)
        return;
    if (pieces->count == pieces->capacity) {
        const size_t capacity = pieces->capacity == 0 ? 64 : 2 * pieces->capacity;
        nh_piece *list = nh_resized(pieces->env, pieces->list, capacity, sizeof(*list));

        if (list == NULL) {
            pieces->bad = true;
            return;
        }
        pieces->list = list;
        pieces->capacity = capacity;
    }
    pieces->list[pieces->count++] = piece;
}

/* Digits with stops or commas that are neither one number nor one with 1,000 separators:
 * 30.06.2025, 10,20,30. */
static bool is_number_list(nh_str s)
{
    size_t stops = 0;
    size_t commas = 0;
    size_t digits = 3; /* since the last comma */
    bool thousands = true;
    size_t at = 0;
    uint32_t c;

    while ((c = next_plain(s, &at)) != 0) {
        if (is_number(c)) {
            digits += stops == 0;
            continue;
        }
        if (c == '.') {
            stops++;
        } else if (c == ',') {
            thousands = thousands && (commas == 0 || digits == 3);
            commas++;
            digits = 0;
        } else {
            return false;
        }
    }
    return stops > 1 || (commas > 1 && !(thousands && digits == 3));
}

/* Whether a stop between digits is followed or led by digits and another stop. */
static bool has_stop_beyond(const cutting *k, size_t next)
{
    uint32_t c;

    if (k->stop_before)
        return true;
    while (is_number(c = next_plain(k->text, &next)))
        continue;
    return c == '.';
}

/* What a full stop at byte `at` does, which is `size` bytes long. */
static inner_role role_of_stop(const cutting *k, size_t at, size_t size)
{
    size_t next = at + size;

    if (!is_number(k->before) || !is_number(next_plain(k->text, &next)))
        return INNER_CUT;
    return k->is_list && has_stop_beyond(k, at + size) ? INNER_CUT : INNER_PART;
}

static inner_role role_of(const cutting *k, size_t at, nh_character c)
{
    uint8_t class;

    if (nh_fold_look_alike(c.code) == '\'')
        return k->elisions &&
                       is_elided(nh_str_part(k->text, k->word_at, at - k->word_at)) &&
                       at + c.size < k->text.len
                   ? INNER_CUT
                   : INNER_PART;
    if (plain_of(c.code) == '.')
        return role_of_stop(k, at, c.size);
    if (plain_of(c.code) == ',')
        return k->is_list ? INNER_CUT : INNER_PART;
    if (c.code == 0x200C)
        return is_arabic(k->before) && at + c.size < k->text.len ? INNER_CUT : INNER_PART;
    if (c.code == 0x00B7) /* col·legi is one word in Catalan */
        return INNER_PART;
    class = nh_word_break_of(c.code) & NH_WB_CLASS;
    return class == NH_WB_MID_LETTER || class == NH_WB_MID_NUM ||
                   class == NH_WB_MID_NUM_LET || class == NH_WB_EXTEND_NUM_LET
               ? INNER_CUT
               : INNER_PART;
}

static void count_letter(nh_piece *word, uint32_t c)
{
    if ((nh_word_break_of(c) & NH_WB_DIGIT) != 0)
        word->digits = true;
    if (!is_mark(c) && word->letters < UINT8_MAX)
        word->letters++;
}

/* Ends the word begun at byte `end` of the segment, which begins at `at`; the next may begin
 * at `next`. */
static void finish_word(nh_pieces *pieces, cutting *k, size_t at, size_t end, size_t next)
{
    k->word.at = (uint32_t)(at + k->word_at);
    k->word.size = (uint32_t)(end - k->word_at);
    if (k->word.letters > 0)
        add(pieces, k->word);
    k->word = (nh_piece){.kind = NH_PIECE_WORD};
    k->word_at = next;
}

/* Looks at the part of the segment that begins at byte `i`: 1.2.3_4 has two. */
static void look_for_list(cutting *k, size_t i)
{
    const nh_str rest = nh_str_part(k->text, i, k->text.len - i);
    const char *cut = memchr(rest.ptr, '_', rest.len);
    const size_t size = cut != NULL ? (size_t)(cut - rest.ptr) : rest.len;

    k->is_list = is_number_list(nh_str_part(rest, 0, size));
    k->list_end = i + size + 1;
}

/* Cuts the segment at byte `at` of the text, which holds a word. */
static void cut_segment(nh_pieces *pieces, nh_str s, size_t at)
{
    cutting k = {.text = s, .word = {.kind = NH_PIECE_WORD}, .elisions = pieces->elisions};
    size_t i = 0;

    while (i < s.len) {
        const nh_character c = nh_character_at(s, i);

        if (i >= k.list_end)
            look_for_list(&k, i);
        if (role_of(&k, i, c) == INNER_CUT) {
            finish_word(pieces, &k, at, i, i + c.size);
            add(pieces,
                (nh_piece){(uint32_t)(at + i), c.size, (uint8_t)kind_of(c.code), 0, false});
        } else if (k.word.letters > 0 || !is_mark(c.code)) {
            count_letter(&k.word, c.code);
        } else { /* a mark on what stands between words */
            k.word_at = i + c.size;
        }
        if (!is_mark(c.code)) {
            k.before = plain_of(c.code);
            k.stop_before = k.before == '.' || (k.stop_before && is_number(k.before));
        }
        i += c.size;
    }
    finish_word(pieces, &k, at, i, i);
}

static void cut_between(nh_pieces *pieces, nh_str s, size_t at)
{
    size_t i = 0;

    while (i < s.len) {
        const nh_character c = nh_character_at(s, i);

        add(pieces,
            (nh_piece){(uint32_t)(at + i), c.size, (uint8_t)kind_of(c.code), 0, false});
        i += c.size;
    }
}

void nh_pieces_cut(nh_pieces *pieces, nh_str text)
{
    size_t at = 0;

    pieces->count = 0;
    pieces->bad = false;
    nh_guard_again(pieces->guard);
    while (at < text.len && !pieces->bad && nh_guard_goes_on(pieces->guard, at)) {
        const nh_segment s = nh_word_segment(text, at);

        if (s.word)
            cut_segment(pieces, nh_str_part(text, s.at, s.size), at);
        else
            cut_between(pieces, nh_str_part(text, s.at, s.size), at);
        at += s.size;
    }
}

void nh_pieces_free(nh_pieces *pieces)
{
    nh_release(pieces->env, pieces->list);
    *pieces = (nh_pieces){.env = pieces->env};
}
