/* tests/support/faults/memory_file.c - an environment where every file is the same bytes in memory. */
#include "tests/support/faults/memory_file.h"

#include <string.h>

static int open_file(void *self, int dir, const char *name, int flags, mode_t mode)
{
    memory_file *file = self;

    (void)dir;
    (void)name;
    (void)flags;
    (void)mode;
    file->at = 0;
    file->open++;
    return 100;
}

static int64_t read_file(void *self, int fd, void *bytes, size_t size)
{
    memory_file *file = self;
    const size_t left = file->size - file->at;
    const size_t n = size < left ? size : left;

    (void)fd;
    if (n > 0)
        memcpy(bytes, file->bytes + file->at, n);
    file->at += n;
    return (int64_t)n;
}

static int tell_facts(void *self, int fd, nh_file_facts *out)
{
    const memory_file *file = self;

    (void)fd;
    *out = (nh_file_facts){.kind = NH_FILE_REGULAR, .size = file->size};
    return 0;
}

static int close_file(void *self, int fd)
{
    memory_file *file = self;

    (void)fd;
    file->open--;
    return 0;
}

const nh_env *memory_file_begin(memory_file *file, const uint8_t *bytes, size_t size)
{
    *file = (memory_file){.bytes = bytes, .size = size, .io = *nh_env_system()->io};
    file->io.self = file;
    file->io.open_at = open_file;
    file->io.read = read_file;
    file->io.facts = tell_facts;
    file->io.close = close_file;
    file->env = (nh_env){.io = &file->io, .memory = nh_env_system()->memory};
    return &file->env;
}
