/* common/codec/deflate_isal.c - zlib streams by ISA-L where it is there. */
#include "common/codec/deflate_impl.h"

#if defined(NH_HAVE_ISAL)

#include <isa-l/igzip_lib.h>
#include <string.h>

#define HEADER 2u /* bytes of zlib's before a stream */

typedef struct igzip {
    struct isal_zstream stream;
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
    nh_release(env, ((igzip *)state)->room);
    nh_release(env, state);
}

/* The library's input is not const, but it is only read. */
static uint8_t *input(const void *bytes)
{
    union {
        const void *bytes;
        uint8_t *input;
    } u = {.bytes = bytes};

    return u.input;
}

static size_t deflate_isal(void *state, const void *bytes, size_t size, uint8_t *to,
                           size_t room)
{
    igzip *g = (igzip *)state;

    if (size > UINT32_MAX || room > UINT32_MAX)
        return 0;
    isal_deflate_stateless_init(&g->stream);
    g->stream.level = g->level;
    g->stream.level_buf = g->room;
    g->stream.level_buf_size = g->room_size;
    g->stream.gzip_flag = IGZIP_ZLIB;
    g->stream.end_of_stream = 1;
    g->stream.flush = NO_FLUSH;
    g->stream.next_in = input(bytes);
    g->stream.avail_in = (uint32_t)size;
    g->stream.next_out = to;
    g->stream.avail_out = (uint32_t)room;
    if (isal_deflate_stateless(&g->stream) != COMP_OK || g->stream.avail_in != 0)
        return 0;
    return g->stream.total_out;
}

/* Both sizes are below 2^32. What the library says of a stream in this form. */
static int run_inflate(struct inflate_state *z, uint32_t form, const uint8_t *bytes,
                       size_t size, uint8_t *raw, size_t room)
{
    isal_inflate_init(z);
    z->crc_flag = form;
    z->next_in = input(bytes);
    z->avail_in = (uint32_t)size;
    z->next_out = raw;
    z->avail_out = (uint32_t)room;
    return isal_inflate_stateless(z);
}

static bool inflate_isal(const void *bytes, size_t size, void *raw, size_t raw_size)
{
    struct inflate_state z;

    if (size > UINT32_MAX || raw_size > UINT32_MAX)
        return nh_deflate_zlib.inflate(bytes, size, raw, raw_size);
    return run_inflate(&z, ISAL_ZLIB, (const uint8_t *)bytes, size, (uint8_t *)raw,
                       raw_size) == ISAL_DECOMP_OK &&
           z.avail_in == 0 && z.avail_out == 0;
}

/* The two bytes before the compressed data (RFC 1950): deflate, and no dictionary. */
static bool is_header(const uint8_t *b, size_t size)
{
    return size >= HEADER && (b[0] & 15) == 8 && (b[1] & 32) == 0 &&
           (b[0] << 8 | b[1]) % 31 == 0;
}

/* What does not fit is no failure here, and no checksum of a part is compared or made. */
static bool inflate_part_isal(const void *bytes, size_t size, void *raw, size_t part)
{
    const uint8_t *b = (const uint8_t *)bytes;
    struct inflate_state z;
    int said;

    if (size > UINT32_MAX || part > UINT32_MAX)
        return nh_deflate_zlib.inflate_part(bytes, size, raw, part);
    if (!is_header(b, size))
        return false;
    said = run_inflate(&z, ISAL_DEFLATE, b + HEADER, size - HEADER, (uint8_t *)raw, part);
    return (said == ISAL_DECOMP_OK || said == ISAL_OUT_OVERFLOW) && z.avail_out == 0;
}

static const nh_deflate_backend isal = {
    .name = "isal",
    .open = open_isal,
    .deflate = deflate_isal,
    .close = close_isal,
    .inflate = inflate_isal,
    .inflate_part = inflate_part_isal,
};

const nh_deflate_backend *nh_deflate_backend_get(size_t i)
{
    return i == 0 ? &isal : i == 1 ? &nh_deflate_zlib : NULL;
}

#else

const nh_deflate_backend *nh_deflate_backend_get(size_t i)
{
    return i == 0 ? &nh_deflate_zlib : NULL;
}

#endif
