/* common/codec/pack.c - numbers side by side at one width, in a row or in eight lanes. */
#include "common/codec/pack.h"

#include <string.h>

#include "common/codec/kernels.h"

/* ORs the low `width` bits of `v` in at bit `at`; the bytes there are zero. */
static void put_bits(uint8_t *to, size_t at, uint32_t v, unsigned width)
{
    uint64_t word = (uint64_t)v << (at % 8);

    for (size_t i = at / 8; i * 8 < at + width; i++, word >>= 8)
        to[i] = (uint8_t)(to[i] | (word & 0xff));
}

void nh_pack(const uint32_t *values, size_t n, unsigned width, nh_buffer *out)
{
    const size_t size = nh_packed_size(n, width);
    uint8_t *to;

    if (size == 0)
        return;
    to = nh_buf_extend(out, size);
    if (to == NULL)
        return;
    memset(to, 0, size);
    for (size_t i = 0; i < n; i++)
        put_bits(to, i * width, values[i], width);
}

bool nh_spare_clear(const uint8_t *bytes, size_t size, size_t used)
{
    return size * 8 == used || bytes[size - 1] >> (8 - (size * 8 - used)) == 0;
}

bool nh_unpack(nh_cursor *in, size_t n, unsigned width, uint32_t *values)
{
    const size_t at = in->at;
    const size_t size = nh_packed_size(n, width);
    const uint8_t *from = nh_cur_bytes(in, size);

    if (from == NULL || width > 32 || !nh_spare_clear(from, size, n * width)) {
        nh_cur_spoil(in, at);
        return false;
    }
    nh_kernels_get()->bits_unpack(from, size, width, n, values);
    return true;
}

void nh_lanes_pack(const uint32_t *values, unsigned width, nh_buffer *out)
{
    uint32_t words[32 * 8] = {0};
    uint8_t *to;

    for (unsigned i = 0; i < 256 && width > 0; i++) {
        const unsigned lane = i % 8, bit = i / 8 * width;
        const uint64_t v = (uint64_t)values[i] << (bit % 32);

        words[bit / 32 * 8 + lane] |= (uint32_t)v;
        if (v >> 32 != 0)
            words[(bit / 32 + 1) * 8 + lane] |= (uint32_t)(v >> 32);
    }
    to = width > 0 ? nh_buf_extend(out, (size_t)32 * width) : NULL;
    for (size_t i = 0; to != NULL && i < (size_t)8 * width; i++)
        for (unsigned k = 0; k < 4; k++)
            to[4 * i + k] = (uint8_t)(words[i] >> (8 * k));
}

bool nh_lanes_unpack(nh_cursor *in, unsigned width, uint32_t *values)
{
    const size_t at = in->at;
    const uint8_t *from = width <= 32 ? nh_cur_bytes(in, (size_t)32 * width) : NULL;

    if (from == NULL) {
        nh_cur_spoil(in, at);
        return false;
    }
    nh_kernels_get()->lanes_unpack(from, width, values);
    return true;
}
