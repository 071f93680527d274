/* tests/fuzz/fuzz_sentence.c - any text falls into sentences that cover it. */
#include <stdlib.h>

#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "common/text/passages/paragraphs.h"
#include "common/text/passages/sentences/sentence.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

static void walk(nh_str text, size_t (*sentence_end)(nh_str text, size_t at))
{
    for (size_t at = 0; at < text.len;) {
        const size_t end = sentence_end(text, at);

        demand(end > at && end <= text.len);
        demand(end == text.len || ((unsigned char)text.ptr[end] & 0xc0) != 0x80);
        at = end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    nh_buffer scratch = {0};
    nh_str text = {0};
    size_t at = 0;
    size_t end = 0;
    size_t before = 0;

    demand(nh_utf8_adopt((nh_str){(const char *)bytes, size}, &scratch, &text, NULL,
                         NULL) == NH_OK);
    walk(text, nh_sentence_end);
    walk(text, nh_sentence_end_uax29);
    for (nh_paragraphs p = nh_paragraphs_begin(text); nh_paragraphs_next(&p, &at, &end);) {
        demand(at >= before && end > at && end <= text.len);
        before = end;
    }
    nh_buf_free(&scratch);
    return 0;
}
