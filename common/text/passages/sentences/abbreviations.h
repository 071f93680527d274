/*
 * common/text/passages/sentences/abbreviations.h - private: full stops that end a word and no sentence.
 */
#ifndef NH_TEXT_ABBREVIATIONS_H
#define NH_TEXT_ABBREVIATIONS_H

#include "newshound/base.h"

/*
 * True if the full stop at byte `dot` belongs to an abbreviation, an initial or the number
 * of a list, and no sentence ends with it. Looks a few words around, so the cost is constant.
 *
 * from  where the sentence begins, from <= dot
 * next  where the text goes on after the stop, closing marks and blanks; next <= text.len
 */
bool nh_abbreviation_at(nh_str text, size_t from, size_t dot, size_t next);

#endif
