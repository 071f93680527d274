/*
 * indexer/write/words/word_runs.h - what counts as one word of stored text.
 */
#ifndef NH_INDEXER_WORD_RUNS_H
#define NH_INDEXER_WORD_RUNS_H

#include <string.h>

#include "common/base/bytes/hash.h"
#include "common/segment/articles/stored_words.h"

/* A word or a sign: eight bytes at a time in a register, so that most need no loop. */
typedef struct nh_word_run {
    uint64_t part[NH_WORD_SIZE /
                  8]; /* its bytes, lowest first, then zeros; two, or as many as it needs */
    size_t size;      /* 0: there is none; more than NH_WORD_SIZE: too long for a list */
} nh_word_run;

#define NH_EACH_BYTE(b) ((uint64_t)(b)*UINT64_C(0x0101010101010101))

/* In the highest bit of each byte: whether it, an ASCII one without that bit in `low`, is from
 * `first` to `last`. */
static inline uint64_t nh_word_between(uint64_t low, uint8_t first, uint8_t last)
{
    return (low + NH_EACH_BYTE(0x80 - first)) & ~(low + NH_EACH_BYTE(0x7f - last)) &
           NH_EACH_BYTE(0x80);
}

/* The letters of ASCII among eight bytes, each by its highest bit. */
static inline uint64_t nh_word_letters(uint64_t x)
{
    return nh_word_between((x | NH_EACH_BYTE(0x20)) & NH_EACH_BYTE(0x7f), 'a', 'z') & ~x;
}

static inline uint64_t nh_word_capitals(uint64_t x)
{
    return nh_word_between(x & NH_EACH_BYTE(0x7f), 'A', 'Z') & ~x;
}

/* The bytes that are part of words: nh_word_has(), and beyond ASCII all but nh_word_is_sign(). */
static inline uint64_t nh_word_bytes(uint64_t x)
{
    const uint64_t high = x & NH_EACH_BYTE(0x80);
    const uint64_t other =
        ((x | NH_EACH_BYTE(0x20)) ^ NH_EACH_BYTE(0xe2)) & NH_EACH_BYTE(0x7f);
    const uint64_t digits = nh_word_between(x & NH_EACH_BYTE(0x7f), '0', '9') & ~x;

    return nh_word_letters(x) | digits | (high & (other + NH_EACH_BYTE(0x7f)));
}

/* Eight bytes, zeros in the place of those that are not there. */
static inline uint64_t nh_word_load(const uint8_t *p, size_t left)
{
    uint8_t some[8] = {0};

    if (left >= sizeof some)
        return nh_le64(p);
    for (size_t i = 0; i < left; i++)
        some[i] = p[i];
    return nh_le64(some);
}

/* The first `n` of eight bytes, 0 to 8. */
static inline uint64_t nh_word_first(uint64_t x, size_t n)
{
    return n < 8 ? x & ((UINT64_C(1) << 8 * n) - 1) : x;
}

/* The word or sign at `p`, where `left` > 0 bytes are. A word is all of its letters and digits, of
 * ASCII or not, a sign one character. */
static inline void nh_word_run_take(const uint8_t *p, size_t left, nh_word_run *out)
{
    size_t n, at = 0;

    out->part[1] = 0;
    if (nh_word_is_sign(*p)) {
        const size_t most = *p == 0xc2 ? 2 : 3;

        for (n = 1; n < most && n < left && (p[n] & 0xc0) == 0x80;)
            n++;
        out->part[0] = nh_word_first(nh_word_load(p, left), n);
        out->size = n;
        return;
    }
    do {
        const uint64_t x = nh_word_load(p + at, left - at);
        const uint64_t others = nh_word_bytes(x) ^ NH_EACH_BYTE(0x80);

        n = others != 0 ? (size_t)__builtin_ctzll(others) / 8 : 8;
        if (at < NH_WORD_SIZE)
            out->part[at / 8] = nh_word_first(x, n);
        at += n;
    } while (n == 8);
    out->size = at;
}

/* The bytes of a word of up to 16, where 16 are. */
static inline void nh_word_first_16(const uint8_t *word, size_t size, uint64_t part[2])
{
    static const uint8_t ones_and_zeros[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                               255, 255, 255, 255, 255, 255, 255, 255};
    const uint8_t *kept = ones_and_zeros + 16 - size;

    part[0] = nh_le64(word) & nh_le64(kept);
    part[1] = nh_le64(word + 8) & nh_le64(kept + 8);
}

/* The same of all bytes of a word of 1 to NH_WORD_SIZE. 16 bytes from its first one are there, and
 * what is left of eight behind its last. */
static inline void nh_word_run_of(const uint8_t *word, size_t size, nh_word_run *out)
{
    out->size = size;
    nh_word_first_16(word, size < 16 ? size : 16, out->part);
    for (size_t at = 16; at < size; at += 8)
        out->part[at / 8] = nh_word_first(nh_le64(word + at), size - at);
}

/* Where it belongs in a table: nobody who does not know the seed can choose words that fall
 * together. */
static inline uint64_t nh_word_run_hash(const nh_word_run *w, uint64_t seed)
{
    uint64_t hash = nh_hash_mix(w->part[0] ^ seed, w->part[1] ^ seed >> 32 ^ w->size);

    for (size_t at = 16; at < w->size; at += 8)
        hash = nh_hash_mix(hash ^ w->part[at / 8], hash >> 7);
    return hash;
}

#endif
