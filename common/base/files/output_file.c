/* common/base/files/output_file.c - a file that is written bit by bit and appears whole, or not at all. */
#include "common/base/files/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/base/error.h"

#define PIECE ((size_t)256 << 10) /* bytes that are written at once */
#define NAME_ROOM 256

/*
 * The hidden file is locked as long as it is written. So one that is not locked was left behind by
 * a crash, and may be removed by whoever holds its lock.
 */
struct nh_output_file {
    const nh_env *env;
    const char *path; /* borrowed */
    const char *name; /* last part of it */
    char hidden[NAME_ROOM];
    int dir; /* -1: everything goes straight to `path` */
    int fd;
    nh_buffer waiting;
    bool made; /* `hidden` is ours, and has to be renamed or removed */
};

static nh_status look_at(const nh_env *env, const char *path, nh_file_facts *out,
                         nh_error *err)
{
    int fd = -1;
    int failed;
    nh_status st =
        nh_file_open(env, AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, &fd, err);

    if (st != NH_OK)
        return st;
    failed = env->io->facts(env->io->self, fd, out);
    if (failed < 0)
        st = nh_fail_errno(err, -failed, path, "look at");
    (void)nh_file_close(env, fd);
    return st;
}

bool nh_file_is_same(const nh_env *env, const char *a, const char *b)
{
    nh_file_facts first = {0}, second = {0};

    env = nh_env_or_system(env);
    return look_at(env, a, &first, NULL) == NH_OK &&
           look_at(env, b, &second, NULL) == NH_OK && first.device == second.device &&
           first.number == second.number;
}

/* Opens the directory and spells both names. */
static nh_status open_dir(nh_output_file *f, nh_error *err)
{
    const char *slash = strrchr(f->path, '/');
    nh_buffer dir = {.env = f->env};
    nh_status st;
    int n;

    f->name = slash != NULL ? slash + 1 : f->path;
    n = snprintf(f->hidden, sizeof f->hidden, ".%s.part", f->name);
    if (n < 0 || (size_t)n >= sizeof f->hidden)
        return nh_fail_errno(err, ENAMETOOLONG, f->path, "create");
    if (slash != NULL)
        nh_buf_bytes(&dir, f->path, (size_t)(slash - f->path) + 1);
    else
        nh_buf_print(&dir, ".");
    nh_buf_u8(&dir, 0);
    st = nh_buf_status(&dir, err, "the name of a directory");
    if (st == NH_OK)
        st = nh_file_open(f->env, AT_FDCWD, (const char *)dir.bytes, O_RDONLY | O_DIRECTORY,
                          &f->dir, err);
    nh_buf_free(&dir);
    return st;
}

static nh_status lock(const nh_output_file *f, int fd, nh_error *err)
{
    const int failed = f->env->io->lock(f->env->io->self, fd);

    if (failed == -EWOULDBLOCK)
        return nh_fail(err, NH_E_LOCKED, f->path, NH_NO_OFFSET,
                       "is being written by somebody else");
    return failed < 0 ? nh_fail_errno(err, -failed, f->path, "lock") : NH_OK;
}

/* Removes what a crash left behind. */
static nh_status remove_stale(const nh_output_file *f, nh_error *err)
{
    int fd = -1;
    int failed = 0;
    nh_status st =
        nh_file_open(f->env, f->dir, f->hidden, O_WRONLY | O_NOFOLLOW, &fd, NULL);

    if (st != NH_OK)
        return NH_OK; /* creating will say what is wrong, if anything is */
    st = lock(f, fd, err);
    if (st == NH_OK)
        failed = f->env->io->unlink_at(f->env->io->self, f->dir, f->hidden);
    if (failed < 0 && failed != -ENOENT)
        st = nh_fail_errno(err, -failed, f->hidden, "remove");
    (void)nh_file_close(f->env, fd);
    return st;
}

static nh_status open_hidden(nh_output_file *f, nh_error *err)
{
    nh_status st = open_dir(f, err);

    if (st == NH_OK)
        st = remove_stale(f, err);
    if (st == NH_OK)
        st = nh_file_open(f->env, f->dir, f->hidden,
                          O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, &f->fd, err);
    if (st != NH_OK)
        return st;
    f->made = true;
    return lock(f, f->fd, err);
}

static nh_status open_either(nh_output_file *f, nh_error *err)
{
    nh_file_facts facts = {.kind = NH_FILE_REGULAR};

    /* What is not there, or cannot be read, is about to be made or replaced. */
    if (look_at(f->env, f->path, &facts, NULL) != NH_OK)
        facts.kind = NH_FILE_REGULAR;
    if (facts.kind == NH_FILE_DIRECTORY)
        return nh_fail(err, NH_E_ARG, f->path, NH_NO_OFFSET,
                       "is a directory, not a file to write");
    if (facts.kind == NH_FILE_OTHER)
        return nh_file_open(f->env, AT_FDCWD, f->path, O_WRONLY, &f->fd, err);
    return open_hidden(f, err);
}

nh_status nh_output_file_open(const nh_env *env, const char *path, nh_output_file **out,
                              nh_error *err)
{
    nh_output_file *f;
    nh_status st;

    *out = NULL;
    env = nh_env_or_system(env);
    f = nh_new(env, nh_output_file);
    if (f == NULL)
        return nh_fail_memory(err, "a file to write");
    f->env = f->waiting.env = env;
    f->path = path;
    f->dir = f->fd = -1;
    st = open_either(f, err);
    if (st == NH_OK)
        *out = f;
    else
        nh_output_file_close(f);
    return st;
}

static nh_status flush(nh_output_file *f, nh_error *err)
{
    nh_status st = nh_buf_status(&f->waiting, err, "a file to write");

    if (st == NH_OK && f->waiting.size > 0)
        st = nh_file_write(f->env, f->fd, f->waiting.bytes, f->waiting.size, f->path, err);
    if (st == NH_OK)
        nh_buf_clear(&f->waiting);
    return st;
}

nh_status nh_output_file_write(nh_output_file *file, const void *bytes, size_t size,
                               nh_error *err)
{
    nh_buf_bytes(&file->waiting, bytes, size);
    return !nh_buf_ok(&file->waiting) || file->waiting.size >= PIECE ? flush(file, err)
                                                                     : NH_OK;
}

static nh_status rename_hidden(nh_output_file *f, nh_error *err)
{
    const nh_io *io = f->env->io;
    int failed = io->sync_file(io->self, f->fd);

    if (failed < 0)
        return nh_fail_errno(err, -failed, f->path, "sync");
    failed = io->rename_at(io->self, f->dir, f->hidden, f->name);
    if (failed < 0)
        return nh_fail_errno(err, -failed, f->path, "replace");
    f->made = false;
    failed = io->sync_dir(io->self, f->dir);
    if (failed < 0)
        return nh_fail(err, NH_E_COMMIT_UNKNOWN, f->path, NH_NO_OFFSET,
                       "written, but its directory could not be synced (error %d): it may "
                       "not survive a power cut",
                       -failed);
    return NH_OK;
}

nh_status nh_output_file_keep(nh_output_file *file, nh_error *err)
{
    nh_status st = flush(file, err);

    if (st == NH_OK && file->made)
        st = rename_hidden(file, err);
    return st;
}

void nh_output_file_close(nh_output_file *file)
{
    if (file == NULL)
        return;
    if (file->made)
        (void)file->env->io->unlink_at(file->env->io->self, file->dir, file->hidden);
    (void)nh_file_close(file->env, file->fd);
    (void)nh_file_close(file->env, file->dir);
    nh_buf_free(&file->waiting);
    nh_release(file->env, file);
}
