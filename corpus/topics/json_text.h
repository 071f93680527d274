/*
 * corpus/topics/json_text.h - the texts and numbers of JSON, as they are written.
 */
#ifndef NH_CORPUS_JSON_TEXT_H
#define NH_CORPUS_JSON_TEXT_H

#include "newshound/base.h"

/* True if the bytes are true, false or null. */
bool nh_json_is_literal(nh_str bytes);

/* True if the bytes are a number as RFC 8259 has it, of any size. */
bool nh_json_is_number(nh_str bytes);

/* The number without a fraction of zeros: "5" of "5.0", which stands for a whole number, too.
 * Borrowed; nothing else changes, so no digit is ever lost. */
nh_str nh_json_whole(nh_str number);

/*
 * Where the inside of a text is wrong: the first control character that is not escaped, or the
 * first half of a surrogate pair; its length if it is right.
 * why  the reason, as a person reads it; untouched if it is right
 */
size_t nh_json_text_check(nh_str inside, const char **why);

/*
 * Writes the inside of a text without its escapes over itself, and returns its new length, never
 * more than `size`. The text has been checked, and is valid UTF-8 afterwards if it was.
 */
size_t nh_json_text_decode(uint8_t *inside, size_t size);

#endif
