/*
 * indexer/write/stored/word_runs.h - what counts as one word of stored text.
 */
#ifndef NH_INDEXER_WORD_RUNS_H
#define NH_INDEXER_WORD_RUNS_H

#include "common/segment/articles/stored_words.h"

/* Bytes of the word or sign at `p`, 0 if there is none; `left` > 0 bytes are there. A word is all
 * of its letters and digits, of ASCII or not, a sign one character. */
static inline size_t nh_word_run(const uint8_t *p, size_t left)
{
    const bool sign = nh_word_is_sign(*p);
    size_t n = 0;

    if (sign) {
        const size_t most = *p == 0xc2 ? 2 : 3;

        for (n = 1; n < most && n < left && (p[n] & 0xc0) == 0x80;)
            n++;
        return n;
    }
    while (n < left && (nh_word_has(p[n]) || (p[n] >= 0x80 && !nh_word_is_sign(p[n]))))
        n++;
    return n;
}

#endif
