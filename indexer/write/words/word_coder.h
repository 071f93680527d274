/*
 * indexer/write/words/word_coder.h - blocks of stored articles in codes of the words of a list.
 */
#ifndef NH_INDEXER_WORD_CODER_H
#define NH_INDEXER_WORD_CODER_H

#include "common/base/bytes/buffer.h"
#include "indexer/write/words/word_ahead.h"

/* Codes blocks by a list of words. */
typedef struct nh_word_coder {
    nh_word_finder finder;
    nh_word_eye eye;
    size_t
        ahead; /* blocks of 64 bytes that are looked at at once, NH_AHEAD_BLOCKS; with 0 of
                     them, which tests ask for, codes are the same */
} nh_word_coder;

/* For a list, which it borrows. The address of `c` is a seed. NH_E_NOMEM: it holds nothing
 * then. */
NH_MUST_USE nh_status nh_word_coder_init(nh_word_coder *c, const nh_env *env,
                                         const nh_code_words *list, nh_error *err);

/* Accepts one that is zeroed, but for `finder.env`. */
void nh_word_coder_free(nh_word_coder *c);

/*
 * Codes a block into `out`, in place of what was there, as nh_words_spell() spells it.
 * done  false: it is to stay as it is, since it would not be shorter, or shorter than a block
 *       may be
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_words_code(const nh_word_coder *c, nh_str block, nh_buffer *out,
                                    bool *done, nh_error *err);

#endif
