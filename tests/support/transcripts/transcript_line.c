/* tests/support/transcripts/transcript_line.c - what lines of transcripts are made of. */
#include "tests/support/transcripts/transcript_line.h"

#include <inttypes.h>

#include "common/base/str.h"

void transcribe_text(nh_buffer *out, nh_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n')
            nh_buf_text(out, NH_STR("\\n"));
        else
            nh_buf_u8(out, (uint8_t)text.ptr[i]);
    }
}

void transcribe_offset(nh_buffer *out, uint64_t offset)
{
    if (offset == NH_NO_OFFSET)
        nh_buf_u8(out, '-');
    else
        nh_buf_print(out, "%" PRIu64, offset);
}

void drop_empty_parts(nh_buffer *out)
{
    while (out->size > 0 && out->bytes[out->size - 1] == '|')
        out->size--;
}
