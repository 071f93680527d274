/* common/codec/tf_codec.c - frequencies and form codes of a block into bytes and back. */
#include "common/codec/pack.h"
#include "common/codec/postings_codec.h"

void nh_tf_encode(const uint8_t *tf, uint32_t count, nh_buffer *out, uint8_t *width)
{
    uint32_t values[NH_CODEC_BLOCK], all = 0;

    for (uint32_t i = 0; i < count; i++) {
        values[i] = (uint32_t)tf[i] - 1;
        all |= values[i];
    }
    *width = (uint8_t)nh_bits(all);
    if (count == NH_CODEC_BLOCK)
        nh_lanes_pack(values, *width, out);
    else
        nh_pack(values, count, *width, out);
}

bool nh_tf_decode(nh_cursor *in, uint8_t width, uint32_t count, uint8_t *tf)
{
    const size_t at = in->at;
    uint32_t values[NH_CODEC_BLOCK], all_ones = 0;
    bool ok = width <= 8 && count <= NH_CODEC_BLOCK;

    if (ok && count == NH_CODEC_BLOCK)
        ok = nh_lanes_unpack(in, width, values);
    else if (ok)
        ok = nh_unpack(in, count, width, values);
    for (uint32_t i = 0; ok && i < count; i++) {
        all_ones |= values[i] + 1; /* 256 shows in the ninth bit */
        tf[i] = (uint8_t)(values[i] + 1);
    }
    if (ok && all_ones < 256)
        return true;
    nh_cur_spoil(in, at);
    return false;
}

void nh_codes_encode(const uint16_t *codes, uint32_t n, nh_buffer *out, uint8_t *width)
{
    uint32_t values[NH_CODEC_BLOCK], all = 0;

    for (uint32_t i = 0; i < n; i++)
        all |= codes[i];
    *width = (uint8_t)nh_bits(all);
    for (uint32_t i = 0; i < n;) { /* 256 values fill whole bytes at any width */
        uint32_t k = 0;

        for (; k < NH_CODEC_BLOCK && i < n; k++, i++)
            values[k] = codes[i];
        nh_pack(values, k, *width, out);
    }
}

/* Up to 256 codes; false if one of them is not below `n_forms`. */
static bool decode_codes(nh_cursor *in, uint8_t width, uint32_t n, uint32_t n_forms,
                         uint16_t *codes)
{
    uint32_t values[NH_CODEC_BLOCK];
    bool ok = nh_unpack(in, n, width, values);

    for (uint32_t i = 0; ok && i < n; i++) {
        ok = values[i] < n_forms;
        codes[i] = (uint16_t)values[i];
    }
    return ok;
}

bool nh_codes_decode(nh_cursor *in, uint8_t width, uint32_t n, uint32_t n_forms,
                     uint16_t *codes)
{
    const size_t at = in->at;
    bool ok = width <= 16;

    for (uint32_t i = 0; ok && i < n; i += NH_CODEC_BLOCK) {
        const uint32_t k = n - i < NH_CODEC_BLOCK ? n - i : NH_CODEC_BLOCK;

        ok = decode_codes(in, width, k, n_forms, codes + i);
    }
    if (!ok)
        nh_cur_spoil(in, at);
    return ok;
}
