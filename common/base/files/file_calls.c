/* common/base/files/file_calls.c - file calls made whole: continued after short steps and signals. */
#include <errno.h>
#include <fcntl.h>

#include "common/base/env.h"
#include "common/base/error.h"

/* A signal may interrupt a call; a storm of signals must not make it endless. */
#define RETRIES 100

/* Milliseconds between two looks at the flag of a caller that waits for input: a signal may be
 * heard by another thread than the one that reads. */
#define LOOK 100

/* True if a call was interrupted by a signal and is worth another try: not for ever, and
 * only where nobody asked to stop. `stop` may be NULL. */
static bool try_again(int64_t result, const nh_flag *stop, int *tries)
{
    return result == -EINTR && ++*tries < RETRIES &&
           (stop == NULL || atomic_load_explicit(stop, memory_order_relaxed) == 0);
}

/* Why a call that may wait for others failed: the system, or a signal that was to stop it. */
static nh_status fail_waiting(const nh_env *env, int code, const char *path,
                              const char *verb, nh_error *err)
{
    if (code == EINTR && nh_env_is_stopped(env))
        return nh_fail_stopped(err);
    return nh_fail_errno(err, code, path, verb);
}

nh_status nh_file_open(const nh_env *env, int dir, const char *name, int flags, int *out,
                       nh_error *err)
{
    const nh_io *io = nh_env_or_system(env)->io;
    const nh_flag *stop = nh_env_or_system(env)->stop;
    int tries = 0;
    int fd;

    *out = -1;
    do
        fd = io->open_at(io->self, dir, name, flags | O_CLOEXEC, 0666);
    while (try_again(fd, stop, &tries));
    if (fd < 0)
        return fail_waiting(env, -fd, name, (flags & O_CREAT) != 0 ? "create" : "open",
                            err);
    *out = fd;
    return NH_OK;
}

nh_status nh_file_exists(const nh_env *env, int dir, const char *name, bool *out,
                         nh_error *err)
{
    const nh_io *io = nh_env_or_system(env)->io;
    const int fd =
        io->open_at(io->self, dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0);

    *out = fd >= 0;
    if (fd >= 0)
        (void)nh_file_close(env, fd);
    return fd >= 0 || fd == -ENOENT ? NH_OK : nh_fail_errno(err, -fd, name, "open");
}

nh_status nh_file_write(const nh_env *env, int fd, const void *bytes, size_t size,
                        const char *path, nh_error *err)
{
    const nh_io *io = nh_env_or_system(env)->io;
    const uint8_t *from = (const uint8_t *)bytes;

    while (size > 0) {
        int tries = 0;
        int64_t n;

        do
            n = io->write(io->self, fd, from, size);
        while (try_again(n, NULL, &tries));
        if (n <= 0) /* nothing written is no progress: the loop would not end */
            return nh_fail_errno(err, n < 0 ? (int)-n : EIO, path, "write");
        from += n;
        size -= (size_t)n;
    }
    return NH_OK;
}

/* 0 once there is something to read, or its end; or a negative errno, -EINTR if the caller is to
 * stop. Who has no flag waits in read() itself. */
static int await_input(const nh_env *env, int fd)
{
    const nh_io *io = env->io;
    int ready = 0;

    if (env->stop == NULL || io->await == NULL)
        return 0;
    do {
        ready = io->await(io->self, fd, LOOK);
        if (ready <= 0 && nh_env_is_stopped(env))
            return -EINTR;
    } while (ready == 0 || ready == -EINTR);
    return ready < 0 ? ready : 0;
}

nh_status nh_file_read(const nh_env *env, int fd, void *bytes, size_t size,
                       const char *path, size_t *out, nh_error *err)
{
    const nh_env *known = nh_env_or_system(env);
    int tries = 0;
    int64_t n;

    *out = 0;
    do {
        n = await_input(known, fd);
        if (n == 0)
            n = known->io->read(known->io->self, fd, bytes, size);
        if (n == -EAGAIN && known->stop != NULL)
            n = -EINTR; /* somebody else has read it */
    } while (try_again(n, known->stop, &tries));
    if (n < 0)
        return fail_waiting(env, (int)-n, path, "read", err);
    *out = (size_t)n;
    return NH_OK;
}

nh_status nh_file_read_at(const nh_env *env, int fd, void *bytes, size_t size,
                          uint64_t offset, const char *path, nh_error *err)
{
    const nh_io *io = nh_env_or_system(env)->io;
    uint8_t *to = (uint8_t *)bytes;

    while (size > 0) {
        int tries = 0;
        int64_t n;

        do
            n = io->pread(io->self, fd, to, size, offset);
        while (try_again(n, NULL, &tries));
        if (n < 0)
            return nh_fail_errno(err, (int)-n, path, "read");
        if (n == 0)
            return nh_fail(err, NH_E_IO, path, offset,
                           "the file ends %zu bytes before what is wanted of it", size);
        to += n;
        size -= (size_t)n;
        offset += (uint64_t)n;
    }
    return NH_OK;
}

int nh_file_close(const nh_env *env, int fd)
{
    const nh_io *io = nh_env_or_system(env)->io;

    return fd >= 0 ? io->close(io->self, fd) : 0;
}
