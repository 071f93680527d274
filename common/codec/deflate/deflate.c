/* common/codec/deflate/deflate.c - zlib streams by the library that this build has. */
#include "common/codec/deflate/deflate.h"

#include "common/base/checked.h"
#include "common/base/error.h"
#include "common/codec/deflate/deflate_impl.h"

#define FASTEST_LEVELS 3 /* of nh_deflater_new(): 1 to 3 */

struct nh_deflater {
    const nh_env *env;
    const nh_deflate_backend *backend;
    void *state;
};

/* The first library that deflates. */
static const nh_deflate_backend *first_backend(void)
{
    const nh_deflate_backend *first = nh_deflate_backend_get(0);

    for (size_t i = 1; first->open == NULL; i++) /* zlib is in every build */
        first = nh_deflate_backend_get(i);
    return first;
}

/* The fast library has no level that is worth more time than its third. */
static const nh_deflate_backend *backend_for(int level)
{
    return level > FASTEST_LEVELS ? &nh_deflate_zlib : first_backend();
}

nh_status nh_deflater_new(const nh_env *env, int level, nh_deflater **out, nh_error *err)
{
    nh_deflater *d;

    *out = NULL;
    env = nh_env_or_system(env);
    d = nh_new(env, nh_deflater);
    if (d == NULL)
        return nh_fail_memory(err, "a compressor");
    d->env = env;
    d->backend = backend_for(level);
    d->state = d->backend->open(env, level < 1 ? 1 : level > 9 ? 9 : level);
    if (d->state == NULL) {
        nh_release(env, d);
        return nh_fail_memory(err, "a compressor");
    }
    *out = d;
    return NH_OK;
}

/* More than any stream takes: stored blocks of zlib's smallest window, and headers. */
static bool most_bytes(size_t size, size_t *out)
{
    return nh_add_size(size, size / 8 + 512, out);
}

nh_status nh_deflate(nh_deflater *d, const void *bytes, size_t size, nh_buffer *out,
                     nh_error *err)
{
    const size_t before = out->size;
    size_t room, made;
    uint8_t *to;

    if (!most_bytes(size, &room))
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "too much text to compress");
    to = nh_buf_extend(out, room);
    if (to == NULL)
        return nh_buf_status(out, err, "compressed text");
    made = d->backend->deflate(d->state, bytes, size, to, room);
    if (made == 0) {
        out->size = before;
        return nh_fail_memory(err, "compressing");
    }
    out->size = before + made;
    return NH_OK;
}

nh_status nh_deflater_dictionary(nh_deflater *d, const uint8_t *dictionary, nh_error *err)
{
    return d->backend->use(d->env, d->state, dictionary)
               ? NH_OK
               : nh_fail_memory(err, "a dictionary of a compressor");
}

void nh_deflater_free(nh_deflater *d)
{
    if (d == NULL)
        return;
    d->backend->close(d->env, d->state);
    nh_release(d->env, d);
}
