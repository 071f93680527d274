/* tests/support/makers/memory_files.c - a directory that exists in memory alone. */
#include "tests/support/makers/memory_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/bytes/buffer.h"

#define FILES 32
#define FIRST_FD 1000 /* far from those of the system */

/* Its slot is free once it has neither name nor users. */
typedef struct memory_file {
    char name[64]; /* "": unlinked */
    unsigned users;
    nh_buffer bytes;
} memory_file;

struct memory_files {
    memory_file files[FILES];
    size_t mapped; /* mappings that are open */
    nh_io io;
    nh_env env;
};

static memory_file *find(memory_files *m, const char *name)
{
    for (size_t i = 0; i < FILES; i++)
        if (strcmp(m->files[i].name, name) == 0)
            return &m->files[i];
    return NULL;
}

static memory_file *add(memory_files *m, const char *name)
{
    if (name[0] == '\0' || strlen(name) >= sizeof m->files->name)
        abort();
    for (size_t i = 0; i < FILES; i++) {
        memory_file *f = &m->files[i];

        if (f->name[0] != '\0' || f->users > 0)
            continue;
        nh_buf_clear(&f->bytes);
        memcpy(f->name, name, strlen(name) + 1);
        return f;
    }
    abort(); /* more files than any test has */
}

static memory_file *of_fd(memory_files *m, int fd)
{
    if (fd < FIRST_FD || fd >= FIRST_FD + FILES || m->files[fd - FIRST_FD].users == 0)
        abort(); /* a descriptor that is not open */
    return &m->files[fd - FIRST_FD];
}

static int open_file(void *self, int dir, const char *name, int flags, mode_t mode)
{
    memory_files *m = (memory_files *)self;
    memory_file *f = find(m, name);

    (void)dir;
    (void)mode;
    if (f != NULL && (flags & O_EXCL) != 0)
        return -EEXIST;
    if (f == NULL && (flags & O_CREAT) == 0)
        return -ENOENT;
    if (f == NULL)
        f = add(m, name);
    f->users++;
    return FIRST_FD + (int)(f - m->files);
}

static int64_t write_file(void *self, int fd, const void *bytes, size_t size)
{
    memory_file *f = of_fd((memory_files *)self, fd);

    nh_buf_bytes(&f->bytes, bytes, size);
    return nh_buf_ok(&f->bytes) ? (int64_t)size : -ENOSPC;
}

static int64_t read_file(void *self, int fd, void *to, size_t size, uint64_t offset)
{
    const memory_file *f = of_fd((memory_files *)self, fd);
    const size_t left = offset < f->bytes.size ? f->bytes.size - (size_t)offset : 0;
    const size_t n = size < left ? size : left;

    if (n > 0)
        memcpy(to, f->bytes.bytes + offset, n);
    return (int64_t)n;
}

static int sync_file(void *self, int fd)
{
    (void)of_fd((memory_files *)self, fd);
    return 0;
}

static int unlink_file(void *self, int dir, const char *name)
{
    memory_file *f = find((memory_files *)self, name);

    (void)dir;
    if (f == NULL)
        return -ENOENT;
    f->name[0] = '\0';
    return 0;
}

static int facts_of(void *self, int fd, nh_file_facts *out)
{
    const memory_file *f = of_fd((memory_files *)self, fd);

    *out = (nh_file_facts){.kind = NH_FILE_REGULAR, .size = f->bytes.size};
    return 0;
}

static int map_file(void *self, int fd, uint64_t size, const uint8_t **out)
{
    memory_files *m = (memory_files *)self;
    const memory_file *f = of_fd(m, fd);
    uint8_t *copy = (uint8_t *)malloc((size_t)size);

    if (copy == NULL)
        return -ENOMEM;
    memcpy(copy, f->bytes.bytes, (size_t)size);
    m->mapped++;
    *out = copy;
    return 0;
}

static int unmap_file(void *self, const uint8_t *bytes, uint64_t size)
{
    memory_files *m = (memory_files *)self;

    (void)size;
    m->mapped--;
    nh_release(nh_env_system(), bytes);
    return 0;
}

static int close_file(void *self, int fd)
{
    of_fd((memory_files *)self, fd)->users--;
    return 0;
}

memory_files *memory_files_new(void)
{
    memory_files *m = (memory_files *)calloc(1, sizeof *m);

    if (m == NULL)
        abort();
    m->io = *nh_env_system()->io;
    m->io.self = m;
    m->io.open_at = open_file;
    m->io.write = write_file;
    m->io.pread = read_file;
    m->io.push = NULL;
    m->io.sync_file = sync_file;
    m->io.unlink_at = unlink_file;
    m->io.facts = facts_of;
    m->io.map = map_file;
    m->io.unmap = unmap_file;
    m->io.advise = NULL;
    m->io.close = close_file;
    m->env = (nh_env){.io = &m->io, .memory = nh_env_system()->memory};
    return m;
}

void memory_files_free(memory_files *m)
{
    for (size_t i = 0; i < FILES; i++) {
        if (m->files[i].users > 0)
            abort();
        nh_buf_free(&m->files[i].bytes);
    }
    if (m->mapped > 0)
        abort();
    free(m);
}

const nh_env *memory_files_env(const memory_files *m)
{
    return &m->env;
}

void memory_files_put(memory_files *m, const char *name, const void *bytes, size_t size)
{
    (void)unlink_file(m, 0, name);
    nh_buf_bytes(&add(m, name)->bytes, bytes, size);
}

nh_str memory_files_bytes(memory_files *m, const char *name)
{
    const memory_file *f = find(m, name);

    if (f == NULL)
        abort();
    return nh_buf_str(&f->bytes);
}

size_t memory_files_count(const memory_files *m)
{
    size_t n = 0;

    for (size_t i = 0; i < FILES; i++)
        n += m->files[i].name[0] != '\0';
    return n;
}
