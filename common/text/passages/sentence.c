/* common/text/passages/sentence.c - where sentences end. */
#include "common/text/passages/sentence.h"

size_t nh_sentence_end(nh_str text, size_t at)
{
    while (at < text.len) {
        const char c = text.ptr[at++];

        if ((c == '.' || c == '!' || c == '?') && at < text.len && text.ptr[at] == ' ')
            return at + 1;
    }
    return text.len;
}

size_t nh_sentence_end_uax29(nh_str text, size_t at)
{
    return nh_sentence_end(text, at);
}
