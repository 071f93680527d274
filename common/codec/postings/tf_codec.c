/* common/codec/postings/tf_codec.c - frequencies of a block into bytes and back. */
#include <string.h>

#include "common/codec/kernels/kernels.h"
#include "common/codec/numbers/pack.h"
#include "common/codec/numbers/sparse.h"
#include "common/codec/numbers/unary.h"
#include "common/codec/postings/postings_codec.h"

#define MOST_SIZE 255u /* of a payload whose first byte says its size */

static size_t packed_size(uint32_t count, unsigned width)
{
    return count == NH_CODEC_BLOCK ? (size_t)32 * width : nh_packed_size(count, width);
}

static void encode_packed(const uint32_t *values, uint32_t count, unsigned width,
                          nh_buffer *out)
{
    if (count == NH_CODEC_BLOCK)
        nh_lanes_pack(values, width, out);
    else
        nh_pack(values, count, width, out);
}

/* Unary is decoded faster than sparse, which therefore has to save a quarter, and is for numbers of
 * which at most half are not zero. */
void nh_tf_encode(const uint8_t *tf, uint32_t count, nh_buffer *out, uint8_t *width)
{
    uint32_t values[NH_CODEC_BLOCK], all = 0, sum = 0, ones = 0;
    uint16_t less[NH_CODEC_BLOCK];
    size_t packed, unary, below;
    nh_sparse_plan sparse;

    for (uint32_t i = 0; i < count; i++) {
        less[i] = (uint16_t)(tf[i] - 1u);
        values[i] = less[i];
        all |= values[i];
        sum += values[i];
        ones += values[i] > 0;
    }
    *width = 0;
    if (all == 0)
        return;
    packed = packed_size(count, nh_bits(all));
    unary = ((size_t)count + sum + 7) / 8;
    below = unary - unary / 4 < packed ? unary - unary / 4 : packed - 1;
    sparse = nh_sparse_measure(less, count, ones <= count / 2 ? below : 0);
    if (sparse.size < below) {
        *width = NH_WIDTH_SPARSE;
        nh_buf_u8(out, (uint8_t)sparse.size);
        nh_sparse_put(less, count, &sparse, out);
    } else if (unary <= MOST_SIZE && 1 + unary < packed) {
        *width = NH_WIDTH_UNARY;
        nh_buf_u8(out, (uint8_t)unary);
        nh_unary_put(values, count, 0, unary, out);
    } else {
        *width = (uint8_t)nh_bits(all);
        encode_packed(values, count, *width, out);
    }
}

size_t nh_tf_head_size(uint8_t width)
{
    return width >= NH_WIDTH_UNARY ? 1 : 0;
}

size_t nh_tf_size(uint8_t width, uint32_t count, const uint8_t *head)
{
    return width >= NH_WIDTH_UNARY ? 1 + (size_t)head[0] : packed_size(count, width);
}

/* A full block's are bytes at once; 256, which does not fit, wraps around to 0. */
static bool decode_lanes(nh_cursor *in, uint8_t width, uint8_t *tf)
{
    uint8_t zeros = 0;

    if (!nh_lanes_bytes(in, width, tf))
        return false;
    for (uint32_t i = 0; i < NH_CODEC_BLOCK; i++) {
        tf[i] = (uint8_t)(tf[i] + 1u);
        zeros |= (uint8_t)(tf[i] == 0);
    }
    return zeros == 0;
}

static bool decode_packed(nh_cursor *in, uint8_t width, uint32_t count, uint8_t *tf)
{
    uint32_t values[NH_CODEC_BLOCK], highest = 0;

    if (count == NH_CODEC_BLOCK)
        return decode_lanes(in, width, tf);
    if (width > 8 || !nh_unpack(in, count, width, values))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        highest |= values[i] + 1; /* 256 shows in the ninth bit */
        tf[i] = (uint8_t)(values[i] + 1);
    }
    return highest < 256;
}

/* Frequencies that were told modulo 256 add up to the bits of the row only if none is larger. */
static bool decode_unary(nh_cursor *in, uint32_t count, uint8_t *tf)
{
    const nh_kernels *k = nh_kernels_get();
    const size_t size = nh_cur_u8(in);
    const uint8_t *row = nh_cur_bytes(in, size);
    uint8_t out[NH_CODEC_BLOCK + 8];

    if (row == NULL || size == 0 || row[size - 1] == 0 ||
        k->bits_distances(row, size, count, out) != count)
        return false;
    memcpy(tf, out, count);
    return k->bytes_sum(tf, count) ==
           size * 8 - (size_t)__builtin_clz((unsigned)row[size - 1] << 24);
}

static bool decode_sparse(nh_cursor *in, uint32_t count, uint8_t *tf)
{
    const size_t size = nh_cur_u8(in);
    const uint8_t *bytes = nh_cur_bytes(in, size);
    uint16_t less[NH_CODEC_BLOCK];

    if (bytes == NULL || !nh_sparse_get(bytes, size, count, 254, less))
        return false;
    for (uint32_t i = 0; i < count; i++)
        tf[i] = (uint8_t)(less[i] + 1u);
    return true;
}

static bool decode_tf(nh_cursor *in, uint8_t width, uint32_t count, uint8_t *tf)
{
    return width == NH_WIDTH_SPARSE  ? decode_sparse(in, count, tf)
           : width == NH_WIDTH_UNARY ? decode_unary(in, count, tf)
                                     : decode_packed(in, width, count, tf);
}

bool nh_tf_decode(nh_cursor *in, uint8_t width, uint32_t count, uint8_t *tf)
{
    const size_t at = in->at;

    if (count >= 1 && count <= NH_CODEC_BLOCK && decode_tf(in, width, count, tf))
        return true;
    nh_cur_spoil(in, at);
    return false;
}
