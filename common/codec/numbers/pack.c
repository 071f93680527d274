/* common/codec/numbers/pack.c - numbers side by side at one width, in a row or in eight lanes. */
#include "common/codec/numbers/pack.h"

#include "common/codec/kernels/kernels.h"
#include "common/codec/numbers/bit_writer.h"

void nh_pack(const uint32_t *values, size_t n, unsigned width, nh_buffer *out)
{
    const size_t size = nh_packed_size(n, width);
    uint8_t *to = size > 0 ? nh_buf_extend(out, size) : NULL;
    nh_bit_writer w = {.next = to};

    for (size_t i = 0; to != NULL && i < n; i++)
        nh_bits_put(&w, values[i], width);
    if (to != NULL)
        nh_bits_end(&w);
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

/* The eight lanes move in step, so that each statement works on all of them at once. */
void nh_lanes_pack(const uint32_t *values, unsigned width, nh_buffer *out)
{
    uint8_t *to = width > 0 ? nh_buf_extend(out, (size_t)32 * width) : NULL;
    uint64_t words[8] = {0};
    unsigned held = 0;

    for (unsigned i = 0; to != NULL && i < 256; i += 8) {
        for (unsigned lane = 0; lane < 8; lane++)
            words[lane] |= (uint64_t)values[i + lane] << held;
        held += width;
        if (held < 32)
            continue;
        for (unsigned lane = 0; lane < 8; lane++) {
            nh_bits_store(to + (size_t)4 * lane, words[lane]);
            words[lane] >>= 32;
        }
        to += 32;
        held -= 32;
    }
}

/* The 32 * width bytes of eight lanes; NULL if they are not there or the width is over `most`. */
static const uint8_t *take_lanes(nh_cursor *in, unsigned width, unsigned most)
{
    const size_t at = in->at;
    const uint8_t *from = width <= most ? nh_cur_bytes(in, (size_t)32 * width) : NULL;

    if (from == NULL)
        nh_cur_spoil(in, at);
    return from;
}

bool nh_lanes_unpack(nh_cursor *in, unsigned width, uint32_t *values)
{
    const uint8_t *from = take_lanes(in, width, 32);

    if (from != NULL)
        nh_kernels_get()->lanes_unpack(from, width, values);
    return from != NULL;
}

bool nh_lanes_bytes(nh_cursor *in, unsigned width, uint8_t *values)
{
    const uint8_t *from = take_lanes(in, width, 8);

    if (from != NULL)
        nh_kernels_get()->lanes_bytes(from, width, values);
    return from != NULL;
}
