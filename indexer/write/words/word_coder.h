/*
 * indexer/write/words/word_coder.h - blocks of stored articles in codes of the words of a list.
 */
#ifndef NH_INDEXER_WORD_CODER_H
#define NH_INDEXER_WORD_CODER_H

#include "common/base/bytes/buffer.h"
#include "common/segment/articles/stored_words.h"
#include "common/text/letters/byte_sets.h"

/* A word: those of up to 16 bytes are all here, the text of longer ones is looked at. */
typedef struct nh_coder_word {
    uint64_t part[2]; /* its first 16 bytes, lowest first, then zeros */
    uint32_t at;      /* of its text in the list                      */
    uint8_t size;     /* 0: it is none                                */
    uint8_t coded;    /* bytes of its code                            */
    uint8_t code[2];
} nh_coder_word;

/* Finds words of a list. */
typedef struct nh_word_coder {
    const nh_env *env;
    const nh_code_words *list;
    uint64_t seed; /* of the hashes: nobody can choose words that fall together */
    nh_byte_masker mask;
    nh_byte_sets sets; /* the first one: ASCII that is part of words           */
    nh_coder_word
        *words; /* as in the list, so the commonest side by side, behind one that is none */
    uint16_t *slots;  /* number of a word, from 1; 0: none */
    uint32_t n_slots; /* a power of two, at least twice as many as words */
} nh_word_coder;

/* For a list, which it borrows. The address of `c` is the seed. NH_E_NOMEM: it holds nothing
 * then. */
NH_MUST_USE nh_status nh_word_coder_init(nh_word_coder *c, const nh_env *env,
                                         const nh_code_words *list, nh_error *err);

/* Accepts one that is zeroed, but for `env`. */
void nh_word_coder_free(nh_word_coder *c);

/* Bytes held, but for its own. */
static inline size_t nh_word_coder_memory(const nh_word_coder *c)
{
    return c->words != NULL
               ? (c->list->count + 1) * sizeof *c->words + c->n_slots * sizeof *c->slots
               : 0;
}

/*
 * Codes a block into `out`, in place of what was there, as nh_words_spell() spells it.
 * done  false: it is to stay as it is, since it would not be shorter, or shorter than a block
 *       may be
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_words_code(const nh_word_coder *c, nh_str block, nh_buffer *out,
                                    bool *done, nh_error *err);

#endif
