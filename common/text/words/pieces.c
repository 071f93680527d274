/* common/text/words/pieces.c - words and what stands between them: UAX #29 for news. */
#include "common/text/words/pieces.h"

#include <string.h>

#include "common/base/bytes/character.h"
#include "common/base/str.h"
#include "common/text/letters/fold.h"
#include "common/text/words/word_break.h"
#include "common/text/words/word_break_table.h"

/* What a character inside a segment that is a word does. */
typedef enum inner_role {
    INNER_PART, /* belongs to a word */
    INNER_CUT,  /* stands between two */
} inner_role;

/* A segment that is being cut. */
typedef struct cutting {
    nh_str text;     /* of the segment                                                   */
    nh_piece word;   /* the word begun; its `at` counts from the text's beginning        */
    size_t word_at;  /* the same from the segment's beginning                            */
    uint32_t before; /* the character before                                             */
    size_t list_end; /* end of the part, up to `_`, that is_list is about                */
    bool is_list;    /* see is_number_list()                                             */
    bool elisions;   /* see nh_pieces                                                    */
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

static bool is_digit_byte(nh_str s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

static bool is_arabic(uint32_t c)
{
    return (c >= 0x0600 && c <= 0x06FF) || (c >= 0x0750 && c <= 0x077F) ||
           (c >= 0x08A0 && c <= 0x08FF);
}

static nh_piece_kind kind_of(uint32_t c)
{
    switch (nh_fold_look_alike(c)) {
    case '.':
    case 0x2024: /* one dot leader, small and full-width full stop */
    case 0xFE52:
    case 0xFF0E:
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
    case 0xFF06:
        return NH_PIECE_AND;
    case '@':
    case 0xFF20:
        return NH_PIECE_AT;
    case '#':
    case 0xFF03:
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
    bool thousands = true;
    size_t i;

    for (i = 0; i < s.len; i++) {
        if (s.ptr[i] == '.')
            stops++;
        else if (s.ptr[i] == ',' || s.ptr[i] == '\'') {
            commas++;
            thousands = thousands && i + 3 < s.len && is_digit_byte(s, i + 3) &&
                        !is_digit_byte(s, i + 4);
        } else if (!is_digit_byte(s, i))
            return false;
    }
    return stops > 1 || (commas > 1 && !thousands);
}

/* What the ASCII character `c` at byte `at` of the segment does. */
static inner_role role_of_ascii(const cutting *k, size_t at, uint32_t c)
{
    const nh_str s = k->text;

    switch ((char)c) {
    case '_':
    case ':':
    case ';':
        return INNER_CUT;
    case '.':
        return !k->is_list && at > 0 && is_digit_byte(s, at - 1) && is_digit_byte(s, at + 1)
                   ? INNER_PART
                   : INNER_CUT;
    case ',':
        return k->is_list ? INNER_CUT : INNER_PART;
    default:
        return INNER_PART;
    }
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
    if (c.code < 0x80)
        return role_of_ascii(k, at, c.code);
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

/* Whether `c` is a mark or an invisible character, which belongs to what is before it. */
static bool is_mark(uint32_t c)
{
    const uint8_t class = nh_word_break_of(c) & NH_WB_CLASS;

    return class == NH_WB_EXTEND || class == NH_WB_FORMAT || class == NH_WB_ZWJ;
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
        if (role_of(&k, i, c) == INNER_PART && (k.word.letters > 0 || !is_mark(c.code))) {
            count_letter(&k.word, c.code);
        } else {
            finish_word(pieces, &k, at, i, i + c.size);
            add(pieces,
                (nh_piece){(uint32_t)(at + i), c.size, (uint8_t)kind_of(c.code), 0, false});
        }
        k.before = c.code;
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
    while (at < text.len && !pieces->bad) {
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
