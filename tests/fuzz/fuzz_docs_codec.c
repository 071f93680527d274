/* tests/fuzz/fuzz_docs_codec.c - a block of passages and frequencies from any bytes: in order, in range, and by its rules. */
#include <stdlib.h>

#include "common/codec/postings/postings_codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* codec, width, count less 1, last, tf width; then the payload. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    nh_cursor c = nh_cur(bytes, size);
    const uint8_t codec = nh_cur_u8(&c), width = nh_cur_u8(&c);
    const uint32_t count = (uint32_t)nh_cur_u8(&c) + 1, last = nh_cur_u32(&c);
    const uint8_t tf_width = nh_cur_u8(&c);
    uint32_t ids[NH_CODEC_BLOCK];
    uint8_t tf[NH_CODEC_BLOCK];

    if (!nh_cur_ok(&c) || !nh_docs_decode(&c, codec, width, count, last, ids))
        return 0;
    require(ids[count - 1] == last);
    for (uint32_t i = 1; i < count; i++)
        require(ids[i] > ids[i - 1]);
    if (!nh_tf_decode(&c, tf_width, count, tf))
        return 0;
    for (uint32_t i = 0; i < count; i++)
        require(tf[i] > 0);
    return 0;
}
