/*
 * common/codec/postings/postings_codec.h - a block of postings into bytes and back (FORMAT.md 7).
 *
 * Encoders choose the shortest form, append to `out`, and leave it bad if memory is short.
 * Decoders read exactly their bytes from a cursor, spoil it where the bytes make no sense, and
 * return false then. Decoders are reached through the kernel table; every set of kernels
 * gives the same numbers.
 */
#ifndef NH_CODEC_POSTINGS_H
#define NH_CODEC_POSTINGS_H

#include "common/base/bytes/buffer.h"
#include "common/base/bytes/cursor.h"

enum {
    NH_DOCS_PACKED = 0,
    NH_DOCS_LANES = 1,
    NH_DOCS_BITSET = 2,
    NH_DOCS_RUN = 3,
    NH_DOCS_SPLIT = 4
};

/* Widths that are none: how frequencies and form codes are written instead. */
enum { NH_WIDTH_UNARY = 128, NH_WIDTH_SPARSE = 129 };

enum { NH_POSITIONS_RAW = 0, NH_POSITIONS_PACKED = 1 };

#define NH_CODEC_BLOCK 256u /* postings in a full block */

/* ids ascending strictly, count 1..256. Blocks of 256 are lanes where they are packed. */
void nh_docs_encode(const uint32_t *ids, uint32_t count, nh_buffer *out, uint8_t *codec,
                    uint8_t *width);

/* Bytes of a docs payload that say its size: 0, 1 or 2. */
size_t nh_docs_head_size(uint8_t codec);

/* Bytes of a docs payload; `head` is its first bytes, as many as nh_docs_head_size() says. */
size_t nh_docs_size(uint8_t codec, uint8_t width, uint32_t count, const uint8_t *head);

/* ids[0..count) from the last id. False too if an id would be below 0. `ids` has room for 256. */
bool nh_docs_decode(nh_cursor *in, uint8_t codec, uint8_t width, uint32_t count,
                    uint32_t last, uint32_t *ids);

/* tf 1..255 each: at one width, in unary or sparse, whichever is smallest. */
void nh_tf_encode(const uint8_t *tf, uint32_t count, nh_buffer *out, uint8_t *width);

/* As for docs. */
size_t nh_tf_head_size(uint8_t width);
size_t nh_tf_size(uint8_t width, uint32_t count, const uint8_t *head);

/* `tf` has room for 256. False if a tf would be over 255. */
bool nh_tf_decode(nh_cursor *in, uint8_t width, uint32_t count, uint8_t *tf);

/* Bits of each packed position of a passage: those of the highest one, without a branch. */
static inline unsigned nh_position_bits(uint8_t span)
{
    const uint32_t highest = (uint32_t)span - (span > 0);

    return 31u - (unsigned)__builtin_clz(2 * highest + 1);
}

/* Bytes that the positions of a block take: sum(tf) of them, or as many bits as the spans ask
 * for. codec 0 or 1. */
size_t nh_positions_size(uint8_t codec, const uint8_t *tf, const uint8_t *spans,
                         uint32_t count);

/* Positions of a block: sum(tf) of them; spans[i] is the span of posting i's passage. */
void nh_positions_encode(uint8_t codec, const uint8_t *positions, const uint8_t *tf,
                         const uint8_t *spans, uint32_t count, nh_buffer *out);

/* `positions` has room for sum(tf) + 64. False if a position is not below its span, or below
 * the one before it in its posting. */
bool nh_positions_decode(nh_cursor *in, uint8_t codec, const uint8_t *tf,
                         const uint8_t *spans, uint32_t count, uint8_t *positions);

/* Form codes of a block, n occurrences: at one width, or sparse if that is smaller. */
void nh_codes_encode(const uint16_t *codes, uint32_t n, nh_buffer *out, uint8_t *width);

/* As for docs. */
size_t nh_codes_head_size(uint8_t width);
size_t nh_codes_size(uint8_t width, uint32_t n, const uint8_t *head);

/* False if a code is not below `n_forms`. */
bool nh_codes_decode(nh_cursor *in, uint8_t width, uint32_t n, uint32_t n_forms,
                     uint16_t *codes);

#endif
