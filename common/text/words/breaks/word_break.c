/* common/text/words/breaks/word_break.c - where words begin and end: UAX #29, untailored. */
#include "common/text/words/breaks/word_break.h"

#include "common/base/bytes/character.h"
#include "common/text/words/breaks/word_break_table.h"

/* Bits for sets of classes. */
#define SET(class) (1u << (class))
#define NEWLINES (SET(NH_WB_CR) | SET(NH_WB_LF) | SET(NH_WB_NEWLINE))
#define IGNORED (SET(NH_WB_EXTEND) | SET(NH_WB_FORMAT) | SET(NH_WB_ZWJ))
#define LETTERS (SET(NH_WB_LETTER) | SET(NH_WB_HEBREW))
#define MID_NUM_LET_Q (SET(NH_WB_MID_NUM_LET) | SET(NH_WB_SINGLE_QUOTE))
#define MID_LETTERS (SET(NH_WB_MID_LETTER) | MID_NUM_LET_Q)
#define MID_NUMBERS (SET(NH_WB_MID_NUM) | MID_NUM_LET_Q)
#define EXTENDABLE \
    (LETTERS | SET(NH_WB_NUMERIC) | SET(NH_WB_KATAKANA) | SET(NH_WB_EXTEND_NUM_LET))

/* A place in the text, with what the rules remember of the text before it. */
typedef struct break_state {
    nh_str text;
    size_t at;        /* the next character                                        */
    uint8_t last;     /* class of the character before, whatever it is             */
    uint8_t base;     /* the same, not counting ignored ones (WB4)                 */
    uint8_t before;   /* class of the base before that one, within the segment     */
    uint32_t regions; /* regional indicators in a row, ending with `base`          */
} break_state;

static bool in(uint8_t class, uint32_t set)
{
    return (SET(class) & set) != 0;
}

static uint8_t class_at(nh_str text, size_t at, size_t *size, uint8_t *bits)
{
    const nh_character c = nh_character_at(text, at);

    *size = c.size;
    *bits = nh_word_break_of(c.code);
    return *bits & NH_WB_CLASS;
}

/* The class of the next character after `at` that is not ignored; OTHER at the end. */
static uint8_t class_after(nh_str text, size_t at)
{
    while (at < text.len) {
        size_t size;
        uint8_t bits;
        const uint8_t class = class_at(text, at, &size, &bits);

        if (!in(class, IGNORED))
            return class;
        at += size;
    }
    return NH_WB_OTHER;
}

/* WB6, WB7b, WB12: whether a middle character `class` leads from `base` to a fellow. */
static bool leads_on(const break_state *s, uint8_t class, size_t after)
{
    uint8_t next;

    if (in(s->base, LETTERS) && in(class, MID_LETTERS))
        return in(class_after(s->text, after), LETTERS);
    if (s->base == NH_WB_HEBREW && class == NH_WB_DOUBLE_QUOTE)
        return class_after(s->text, after) == NH_WB_HEBREW;
    if (s->base != NH_WB_NUMERIC || !in(class, MID_NUMBERS))
        return false;
    next = class_after(s->text, after);
    return next == NH_WB_NUMERIC;
}

/* WB7, WB7c, WB11: whether `class` goes on after the middle character `base`. */
static bool follows_middle(const break_state *s, uint8_t class)
{
    if (in(s->before, LETTERS) && in(s->base, MID_LETTERS))
        return in(class, LETTERS);
    if (s->before == NH_WB_HEBREW && s->base == NH_WB_DOUBLE_QUOTE)
        return class == NH_WB_HEBREW;
    return s->before == NH_WB_NUMERIC && in(s->base, MID_NUMBERS) && class == NH_WB_NUMERIC;
}

/* WB5, WB7a, WB8 to WB10, WB13 to WB13b: two neighbours that join without looking further. */
static bool are_fellows(uint8_t base, uint8_t class)
{
    const uint32_t alnum = LETTERS | SET(NH_WB_NUMERIC);

    if (in(base, alnum) && in(class, alnum))
        return true;
    if (base == NH_WB_KATAKANA && class == NH_WB_KATAKANA)
        return true;
    if (base == NH_WB_HEBREW && class == NH_WB_SINGLE_QUOTE)
        return true;
    if (in(base, EXTENDABLE) && class == NH_WB_EXTEND_NUM_LET)
        return true;
    return base == NH_WB_EXTEND_NUM_LET && in(class, EXTENDABLE);
}

/* Whether there is no boundary before the character of `class` and `bits` at s->at. */
static bool joins(const break_state *s, uint8_t class, uint8_t bits, size_t size)
{
    if (s->last == NH_WB_CR && class == NH_WB_LF) /* WB3 */
        return true;
    if (in(s->last, NEWLINES) || in(class, NEWLINES)) /* WB3a, WB3b */
        return false;
    if (s->last == NH_WB_ZWJ && (bits & NH_WB_PICTOGRAPHIC) != 0) /* WB3c */
        return true;
    if (s->last == NH_WB_WSEG_SPACE && class == NH_WB_WSEG_SPACE) /* WB3d */
        return true;
    if (in(class, IGNORED)) /* WB4 */
        return true;
    if (are_fellows(s->base, class) || follows_middle(s, class))
        return true;
    if (class == NH_WB_REGIONAL && s->base == NH_WB_REGIONAL) /* WB15, WB16 */
        return s->regions % 2 == 1;
    return leads_on(s, class, s->at + size);
}

static void step(break_state *s, uint8_t class, size_t size)
{
    s->at += size;
    s->last = class;
    if (in(class, IGNORED))
        return;
    s->before = s->base;
    s->base = class;
    s->regions = class == NH_WB_REGIONAL ? s->regions + 1 : 0;
}

nh_segment nh_word_segment(nh_str text, size_t at)
{
    break_state s = {.text = text, .at = at};
    size_t size;
    uint8_t bits;
    uint8_t class = class_at(text, at, &size, &bits);
    bool word = (bits & NH_WB_WORDLIKE) != 0;

    s.at += size;
    s.last = s.base = class;
    s.regions = class == NH_WB_REGIONAL;
    while (s.at < text.len) {
        class = class_at(text, s.at, &size, &bits);
        if (!joins(&s, class, bits, size))
            break;
        word = word || (bits & NH_WB_WORDLIKE) != 0;
        step(&s, class, size);
    }
    return (nh_segment){at, s.at - at, word};
}
