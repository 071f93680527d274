/* common/codec/postings/docs_codec.c - ascending passages of a block into bytes and back. */
#include <string.h>

#include "common/codec/kernels/kernels.h"
#include "common/codec/numbers/pack.h"
#include "common/codec/numbers/unary.h"
#include "common/codec/postings/postings_codec.h"

/* Up to this width 256 gaps cannot add up to 2^32. */
#define NARROW 23u

/* Up to this width neither can the 255 gaps of a row of NH_UNARY_MOST bytes. */
#define SPLIT_NARROW 20u

static void find_gaps(const uint32_t *ids, uint32_t count, uint32_t gaps[NH_CODEC_BLOCK])
{
    gaps[0] = 0;
    for (uint32_t i = 1; i < count; i++)
        gaps[i] = ids[i] - ids[i - 1] - 1;
}

static unsigned widest(const uint32_t *gaps, uint32_t count)
{
    uint32_t all = 0;

    for (uint32_t i = 0; i < count; i++)
        all |= gaps[i];
    return nh_bits(all);
}

/* Bytes of the gaps at one width: a full block has them in lanes. */
static size_t gaps_size(uint32_t count, unsigned width)
{
    return count == NH_CODEC_BLOCK ? (size_t)32 * width : nh_packed_size(count - 1, width);
}

static void encode_bitset(const uint32_t *ids, uint32_t count, uint32_t range,
                          nh_buffer *out)
{
    uint8_t *to;

    nh_buf_u16(out, (uint16_t)(range - 1));
    to = nh_buf_extend(out, (range + 7) / 8);
    if (to == NULL)
        return;
    memset(to, 0, (range + 7) / 8);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t bit = ids[i] - ids[0];

        to[bit / 8] = (uint8_t)(to[bit / 8] | 1u << bit % 8);
    }
}

static void encode_gaps(const uint32_t *gaps, uint32_t count, unsigned width,
                        nh_buffer *out)
{
    if (count == NH_CODEC_BLOCK)
        nh_lanes_pack(gaps, width, out);
    else
        nh_pack(gaps + 1, count - 1, width, out);
}

/* A row of the high parts, then the low parts. */
static void encode_split(const uint32_t *gaps, uint32_t count, unsigned low, nh_buffer *out)
{
    const size_t row = nh_unary_size(gaps + 1, count - 1, low);
    uint32_t lows[NH_CODEC_BLOCK];

    for (uint32_t i = 0; i < count; i++)
        lows[i] = gaps[i] & (((uint32_t)1 << low) - 1);
    nh_buf_u8(out, (uint8_t)row);
    nh_unary_put(gaps + 1, count - 1, low, row, out);
    encode_gaps(lows, count, low, out);
}

/* Bytes of the gaps split at `low`; SIZE_MAX if that is not possible. */
static size_t split_size(const uint32_t *gaps, uint32_t count, unsigned low)
{
    const size_t row = nh_unary_size(gaps + 1, count - 1, low);

    return low > SPLIT_NARROW || row > NH_UNARY_MOST ? SIZE_MAX
                                                     : 1 + row + gaps_size(count, low);
}

/* Where to split: at what even gaps ask for, or a bit lower if a few long ones lift the mean. */
static unsigned best_split(const uint32_t *gaps, uint32_t count, uint64_t sum, size_t *size)
{
    const unsigned low = nh_unary_low(sum, count - 1);
    size_t lower;

    *size = split_size(gaps, count, low);
    if (low == 0)
        return low;
    lower = split_size(gaps, count, low - 1);
    if (lower >= *size)
        return low;
    *size = lower;
    return low - 1;
}

/* Bytes by which the bit set of a block of nearly consecutive passages may be the larger one. */
#define SOME_MORE 8u

/*
 * Split gaps are smallest but for bit sets, and take longest to decode. So bit sets may be a
 * third larger, or a few bytes, being what evaluators work on anyway, and packed gaps a 32nd.
 */
void nh_docs_encode(const uint32_t *ids, uint32_t count, nh_buffer *out, uint8_t *codec,
                    uint8_t *width)
{
    const uint64_t range = (uint64_t)ids[count - 1] - ids[0] + 1;
    uint32_t gaps[NH_CODEC_BLOCK];
    size_t packed, split, bitset = range <= 65536 ? 2 + ((size_t)range + 7) / 8 : SIZE_MAX;
    unsigned w, low;

    *width = 0;
    if (range == count) {
        *codec = NH_DOCS_RUN;
        return;
    }
    find_gaps(ids, count, gaps);
    w = widest(gaps, count);
    packed = gaps_size(count, w);
    low = best_split(gaps, count, range - count, &split);
    if (bitset <= packed + SOME_MORE &&
        (split == SIZE_MAX || bitset <= split + split / 3)) {
        *codec = NH_DOCS_BITSET;
        encode_bitset(ids, count, (uint32_t)range, out);
    } else if (split < packed - packed / 32) {
        *codec = NH_DOCS_SPLIT;
        *width = (uint8_t)low;
        encode_split(gaps, count, low, out);
    } else {
        *codec = count == NH_CODEC_BLOCK ? NH_DOCS_LANES : NH_DOCS_PACKED;
        *width = (uint8_t)w;
        encode_gaps(gaps, count, w, out);
    }
}

size_t nh_docs_head_size(uint8_t codec)
{
    return codec == NH_DOCS_BITSET ? 2 : codec == NH_DOCS_SPLIT ? 1 : 0;
}

size_t nh_docs_size(uint8_t codec, uint8_t width, uint32_t count, const uint8_t *head)
{
    if (codec == NH_DOCS_BITSET)
        return 2 + ((size_t)head[0] + (size_t)head[1] * 256 + 8) / 8;
    if (codec == NH_DOCS_SPLIT)
        return 1 + (size_t)head[0] + gaps_size(count, width);
    if (codec == NH_DOCS_LANES)
        return (size_t)32 * width;
    return codec == NH_DOCS_PACKED ? nh_packed_size(count - 1, width) : 0;
}

static bool decode_bitset(nh_cursor *in, uint32_t count, uint32_t last, uint32_t *ids)
{
    const uint32_t range = (uint32_t)nh_cur_u16(in) + 1;
    const size_t size = (range + 7) / 8;
    const uint8_t *bits = nh_cur_bytes(in, size);

    if (bits == NULL || range - 1 > last)
        return false;
    if ((bits[0] & 1) == 0 || (bits[size - 1] >> ((range - 1) % 8)) != 1)
        return false;
    return nh_kernels_get()->bitset_expand(bits, size, last - (range - 1), count, ids) ==
           count;
}

static bool decode_run(uint32_t count, uint32_t last, uint32_t *ids)
{
    if (count - 1 > last)
        return false;
    for (uint32_t i = 0; i < count; i++)
        ids[i] = last - (count - 1) + i;
    return true;
}

/* Gaps of a forged block may add up to more than `last`, or than 32 bits hold. */
static bool finish_gaps(uint32_t *ids, uint32_t count, unsigned width, uint32_t last)
{
    uint64_t sum = count - 1;

    if (ids[0] != 0)
        return false;
    for (uint32_t i = 0; width > NARROW && i < count; i++)
        sum += ids[i];
    if (sum > last)
        return false;
    nh_kernels_get()->ids_from_gaps(ids, count, last);
    return ids[0] <= last;
}

/* The parts of a forged block are so narrow that their sum stays below 2^32. */
static bool decode_split(nh_cursor *in, unsigned low, uint32_t count, uint32_t last,
                         uint32_t *ids)
{
    const size_t size = nh_cur_u8(in);
    const uint8_t *row = nh_cur_bytes(in, size);
    uint32_t places[NH_CODEC_BLOCK + NH_UNARY_SLACK];

    ids[0] = 0;
    if (row == NULL || low > SPLIT_NARROW ||
        !(count == NH_CODEC_BLOCK ? nh_lanes_unpack(in, low, ids)
                                  : nh_unpack(in, count - 1, low, ids + 1)))
        return false;
    if (ids[0] != 0 || !nh_unary_places(row, size, count - 1, places + 1))
        return false;
    nh_kernels_get()->ids_from_split(places, count, low, last, ids);
    return ids[0] <= last;
}

static bool decode_docs(nh_cursor *in, uint8_t codec, uint8_t width, uint32_t count,
                        uint32_t last, uint32_t *ids)
{
    if (codec == NH_DOCS_BITSET)
        return width == 0 && decode_bitset(in, count, last, ids);
    if (codec == NH_DOCS_RUN)
        return width == 0 && decode_run(count, last, ids);
    if (codec == NH_DOCS_LANES)
        return count == NH_CODEC_BLOCK && nh_lanes_unpack(in, width, ids) &&
               finish_gaps(ids, count, width, last);
    if (codec == NH_DOCS_SPLIT)
        return count > 1 && decode_split(in, width, count, last, ids);
    ids[0] = 0;
    return codec == NH_DOCS_PACKED && nh_unpack(in, count - 1, width, ids + 1) &&
           finish_gaps(ids, count, width, last);
}

bool nh_docs_decode(nh_cursor *in, uint8_t codec, uint8_t width, uint32_t count,
                    uint32_t last, uint32_t *ids)
{
    const size_t at = in->at;

    if (count >= 1 && count <= NH_CODEC_BLOCK &&
        decode_docs(in, codec, width, count, last, ids))
        return true;
    nh_cur_spoil(in, at);
    return false;
}
