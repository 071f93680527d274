/* common/codec/deflate/deflate_isal.c - zlib streams by ISA-L where it is there. */
#include "common/codec/deflate/deflate_impl.h"

#if defined(NH_HAVE_ISAL)

#include <isa-l/igzip_lib.h>
#include <string.h>

#include "common/base/memory/writable.h"
#include "common/codec/deflate/joined_stream.h"

typedef struct igzip {
    struct isal_zstream stream;
    struct isal_dict *dictionary; /* as the library keeps it; NULL until there was one */
    bool has_dictionary;
    uint32_t dictionary_sum; /* Adler-32 */
    uint32_t level;
    uint32_t room_size;
    uint8_t *room; /* the library's tables for the level */
} igzip;

/* Levels beyond the third are not there; they ask for the best there is. */
static uint32_t room_of(int level)
{
    return level <= 1   ? ISAL_DEF_LVL1_DEFAULT
           : level == 2 ? ISAL_DEF_LVL2_DEFAULT
                        : ISAL_DEF_LVL3_DEFAULT;
}

static void *open_isal(const nh_env *env, int level)
{
    igzip *g = nh_new(env, igzip);

    if (g == NULL)
        return NULL;
    g->level = level < 3 ? (uint32_t)level : 3;
    g->room_size = room_of(level);
    g->room = (uint8_t *)nh_zeroed(env, g->room_size, 1);
    if (g->room != NULL)
        return g;
    nh_release(env, g);
    return NULL;
}

static void close_isal(const nh_env *env, void *state)
{
    nh_release(env, ((igzip *)state)->dictionary);
    nh_release(env, ((igzip *)state)->room);
    nh_release(env, state);
}

/* The library's input is not const, but it is only read. */
static uint8_t *input(const void *bytes)
{
    return (uint8_t *)nh_writable(bytes);
}

/* The library's stream for `level`, with everything but input and output. */
static void begin_stream(igzip *g)
{
    if (g->has_dictionary)
        isal_deflate_init(&g->stream);
    else
        isal_deflate_stateless_init(&g->stream);
    g->stream.level = g->level;
    g->stream.level_buf = g->room;
    g->stream.level_buf_size = g->room_size;
    g->stream.end_of_stream = 1;
    g->stream.flush = NO_FLUSH;
}

static bool use_isal(const nh_env *env, void *state, const uint8_t *dictionary)
{
    igzip *g = (igzip *)state;

    g->has_dictionary = false;
    if (dictionary == NULL)
        return true;
    if (g->dictionary == NULL)
        g->dictionary = nh_new(env, struct isal_dict);
    if (g->dictionary == NULL)
        return false;
    g->has_dictionary = true;
    g->dictionary_sum = isal_adler32(1, dictionary, NH_DICTIONARY);
    begin_stream(g);
    return isal_deflate_process_dict(&g->stream, g->dictionary, input(dictionary),
                                     NH_DICTIONARY) == COMP_OK;
}

/* RFC 1950: deflate with a window of 32 KiB, fastest, and a dictionary, whose checksum follows. The
 * library would write that in the wrong order of bytes. */
static void put_header(const igzip *g, uint8_t *to)
{
    to[0] = 0x78;
    to[1] = 0x20;
    for (unsigned i = 0; i < 4; i++)
        to[2 + i] = (uint8_t)(g->dictionary_sum >> (24 - 8 * i));
}

static size_t deflate_isal(void *state, const void *bytes, size_t size, uint8_t *to,
                           size_t room)
{
    igzip *g = (igzip *)state;
    const uint32_t header = g->has_dictionary ? NH_LONG_HEADER : 0;
    int said = COMP_OK;

    if (size > UINT32_MAX || room > UINT32_MAX || room < NH_LONG_HEADER)
        return 0;
    begin_stream(g);
    g->stream.gzip_flag = g->has_dictionary ? IGZIP_ZLIB_NO_HDR : IGZIP_ZLIB;
    g->stream.next_in = input(bytes);
    g->stream.avail_in = (uint32_t)size;
    g->stream.next_out = to + header;
    g->stream.avail_out = (uint32_t)room - header;
    if (g->has_dictionary) {
        put_header(g, to);
        said = isal_deflate_reset_dict(&g->stream, g->dictionary);
    }
    if (said == COMP_OK)
        said = g->has_dictionary ? isal_deflate(&g->stream)
                                 : isal_deflate_stateless(&g->stream);
    if (said != COMP_OK || g->stream.avail_in != 0 ||
        (g->has_dictionary && g->stream.internal_state.state != ZSTATE_END))
        return 0;
    return header + g->stream.total_out;
}

/* True if the header of a stream names this dictionary. */
static bool is_named(const nh_deflated *from)
{
    return nh_adler_at(from->bytes + NH_SHORT_HEADER) ==
           isal_adler32(1, from->dictionary, NH_DICTIONARY);
}

/* A state for a stream in this form, of `size` bytes. Both sizes are below 2^32. */
static void begin_inflate(struct inflate_state *z, uint32_t form, const uint8_t *bytes,
                          size_t size, uint8_t *raw, size_t room)
{
    isal_inflate_init(z);
    z->crc_flag = form;
    z->next_in = input(bytes);
    z->avail_in = (uint32_t)size;
    z->next_out = raw;
    z->avail_out = (uint32_t)room;
}

/* The library's own way to go on from a dictionary is that of streams in pieces, which takes 15
 * microseconds a block longer. */
static void begin_with_dictionary(struct inflate_state *z, const nh_deflated *from,
                                  const nh_inflate_room *room, size_t size)
{
    const size_t joined = nh_joined_put(from, room);

    begin_inflate(z, ISAL_DEFLATE, room->in, joined, room->raw - NH_DICTIONARY,
                  NH_DICTIONARY + size);
}

static bool is_too_large(const nh_deflated *from, size_t size)
{
    return from->size > UINT32_MAX - 2 * NH_DICTIONARY || size > UINT32_MAX - NH_DICTIONARY;
}

/* What ends a stream is the checksum of what it holds (RFC 1950: Adler-32). */
static bool is_end(const struct inflate_state *z, const uint8_t *raw, size_t size)
{
    const uint8_t *p = z->next_in;

    return z->avail_in == NH_ADLER_SIZE && z->avail_out == 0 &&
           nh_adler_at(p) == isal_adler32(1, raw, size);
}

static bool inflate_isal(void *state, const nh_deflated *from, const nh_inflate_room *room,
                         size_t raw_size)
{
    struct inflate_state *z = (struct inflate_state *)state;

    if (is_too_large(from, raw_size))
        return nh_deflate_zlib.inflate(state, from, room, raw_size);
    if (from->dictionary == NULL) {
        begin_inflate(z, ISAL_ZLIB, from->bytes, from->size, room->raw, raw_size);
        return isal_inflate_stateless(z) == ISAL_DECOMP_OK && z->avail_in == 0 &&
               z->avail_out == 0;
    }
    if (!is_named(from))
        return false;
    begin_with_dictionary(z, from, room, raw_size);
    return isal_inflate_stateless(z) == ISAL_DECOMP_OK && is_end(z, room->raw, raw_size);
}

/* What does not fit is no failure here, and no checksum is compared or made. */
static bool inflate_part_isal(void *state, const nh_deflated *from,
                              const nh_inflate_room *room, size_t part)
{
    struct inflate_state *z = (struct inflate_state *)state;
    int said;

    if (is_too_large(from, part))
        return nh_deflate_zlib.inflate_part(state, from, room, part);
    if (from->dictionary != NULL)
        begin_with_dictionary(z, from, room, part);
    else
        begin_inflate(z, ISAL_DEFLATE, from->bytes + NH_SHORT_HEADER,
                      from->size - NH_SHORT_HEADER, room->raw, part);
    said = isal_inflate_stateless(z);
    return (said == ISAL_DECOMP_OK || said == ISAL_OUT_OVERFLOW) && z->avail_out == 0;
}

const nh_deflate_backend nh_deflate_isal = {
    .name = "isal",
    .open = open_isal,
    .deflate = deflate_isal,
    .use = use_isal,
    .close = close_isal,
    .inflate_size = sizeof(struct inflate_state),
    .inflate = inflate_isal,
    .inflate_part = inflate_part_isal,
    .least_part = 15,
};

#else

typedef int nh_deflate_isal_absent; /* a file may not be empty */

#endif
