/*
 * common/text/pairs/pair_words.h - the function words whose pairs an index keeps lists of.
 *
 * Phrases of function words ("of the", "has been") have both words nearly everywhere, so an
 * index keeps, beside the words, where two of them follow each other (FORMAT.md, section 5).
 * Which words these are is a list that never changes under its version; the index says which
 * version its pairs are of.
 */
#ifndef NH_TEXT_PAIR_WORDS_H
#define NH_TEXT_PAIR_WORDS_H

#include "newshound/base.h"

#define NH_PAIRS_NONE 0u      /* version: there are no pairs                         */
#define NH_PAIRS_NEWEST 1u    /* version that new indexes take                       */
#define NH_PAIR_WORDS_MOST 64 /* words of a list, at most                            */
#define NH_PAIR_WORD_SIZE 5   /* letters of a word, at most                         */
#define NH_PAIR_KEY_SIZE 16   /* bytes of a key, at most                             */

/*
 * The number of `word` in list `version`, from 1; 0 if it is not there, or there is no such
 * version. `word` is an exact word, as nh_form_folded() makes it of a form; in profile
 * whitespace, bytes as they are. Cost: logarithmic in the list.
 */
uint32_t nh_pair_word(uint32_t version, nh_str word);

/* The word with this number, from 1; empty if there is none. Static. */
nh_str nh_pair_word_text(uint32_t version, uint32_t number);

/*
 * The key of the pair `first`, `second`: both with a blank between them. Borrowed from `out`;
 * empty if it does not fit, which pair words always do.
 */
nh_str nh_pair_key(nh_str first, nh_str second, char out[NH_PAIR_KEY_SIZE]);

/* True if `key` is the key of a pair of list `version`. */
bool nh_pair_key_ok(uint32_t version, nh_str key);

#endif
