/*
 * common/codec/deflate/joined_stream.h - a stream and the dictionary that it goes on from as one stream.
 *
 * A stream that goes on from a dictionary goes on from the same bytes before it in one stream, too:
 * stored there (RFC 1951, 3.2.4), they are only copied. So a library inflates it that knows no
 * dictionaries, or is slow with them.
 */
#ifndef NH_CODEC_JOINED_STREAM_H
#define NH_CODEC_JOINED_STREAM_H

#include "common/codec/deflate/deflate_impl.h"

#define NH_ADLER_SIZE 4u /* bytes of the checksum behind a stream (RFC 1950) */

/* RFC 1950 writes its checksums so: four bytes at `p`. */
static inline uint32_t nh_adler_at(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Puts the dictionary of `from`, which has one and its header, and what is behind that header into
 * room->in: a raw deflate stream and the checksum behind it. Its size. */
size_t nh_joined_put(const nh_deflated *from, const nh_inflate_room *room);

#endif
