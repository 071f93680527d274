/*
 * common/text/passages/sentences/sentence_table.h - sentence break property of each code point.
 *
 * The tables are made by common/text/make_tables.py from the Unicode character database.
 */
#ifndef NH_TEXT_SENTENCE_TABLE_H
#define NH_TEXT_SENTENCE_TABLE_H

#include <stdint.h>

/* Sentence_Break, in the order of make_tables.py. */
enum {
    NH_SB_OTHER,
    NH_SB_CR,
    NH_SB_LF,
    NH_SB_SEP,
    NH_SB_EXTEND,
    NH_SB_FORMAT,
    NH_SB_SP,
    NH_SB_LOWER,
    NH_SB_UPPER,
    NH_SB_OLETTER,
    NH_SB_NUMERIC,
    NH_SB_ATERM,
    NH_SB_STERM,
    NH_SB_CLOSE,
    NH_SB_SCONTINUE,
};

extern const uint8_t nh_sentence_break_stage1[8704];
extern const uint8_t nh_sentence_break_stage2[28032];

/* The class of code point `c`, which is at most 10FFFF. */
static inline uint8_t nh_sentence_break_of(uint32_t c)
{
    const uint32_t block = nh_sentence_break_stage1[c >> 7];

    return nh_sentence_break_stage2[block << 7 | (c & 127)];
}

#endif
