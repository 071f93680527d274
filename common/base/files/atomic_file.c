/* common/base/files/atomic_file.c - a file is replaced whole or not at all. */
#include "common/base/files/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "common/base/error.h"

#define NAME_ROOM 256

typedef struct replacement {
    const nh_env *env;
    int dir;
    const char *name;
    char temporary[NAME_ROOM]; /* the new file, until it is renamed          */
    char link[NAME_ROOM];      /* a second name of the old one, until renamed */
} replacement;

static nh_status spell_name(char *to, const char *name, const char *suffix, nh_error *err)
{
    const int n = snprintf(to, NAME_ROOM, "%s%s", name, suffix);

    if (n < 0 || n >= NAME_ROOM)
        return nh_fail_errno(err, ENAMETOOLONG, name, "create");
    return NH_OK;
}

static void discard(const replacement *r, const char *name)
{
    (void)r->env->io->unlink_at(r->env->io->self, r->dir, name);
}

/* Writes and syncs `bytes`; a close that fails may be the only word about a full disk. */
static nh_status fill(const replacement *r, int fd, const void *bytes, size_t size,
                      nh_error *err)
{
    const nh_io *io = r->env->io;
    nh_status st = nh_file_write(r->env, fd, bytes, size, r->temporary, err);
    int failed = 0;

    if (st == NH_OK)
        failed = io->sync_file(io->self, fd);
    if (failed < 0)
        st = nh_fail_errno(err, -failed, r->temporary, "sync");
    failed = nh_file_close(r->env, fd);
    if (st == NH_OK && failed < 0)
        st = nh_fail_errno(err, -failed, r->temporary, "close");
    return st;
}

/* A temporary file left by a crash is removed first: O_EXCL then vouches for a new one. */
static nh_status write_temporary(const replacement *r, const void *bytes, size_t size,
                                 nh_error *err)
{
    int fd;
    nh_status st;

    discard(r, r->temporary);
    st = nh_file_open(r->env, r->dir, r->temporary,
                      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, &fd, err);
    return st == NH_OK ? fill(r, fd, bytes, size, err) : st;
}

/* A file system may have no second names at all, or no more of them. */
static bool has_no_links(int code)
{
    return code == EPERM || code == EOPNOTSUPP || code == ENOTSUP || code == EMLINK ||
           code == ENOSYS;
}

static nh_status copy_bytes(const replacement *r, int from, int to, nh_error *err)
{
    uint8_t bytes[4096];
    size_t n;
    nh_status st;

    do {
        st = nh_file_read(r->env, from, bytes, sizeof bytes, r->name, &n, err);
        if (st == NH_OK)
            st = nh_file_write(r->env, to, bytes, n, r->link, err);
    } while (st == NH_OK && n > 0);
    return st;
}

/* Writes and syncs a copy of the old file under the name that a link would have had. */
static nh_status copy_old(const replacement *r, nh_error *err)
{
    int from = -1;
    int to = -1;
    int failed;
    nh_status st = nh_file_open(r->env, r->dir, r->name, O_RDONLY | O_NOFOLLOW, &from, err);

    if (st == NH_OK)
        st = nh_file_open(r->env, r->dir, r->link, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
                          &to, err);
    if (st == NH_OK)
        st = copy_bytes(r, from, to, err);
    if (st == NH_OK) {
        failed = r->env->io->sync_file(r->env->io->self, to);
        if (failed < 0)
            st = nh_fail_errno(err, -failed, r->link, "sync");
    }
    (void)nh_file_close(r->env, from);
    failed = nh_file_close(r->env, to);
    if (st == NH_OK && failed < 0)
        st = nh_fail_errno(err, -failed, r->link, "close");
    return st;
}

/*
 * Gives the old file the name `keep` as well, in one step: linked to a temporary name, then
 * renamed. Where both are names of one file already, rename() leaves the temporary name.
 */
static nh_status keep_old(const replacement *r, const char *keep, nh_error *err)
{
    const nh_io *io = r->env->io;
    nh_status st = NH_OK;
    int failed;

    discard(r, r->link);
    failed = io->link_at(io->self, r->dir, r->name, r->link);
    if (failed == -ENOENT)
        return NH_OK; /* there is no old file */
    if (failed < 0)
        st = has_no_links(-failed)
                 ? copy_old(r, err)
                 : nh_fail_errno(err, -failed, r->name, "keep a second name of");
    if (st == NH_OK) {
        failed = io->rename_at(io->self, r->dir, r->link, keep);
        if (failed < 0)
            st = nh_fail_errno(err, -failed, keep, "rename to");
    }
    discard(r, r->link);
    return st;
}

nh_status nh_atomic_replace(const nh_env *env, int dir, const char *name, const char *keep,
                            const void *bytes, size_t size, nh_error *err)
{
    replacement r = {.env = nh_env_or_system(env), .dir = dir, .name = name};
    const nh_io *io = r.env->io;
    int failed;
    nh_status st;

    if ((st = spell_name(r.temporary, name, ".tmp", err)) != NH_OK ||
        (st = spell_name(r.link, keep != NULL ? keep : name, ".new", err)) != NH_OK)
        return st;
    st = write_temporary(&r, bytes, size, err);
    if (st == NH_OK && keep != NULL)
        st = keep_old(&r, keep, err);
    if (st == NH_OK) {
        failed = io->rename_at(io->self, dir, r.temporary, name);
        if (failed < 0)
            st = nh_fail_errno(err, -failed, name, "replace");
    }
    if (st != NH_OK) {
        discard(&r, r.temporary);
        return st;
    }
    failed = io->sync_dir(io->self, dir);
    if (failed < 0)
        return nh_fail(err, NH_E_COMMIT_UNKNOWN, name, NH_NO_OFFSET,
                       "replaced, but its directory could not be synced (error %d): it may "
                       "not survive a power cut",
                       -failed);
    return NH_OK;
}
