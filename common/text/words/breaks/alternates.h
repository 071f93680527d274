/*
 * common/text/words/breaks/alternates.h - which pieces are one word, and what else they are.
 *
 *   U.S.            us, form "US"                AT&T        at&t
 *   Israel's        israel                       hadn't      hadn't
 *   co-operation    cooperation over co, operation
 *   COVID-19        covid19 over covid, 19       1,500       1500
 *   1st             1st, also 1                  @potus      @potus, also potus
 *   bbc.co.uk, a@b.org, https://bbc.co.uk/x: the whole over its words
 *
 * Every rule looks only at pieces that touch.
 */
#ifndef NH_TEXT_ALTERNATES_H
#define NH_TEXT_ALTERNATES_H

#include "common/text/words/breaks/pieces.h"
#include "common/text/words/word_list.h"

/* Adds the words of `pieces`, which were cut from `text`, to `out`, as far as their
 * guard goes on. */
void nh_alternates(const nh_pieces *pieces, nh_str text, nh_word_list *out);

#endif
