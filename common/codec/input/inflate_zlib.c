/* common/codec/input/inflate_zlib.c - one gzip member by zlib. */
#include "common/codec/input/inflate_impl.h"

#define ZLIB_CONST
#include <zlib.h>

#include "common/base/memory/writable.h"

/* zlib's window bits plus 16: a gzip header and trailer are expected. */
#define GZIP_WINDOW (15 + 16)

static voidpf take(voidpf self, uInt count, uInt size)
{
    return nh_zeroed(self, count, size);
}

static void give_back(voidpf self, voidpf memory)
{
    nh_release(self, memory);
}

static void *open_zlib(const nh_env *env)
{
    z_stream *stream = nh_new(env, z_stream);

    if (stream == NULL)
        return NULL;
    stream->zalloc = take;
    stream->zfree = give_back;
    stream->opaque = nh_writable(nh_env_or_system(env)); /* for these two alone */
    if (inflateInit2(stream, GZIP_WINDOW) == Z_OK)
        return stream;
    nh_release(env, stream);
    return NULL;
}

static bool begin_zlib(void *state)
{
    return inflateReset((z_stream *)state) == Z_OK;
}

static nh_unpack_state run_zlib(void *state, nh_unpack_flow *flow)
{
    z_stream *stream = (z_stream *)state;
    int code;

    stream->next_in = flow->in;
    stream->avail_in = flow->in_size;
    stream->next_out = flow->out;
    stream->avail_out = flow->room;
    code = inflate(stream, Z_NO_FLUSH);
    *flow = (nh_unpack_flow){stream->next_in, stream->avail_in, stream->next_out,
                             stream->avail_out};
    switch (code) {
    case Z_OK:
    case Z_BUF_ERROR: /* no progress was possible: one side is used up */
        return NH_UNPACK_MORE;
    case Z_STREAM_END:
        return NH_UNPACK_END;
    case Z_MEM_ERROR:
        return NH_UNPACK_NO_MEMORY;
    default:
        return NH_UNPACK_BAD;
    }
}

static void close_zlib(const nh_env *env, void *state)
{
    (void)inflateEnd((z_stream *)state);
    nh_release(env, state);
}

const nh_unpacker nh_unpacker_zlib = {
    .name = "zlib",
    .open = open_zlib,
    .begin = begin_zlib,
    .run = run_zlib,
    .close = close_zlib,
};
