/*
 * common/text/words/breaks/word_break.h - where words begin and end: UAX #29, untailored.
 */
#ifndef NH_TEXT_WORD_BREAK_H
#define NH_TEXT_WORD_BREAK_H

#include "newshound/base.h"

/* A piece between two word boundaries. */
typedef struct nh_segment {
    size_t at;   /* first byte                                                       */
    size_t size; /* bytes                                                            */
    bool word;   /* holds a letter or a number                                       */
} nh_segment;

/*
 * The segment that begins at byte `at` of `text` (valid UTF-8), which is a boundary;
 * at < text.len. Looks past its end only over marks that do not break. Cost: linear in the
 * segment and in those marks.
 */
nh_segment nh_word_segment(nh_str text, size_t at);

#endif
