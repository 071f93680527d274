/* common/codec/deflate/inflater.c - one zlib stream after the other, inflated in memory that is kept. */
#include "common/base/checked.h"
#include "common/base/error.h"
#include "common/codec/deflate/deflate_impl.h"

#define STEP \
    32768u /* memory is taken in such steps: what is inflated next is hardly larger */

#define HAS_DICTIONARY 0x20 /* of the second byte of a header (RFC 1950) */

struct nh_inflater {
    const nh_env *env;
    const nh_deflate_backend *backend;
    void *state;
    uint8_t *out; /* NH_DICTIONARY bytes, and what is inflated */
    uint8_t *in;
    size_t out_room, in_room;
};

/* What the library keeps, if anything. False if memory is short. */
static bool open_state(nh_inflater *z)
{
    const nh_deflate_backend *b = z->backend;

    if (b->open_inflate != NULL)
        z->state = b->open_inflate();
    else if (b->inflate_size > 0)
        z->state = nh_resized(z->env, NULL, 1, b->inflate_size);
    return z->state != NULL || (b->open_inflate == NULL && b->inflate_size == 0);
}

static void close_state(nh_inflater *z)
{
    if (z->backend->close_inflate != NULL)
        z->backend->close_inflate(z->state);
    else
        nh_release(z->env, z->state);
}

nh_status nh_inflater_new_by(const nh_deflate_backend *backend, const nh_env *env,
                             nh_inflater **out, nh_error *err)
{
    nh_inflater *z;

    *out = NULL;
    env = nh_env_or_system(env);
    z = nh_new(env, nh_inflater);
    if (z == NULL)
        return nh_fail_memory(err, "inflating");
    z->env = env;
    z->backend = backend;
    if (!open_state(z)) {
        nh_release(env, z);
        return nh_fail_memory(err, "inflating");
    }
    *out = z;
    return NH_OK;
}

nh_status nh_inflater_new(const nh_env *env, nh_inflater **out, nh_error *err)
{
    return nh_inflater_new_by(nh_deflate_backend_get(0), env, out, err);
}

void nh_inflater_free(nh_inflater *z)
{
    if (z == NULL)
        return;
    close_state(z);
    nh_release(z->env, z->out);
    nh_release(z->env, z->in);
    nh_release(z->env, z);
}

/* At least `more` and `size` bytes; what was there is not kept. */
static bool take_room(const nh_env *env, size_t more, size_t size, uint8_t **bytes,
                      size_t *room)
{
    size_t need;

    if (!nh_add_size(size, more, &need) || !nh_add_size(need, STEP, &need))
        return false;
    if (need - STEP <= *room)
        return true;
    need -= need % STEP;
    nh_release(env, *bytes);
    *room = 0;
    *bytes = (uint8_t *)nh_resized(env, NULL, need, 1);
    if (*bytes == NULL)
        return false;
    *room = need;
    return true;
}

/* Does a stream begin so, with a dictionary if and only if there is one? */
static bool is_deflated(const nh_deflated *from)
{
    const bool more = from->dictionary != NULL;
    const uint8_t *b = from->bytes;

    return from->size >= (more ? NH_LONG_HEADER : NH_SHORT_HEADER) && (b[0] & 15) == 8 &&
           (b[0] << 8 | b[1]) % 31 == 0 && ((b[1] & HAS_DICTIONARY) != 0) == more;
}

static nh_status run(nh_inflater *z, const nh_deflated *from, size_t size, bool whole,
                     const uint8_t **raw, nh_error *err)
{
    const size_t in = from->dictionary != NULL ? from->size : 0;
    nh_inflate_room room;
    bool done;

    if (!take_room(z->env, NH_DICTIONARY, size, &z->out, &z->out_room) ||
        !take_room(z->env, NH_INFLATE_ROOM, in, &z->in, &z->in_room))
        return nh_fail_memory(err, "inflating");
    room = (nh_inflate_room){z->out + NH_DICTIONARY, z->in, z->in_room};
    done = is_deflated(from) &&
           (whole ? z->backend->inflate(z->state, from, &room, size)
                  : z->backend->inflate_part(z->state, from, &room, size));
    if (!done)
        return nh_fail(err, NH_E_CORRUPT, NULL, NH_NO_OFFSET, "it cannot be inflated");
    *raw = room.raw;
    return NH_OK;
}

size_t nh_inflate_as_much(const nh_inflater *z, size_t part, size_t raw_size)
{
    return part < raw_size / 16 * z->backend->least_part ? part : raw_size;
}

nh_status nh_inflate(nh_inflater *z, const nh_deflated *from, size_t raw_size,
                     const uint8_t **raw, nh_error *err)
{
    return run(z, from, raw_size, true, raw, err);
}

nh_status nh_inflate_part(nh_inflater *z, const nh_deflated *from, size_t part,
                          const uint8_t **raw, nh_error *err)
{
    return run(z, from, part, false, raw, err);
}
