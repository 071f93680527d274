/*
 * common/text/passages/sentences/sentence.h - where sentences end: UAX #29 with the habits of newspapers.
 *
 * Tailored: no break after abbreviations (Mr., Sen., U.S. before a capitalised noun, months,
 * initials); closing quotes and brackets belong to the sentence they close.
 */
#ifndef NH_TEXT_SENTENCE_H
#define NH_TEXT_SENTENCE_H

#include "newshound/base.h"

/*
 * The byte after the sentence that begins at byte `at` of `text` (valid UTF-8), blanks after
 * it included; text.len for the last one. at < text.len. Cost: linear in the sentence.
 */
size_t nh_sentence_end(nh_str text, size_t at);

/* The same by the untailored UAX #29 rules: what SentenceBreakTest.txt expects. */
size_t nh_sentence_end_uax29(nh_str text, size_t at);

#endif
