/* common/codec/postings/positions_codec.c - word positions of a block into bytes and back. */
#include <string.h>

#include "common/codec/kernels/kernels.h"
#include "common/codec/numbers/bit_reader.h"
#include "common/codec/numbers/pack.h"
#include "common/codec/postings/postings_codec.h"

static uint32_t occurrences(const uint8_t *tf, uint32_t count)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < count; i++)
        n += tf[i];
    return n;
}

static size_t packed_bits(const uint8_t *tf, const uint8_t *spans, uint32_t count)
{
    size_t bits = 0;

    for (uint32_t i = 0; i < count; i++)
        bits += (size_t)tf[i] * nh_position_bits(spans[i]);
    return bits;
}

size_t nh_positions_size(uint8_t codec, const uint8_t *tf, const uint8_t *spans,
                         uint32_t count)
{
    return codec == NH_POSITIONS_RAW ? occurrences(tf, count)
                                     : (packed_bits(tf, spans, count) + 7) / 8;
}

void nh_positions_encode(uint8_t codec, const uint8_t *positions, const uint8_t *tf,
                         const uint8_t *spans, uint32_t count, nh_buffer *out)
{
    const size_t most = occurrences(tf, count), before = out->size;
    uint8_t *to = most > 0 ? nh_buf_extend(out, most + NH_PACK_SLACK) : NULL;

    if (to == NULL)
        return;
    out->size = before + most;
    if (codec == NH_POSITIONS_RAW)
        memcpy(to, positions, most);
    else
        out->size =
            before +
            (size_t)(nh_kernels_get()->places_pack(positions, tf, spans, count, to) - to);
}

static void decode_packed(const uint8_t *from, size_t size, const uint8_t *tf,
                          const uint8_t *spans, uint32_t count, uint8_t *positions)
{
    nh_bit_reader r = nh_bits_of(from, size);

    for (uint32_t i = 0; i < count; i++) {
        const unsigned width = nh_position_bits(spans[i]);
        const uint64_t mask = ((uint64_t)1 << width) - 1;

        for (unsigned k = 0; k < tf[i]; k++) {
            if (r.held < 8)
                nh_bits_refill(&r);
            *positions++ = (uint8_t)(r.word & mask);
            r.word >>= width;
            r.held -= width <= r.held ? width : r.held;
        }
    }
}

/* Ascending in each posting (joined forms share a position), and below the span. */
static bool make_sense(const uint8_t *positions, const uint8_t *tf, const uint8_t *spans,
                       uint32_t count)
{
    bool ok = true;

    for (uint32_t i = 0; i < count; i++) {
        uint8_t before = 0;

        for (unsigned k = 0; k < tf[i]; k++) {
            ok &= positions[k] >= before;
            before = positions[k];
        }
        ok &= before < spans[i];
        positions += tf[i];
    }
    return ok;
}

bool nh_positions_decode(nh_cursor *in, uint8_t codec, const uint8_t *tf,
                         const uint8_t *spans, uint32_t count, uint8_t *positions)
{
    const size_t at = in->at;
    const size_t size =
        codec <= NH_POSITIONS_PACKED ? nh_positions_size(codec, tf, spans, count) : 0;
    const uint8_t *from = codec <= NH_POSITIONS_PACKED ? nh_cur_bytes(in, size) : NULL;
    bool ok = from != NULL;

    if (ok && codec == NH_POSITIONS_RAW) {
        if (size > 0)
            memcpy(positions, from, size);
    } else if (ok) {
        ok = nh_spare_clear(from, size, packed_bits(tf, spans, count));
        decode_packed(from, size, tf, spans, count, positions);
    }
    if (ok && make_sense(positions, tf, spans, count))
        return true;
    nh_cur_spoil(in, at);
    return false;
}
