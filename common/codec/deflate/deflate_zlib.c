/* common/codec/deflate/deflate_zlib.c - zlib streams by zlib. */
#include <limits.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "common/base/checked.h"
#include "common/base/memory/writable.h"
#include "common/codec/deflate/deflate_impl.h"

static voidpf take(voidpf self, uInt n, uInt size)
{
    return nh_zeroed((const nh_env *)self, n, size);
}

static void give_back(voidpf self, voidpf memory)
{
    nh_release((const nh_env *)self, memory);
}

typedef struct compressor {
    z_stream z;
    const uint8_t *dictionary; /* borrowed; NULL: none */
} compressor;

static void *open_zlib(const nh_env *env, int level)
{
    compressor *c = nh_new(env, compressor);

    if (c == NULL)
        return NULL;
    c->z.zalloc = take;
    c->z.zfree = give_back;
    c->z.opaque = nh_writable(env); /* for these two alone */
    if (deflateInit(&c->z, level) == Z_OK)
        return c;
    nh_release(env, c);
    return NULL;
}

static void close_zlib(const nh_env *env, void *state)
{
    (void)deflateEnd(&((compressor *)state)->z);
    nh_release(env, state);
}

static bool use_zlib(const nh_env *env, void *state, const uint8_t *dictionary)
{
    (void)env;
    ((compressor *)state)->dictionary = dictionary;
    return true;
}

/* zlib counts in 32 bits, so both sides are handed over in pieces. */
static uInt piece(size_t left)
{
    return left < UINT_MAX ? (uInt)left : UINT_MAX;
}

static size_t deflate_zlib(void *state, const void *bytes, size_t size, uint8_t *to,
                           size_t room)
{
    const uint8_t *dictionary = ((compressor *)state)->dictionary;
    z_stream *z = &((compressor *)state)->z;
    size_t in_left = size, out_left = room;
    int said = Z_OK;

    if (deflateReset(z) != Z_OK ||
        (dictionary != NULL && deflateSetDictionary(z, dictionary, NH_DICTIONARY) != Z_OK))
        return 0;
    z->next_in = (const Bytef *)bytes;
    z->next_out = to;
    while (said == Z_OK) {
        const uInt in = piece(in_left), out = piece(out_left);

        z->avail_in = in;
        z->avail_out = out;
        said = deflate(z, in == in_left ? Z_FINISH : Z_NO_FLUSH);
        in_left -= in - z->avail_in;
        out_left -= out - z->avail_out;
        if (out_left == 0 && said != Z_STREAM_END)
            return 0;
    }
    return said == Z_STREAM_END ? room - out_left : 0;
}

/* Kept memory that zlib's state comes from, and its window where there is a dictionary: what was
 * inflated last left it warm. */
typedef struct kept_room {
    uint8_t *bytes;
    size_t left;
} kept_room;

static voidpf take_kept(voidpf self, uInt n, uInt size)
{
    kept_room *room = (kept_room *)self;
    uint8_t *taken = room->bytes;
    size_t need;

    if (!nh_mul_size(n, size, &need) || need > room->left)
        return NULL;
    need = (need + 15) & ~(size_t)15;
    need = need < room->left ? need : room->left;
    room->bytes += need;
    room->left -= need;
    return taken;
}

static void keep(voidpf self, voidpf memory)
{
    (void)self;
    (void)memory;
}

/* What is inflated, and how far that is. */
typedef struct inflation {
    z_stream z;
    const uint8_t *dictionary;
    size_t in_left;
    kept_room room;
} inflation;

/* form  zlib's window bits: those of a whole stream, or negative: what stands behind its header */
static bool begin_inflate(inflation *f, const nh_deflated *from,
                          const nh_inflate_room *room, int form)
{
    f->room = (kept_room){room->in, room->in_room};
    f->dictionary = from->dictionary;
    f->in_left = from->size;
    memset(&f->z, 0, sizeof f->z);
    f->z.zalloc = take_kept;
    f->z.zfree = keep;
    f->z.opaque = &f->room;
    f->z.next_in = from->bytes;
    f->z.next_out = room->raw;
    return inflateInit2(&f->z, form) == Z_OK;
}

/* Inflates until there is no room left, or the stream ends or makes no sense; what zlib says. */
static int fill(inflation *f, size_t *out_left)
{
    int said = Z_OK;

    while (said == Z_OK && *out_left > 0) {
        const uInt in = piece(f->in_left), out = piece(*out_left);

        f->z.avail_in = in;
        f->z.avail_out = out;
        said = inflate(&f->z, Z_NO_FLUSH);
        f->in_left -= in - f->z.avail_in;
        *out_left -= out - f->z.avail_out;
        if (said == Z_NEED_DICT && f->dictionary != NULL)
            said = inflateSetDictionary(&f->z, f->dictionary, NH_DICTIONARY);
    }
    return said;
}

/* Once all is there, the checksum may still be to come; if a byte more comes, it is longer. */
static bool inflate_zlib(void *state, const nh_deflated *from, const nh_inflate_room *room,
                         size_t raw_size)
{
    inflation f;
    uint8_t over[1];
    size_t out_left = raw_size, more = sizeof over;
    int said;

    (void)state;
    if (!begin_inflate(&f, from, room, MAX_WBITS))
        return false;
    said = fill(&f, &out_left);
    if (said == Z_OK) {
        f.z.next_out = over;
        said = fill(&f, &more);
    }
    (void)inflateEnd(&f.z);
    return said == Z_STREAM_END && f.in_left == 0 && out_left == 0 && more > 0;
}

/* Stops where the part is full. Without its header, a stream is inflated without a checksum of what
 * comes out and of the dictionary, which take longer than a short part itself. */
static bool inflate_part_zlib(void *state, const nh_deflated *from,
                              const nh_inflate_room *room, size_t part)
{
    const size_t header = from->dictionary != NULL ? NH_LONG_HEADER : NH_SHORT_HEADER;
    const nh_deflated rest = {from->bytes + header, from->size - header, from->dictionary};
    inflation f;
    size_t out_left = part;

    (void)state;
    if (!begin_inflate(&f, &rest, room, -MAX_WBITS))
        return false;
    if (rest.dictionary == NULL ||
        inflateSetDictionary(&f.z, rest.dictionary, NH_DICTIONARY) == Z_OK)
        (void)fill(&f, &out_left);
    (void)inflateEnd(&f.z);
    return out_left == 0;
}

const nh_deflate_backend nh_deflate_zlib = {
    .name = "zlib",
    .open = open_zlib,
    .deflate = deflate_zlib,
    .use = use_zlib,
    .close = close_zlib,
    .inflate = inflate_zlib,
    .inflate_part = inflate_part_zlib,
    .least_part = 15,
};
