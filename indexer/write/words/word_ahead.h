/*
 * indexer/write/words/word_ahead.h - words of ASCII in codes, many at once.
 */
#ifndef NH_INDEXER_WORD_AHEAD_H
#define NH_INDEXER_WORD_AHEAD_H

#include "common/text/letters/bit_places.h"
#include "common/text/letters/byte_sets.h"
#include "indexer/write/words/word_finder.h"

#define NH_AHEAD_BLOCKS 16u /* of NH_BYTE_BLOCK bytes that are looked at at once, at most */
#define NH_AHEAD_BEHIND 16u /* bytes behind them that are there */
#define NH_CODING_SLACK 256u /* bytes behind those of a block that may be written over */

/* A block on its way into codes. */
typedef struct nh_word_coding {
    const uint8_t *p, *end; /* what is left of the block                                */
    uint8_t *to, *to_end;   /* where it goes; NH_CODING_SLACK bytes are behind that     */
    bool escaped; /* the last byte was, so that a code behind it would be one, too */
} nh_word_coding;

/* Sees where words of ASCII begin and end. */
typedef struct nh_word_eye {
    nh_set_masker mask;
    nh_bit_lister list;
    nh_byte_sets sets; /* the first one: ASCII that is part of words */
} nh_word_eye;

/* The fastest for this processor, as nh_set_masker_get() and nh_bit_lister_get() have it. */
void nh_word_eye_init(nh_word_eye *eye);

/*
 * Codes the words of ASCII that begin and end in some blocks of 64 bytes, before the first byte
 * that is not ASCII, and what lies between and behind them.
 * k       no byte before was escaped; room for twice the bytes of the blocks, slack included
 * blocks  1 to NH_AHEAD_BLOCKS, behind which NH_AHEAD_BEHIND bytes are there
 * Returns true if the last thing was a code, so that a blank at k->p may go without saying.
 */
bool nh_words_ahead(const nh_word_eye *eye, const nh_word_finder *f, size_t blocks,
                    nh_word_coding *k);

#endif
