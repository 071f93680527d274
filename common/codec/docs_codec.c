/* common/codec/docs_codec.c - ascending passages of a block into bytes and back. */
#include <string.h>

#include "common/codec/kernels.h"
#include "common/codec/pack.h"
#include "common/codec/postings_codec.h"

/* Up to this width 256 gaps cannot add up to 2^32. */
#define NARROW 23u

static uint32_t widest_gap(const uint32_t *ids, uint32_t count)
{
    uint32_t all = 0;

    for (uint32_t i = 1; i < count; i++)
        all |= ids[i] - ids[i - 1] - 1;
    return nh_bits(all);
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

static void encode_gaps(const uint32_t *ids, uint32_t count, unsigned width, nh_buffer *out)
{
    uint32_t gaps[NH_CODEC_BLOCK] = {0};

    for (uint32_t i = 1; i < count; i++)
        gaps[i] = ids[i] - ids[i - 1] - 1;
    if (count == NH_CODEC_BLOCK)
        nh_lanes_pack(gaps, width, out);
    else
        nh_pack(gaps + 1, count - 1, width, out);
}

void nh_docs_encode(const uint32_t *ids, uint32_t count, nh_buffer *out, uint8_t *codec,
                    uint8_t *width)
{
    const unsigned w = widest_gap(ids, count);
    const uint64_t range = (uint64_t)ids[count - 1] - ids[0] + 1;
    const uint8_t packed = count == NH_CODEC_BLOCK ? NH_DOCS_LANES : NH_DOCS_PACKED;
    const size_t packed_size =
        packed == NH_DOCS_LANES ? (size_t)32 * w : nh_packed_size(count - 1, w);

    *width = 0;
    if (range == count) {
        *codec = NH_DOCS_RUN;
    } else if (range <= 65536 && 2 + (range + 7) / 8 < packed_size) {
        *codec = NH_DOCS_BITSET;
        encode_bitset(ids, count, (uint32_t)range, out);
    } else {
        *codec = packed;
        *width = (uint8_t)w;
        encode_gaps(ids, count, w, out);
    }
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
