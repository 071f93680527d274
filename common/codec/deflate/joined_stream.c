/* common/codec/deflate/joined_stream.c - a stream and the dictionary that it goes on from as one stream. */
#include "common/codec/deflate/joined_stream.h"

#include <string.h>

size_t nh_joined_put(const nh_deflated *from, const nh_inflate_room *room)
{
    static const uint8_t stored[NH_STORED_HEADER] = {0, 0, NH_DICTIONARY >> 8, 0xff,
                                                     (uint8_t) ~(NH_DICTIONARY >> 8)};
    const size_t left = from->size - NH_LONG_HEADER;
    uint8_t *to = room->in;

    memcpy(to, stored, sizeof stored);
    memcpy(to + sizeof stored, from->dictionary, NH_DICTIONARY);
    memcpy(to + sizeof stored + NH_DICTIONARY, from->bytes + NH_LONG_HEADER, left);
    return sizeof stored + NH_DICTIONARY + left;
}
