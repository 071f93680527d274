/* common/segment/file/manifest.c - the file that holds a commit. */
#include "common/segment/file/manifest.h"

#include <errno.h>
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

/* What opening `name` gives: 0, or a negative errno. */
static int look_at(const nh_env *env, int dir, const char *name)
{
    const nh_io *io = nh_env_or_system(env)->io;
    const int fd = io->open_at(io->self, dir, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);

    if (fd < 0)
        return fd;
    (void)nh_file_close(env, fd);
    return 0;
}

/* Why there is no file `name`; NULL if there is one, or if nobody can say whether there is: a file
 * that cannot be opened is no file that is missing. */
static const char *why_missing(const nh_env *env, int dir, const char *name)
{
    const bool last = strcmp(name, "manifest") == 0;
    const int other = look_at(env, dir, last ? "manifest.prev" : "manifest");

    if (look_at(env, dir, name) != -ENOENT)
        return NULL;
    if (other == 0)
        return last ? "the manifest is missing, but manifest.prev is there"
                    : "the commit before the last one is not there (any more)";
    if (other != -ENOENT)
        return NULL;
    /* What a first writer leaves that was stopped or had nothing good. */
    if (look_at(env, dir, "writer.lock") == 0)
        return "no index here: nothing was committed yet";
    return "no index here: there is no such file";
}

nh_status nh_manifest_read(const nh_env *env, int dir, const char *name, nh_manifest *out,
                           nh_error *err)
{
    nh_file_ref ref = {.name = ""};
    nh_container *c = NULL;
    const char *missing;
    nh_status st;

    *out = (nh_manifest){0};
    if (strlen(name) >= sizeof ref.name)
        return nh_fail(err, NH_E_ARG, name, NH_NO_OFFSET, "a file name that is too long");
    memcpy(ref.name, name, strlen(name));
    st = nh_container_open(env, dir, &ref, NH_KIND_MANIFEST, NH_CONTAINER_COPY, &c, err);
    if (st == NH_OK)
        st = decode_file(env, c, name, out, err);
    nh_container_close(c);
    missing = st == NH_E_IO ? why_missing(env, dir, name) : NULL;
    if (missing != NULL)
        return nh_fail(err, NH_E_IO, name, NH_NO_OFFSET, "%s", missing);
    return st;
}

void nh_manifest_close(nh_manifest *m)
{
    nh_arena_close(&m->arena);
    *m = (nh_manifest){0};
}
