/*
 * common/segment/articles/stored_words.h - blocks of stored articles spelt out by a list of words.
 */
#ifndef NH_SEGMENT_STORED_WORDS_H
#define NH_SEGMENT_STORED_WORDS_H

#include <stdbool.h>

#include "common/base/bytes/little_endian.h"
#include "common/base/env.h"
#include "common/segment/format.h"

#define NH_WORDS 131072u /* bytes of a list; the last one of a section may have fewer     */
#define NH_WORDS_SOON 49152u /* of them, that a list of an index as built keeps within */
#define NH_WORD_SIZE \
    32u                 /* bytes of a word, at most; the last ones of a list are no words */
#define NH_WORD_HEAD 4u /* bytes before the sizes of words                               */
#define NH_WORD_RATIO 8u /* a block is spelt by at most so many times its coded bytes     */
#define NH_WORD_SLACK \
    64u /* bytes behind what is spelt that may be written over           */

/* Bytes of a coded block, FORMAT.md section 15. What is below stands for itself. */
enum {
    NH_WORD_FIRST = 0x80,    /* codes of words, or the first byte of them      */
    NH_WORD_CAPITALS = 0xfd, /* the word behind it in capitals                 */
    NH_WORD_CAPITAL = 0xfe,  /* the first letter of the word behind it is one  */
    NH_WORD_ESCAPE = 0xff    /* bytes from 0x80 on behind it stand for themselves */
};

#define NH_WORD_BYTES ((unsigned)(NH_WORD_CAPITALS - NH_WORD_FIRST)) /* that begin a code */

/* A list that was checked. */
typedef struct nh_code_words {
    const nh_env *env;
    const uint8_t *bytes; /* borrowed                                          */
    size_t size;          /* of them, at most NH_WORDS                         */
    uint32_t count;       /* words                                             */
    uint32_t singles;     /* of them, whose code is one byte: the first ones   */
    uint32_t end;         /* bytes up to the end of the last word              */
    uint32_t *places;     /* by word: where it begins, times 64, and its size  */
} nh_code_words;

/* Lists in a section of `size` bytes. */
static inline uint64_t nh_words_lists(uint64_t size)
{
    return size / NH_WORDS + (size % NH_WORDS > 0);
}

/* The layout of a segment with a section of `size` bytes. */
static inline uint32_t nh_words_layout(uint64_t size)
{
    if (size == 0)
        return NH_INFO_LAYOUT;
    return size % NH_WORDS == 0 ? NH_INFO_WORDED : NH_INFO_SHORT_LIST;
}

/* Bytes of the list at `at` in a section of `size` bytes, below which `at` is. */
static inline size_t nh_words_size(uint64_t size, uint64_t at)
{
    return size - at < NH_WORDS ? (size_t)(size - at) : NH_WORDS;
}

/* Bytes of a list before its words, by the first NH_WORD_HEAD of them; at most all of it. */
static inline size_t nh_words_head(nh_str list)
{
    const size_t head = list.len < NH_WORD_HEAD
                            ? list.len
                            : NH_WORD_HEAD + nh_le16((const uint8_t *)list.ptr);

    return head < list.len ? head : list.len;
}

/* The bytes of a list as it is the last one of a section: without the zeros that fill it up. One
 * that makes no sense may stay as it is. */
nh_str nh_words_cut(nh_str list);

/*
 * Looks at the nh_words_head() first bytes of a list.
 * out  nh_code_words_free() frees it; zeroed on failure, but for `env`
 * NH_E_CORRUPT  they contradict FORMAT.md section 15
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_code_words_read(const nh_env *env, nh_str list, nh_code_words *out,
                                         nh_error *err);

/* True if all bytes behind the words are zero. */
bool nh_code_words_end(const nh_code_words *l);

/* Accepts one that is zeroed, which it is then, but for `env`. */
void nh_code_words_free(nh_code_words *l);

/* Word `i` of the list. */
static inline nh_str nh_code_word(const nh_code_words *l, uint32_t i)
{
    return (nh_str){(const char *)l->bytes + l->places[i] / 64, l->places[i] % 64};
}

/* True if blanks around what begins with this byte are written: U+0080 to U+00BF, U+2000 to
 * U+2FFF. They are mostly signs. */
static inline bool nh_word_is_sign(uint8_t first)
{
    return first == 0xc2 || first == 0xe2;
}

/* True if this byte of ASCII is part of words, so that a blank before it goes without saying. */
static inline bool nh_word_has(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/*
 * Spells a coded block out, until it ends, or there is no room for what comes, or that makes no
 * sense.
 *
 * to     room bytes, and NH_WORD_SLACK behind them
 * spelt  bytes that were written
 * Returns how many of the `size` bytes were read: all of them if the block is sound.
 */
size_t nh_words_spell(const nh_code_words *l, const uint8_t *coded, size_t size,
                      uint8_t *to, size_t room, size_t *spelt);

#endif
