/* common/segment/file/manifest.c - the file that holds a commit. */
#include "common/segment/file/manifest.h"

#include <fcntl.h>
#include <string.h>

#include "common/base/error.h"

#define MOST_BYTES (16u << 20)

static nh_status decode_file(const nh_env *env, nh_container *c, const char *name,
                             nh_manifest *out, nh_error *err)
{
    const uint8_t *bytes;
    uint64_t size;
    nh_error found = {0};
    nh_status st = nh_container_check(c, err);

    if (st == NH_OK)
        st = nh_container_section(c, NH_SECTION_COMMIT, &bytes, &size, err);
    if (st == NH_OK && size > MOST_BYTES)
        st = nh_container_corrupt(c, NH_SECTION_COMMIT, MOST_BYTES, err, "over 16 MiB");
    if (st != NH_OK)
        return st;
    st = nh_manifest_decode(env, name, bytes, (size_t)size, out, &found);
    if (st != NH_OK && found.offset != NH_NO_OFFSET)
        found.offset += nh_container_offset(c, NH_SECTION_COMMIT);
    if (st != NH_OK && err != NULL)
        *err = found;
    return st;
}

static bool is_there(const nh_env *env, int dir, const char *name)
{
    int fd;

    if (nh_file_open(env, dir, name, O_RDONLY | O_NONBLOCK, &fd, NULL) != NH_OK)
        return false;
    (void)nh_file_close(env, fd);
    return true;
}

/* A lock and no manifest are what a first writer leaves that was stopped or had nothing good. */
static bool never_committed(const nh_env *env, int dir)
{
    return is_there(env, dir, "writer.lock") && !is_there(env, dir, "manifest") &&
           !is_there(env, dir, "manifest.prev");
}

nh_status nh_manifest_read(const nh_env *env, int dir, const char *name, nh_manifest *out,
                           nh_error *err)
{
    nh_file_ref ref = {.name = ""};
    nh_container *c = NULL;
    nh_status st;

    *out = (nh_manifest){0};
    if (strlen(name) >= sizeof ref.name)
        return nh_fail(err, NH_E_ARG, name, NH_NO_OFFSET, "a file name that is too long");
    memcpy(ref.name, name, strlen(name));
    st = nh_container_open(env, dir, &ref, NH_KIND_MANIFEST, NH_CONTAINER_COPY, &c, err);
    if (st == NH_OK)
        st = decode_file(env, c, name, out, err);
    nh_container_close(c);
    if (st == NH_E_IO && never_committed(env, dir))
        return nh_fail(err, NH_E_IO, name, NH_NO_OFFSET,
                       "no index here: nothing was committed yet");
    if (st == NH_E_IO && !is_there(env, dir, name))
        return nh_fail(err, NH_E_IO, name, NH_NO_OFFSET,
                       strcmp(name, "manifest") == 0
                           ? "no index here: there is no such file"
                           : "the commit before the last one is not there (any more)");
    return st;
}

void nh_manifest_close(nh_manifest *m)
{
    nh_arena_close(&m->arena);
    *m = (nh_manifest){0};
}
