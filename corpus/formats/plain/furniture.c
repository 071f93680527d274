/* corpus/formats/plain/furniture.c - lines of a page that are no part of its article. */
#include "corpus/formats/plain/furniture.h"

#include <stdlib.h>
#include <strings.h>

#include "common/base/bytes/character.h"
#include "common/base/str.h"
#include "common/text/words/breaks/word_break_table.h"

/* Words in a line of furniture; a longer line is a text. */
#define WORDS_LIMIT 24

/* Words that speak for furniture, in byte order. */
static const char *const telling[] = {
    "advertisement", "bookmark",  "bsky",      "click",    "comment",    "comments",
    "copy",          "date",      "download",  "email",    "facebook",   "flipboard",
    "follow",        "font",      "instagram", "linkedin", "listen",     "login",
    "menu",          "messenger", "min",       "mins",     "newsletter", "pinterest",
    "pocket",        "print",     "px",        "reddit",   "reprints",   "republish",
    "save",          "search",    "share",     "shares",   "skip",       "sms",
    "subscribe",     "telegram",  "text",      "threads",  "toggle",     "tweet",
    "twitter",       "url",       "viber",     "view",     "views",      "whatsapp",
    "zoom",
};

/* Words that are found among them and say nothing, in byte order. */
static const char *const neutral[] = {
    "a",       "account", "ago",   "all",       "and",  "article", "audio", "by",
    "content", "for",     "hours", "in",        "link", "log",     "main",  "minute",
    "minutes", "more",    "news",  "now",       "of",   "on",      "or",    "out",
    "page",    "pm",      "pt",    "published", "read", "reading", "share", "sign",
    "size",    "story",   "the",   "this",      "time", "to",      "up",    "updated",
    "us",      "via",     "with",  "x",         "your",
};

typedef enum piece_kind { PIECE_OTHER, PIECE_NEUTRAL, PIECE_TELLING } piece_kind;

static int compare_word(const void *key, const void *element)
{
    const nh_str *word = key;
    const char *const *known = element;
    const int c = strncasecmp(word->ptr, *known, word->len);

    return c != 0 ? c : -((*known)[word->len] != '\0');
}

static bool is_in(nh_str word, const char *const *list, size_t n)
{
    return bsearch(&word, list, n, sizeof list[0], compare_word) != NULL;
}

/* The piece without marks around it, such as in "(Print)" and "Email:". */
static nh_str strip_marks(nh_str piece)
{
    while (piece.len > 0 && strchr("([|*.,:;", piece.ptr[0]) != NULL)
        piece = nh_str_part(piece, 1, piece.len - 1);
    while (piece.len > 0 && strchr(")]|*.,:;+-", piece.ptr[piece.len - 1]) != NULL)
        piece.len--;
    return piece;
}

/* What the letters and digits of a piece are. */
typedef struct piece_census {
    size_t letters;
    size_t digits;
} piece_census;

static piece_census count_letters(nh_str piece)
{
    piece_census census = {0};

    for (size_t at = 0; at < piece.len;) {
        const nh_character c = nh_character_at(piece, at);
        const uint8_t class = nh_word_break_of(c.code);

        census.digits += (class & NH_WB_DIGIT) != 0;
        census.letters += (class & NH_WB_WORDLIKE) != 0 && (class & NH_WB_DIGIT) == 0;
        at += c.size;
    }
    return census;
}

/* Symbols are telling, since writers use none; numbers are found in texts too. */
static piece_kind judge_piece(nh_str piece)
{
    const piece_census census = count_letters(piece);
    const nh_str word = strip_marks(piece);

    if (census.letters == 0)
        return census.digits == 0 ? PIECE_TELLING : PIECE_NEUTRAL;
    if (is_in(word, telling, sizeof telling / sizeof telling[0]))
        return PIECE_TELLING;
    if (is_in(word, neutral, sizeof neutral / sizeof neutral[0]))
        return PIECE_NEUTRAL;
    return PIECE_OTHER;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* True for marks that stand between words in a text as well: - and --, a dash, a bullet. */
static bool is_dash(nh_str piece)
{
    return piece.len <= 3 &&
           (piece.ptr[0] == '-' || nh_str_starts(piece, NH_STR("\u2013")) ||
            nh_str_starts(piece, NH_STR("\u2014")) ||
            nh_str_starts(piece, NH_STR("\u2022")));
}

bool nh_furniture_line(nh_str line)
{
    size_t words = 0;
    size_t other = 0;
    size_t telling_pieces = 0;
    size_t at = 0;

    if (line.len > 1 && strchr(".!?", line.ptr[line.len - 1]) != NULL)
        return false;
    while (at < line.len && words <= WORDS_LIMIT) {
        size_t end = at;

        while (end < line.len && !is_blank(line.ptr[end]))
            end++;
        if (end > at) {
            const nh_str piece = nh_str_part(line, at, end - at);
            const piece_kind kind = is_dash(piece) ? PIECE_NEUTRAL : judge_piece(piece);

            words++;
            other += kind == PIECE_OTHER;
            telling_pieces += kind == PIECE_TELLING;
        }
        at = end + 1;
    }
    return telling_pieces > 0 && words <= WORDS_LIMIT && other * 5 <= words;
}
