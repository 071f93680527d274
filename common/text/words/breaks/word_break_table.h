/*
 * common/text/words/breaks/word_break_table.h - word break properties of each code point.
 *
 * The tables are made by common/text/make_tables.py from the Unicode character database.
 */
#ifndef NH_TEXT_WORD_BREAK_TABLE_H
#define NH_TEXT_WORD_BREAK_TABLE_H

#include <stdint.h>

/* Word_Break, in the order of make_tables.py. */
enum {
    NH_WB_OTHER,
    NH_WB_CR,
    NH_WB_LF,
    NH_WB_NEWLINE,
    NH_WB_EXTEND,
    NH_WB_ZWJ,
    NH_WB_REGIONAL,
    NH_WB_FORMAT,
    NH_WB_KATAKANA,
    NH_WB_HEBREW,
    NH_WB_LETTER,
    NH_WB_SINGLE_QUOTE,
    NH_WB_DOUBLE_QUOTE,
    NH_WB_MID_NUM_LET,
    NH_WB_MID_LETTER,
    NH_WB_MID_NUM,
    NH_WB_NUMERIC,
    NH_WB_EXTEND_NUM_LET,
    NH_WB_WSEG_SPACE,

    NH_WB_CLASS = 31,        /* mask of the above                                 */
    NH_WB_PICTOGRAPHIC = 32, /* Extended_Pictographic                             */
    NH_WB_WORDLIKE = 64,     /* a letter or a number: what makes a segment a word */
    NH_WB_DIGIT = 128,       /* General_Category N                                */
};

extern const uint8_t nh_word_break_stage1[8704];
extern const uint8_t nh_word_break_stage2[30080];

/* The class and the bits of code point `c`, which is at most 10FFFF. */
static inline uint8_t nh_word_break_of(uint32_t c)
{
    const uint32_t block = nh_word_break_stage1[c >> 7];

    return nh_word_break_stage2[block << 7 | (c & 127)];
}

#endif
