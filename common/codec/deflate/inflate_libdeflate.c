/* common/codec/deflate/inflate_libdeflate.c - zlib streams inflated by libdeflate where it is there. */
#include "common/codec/deflate/deflate_impl.h"

#if defined(NH_HAVE_LIBDEFLATE)

#include <libdeflate.h>

#include "common/codec/deflate/joined_stream.h"

/* The library takes its few kilobytes itself. */
static void *open_inflate(void)
{
    return libdeflate_alloc_decompressor();
}

static void close_inflate(void *state)
{
    libdeflate_free_decompressor((struct libdeflate_decompressor *)state);
}

/* True if the header of a stream names this dictionary. */
static bool is_named(const nh_deflated *from)
{
    return nh_adler_at(from->bytes + NH_SHORT_HEADER) ==
           libdeflate_adler32(1, from->dictionary, NH_DICTIONARY);
}

/* What ends a stream is the checksum of what it holds, and nothing is behind that. */
static bool inflate_libdeflate(void *state, const nh_deflated *from,
                               const nh_inflate_room *room, size_t raw_size)
{
    struct libdeflate_decompressor *d = (struct libdeflate_decompressor *)state;
    size_t size, used;

    if (from->dictionary == NULL)
        return libdeflate_zlib_decompress_ex(d, from->bytes, from->size, room->raw,
                                             raw_size, &used, NULL) == LIBDEFLATE_SUCCESS &&
               used == from->size;
    if (!is_named(from))
        return false;
    size = nh_joined_put(from, room);
    return libdeflate_deflate_decompress_ex(d, room->in, size, room->raw - NH_DICTIONARY,
                                            NH_DICTIONARY + raw_size, &used,
                                            NULL) == LIBDEFLATE_SUCCESS &&
           size - used == NH_ADLER_SIZE &&
           nh_adler_at(room->in + used) == libdeflate_adler32(1, room->raw, raw_size);
}

/* The library promises nothing of what does not fit. */
static bool inflate_part(void *state, const nh_deflated *from, const nh_inflate_room *room,
                         size_t part)
{
    return nh_deflate_zlib.inflate_part(state, from, room, part);
}

const nh_deflate_backend nh_deflate_libdeflate = {
    .name = "libdeflate",
    .open_inflate = open_inflate,
    .close_inflate = close_inflate,
    .inflate = inflate_libdeflate,
    .inflate_part = inflate_part,
    .least_part = 6,
};

#else

typedef int nh_deflate_libdeflate_absent; /* a file may not be empty */

#endif
