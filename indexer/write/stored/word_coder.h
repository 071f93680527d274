/*
 * indexer/write/stored/word_coder.h - blocks of stored articles in codes of the words of a list.
 */
#ifndef NH_INDEXER_WORD_CODER_H
#define NH_INDEXER_WORD_CODER_H

#include "common/base/bytes/buffer.h"
#include "common/segment/articles/stored_words.h"

#define NH_CODER_SLOTS (1u << 15)
#define NH_CODER_NEAR \
    (1u << 11) /* slots of the commonest words, which stay in the caches */
#define NH_CODER_MARKS \
    (1u << 16) /* bits that tell most words that are not in the list      */

/* A place for a word: what most differ by is there, and their text is looked at by few. */
typedef struct nh_coder_slot {
    uint64_t first; /* eight bytes, or all of them, then zeros         */
    uint32_t at;    /* of its text in the list; 0: the slot is free    */
    uint8_t size;
    uint8_t coded; /* bytes of its code                                */
    uint8_t code[2];
} nh_coder_slot;

/* Finds words of a list. */
typedef struct nh_word_coder {
    const nh_code_words *list;
    uint64_t seed; /* of the hashes: nobody can choose words that fall together */
    nh_coder_slot near[NH_CODER_NEAR];
    uint64_t marks[NH_CODER_MARKS / 64];
    nh_coder_slot slots[NH_CODER_SLOTS]; /* all words */
} nh_word_coder;

/* For a list, which it borrows. The address of `c` is the seed. */
void nh_word_coder_init(nh_word_coder *c, const nh_code_words *list);

/*
 * Codes a block into `out`, in place of what was there, as nh_words_spell() spells it.
 * done  false: it is to stay as it is, since it would not be shorter, or shorter than a block
 *       may be
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_words_code(const nh_word_coder *c, nh_str block, nh_buffer *out,
                                    bool *done, nh_error *err);

#endif
