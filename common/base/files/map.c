/* common/base/files/map.c - a file in the address space, read-only. */
#include "common/base/files/map.h"

#include <fcntl.h>
#include <inttypes.h>

#include "common/base/error.h"

/* Opens `name` without waiting for a FIFO's writer and without following a link. */
static nh_status open_regular(const nh_env *env, int dir, const char *name, uint64_t size,
                              int *out, nh_error *err)
{
    nh_file_facts facts;
    int fd;
    int failed;
    nh_status st =
        nh_file_open(env, dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, &fd, err);

    if (st != NH_OK)
        return st;
    failed = env->io->facts(env->io->self, fd, &facts);
    if (failed != 0)
        st = nh_fail_errno(err, -failed, name, "look at");
    else if (facts.kind != NH_FILE_REGULAR)
        st = nh_fail(err, NH_E_IO, name, NH_NO_OFFSET, "not a regular file");
    else if (facts.size != size)
        st = nh_fail(err, NH_E_CORRUPT, name, NH_NO_OFFSET,
                     "%" PRIu64 " bytes, expected %" PRIu64, facts.size, size);
    if (st == NH_OK)
        *out = fd;
    else
        (void)nh_file_close(env, fd);
    return st;
}

static nh_status read_copy(const nh_env *env, int fd, const char *name, uint64_t size,
                           const uint8_t **out, nh_error *err)
{
    uint8_t *bytes = NULL;
    nh_status st;

    if (size <= SIZE_MAX)
        bytes = (uint8_t *)nh_resized(env, NULL, (size_t)size, 1);
    if (bytes == NULL)
        return nh_fail(err, NH_E_NOMEM, name, NH_NO_OFFSET,
                       "no memory for %" PRIu64 " bytes of the file", size);
    st = nh_file_read_at(env, fd, bytes, (size_t)size, 0, name, err);
    if (st != NH_OK) {
        nh_release(env, bytes);
        return st;
    }
    *out = bytes;
    return NH_OK;
}

nh_status nh_map_open(const nh_env *env, int dir, const char *name, uint64_t size,
                      bool copy, nh_map *out, nh_error *err)
{
    const uint8_t *bytes = NULL;
    int fd = -1;
    int failed;
    nh_status st;

    env = nh_env_or_system(env);
    *out = (nh_map){0};
    st = open_regular(env, dir, name, size, &fd, err);
    if (st != NH_OK)
        return st;
    copy = copy || size == 0; /* the system does not map nothing */
    if (copy) {
        st = read_copy(env, fd, name, size, &bytes, err);
    } else {
        failed = env->io->map(env->io->self, fd, size, &bytes);
        if (failed != 0)
            st = nh_fail_errno(err, -failed, name, "map");
    }
    (void)nh_file_close(env, fd); /* it was only read; a mapping outlives its descriptor */
    if (st == NH_OK)
        *out = (nh_map){.env = env, .bytes = bytes, .size = size, .copied = copy};
    return st;
}

void nh_map_advise(const nh_map *map, uint64_t at, uint64_t size, nh_advice what)
{
    const nh_io *io = map->env->io;

    if (!map->copied && io->advise != NULL && size > 0)
        (void)io->advise(io->self, map->bytes + at, size, what);
}

void nh_map_close(nh_map *map)
{
    if (map->bytes == NULL)
        return;
    if (map->copied)
        nh_release(map->env, map->bytes);
    else
        (void)map->env->io->unmap(map->env->io->self, map->bytes, map->size);
    *map = (nh_map){0};
}
