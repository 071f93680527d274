/* common/codec/postings/codes_codec.c - form codes of a block into bytes and back. */
#include "common/codec/numbers/pack.h"
#include "common/codec/numbers/sparse.h"
#include "common/codec/postings/postings_codec.h"

#define MOST_SIZE 65535u /* of a payload whose first two bytes say its size */

static void encode_packed(const uint16_t *codes, uint32_t n, unsigned width, nh_buffer *out)
{
    uint32_t values[NH_CODEC_BLOCK];

    for (uint32_t i = 0; i < n;) { /* 256 values fill whole bytes at any width */
        uint32_t k = 0;

        for (; k < NH_CODEC_BLOCK && i < n; k++, i++)
            values[k] = codes[i];
        nh_pack(values, k, width, out);
    }
}

void nh_codes_encode(const uint16_t *codes, uint32_t n, nh_buffer *out, uint8_t *width)
{
    nh_sparse_plan sparse;
    uint32_t all = 0;
    size_t packed, below;

    for (uint32_t i = 0; i < n; i++)
        all |= codes[i];
    packed = nh_packed_size(n, nh_bits(all));
    below = packed > 2 ? packed - 2 : 0;
    sparse = nh_sparse_measure(codes, n, below <= MOST_SIZE ? below : MOST_SIZE + 1);
    if (sparse.size != SIZE_MAX) {
        *width = NH_WIDTH_SPARSE;
        nh_buf_u16(out, (uint16_t)sparse.size);
        nh_sparse_put(codes, n, &sparse, out);
    } else {
        *width = (uint8_t)nh_bits(all);
        encode_packed(codes, n, *width, out);
    }
}

size_t nh_codes_head_size(uint8_t width)
{
    return width == NH_WIDTH_SPARSE ? 2 : 0;
}

size_t nh_codes_size(uint8_t width, uint32_t n, const uint8_t *head)
{
    return width == NH_WIDTH_SPARSE ? 2 + (size_t)head[0] + (size_t)head[1] * 256
                                    : nh_packed_size(n, width);
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

static bool decode_packed(nh_cursor *in, uint8_t width, uint32_t n, uint32_t n_forms,
                          uint16_t *codes)
{
    bool ok = width <= 16;

    for (uint32_t i = 0; ok && i < n; i += NH_CODEC_BLOCK) {
        const uint32_t k = n - i < NH_CODEC_BLOCK ? n - i : NH_CODEC_BLOCK;

        ok = decode_codes(in, width, k, n_forms, codes + i);
    }
    return ok;
}

static bool decode_sparse(nh_cursor *in, uint32_t n, uint32_t n_forms, uint16_t *codes)
{
    const size_t size = nh_cur_u16(in);
    const uint8_t *bytes = nh_cur_bytes(in, size);

    return bytes != NULL && n_forms > 0 &&
           nh_sparse_get(bytes, size, n, n_forms - 1, codes);
}

bool nh_codes_decode(nh_cursor *in, uint8_t width, uint32_t n, uint32_t n_forms,
                     uint16_t *codes)
{
    const size_t at = in->at;

    if (width == NH_WIDTH_SPARSE ? decode_sparse(in, n, n_forms, codes)
                                 : decode_packed(in, width, n, n_forms, codes))
        return true;
    nh_cur_spoil(in, at);
    return false;
}
