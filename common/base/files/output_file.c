/* common/base/files/output_file.c - a file that is written bit by bit and appears whole, or not at all. */
#include "common/base/files/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/base/error.h"
#include "common/base/files/place.h"

#define PIECE ((size_t)256 << 10) /* bytes that are written at once */
#define TICK 50 /* milliseconds between two looks at a pipe and at env->stop */
#define NAME_ROOM 256

/*
 * The hidden file is locked as long as it is written. So one that is not locked was left behind by
 * a crash, and may be removed by whoever holds its lock.
 */
struct nh_output_file {
    const nh_env *env;
    const char *path; /* borrowed */
    nh_buffer target; /* where it leads, links followed */
    const char *name; /* last part of that */
    char hidden[NAME_ROOM];
    int dir; /* -1: everything goes straight to `path` */
    int fd;
    nh_buffer waiting;
    bool made; /* `hidden` is ours, and has to be renamed or removed */
};

/* Opens the directory and spells both names. */
static nh_status open_dir(nh_output_file *f, nh_error *err)
{
    const char *target = (const char *)f->target.bytes;
    const char *slash = strrchr(target, '/');
    nh_buffer dir = {.env = f->env};
    nh_status st;
    int n;

    f->name = slash != NULL ? slash + 1 : target;
    n = snprintf(f->hidden, sizeof f->hidden, ".%s.part", f->name);
    if (n < 0 || (size_t)n >= sizeof f->hidden)
        return nh_fail_errno(err, ENAMETOOLONG, f->path, "create");
    nh_file_folder(target, &dir);
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
                       "is being written by another program");
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

/* Whoever could not read the file that is replaced cannot read the new one either. */
static nh_status keep_mode(const nh_output_file *f, mode_t old, nh_error *err)
{
    const int failed = f->env->io->set_mode(f->env->io->self, f->fd, old & 0777);

    return failed < 0 ? nh_fail_errno(err, -failed, f->path, "set the permissions of")
                      : NH_OK;
}

/* `old` is the mode of the file that is replaced, or 0. */
static nh_status open_hidden(nh_output_file *f, mode_t old, nh_error *err)
{
    nh_status st = nh_file_follow(f->env, f->path, &f->target, err);

    if (st == NH_OK)
        st = open_dir(f, err);
    if (st == NH_OK)
        st = remove_stale(f, err);
    if (st == NH_OK)
        st = nh_file_open(f->env, f->dir, f->hidden,
                          O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, &f->fd, err);
    if (st != NH_OK)
        return st;
    f->made = true;
    st = lock(f, f->fd, err);
    return st == NH_OK && old != 0 ? keep_mode(f, old, err) : st;
}

static nh_status wait_a_tick(const nh_output_file *f, struct pollfd *on, nh_error *err)
{
    if (nh_env_is_stopped(f->env))
        return nh_fail_stopped(err);
    (void)poll(on, on != NULL, TICK);
    return NH_OK;
}

/*
 * A device, or a pipe, whose reader may come late, or never. Nothing here waits in the kernel: a
 * signal that comes just before a call that waits would be overlooked.
 */
static nh_status open_device(nh_output_file *f, mode_t mode, nh_error *err)
{
    const nh_io *io = f->env->io;
    nh_status st = NH_OK;

    while (st == NH_OK) {
        const int fd = io->open_at(io->self, AT_FDCWD, f->path,
                                   O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);

        f->fd = fd >= 0 ? fd : -1;
        if (fd >= 0)
            return NH_OK;
        if (fd != -EINTR && !(fd == -ENXIO && S_ISFIFO(mode)))
            return nh_fail_errno(err, -fd, f->path, "open");
        st = wait_a_tick(f, NULL, err);
    }
    return st;
}

static nh_status open_either(nh_output_file *f, nh_error *err)
{
    nh_file_facts facts = {.kind = NH_FILE_REGULAR};

    /* What is not there, or cannot be read, is about to be made or replaced. */
    if (nh_file_look(f->env, f->path, &facts, NULL) != NH_OK)
        facts = (nh_file_facts){.kind = NH_FILE_REGULAR};
    if (facts.kind == NH_FILE_DIRECTORY)
        return nh_fail(err, NH_E_ARG, f->path, NH_NO_OFFSET,
                       "is a directory, not a file to write");
    if (facts.kind == NH_FILE_OTHER)
        return open_device(f, facts.mode, err);
    return open_hidden(f, facts.mode, err);
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
    f->env = f->waiting.env = f->target.env = env;
    f->path = path;
    f->dir = f->fd = -1;
    st = open_either(f, err);
    if (st == NH_OK)
        *out = f;
    else
        nh_output_file_close(f);
    return st;
}

/* To a device or a pipe: what it does not take at once has to wait. */
static nh_status write_device(const nh_output_file *f, nh_error *err)
{
    const nh_io *io = f->env->io;
    const uint8_t *from = f->waiting.bytes;
    size_t left = f->waiting.size;
    nh_status st = NH_OK;

    while (st == NH_OK && left > 0) {
        const int64_t n = io->write(io->self, f->fd, from, left);
        struct pollfd room = {.fd = f->fd, .events = POLLOUT};

        if (n == -EAGAIN || n == -EINTR) {
            st = wait_a_tick(f, &room, err);
        } else if (n <= 0) {
            st = nh_fail_errno(err, n < 0 ? (int)-n : EIO, f->path, "write");
        } else {
            from += n;
            left -= (size_t)n;
        }
    }
    return st;
}

static nh_status flush(nh_output_file *f, nh_error *err)
{
    nh_status st = nh_buf_status(&f->waiting, err, "a file to write");

    if (st == NH_OK && f->waiting.size > 0 && f->dir < 0)
        st = write_device(f, err);
    else if (st == NH_OK && f->waiting.size > 0)
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
    nh_buf_free(&file->target);
    nh_release(file->env, file);
}
