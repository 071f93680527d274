/* common/base/env.c - every file call and every allocation, in two small tables. */
#include "common/base/env.h"
#include "common/base/memory/advice.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/checked.h"
#include "common/base/memory/heap.h"
#include "common/base/memory/writable.h"

/* ---- the system's table ------------------------------------------------------------- */

static int value_or_errno(int value)
{
    return value >= 0 ? value : -errno;
}

static int system_open_at(void *self, int dir, const char *name, int flags, mode_t mode)
{
    (void)self;
    return value_or_errno(openat(dir, name, flags | O_CLOEXEC, mode));
}

static int64_t system_read(void *self, int fd, void *bytes, size_t size)
{
    const ssize_t n = read(fd, bytes, size);

    (void)self;
    return n >= 0 ? n : -errno;
}

static int system_await(void *self, int fd, int milliseconds)
{
    struct pollfd input = {.fd = fd, .events = POLLIN};

    (void)self;
    return value_or_errno(poll(&input, 1, milliseconds));
}

static int64_t system_write(void *self, int fd, const void *bytes, size_t size)
{
    const ssize_t n = write(fd, bytes, size);

    (void)self;
    return n >= 0 ? n : -errno;
}

static int64_t system_pread(void *self, int fd, void *bytes, size_t size, uint64_t offset)
{
    ssize_t n;

    (void)self;
    if (offset > INT64_MAX)
        return -EOVERFLOW;
    n = pread(fd, bytes, size, (off_t)offset);
    return n >= 0 ? n : -errno;
}

#if defined(__linux__)
static void system_push(void *self, int fd, uint64_t offset, uint64_t size)
{
    (void)self;
    (void)sync_file_range(fd, (off64_t)offset, (off64_t)size, SYNC_FILE_RANGE_WRITE);
}
#else
#define system_push NULL
#endif

static int system_sync_file(void *self, int fd)
{
    (void)self;
#if defined(__APPLE__)
    return value_or_errno(fcntl(fd, F_FULLFSYNC)); /* fsync() stops at the drive's cache */
#else
    return value_or_errno(fdatasync(fd));
#endif
}

static int system_sync_dir(void *self, int dir)
{
    int fd;
    int result;

    (void)self;
    if (dir != AT_FDCWD)
        return value_or_errno(fsync(dir));
    fd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    result = value_or_errno(fsync(fd));
    close(fd);
    return result;
}

static int system_rename_at(void *self, int dir, const char *from, const char *to)
{
    (void)self;
    return value_or_errno(renameat(dir, from, dir, to));
}

static int system_link_at(void *self, int dir, const char *from, const char *to)
{
    (void)self;
    return value_or_errno(linkat(dir, from, dir, to, 0));
}

static int system_unlink_at(void *self, int dir, const char *name)
{
    (void)self;
    return value_or_errno(unlinkat(dir, name, 0));
}

static int system_make_dir(void *self, int dir, const char *name, mode_t mode)
{
    (void)self;
    return value_or_errno(mkdirat(dir, name, mode));
}

static int system_read_link_at(void *self, int dir, const char *name, char *out,
                               size_t capacity)
{
    const ssize_t n = readlinkat(dir, name, out, capacity);

    (void)self;
    if (n < 0)
        return -errno;
    if ((size_t)n >= capacity)
        return -ENAMETOOLONG;
    out[n] = '\0';
    return (int)n;
}

static int system_set_mode(void *self, int fd, mode_t mode)
{
    (void)self;
    return value_or_errno(fchmod(fd, mode));
}

static nh_file_kind kind_of(mode_t mode)
{
    if (S_ISREG(mode))
        return NH_FILE_REGULAR;
    return S_ISDIR(mode) ? NH_FILE_DIRECTORY : NH_FILE_OTHER;
}

static int system_facts(void *self, int fd, nh_file_facts *out)
{
    struct stat st;

    (void)self;
    if (fstat(fd, &st) != 0)
        return -errno;
    *out = (nh_file_facts){
        .kind = kind_of(st.st_mode),
        .size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0,
        .modified = (int64_t)st.st_mtime,
        .device = (uint64_t)st.st_dev,
        .number = (uint64_t)st.st_ino,
        .mode = st.st_mode,
    };
    return 0;
}

static int system_map(void *self, int fd, uint64_t size, const uint8_t **out)
{
    void *at;

    (void)self;
    if (size > SIZE_MAX)
        return -EOVERFLOW;
    at = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED)
        return -errno;
    *out = (const uint8_t *)at;
    return 0;
}

static int system_unmap(void *self, const uint8_t *bytes, uint64_t size)
{
    (void)self;
    return value_or_errno(munmap(nh_writable(bytes), (size_t)size));
}

static int system_lock(void *self, int fd)
{
    (void)self;
    return value_or_errno(flock(fd, LOCK_EX | LOCK_NB));
}

static int system_close(void *self, int fd)
{
    (void)self;
    return value_or_errno(close(fd));
}

static int copy_name(const char *from, char *name, size_t capacity)
{
    const size_t len = strlen(from);

    if (len >= capacity)
        return -ENAMETOOLONG;
    memcpy(name, from, len + 1);
    return 1;
}

#if defined(__linux__)
/*
 * The place in the directory is the offset of the descriptor itself, so that the table needs
 * no handle beside it. A record of 280 bytes holds the longest name; where several short
 * ones came, the descriptor goes back to the end of the first.
 */
static int system_next_name(void *self, int fd, char *name, size_t capacity)
{
    union {
        struct dirent64 entry;
        char bytes[sizeof(struct dirent64)];
    } got;
    ssize_t n;

    (void)self;
    n = getdents64(fd, got.bytes, sizeof got.bytes);
    if (n <= 0)
        return n == 0 ? 0 : -errno;
    if (n > (ssize_t)got.entry.d_reclen && lseek(fd, got.entry.d_off, SEEK_SET) < 0)
        return -errno;
    return copy_name(got.entry.d_name, name, capacity);
}
#else
/* A stream of its own for each name, which leaves its place in the shared descriptor. */
static int system_next_name(void *self, int fd, char *name, size_t capacity)
{
    const int own = dup(fd);
    DIR *stream = own >= 0 ? fdopendir(own) : NULL;
    struct dirent *entry;
    int result;

    (void)self;
    if (stream == NULL)
        return -errno;
    errno = 0;
    entry = readdir(stream);
    result = entry != NULL ? copy_name(entry->d_name, name, capacity) : -errno;
    if (entry != NULL)
        (void)lseek(fd, telldir(stream), SEEK_SET);
    closedir(stream);
    return result;
}
#endif

const nh_env *nh_env_system(void)
{
    static const nh_io io = {
        .open_at = system_open_at,
        .read = system_read,
        .await = system_await,
        .write = system_write,
        .pread = system_pread,
        .push = system_push,
        .sync_file = system_sync_file,
        .sync_dir = system_sync_dir,
        .rename_at = system_rename_at,
        .link_at = system_link_at,
        .unlink_at = system_unlink_at,
        .make_dir = system_make_dir,
        .read_link_at = system_read_link_at,
        .set_mode = system_set_mode,
        .facts = system_facts,
        .map = system_map,
        .unmap = system_unmap,
        .advise = nh_system_advise,
        .lock = system_lock,
        .close = system_close,
        .next_name = system_next_name,
    };
    static const nh_allocator memory = {.resize = nh_heap_resize,
                                        .release = nh_heap_release};
    static const nh_env env = {.io = &io, .memory = &memory};

    return &env;
}

int nh_env_look_flags(void)
{
#if defined(__linux__)
    return O_PATH;
#else
    return O_RDONLY | O_NONBLOCK | O_NOCTTY;
#endif
}

const nh_env *nh_env_or_system(const nh_env *env)
{
    return env != NULL ? env : nh_env_system();
}

nh_env nh_env_of(const nh_env *given, const nh_allocator *allocator)
{
    nh_env env = *nh_env_or_system(given);

    if (given == NULL && allocator != NULL)
        env.memory = allocator;
    return env;
}

bool nh_env_is_stopped(const nh_env *env)
{
    const nh_flag *stop = nh_env_or_system(env)->stop;

    return stop != NULL && atomic_load_explicit(stop, memory_order_relaxed) != 0;
}

/* ---- memory ------------------------------------------------------------------------- */

void *nh_resized(const nh_env *env, void *old, size_t count, size_t size)
{
    const nh_allocator *memory = nh_env_or_system(env)->memory;
    size_t bytes;

    if (!nh_mul_size(count, size, &bytes))
        return NULL;
    return memory->resize(memory->self, old, bytes > 0 ? bytes : 1);
}

void *nh_zeroed(const nh_env *env, size_t count, size_t size)
{
    const bool system = nh_env_or_system(env)->memory->resize == nh_heap_resize;
    void *memory;
    size_t bytes;

    if (!nh_mul_size(count, size, &bytes))
        return NULL;
    memory = system ? nh_heap_zeroed(bytes) : nh_resized(env, NULL, count, size);
    if (memory != NULL && !system)
        memset(memory, 0, bytes);
    return memory;
}

void nh_release(const nh_env *env, const void *memory)
{
    const nh_allocator *m = nh_env_or_system(env)->memory;

    m->release(m->self, nh_writable(memory));
}
