/* tests/fuzz/fuzz_positions_codec.c - positions and form codes from any bytes stay below their bounds, and come back. */
#include <stdlib.h>
#include <string.h>

#include "common/codec/postings/postings_codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* What was decoded encodes to the bytes it came from: each block has one spelling. */
static void encode_again(uint8_t codec, const uint8_t *positions, const uint8_t *tf,
                         const uint8_t *spans, uint32_t count, const uint8_t *from)
{
    nh_buffer out = {0};

    nh_positions_encode(codec, positions, tf, spans, count, &out);
    require(out.size == 0 || memcmp(out.bytes, from, out.size) == 0);
    nh_buf_free(&out);
}

/* codec, count (1 to 32), then tf and span of each posting, then the payload. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    nh_cursor c = nh_cur(bytes, size);
    const uint8_t codec = nh_cur_u8(&c);
    const uint32_t count = nh_cur_u8(&c) % 32 + 1;
    uint8_t tf[32], spans[32];
    static uint8_t positions[32 * 255 + 64];
    uint16_t codes[64];
    size_t at;

    for (uint32_t i = 0; i < count; i++) {
        tf[i] = nh_cur_u8(&c);
        spans[i] = nh_cur_u8(&c);
        if (!nh_cur_ok(&c) || tf[i] == 0 || spans[i] == 0)
            return 0;
    }
    at = c.at;
    if (nh_positions_decode(&c, codec, tf, spans, count, positions)) {
        const uint8_t *p = positions;

        for (uint32_t i = 0; i < count; i++)
            for (uint32_t k = 0; k < tf[i]; k++)
                require(*p++ < spans[i]);
        encode_again(codec, positions, tf, spans, count, bytes + at);
    }
    c = nh_cur(bytes + at, size - at);
    if (nh_codes_decode(&c, spans[0] < 200 ? spans[0] % 20 : NH_WIDTH_SPARSE, 64, tf[0],
                        codes))
        for (uint32_t i = 0; i < 64; i++)
            require(codes[i] < tf[0]);
    return 0;
}
