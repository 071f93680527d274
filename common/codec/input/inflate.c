/* common/codec/input/inflate.c - gzip members, one after the other, unpacked as a stream. */
#include "common/codec/input/inflate.h"

#define ZLIB_CONST
#include <zlib.h>

#include "common/base/checked.h"
#include "common/base/error.h"

/* Most bytes that one file may unpack to. */
#define TOTAL_LIMIT (UINT64_C(1) << 40)

/* zlib's window bits plus 16: a gzip header and trailer are expected. */
#define GZIP_WINDOW (15 + 16)

struct nh_inflate {
    const nh_env *env;
    z_stream stream;
    uint64_t ratio_limit;
    uint64_t in;  /* compressed bytes used     */
    uint64_t out; /* decompressed bytes made   */
    bool between; /* before a member           */
    bool padding; /* zeros after the last one  */
    bool begun;   /* some member was complete  */
};

bool nh_inflate_is_gzip(const uint8_t *bytes, size_t size)
{
    return size >= 3 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8;
}

static voidpf take(voidpf self, uInt count, uInt size)
{
    return nh_zeroed(self, count, size);
}

static void give_back(voidpf self, voidpf memory)
{
    nh_release(self, memory);
}

nh_status nh_inflate_new(const nh_env *env, uint64_t ratio_limit, nh_inflate **out,
                         nh_error *err)
{
    nh_inflate *self = NULL;

    *out = NULL;
    self = nh_new(env, nh_inflate);
    if (self == NULL)
        return nh_fail_memory(err, "unpacking");
    /* zlib keeps a plain pointer; it is only handed back to take() and give_back(). */
    union {
        const nh_env *env;
        void *opaque;
    } plain = {.env = nh_env_or_system(env)};

    self->env = env;
    self->ratio_limit = ratio_limit;
    self->between = true;
    self->stream.zalloc = take;
    self->stream.zfree = give_back;
    self->stream.opaque = plain.opaque;
    if (inflateInit2(&self->stream, GZIP_WINDOW) != Z_OK) {
        nh_release(env, self);
        return nh_fail_memory(err, "unpacking");
    }
    *out = self;
    return NH_OK;
}

void nh_inflate_free(nh_inflate *self)
{
    if (self == NULL)
        return;
    (void)inflateEnd(&self->stream);
    nh_release(self->env, self);
}

/*
 * Looks at the first byte between members. Zeros are padding, as tape archives leave it;
 * 1f begins a member, which zlib judges; anything else is not ours.
 */
static nh_inflate_state begin_member(nh_inflate *self, nh_cursor *in)
{
    while (self->begun && nh_cur_left(in) > 0 && in->start[in->at] == 0) {
        self->padding = true;
        self->in++;
        in->at++;
    }
    if (nh_cur_left(in) == 0)
        return NH_INFLATE_BETWEEN;
    if (self->begun && (self->padding || in->start[in->at] != 0x1f))
        return NH_INFLATE_TRAILING;
    if (inflateReset(&self->stream) != Z_OK)
        return NH_INFLATE_BAD;
    self->between = false;
    return NH_INFLATE_MORE;
}

/* Counts what went in and out, and says whether that is still decent. */
static nh_inflate_state weigh(nh_inflate *self, size_t in, size_t out)
{
    self->in += in;
    self->out += out;
    if (self->out > TOTAL_LIMIT)
        return NH_INFLATE_TOO_MUCH;
    if (self->out > NH_INFLATE_FREE && self->out / self->ratio_limit > self->in)
        return NH_INFLATE_BOMB;
    return NH_INFLATE_MORE;
}

static nh_inflate_state judge(nh_inflate *self, int code)
{
    switch (code) {
    case Z_OK:
    case Z_BUF_ERROR: /* no progress was possible: one side is used up */
        return NH_INFLATE_MORE;
    case Z_STREAM_END:
        self->between = true;
        self->begun = true;
        return NH_INFLATE_BETWEEN;
    case Z_MEM_ERROR:
        return NH_INFLATE_NO_MEMORY;
    default:
        return NH_INFLATE_BAD;
    }
}

nh_inflate_state nh_inflate_run(nh_inflate *self, nh_cursor *in, uint8_t *out, size_t room,
                                size_t *made)
{
    z_stream *stream = &self->stream;
    nh_inflate_state state = NH_INFLATE_MORE;

    *made = 0;
    if (self->between)
        state = begin_member(self, in);
    if (state != NH_INFLATE_MORE)
        return state;

    const size_t there = nh_cur_left(in);
    const uInt left = (uInt)(there < UINT32_MAX ? there : UINT32_MAX);
    const uInt space = (uInt)(room < UINT32_MAX ? room : UINT32_MAX);

    stream->next_in = in->start + in->at;
    stream->avail_in = left;
    stream->next_out = out;
    stream->avail_out = space;
    state = judge(self, inflate(stream, Z_NO_FLUSH));
    in->at += left - stream->avail_in;
    *made = space - stream->avail_out;

    const nh_inflate_state weight =
        weigh(self, left - stream->avail_in, space - stream->avail_out);

    return weight != NH_INFLATE_MORE ? weight : state;
}
